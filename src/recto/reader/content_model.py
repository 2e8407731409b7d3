"""What may stand inside what: raw HTML and misnested tags made into a tree every edition can hold.

The rest of the reader, and every writer, may then rely on HTML's content model: no block inside a
line of text, no item outside a list, no obsolete element. Words are never lost here, only tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.markup import HEADINGS, PHRASING, make
from recto.reader import allowlist
from recto.reader.draft import Draft
from recto.reader.lines import LINE
from recto.reader.walk import has_text, name_of, parent_of, wrap_runs

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_KNOWN = (
    allowlist.HTML
    | {f"{{{markup.SVG}}}{name}" for name in allowlist.SVG}
    | {f"{{{markup.MATHML}}}{name}" for name in allowlist.MATHML}
)
_MODERN = {
    "acronym": "abbr", "tt": "code", "strike": "del", "big": "span", "center": "div", "address": "div",
    "article": "div", "section": "div", "header": "div", "footer": "div", "main": "div", "nav": "div",
}  # fmt: skip
"""Obsolete elements, and those that make landmarks: the page around the body has its own."""
_LINES = frozenset((*HEADINGS, "p", "pre", "dt", "summary", "caption", "figcaption"))
"""Blocks that hold a line of text. (HTML lets some hold more; no edition gains by it.)"""
_MEDIA = frozenset({f"{{{markup.SVG}}}svg", f"{{{markup.MATHML}}}math"})
_INLINE = PHRASING | _MEDIA
_DATE = re.compile(
    r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?)?)?)?\Z|\d\d:\d\d(:\d\d)?\Z"
)
_ONLY_LINE = [LINE]
_RUBY = re.compile(r"(i+(t+|pt(pt)*p))+\Z")
_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


def repair(tree: Element, draft: Draft) -> None:
    """Give `tree` HTML's content model."""
    _modernise(tree)
    _attributes(tree)
    _blocks_out_of_lines(tree)
    _lists(tree)
    _definitions(tree)
    _parts_of_others(tree, draft)
    _loose_text(tree)


def _modernise(tree: Element) -> None:
    found = {name_of(element) for element in tree.iter(etree.Element)}
    for element in list(tree.iter(*_MODERN)) if found & _MODERN.keys() else ():
        if element.tag == "center":
            element.set("align", "center")
        element.tag = _MODERN[name_of(element)]
    unknown = found - _KNOWN - _MODERN.keys() - {tree.tag}
    for element in list(tree.iter("title")) if "title" in unknown else ():
        markup.remove(element)
    if unknown:
        markup.unwrap_all(tree, list(tree.iter(*unknown)))


def _is_integer(value: str) -> bool:
    return re.match(r"-?\d{1,6}\Z", value, re.ASCII) is not None


def _is_count(value: str, least: int) -> bool:
    return _is_integer(value) and least <= int(value) <= 1000


_MEANINGFUL: dict[str, Callable[[str], bool]] = {
    "class": lambda value: bool(value.strip()),
    "title": lambda value: bool(value.strip()),
    "dir": lambda value: value.lower() in ("ltr", "rtl", "auto"),
    "lang": lambda value: bool(_LANG.match(value)),
    "start": _is_integer,
    "value": _is_integer,
    "span": lambda value: _is_count(value, 1),
    "colspan": lambda value: _is_count(value, 2),
    "rowspan": lambda value: _is_count(value, 2),
    "type": lambda value: value in ("1", "a", "A", "i", "I"),
    "datetime": lambda value: bool(_DATE.match(value)),
    "scope": lambda value: value in ("col", "row", "colgroup", "rowgroup"),
}
"""Attributes whose other values mean nothing, and are refused by validators."""


def _attributes(tree: Element) -> None:
    for element in tree.iter(etree.Element):
        names = element.keys()
        if not names or names == _ONLY_LINE or name_of(element).startswith("{"):
            continue
        for name in _MEANINGFUL.keys() & set(names):
            if not _MEANINGFUL[name](element.attrib[name]):
                del element.attrib[name]
        if "align" in names:
            _align(element)
    for moment in list(tree.iter("time")):
        if not moment.get("datetime") and not _DATE.match(markup.text_of(moment)):
            moment.tag = "span"
    for direction in list(tree.iter("bdo")):
        if direction.get("dir") not in ("ltr", "rtl"):
            direction.tag = "bdi"


