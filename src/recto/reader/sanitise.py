"""Raw HTML → what may stand in an edition, and the author told what may not.

Two passes over Markdown's output. The first reads it tag by tag: it finds what will be dropped, so
that it can be reported, removes what a parser reads in ways that depend on where it stands
(comments, scripts, unknown tags), and refuses nesting that would take the second pass, which nothing can
interrupt, quadratic time. The second is nh3: what it lets through is safe, whatever the first missed.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from recto import markup
from recto.article import Directive
from recto.reader import allowlist
from recto.reader.draft import Draft
from recto.reader.lines import LINE, MARK

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DEPTH_LIMIT = 100
"""Elements within elements in an article: 50 lists or 100 quotes. Layout engines fail not far beyond."""
_OPEN_LIMIT = 300
_WORK_LIMIT = 2_000_000
_REPORTED = 20

# One token: a mark of a line, a comment, a tag, or another thing in angle brackets. Never backtracks: a
# `<` that begins a tag begins it for good, up to the end of its piece of raw HTML if it is never closed.
_TOKEN = re.compile(
    r"\x02(?P<line>\d*)\x03"
    r"|<!--(?:-?>|(?:[^\x02-]++|-(?!-!?>))*+(?P<comment>--!?>|))"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>\x02]*+)"
    r"(?P<attributes>(?:[^>=\x02]++|=\s*+(?:\"[^\"\x02]*+(?:\"|(?=\x02)|\Z)|'[^'\x02]*+(?:'|(?=\x02)|\Z)|))*+)"
    r"(?P<close>>|)"
    r"|<[/!?][^>\x02]*+>?",
)
_DIRECTIVE = re.compile(r"<!--\s*+recto:\s*+([^\s-].*?)\s*--!?>", re.DOTALL)
_END = re.compile(r"</([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"([^\s=/>\"'][^\s=/>]*)(?:\s*=\s*(?:\"([^\"]*)\"?|'([^']*)'?|([^\s>]*)))?")
_MARKED = re.compile(rf' {LINE}="(\d+)"')
_VOID_END = re.compile(r"<(br|hr|img|col|wbr)((?: [^<>]*)?)>")
_PLAIN_URL = re.compile(
    r"(?:https?://[a-zA-Z0-9][a-zA-Z0-9.-]*(?:[/?#][\w./?#&=%+,;:@!~$*()-]*)?|mailto:[\w.+-]+@[\w.-]+)\Z"
)

_TAGS = frozenset(tag.lower() for tag in allowlist.TAGS)
_GLOBAL = frozenset(allowlist.ATTRIBUTES["*"])
_ATTRIBUTES = {
    tag.lower(): _GLOBAL | {name.lower() for name in names} for tag, names in allowlist.ATTRIBUTES.items()
}
# A parser closes these by itself, so they do not nest without one of the others between them.
_SELF_CLOSING = markup.VOID | frozenset(
    "p li dt dd rp rt td th tr tbody thead tfoot caption colgroup".split()
)
_LOCATED = frozenset("a h1 h2 h3 h4 h5 h6 img math pre svg table".split())
"""What a transform may report: in raw HTML it gets its line here."""
_LOCATED_BLOCKS = frozenset("blockquote caption div figcaption li p summary tr".split())
"""What holds words, of which a check may report: as the others, but the parser marks its own."""
_FORMATTING = frozenset("a b big code em i s small strike strong tt u".split())
_EMPTY = markup.VOID | {"bgsound", "frame", "keygen", "basefont"}
_NEEDS_NO_END = _EMPTY | frozenset("body command head html optgroup option rb rtc".split())
_FOREIGN = _TAGS - {tag.lower() for tag in allowlist.HTML}
# A closing tag does not reach past these,
_BARRIERS = frozenset("table desc mi mo mn ms mtext".split())
# and only those of blocks reach past a block.
_BLOCKS = frozenset(
    "address article aside blockquote center details div dl figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header main nav ol pre section summary table ul".split()
)


@dataclass(slots=True)
class _Scan:
    """What the first pass has seen so far."""

    out: list[str] = field(default_factory=list)
    dropped: dict[tuple[str, str], list[int | None]] = field(default_factory=dict)
    """(what kind, its name) → the lines on which it was found."""
    line: int | None = None
    """The line on which the text at `counted` stands."""
    is_raw: bool = False
    """What comes is the author's own HTML, as far as is known."""
    counted: int = 0
    open: list[str] = field(default_factory=list)
    lingering: list[str] = field(default_factory=list)
    """Formatting tags whose block was closed before them: a parser opens them again in the next one."""
    work: int = 0
    last_ends: dict[str, int] = field(default_factory=dict)
    directives: list[Directive] = field(default_factory=list)

    def last_end(self, name: str, html: str) -> int:
        """Return where in `html` the last closing tag of `name` stands, -1 if there is none."""
        if not self.last_ends:
            self.last_ends = {"": -1} | {tag[1].lower(): tag.start() for tag in _END.finditer(html)}
        return self.last_ends.get(name, -1)


