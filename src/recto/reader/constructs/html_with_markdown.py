"""Raw HTML whose content is Markdown: `<div markdown="1">` … `</div>`, as the engine's md_in_html has it.

`block` reads blocks, `span` inline content, `1` what the element is made for. An element that is never
closed stays raw HTML. Within one, raw HTML that does not ask for Markdown ends with its own closing tag,
rather than at the next blank line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.rules_block import StateBlock

from recto.reader.engine.inside import begins_with, is_inner, line_of, parse_text
from recto.reader.engine.nesting import container
from recto.reader.engine.reading import reading_of

_OPENS = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\s[^<>]*)?)>")
_ASKS = re.compile(r"\smarkdown(?:\s*=\s*(?P<quote>[\"']?)(?P<value>1|block|span|true)(?P=quote))?(?=\s|\Z)")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_MOST_SEARCHED = 50_000
"""Rows of an article that are searched for an end that is not there; then all such elements stay raw."""
_VOID = frozenset(("br", "hr", "img"))
_SPANS = frozenset("address dd dt h1 h2 h3 h4 h5 h6 legend li p summary td th".split())


def extend(grammar: MarkdownIt) -> None:
    """Add the element, and raw HTML in it, before other raw HTML is looked for."""
    interrupts = ["paragraph", "reference", "blockquote"]
    grammar.block.ruler.before("html_block", "html_with_markdown", container(_element), {"alt": interrupts})
    grammar.block.ruler.before("html_block", "html_in_markdown", _raw_element)


@dataclass(frozen=True, slots=True)
class _Content:
    """What stands between an element's tags and behind them."""

    text: str
    closing: str
    behind: str
    """What follows the closing tag on its line."""
    below: int
    """The row behind."""


def _element(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if not begins_with(state, row, "<"):
        return False
    match = _OPENS.match(line_of(state, row))
    asks = _ASKS.search(match["attributes"]) if match else None
    if match is None or asks is None:
        return False
    if silent:
        return True
    name = match["name"].lower()
    opening = f"<{match['name']}{match['attributes'][: asks.start()]}{match['attributes'][asks.end() :]}>"
    if name in _VOID:
        _push_html(state, opening, row)
        _parse_behind(state, line_of(state, row)[match.end() :], row)
        state.line = row + 1
        return True
    content = _content(state, row, end, match)
    if content is None:
        return False
    _push_html(state, opening, row)
    value = asks["value"]
    if value == "span" or (value != "block" and name in _SPANS):
        state.tokens[-1].hidden = True  # nothing stands between the tag and the words
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = content.text.strip(), [row, row + 1], []
    else:
        parse_text(state, content.text, row)
    _push_html(state, content.closing, content.below - 1)
    _parse_behind(state, content.behind, content.below - 1)
    state.line = content.below
    return True


def _parse_behind(state: StateBlock, text: str, row: int) -> None:
    if text.strip():
        parse_text(state, text, row)


def _raw_element(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    """Take raw HTML up to the tag that closes it, if that comes before a blank line and ends its own line."""
    if silent or not is_inner(state) or not begins_with(state, row, "<"):
        return False
    match = _OPENS.match(line_of(state, row))
    if match is None or match["name"].lower() not in block_names:
        return False
    blank = next((below for below in range(row, end) if state.isEmpty(below)), end)
    content = _content(state, row, blank, match)
    if content is None or content.behind.strip():
        return False
    _push_html(state, state.getLines(row, content.below, state.blkIndent, True), row)
    state.line = content.below
    return True


def _push_html(state: StateBlock, html: str, row: int) -> None:
    token = state.push("html_block", "", 0)
    token.map, token.content = [row, row + 1], html


def _content(state: StateBlock, row: int, end: int, opening: re.Match[str]) -> _Content | None:
    """Return what is in the element that opens on `row`, if it is closed."""
    reading = reading_of(state)
    if reading.searched > _MOST_SEARCHED:
        return None
    tag = re.compile(rf"<(?P<close>/?){re.escape(opening['name'])}(?=[\s>/])[^<>]*>?", re.IGNORECASE)
    pieces: list[str] = []
    depth, fence = 0, ""
    for below in range(row, end):
        line = state.getLines(below, below + 1, state.blkIndent, True)
        begin = opening.end() + len(line) - len(line.lstrip()) if below == row else 0
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        for match in tag.finditer(line) if not fence else ():
            depth += -1 if match["close"] else 1
            if depth == 0:
                pieces.append(line[begin : match.start()])
                return _Content("".join(pieces), match[0], line[match.end() :], below + 1)
        pieces.append(line[begin:])
    reading.searched += end - row
    return None