def _align(element: Element) -> None:
    """Make the attribute `align`, which the engine too writes in tables, a class."""
    align = element.attrib.pop("align").lower()
    if align in ("left", "right", "center"):
        for aligned in element if element.tag == "tr" else (element,):
            aligned.set("class", f"{aligned.get('class', '')} {align}".strip())


def _is_block(element: Element) -> bool:
    name = name_of(element)
    return name not in _INLINE and not name.startswith("{")


def _blocks_out_of_lines(tree: Element) -> None:
    """Let no block stand in a line of text: its wrapper goes, or it becomes part of the line."""
    holders = [holder for holder in tree.iter(*PHRASING, *_LINES) if len(holder)]
    for block in [child for holder in holders for child in holder if _is_block(child)]:
        for holder in list(block.iterancestors()):
            if holder.tag in PHRASING or holder.tag == "p":
                _split_off(holder)
            elif holder.tag in _LINES:
                _flatten(block)
                break
            elif _is_block(holder):
                break
    markup.unwrap_all(tree, tree.xpath(".//a//a"))


def _split_off(holder: Element) -> None:
    """Replace `holder` by what it holds; each run of text in it gets a holder of its own."""
    if holder.getparent() is None:
        return
    attributes = {name: value for name, value in holder.attrib.items() if name != "id"}
    holders = [holder]
    if holder.tag in PHRASING:
        holders += (inner for inner in holder.iterdescendants(etree.Element) if _is_block(inner))
    for parent in holders:
        wrap_runs(parent, lambda: etree.Element(holder.tag, attributes), beside=_is_block)
    if holder.get("id") and len(holder):
        holder[0].set("id", holder[0].get("id", holder.get("id", "")))
    markup.unwrap(holder)


def _flatten(block: Element) -> None:
    """Make `block` and the blocks in it part of the line they stand in."""
    for inner in reversed([block, *(e for e in block.iterdescendants(etree.Element) if _is_block(e))]):
        inner.tail = f" {inner.tail or ''}"
        if inner.tag in ("p", "div", "li", "td", "th", *HEADINGS) and set(inner.attrib) - {LINE}:
            inner.tag = "span"
            for name in set(inner.attrib) - {"id", "class", "lang", "dir", "title"}:
                del inner.attrib[name]
        else:
            markup.unwrap(inner)


def _lists(tree: Element) -> None:
    for parent in list(tree.iter("ul", "ol")):
        wrap_runs(parent, lambda: make("li"), beside=lambda child: child.tag == "li")
        if not len(parent):
            markup.remove(parent)
    _adopt_orphans(tree, ("li",), ("ul", "ol"), "ul")


def _adopt_orphans(tree: Element, tags: tuple[str, ...], parents: tuple[str, ...], wrapper: str) -> None:
    """Put elements that stand outside the list they need into one, neighbours together."""
    for element in list(tree.iter(*tags)):
        if name_of(parent_of(element)) in parents:
            continue
        before = element.getprevious()
        if before is not None and before.get("adopted") and not (before.tail or "").strip():
            before.append(element)
            before.tail, element.tail = element.tail, None
        else:
            markup.wrap(element, make(wrapper, adopted="adopted"))
    for element in tree.xpath(".//*[@adopted]"):
        del element.attrib["adopted"]


def _definitions(tree: Element) -> None:
    """See that each description list is terms followed by what they mean."""
    _adopt_orphans(tree, ("dt", "dd"), ("dl",), "dl")
    for parent in list(tree.iter("dl")):
        for group in [child for child in parent if child.tag == "div"]:
            markup.unwrap(group)
        wrap_runs(parent, lambda: make("dd"), beside=lambda child: child.tag in ("dt", "dd"))
        if not len(parent):
            markup.remove(parent)
            continue
        if parent[-1].tag == "dt":
            parent.append(make("dd"))
        if parent[0].tag == "dd":  # as Python-Markdown reads a lone `: line`
            _split_leading(parent)