def tree_of(html: str, draft: Draft) -> Element:
    """Return the tree of Markdown's output `html`, cleaned; report what was dropped.

    Raises `NestingError` when elements stand more than `DEPTH_LIMIT` deep.
    """
    scan = _scan(html)
    _report(scan.dropped, draft)
    draft.directives += scan.directives
    clean = _clean(markup.strip_controls("".join(scan.out)))
    tree = _parse(clean)
    if tree.xpath(f"boolean(.//*[count(ancestor::*) > {DEPTH_LIMIT}])"):
        raise NestingError
    return tree


class NestingError(Exception):
    """Elements stand too deep within one another."""


# nh3 takes quadratic time for many references to characters in one text: 320,000 `&` take a second. They
# are what they are on either side of it, so in there each is one character, which no text can hold.
_REFERENCES = {"&amp;": "\4", "&lt;": "\5", "&gt;": "\6"}


def _clean(html: str) -> str:
    import nh3

    for reference, stand_in in _REFERENCES.items():
        html = html.replace(reference, stand_in)
    clean = nh3.clean(
        html,
        tags=set(allowlist.TAGS),
        clean_content_tags=set(allowlist.WITH_CONTENT),
        attributes=allowlist.ATTRIBUTES,
        url_schemes=set(allowlist.SCHEMES),
        link_rel=None,
    )
    for reference, stand_in in _REFERENCES.items():
        clean = clean.replace(stand_in, reference)
    return clean


def _parse(clean: str) -> Element:
    from lxml import etree

    # What nh3 writes is one step from XHTML, and lxml reads that 50 times as fast as an HTML5 parser
    # in Python does. Drawings and formulas need the namespaces that only the HTML5 parser gives.
    if "<svg" not in clean and "<math" not in clean:
        try:
            return markup.from_xhtml(_VOID_END.sub(r"<\1\2/>", clean.replace("&nbsp;", "\xa0")))
        except etree.XMLSyntaxError:
            pass  # a name that XML cannot write; the other parser leaves it out
    return markup.parse(clean)


def _scan(html: str) -> _Scan:
    scan = _Scan()
    position = 0  # up to here, `html` is in `scan.out`, as it is or rewritten
    for match in _TOKEN.finditer(html):
        if match.start() < position:
            continue  # inside an element that was skipped
        if match["line"] is not None:
            scan.out.append(html[position : match.start()])
            position = match.end()
            scan.is_raw = bool(match["line"])
            if match["line"]:
                scan.line, scan.counted = int(match["line"]), position
            continue
        name, attributes = match["name"], match["attributes"]
        name = name.lower() if name else ""
        scan.work += len(scan.open) + len(scan.lingering)
        if scan.work > _WORK_LIMIT:
            raise NestingError
        if attributes and (marked := _MARKED.search(attributes)):
            scan.line, scan.counted, scan.is_raw = int(marked[1]), match.end(), False
            attributes = "" if len(marked[0]) == len(attributes) else attributes
        if name in _SELF_CLOSING and match["close"] and not attributes and not scan.is_raw:
            continue  # most of all tags: nothing to note and nothing to change
        instead, end = _token(name, match, scan)
        if instead is not None:
            scan.out += (html[position : match.start()], instead)
            position = end
    scan.out.append(html[position:])
    return scan


