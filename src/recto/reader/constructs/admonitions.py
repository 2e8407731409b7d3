"""Admonitions in the three ways that authors write them; each becomes `div.admonition.kind` with its title.

!!! note "Title"          the engine's own: what is indented below belongs to it; `???` folds
    Text

/// note | Title          pymdownx.blocks: up to a line of as many slashes; `details` folds
Text
///

> [!NOTE] Title           GitHub's alerts, and Obsidian's callouts, which may have a title
> Text
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from recto.reader.engine.inside import begins_with, first_indent, indented, line_of
from recto.reader.engine.nesting import container
from recto.reader.engine.reading import reading_of
from recto.reader.labels import ADMONITIONS

_SIGNS = re.compile(
    r"(?P<sign>!!!|\?\?\?\+?)[ ]?(?P<kind>[\w-]+(?: +[\w-]+)*)(?P<title> +\"(?P<text>.*?)\")?[ \t]*$"
)
_SLASHES = re.compile(r"(?P<slashes>/{3,})[ \t]*(?P<kind>[\w-]+)[ \t]*(?:\|[ \t]*(?P<text>.*))?$")
_OPTION = re.compile(r"(?P<name>type|open|attrs):[ \t]*(?P<value>.*)$")
_ALERT = re.compile(r"\[!(?P<kind>[A-Za-z]+)\][+-]?(?:[ \t]+(?P<text>[^\n]+))?(?:\n|\Z)")
_KINDS = frozenset(ADMONITIONS) | frozenset(
    "attention abstract bug error failure hint question quote success summary todo faq help check".split()
)
_INTERRUPTS = ["paragraph", "reference", "blockquote", "list"]


def extend(grammar: MarkdownIt) -> None:
    """Add the two blocks, and look at quotations when all blocks are known."""
    grammar.block.ruler.before("list", "admonition", container(_signs), {"alt": _INTERRUPTS})
    grammar.block.ruler.before("list", "slashes", container(_slashes), {"alt": _INTERRUPTS})
    grammar.core.ruler.after("block", "recto-alerts", _alerts)


def _signs(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if not begins_with(state, row, "!?") or not (match := _SIGNS.match(line_of(state, row))):
        return False
    indent = first_indent(state, row, end)
    below = _end_of_indented(state, row + 1, end, indent)
    if below == row + 1 and " " in match["kind"] and not match["title"]:
        return False  # a sentence after three exclamation marks
    if silent:
        return True
    kind = " ".join(match["kind"].lower().split())
    title = kind.partition(" ")[0].capitalize() if match["title"] is None else match["text"]
    folded = None if match["sign"] == "!!!" else match["sign"][-1] == "+"
    _open(state, row, (kind, title), folded=folded)
    with indented(state, indent):
        _parse_rows(state, row + 1, below)
    _close(state, folded=folded)
    state.line = below
    return True


def _end_of_indented(state: StateBlock, row: int, end: int, indent: int) -> int:
    """Return the row behind the last that is blank or indented by `indent`, from `row` on."""
    last = row
    while row < end:
        if not state.isEmpty(row):
            if state.sCount[row] < state.blkIndent + indent:
                break
            last = row + 1
        row += 1
    return last


def _slashes(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if not begins_with(state, row, "/") or not (match := _SLASHES.match(line_of(state, row).rstrip())):
        return False
    kind = match["kind"].lower()
    if kind not in _KINDS and kind not in ("admonition", "details"):
        return False
    if silent:
        return True
    begin, options = row + 1, dict[str, str]()
    while begin < end and not state.isEmpty(begin) and state.sCount[begin] - state.blkIndent >= 4:
        if option := _OPTION.match(line_of(state, begin)):
            options[option["name"]] = option["value"].strip()
        begin += 1
    folded = options.get("open", "").lower() == "true" if kind == "details" else None
    named = options.get("type") or ("note" if kind in ("admonition", "details") else kind)
    title = named.capitalize() if match["text"] is None and kind != "details" else match["text"] or ""
    _open(state, row, (named, title), folded=folded)
    close = _closing(state, begin, end, match["slashes"])
    is_closed = close < end and line_of(state, close).rstrip() == match["slashes"]
    if not is_closed:
        _report_unclosed(state, row, match["slashes"])
    _parse_rows(state, begin, close)
    _close(state, folded=folded)
    state.line = close + is_closed
    return True


def _report_unclosed(state: StateBlock, row: int, slashes: str) -> None:
    reading = reading_of(state)
    if reading.once("block-unclosed", 0):  # those within it are not closed either
        reading.draft.warn(
            "block-unclosed",
            "A block between slashes is never closed, so everything below it belongs to it.",
            line=reading.line(row),
            hint=f"Put {slashes} on a line of its own where the block ends.",
        )


def _closing(state: StateBlock, row: int, end: int, slashes: str) -> int:
    """Return the row that closes a block whose content begins on `row`, passing over blocks within it."""
    depth = 1
    while row < end and (state.sCount[row] >= state.blkIndent or state.isEmpty(row)):
        text = line_of(state, row)
        if text.startswith(slashes):
            inner = _SLASHES.match(text)
            if inner and inner["slashes"] == slashes:
                depth += 1
            elif text.rstrip() == slashes:
                depth -= 1
        if depth == 0:
            break
        row += 1
    return row


def _parse_rows(state: StateBlock, begin: int, end: int) -> None:
    """Parse the rows as blocks; no paragraph goes on beyond them."""
    line_max, state.lineMax = state.lineMax, end
    if begin < end:
        state.md.block.tokenize(state, begin, end)
    state.lineMax = line_max


def _open(state: StateBlock, row: int, name: tuple[str, str], *, folded: bool | None) -> None:
    kind, title = name
    token = state.push("admonition_open", "div" if folded is None else "details", 1)
    token.map = [row, row + 1]
    token.attrs = {"class": f"admonition {kind}"} if folded is None else {"class": kind}
    if folded:
        token.attrs["open"] = "open"
    if title:
        state.tokens += _title(title, row, state.level, tag="p" if folded is None else "summary")


def _close(state: StateBlock, *, folded: bool | None) -> None:
    state.push("admonition_close", "div" if folded is None else "details", -1)


def _title(text: str, row: int, level: int, *, tag: str) -> list[Token]:
    attrs: dict[str, str | int | float] = {"class": "admonition-title"} if tag == "p" else {}
    return [
        Token("admonition_title_open", tag, 1, attrs=attrs, level=level, map=[row, row + 1], block=True),
        Token("inline", "", 0, content=text, level=level + 1, map=[row, row + 1], children=[]),
        Token("admonition_title_close", tag, -1, level=level, block=True),
    ]


def _alerts(state: StateCore) -> None:
    """Make quotations that begin with `[!KIND]` admonitions."""
    tokens, done, out = state.tokens, 0, list[Token]()
    depth: list[bool] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "blockquote_open":
            match = _ALERT.match(tokens[at + 2].content) if tokens[at + 1].type == "paragraph_open" else None
            is_alert = match is not None and match["kind"].lower() in _KINDS
            depth.append(is_alert)
            if match is not None and is_alert:
                out += tokens[done:at]
                done = at = _rewrite(tokens, at, match, out)
                continue
        elif token.type == "blockquote_close" and depth.pop():
            token.tag = "div"
        at += 1
    if done:
        state.tokens = out + tokens[done:]


def _rewrite(tokens: list[Token], at: int, match: re.Match[str], out: list[Token]) -> int:
    """Append an alert's beginning to `out`; return where its content goes on in `tokens`."""
    quotation, paragraph, inline = tokens[at : at + 3]
    kind = match["kind"].lower()
    quotation.tag, quotation.attrs = "div", {"class": f"admonition {kind}"}
    row = paragraph.map[0] if paragraph.map else 0
    out.append(quotation)
    out += _title(match["text"] or kind.capitalize(), row, paragraph.level, tag="p")
    inline.content = inline.content[match.end() :]
    if not inline.content.strip():
        return at + 4  # the paragraph held nothing else
    if inline.map and "\n" in match[0]:
        inline.map = paragraph.map = [inline.map[0] + 1, inline.map[1]]
    out += (paragraph, inline)
    return at + 3