def _split_leading(parent: Element) -> None:
    """Move the meanings before the first term out of the list, as paragraphs."""
    while len(parent) and parent[0].tag == "dd":
        first = parent[0]
        first.tag = "div" if any(_is_block(child) for child in first) else "p"
        first.tail = None
        parent.addprevious(first)
    if not len(parent):
        markup.remove(parent)


def _parts_of_others(tree: Element, draft: Draft) -> None:
    """See to parts whose whole is missing, and to wholes whose part is."""
    for part, whole in (("figcaption", "figure"), ("summary", "details")):
        for element in list(tree.iter(part)):
            parent = parent_of(element)
            if parent.tag != whole or element is not parent.find(part):
                element.tag = "p"
    for details in list(tree.iter("details")):
        _summary_first(details, draft)
    for caption in list(tree.iter("figcaption")):
        parent_of(caption).append(caption)
    _glosses(tree)
    for aside in tree.iter("aside"):
        aside.set("role", "note")


def _glosses(tree: Element) -> None:
    """See that each `ruby` is text and glosses in turn; one that is not becomes plain text."""
    for gloss in list(tree.iter("rp")):
        around = gloss.getprevious(), gloss.getnext()
        if len(gloss) or not any(other is not None and other.tag == "rt" for other in around):
            markup.unwrap(gloss)
    for ruby in list(tree.iter("ruby")):
        kinds = "i" if has_text(ruby) else ""
        for child in ruby:
            kinds += {"rt": "t", "rp": "p"}.get(name_of(child), "i")
            kinds += "i" if (child.tail or "").strip() else ""
        if not _RUBY.match(kinds):
            for gloss in [child for child in ruby if child.tag in ("rt", "rp")]:
                markup.unwrap(gloss)
            markup.unwrap(ruby)
    for gloss in list(tree.iter("rt", "rp")):
        if parent_of(gloss).tag != "ruby":
            markup.unwrap(gloss)


def _summary_first(details: Element, draft: Draft) -> None:
    summary = details.find("summary")
    if summary is None or not markup.text_of(summary):
        if summary is not None:
            markup.remove(summary)
        summary = draft.labels.mark(make("summary", draft.labels.details), draft.lang)
    else:
        markup.remove(summary)
    summary.tail, details.text = details.text, None
    details.insert(0, summary)


def _loose_text(tree: Element) -> None:
    """Give text that stands beside blocks a paragraph, and take empty paragraphs away."""
    for parent in [tree, *tree.iter("blockquote", "aside")]:
        if has_text(parent) or any(not _is_block(child) or (child.tail or "").strip() for child in parent):
            wrap_runs(parent, lambda: make("p"), beside=_is_block)
    for parent in list(tree.iter("li", "dd", "td", "th", "div", "details", "figure")):
        if any(
            _is_block(child) and child.tag not in ("summary", "figcaption", "ul", "ol") for child in parent
        ):
            wrap_runs(parent, lambda: make("p"), beside=_is_block)
    for element in list(tree.iter("p", *HEADINGS, "blockquote", "caption", "figcaption")):
        if has_text(element) or _SHOWS(element):
            continue
        if _IS_PLACE(element):
            element.tag = "p" if element.tag in HEADINGS else element.tag
        else:
            markup.remove(element)


_SHOWS = etree.XPath(
    "boolean(normalize-space()) or boolean(descendant::img)"
    # A parser that splits a link in two leaves an empty one before the one with the words.
    " or boolean(descendant::a[@href and not(@href = following::a[1]/@href)])"
    " or boolean(descendant::svg:svg | descendant::math:math)"
    # What a later step fills.
    " or boolean(descendant::span[@data-cite])",
    namespaces={"svg": markup.SVG, "math": markup.MATHML},
)
_IS_PLACE = etree.XPath("boolean(descendant-or-self::*[@id])")