def _token(name: str, match: re.Match[str], scan: _Scan) -> tuple[str | None, int]:
    """Note one token; return what to write in its place, None for itself, and where to go on."""
    if match["comment"] == "" or (name and not match["close"]):
        return _show("unclosed", "<!--" if not name else f"<{match['end']}{match['name']}>", match, scan)
    if not name:
        if match["comment"] and (said := _DIRECTIVE.match(match[0])):
            scan.directives.append(Directive(_line_at(match, scan) or 1, said[1]))
        return "", match.end()
    in_drawing = "svg" in scan.open or "math" in scan.open
    if name in allowlist.WITH_CONTENT or (name == "title" and in_drawing):
        return _skip_element(match, name, scan)
    if name not in _TAGS or (name in _FOREIGN and not in_drawing and not _begins_drawing(name, match, scan)):
        return _unsupported(name, match, scan, in_drawing=in_drawing)
    if match["end"]:
        _close(name, scan)
        return f"</{name}>" if match["attributes"] else None, match.end()
    return _open(name, match, scan), match.end()


def _show(kind: str, what: str, match: re.Match[str], scan: _Scan) -> tuple[str, int]:
    """Let the author's tag be text: what it would do is not what was meant, and nothing is lost."""
    _drop(kind, what, match, scan)
    return markup.escape(match[0]), match.end()


def _begins_drawing(name: str, match: re.Match[str], scan: _Scan) -> bool:
    return name in ("svg", "math") and (
        bool(match["end"]) or scan.last_end(name, match.string) >= match.end()
    )


def _unsupported(name: str, match: re.Match[str], scan: _Scan, *, in_drawing: bool) -> tuple[str, int]:
    """Leave out the tag of an element that no edition keeps, or show it where it is a word in brackets."""
    if match["end"]:
        if name in allowlist.OTHERS or name in _FOREIGN or ("element", name) in scan.dropped:
            return "", match.end()
        return _show("no element", f"</{match['name']}>", match, scan)
    stands_alone = name in _NEEDS_NO_END or in_drawing or match["attributes"].endswith("/")
    if not stands_alone and scan.last_end(name, match.string) < match.end():
        is_element = name in allowlist.OTHERS or name in ("svg", "math")
        return _show("unclosed" if is_element else "no element", f"<{match['name']}>", match, scan)
    _drop("empty element" if name in _EMPTY else "element", name, match, scan)
    return "", match.end()


def _skip_element(match: re.Match[str], name: str, scan: _Scan) -> tuple[str, int]:
    """Leave out an element and what it holds; of a drawing's title, keep the text."""
    html = match.string
    if match["end"]:
        return "", match.end()
    if scan.last_end(name, html) < match.end():
        return _show("unclosed", f"<{match['name']}>", match, scan)
    closing = re.compile(rf"</{re.escape(name)}(?=[\s/>])[^>]*(?:>|\Z)", re.IGNORECASE)
    found = closing.search(html, match.end())
    end = found.end() if found else len(html)
    if name == "title":
        content = MARK.sub("", html[match.end() : found.start() if found else end]).replace("<", "&lt;")
        return f"<title{_escaped(match['attributes'])}>{content}</title>", end
    _drop("element with content", name, match, scan)
    return "", end


def _close(name: str, scan: _Scan) -> None:
    """Follow what a parser does with a closing tag, or assume that it closes less."""
    for at in range(len(scan.open) - 1, -1, -1):
        if scan.open[at] == name:
            if name in _FORMATTING:
                del scan.open[at]
            else:
                scan.lingering += (inner for inner in scan.open[at:] if inner in _FORMATTING)
                del scan.open[at:]
            return
        if scan.open[at] in _BARRIERS or (scan.open[at] in _BLOCKS and name not in _BLOCKS):
            return
    if name in scan.lingering:
        scan.lingering.remove(name)


def _open(name: str, match: re.Match[str], scan: _Scan) -> str | None:
    """Note an opening tag; return what to write in its place, or None for itself."""
    attributes = match["attributes"]
    marked = LINE in attributes
    for kind, what in _unwanted(name, attributes) if attributes else ():
        _drop(kind, what, match, scan)
    if name in _FOREIGN and attributes.endswith("/"):
        return f"<{match['name']}{_escaped(attributes[:-1])}></{match['name']}>"
    if name not in _FOREIGN and name != "a":
        _leave_drawing(scan)
    if name not in _SELF_CLOSING:
        scan.open.append(name)
        if len(scan.open) + len(scan.lingering) > _OPEN_LIMIT:
            raise NestingError
    is_located = name in _LOCATED or (scan.is_raw and name in _LOCATED_BLOCKS)
    if is_located and not marked and (line := _line_at(match, scan)) is not None:
        return f'<{match["name"]} {LINE}="{line}"{_escaped(attributes)}>'
    return f"<{match['name']}{_escaped(attributes)}>" if "<" in attributes else None


def _drop(kind: str, what: str, match: re.Match[str], scan: _Scan) -> None:
    """Keep that something goes, and where it stood, the first times."""
    lines = scan.dropped.setdefault((kind, what), [])
    line = _line_at(match, scan)
    if len(lines) < _REPORTED and line not in lines:
        lines.append(line)


def _line_at(match: re.Match[str], scan: _Scan) -> int | None:
    """Return the line of what begins at `match`, counted from the last mark."""
    if scan.line is not None and scan.counted < match.start():
        scan.line += match.string.count("\n", scan.counted, match.start())
        scan.counted = match.start()
    return scan.line


def _leave_drawing(scan: _Scan) -> None:
    """Close an open drawing or formula: a parser does when an HTML element begins in it."""
    while scan.open and scan.open[-1] in _FOREIGN and scan.open[-1] not in _BARRIERS:
        scan.open.pop()


def _escaped(attributes: str) -> str:
    return attributes.replace("<", "&lt;") if "<" in attributes else attributes


def _unwanted(tag: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield what of a tag's attributes will be dropped, as (what kind, its name)."""
    allowed = _ATTRIBUTES.get(tag, _GLOBAL)
    if tag == "img" and not re.search(r"(?<![\w-])src\s*=", text, re.IGNORECASE):
        yield "image", ""
    for match in _ATTRIBUTE.finditer(text):
        name = match[1].lower()
        if name not in allowed:
            if name not in allowlist.QUIET and not name.startswith("data-"):
                yield "attribute", name
        elif name in allowlist.URL_ATTRIBUTES:
            url = entities.unescape(match[2] or match[3] or match[4] or "")
            if not _is_kept(url):
                yield ("image" if tag == "img" else "address"), url


def _is_kept(url: str) -> bool:
    """Say whether nh3 keeps `url`: by asking it, except for the many that are plain or relative."""
    if ":" not in re.split(r"[/?#]", url, maxsplit=1)[0] or _PLAIN_URL.match(url):
        return True
    import nh3

    tag = f'<a href="{markup.escape(url)}">'
    return "href" in nh3.clean(
        tag, attributes={"a": {"href"}}, url_schemes=set(allowlist.SCHEMES), link_rel=None
    )


_MESSAGES = {
    "element with content": "<{}> is not kept, nor what it holds.",
    "element": "<{}> is not kept; what it holds is.",
    "empty element": "<{}> is not kept.",
    "attribute": "The attribute {!r} is not kept.",
    "address": "The address {!r} is not kept.",
    "unclosed": "{} is never closed, so it stays text.",
    "no element": "{} is no element of HTML, so it stays as it is.",
    "image": "The image {!r} is not read: only files beside the article and web addresses are.",
}
_HINTS = {
    "script": "Editions run no scripts.",
    "iframe": "Put a link to it in its place.",
    "style": "Styles belong into a theme.",
    "address": "Links may lead to the web (https:), to mail (mailto:) or to a phone (tel:).",
    "unclosed": "Close it, or put it between backticks if it is meant to be seen.",
    "no element": "Put it between backticks, and Recto need not guess.",
    "image": "Put the file into the article's folder, or below it.",
}


def _report(dropped: dict[tuple[str, str], list[int | None]], draft: Draft) -> None:
    for (kind, what), lines in dropped.items():
        message = _MESSAGES[kind].format(what if len(what) <= 80 else f"{what[:80]}…")
        hint = _HINTS.get(what) or _HINTS.get(kind)
        for line in lines:
            if kind == "image" and what:
                draft.error("image-outside", message, line=line, hint=hint)
            elif kind == "image":
                draft.error("image-missing", "An image has no address.", line=line)
            elif kind == "no element":
                draft.note("html-as-text", message, line=line, hint=hint)
            else:
                draft.warn(
                    "html-unclosed" if kind == "unclosed" else "html-dropped", message, line=line, hint=hint
                )
