"""Raw HTML whose content is Markdown: `<div markdown="1">` … `</div>`, as the engine's md_in_html has it.

`block` reads blocks, `span` inline content, `1` what the element is made for. An element that is never
closed stays raw HTML.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from recto.reader.engine.inside import begins_with, line_of, parse_text
from recto.reader.engine.nesting import container
from recto.reader.engine.reading import reading_of

_OPENS = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?P<attributes>\s[^<>]*)>")
_ASKS = re.compile(r"\smarkdown(?:\s*=\s*(?P<quote>[\"']?)(?P<value>1|block|span|true)(?P=quote))?(?=\s|\Z)")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_MOST_SEARCHED = 50_000
"""Rows of an article that are searched for an end that is not there; then all such elements stay raw."""
_SPANS = frozenset("address dd dt h1 h2 h3 h4 h5 h6 legend li p summary td th".split())


def extend(grammar: MarkdownIt) -> None:
    """Add the element, before other raw HTML is looked for."""
    grammar.block.ruler.before(
        "html_block",
        "html_with_markdown",
        container(_element),
        {"alt": ["paragraph", "reference", "blockquote"]},
    )


def _element(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if not begins_with(state, row, "<"):
        return False
    match = _OPENS.match(line_of(state, row))
    asks = _ASKS.search(match["attributes"]) if match else None
    if match is None or asks is None:
        return False
    if silent:
        return True
    reading = reading_of(state)
    if reading.searched > _MOST_SEARCHED:
        return False
    rows = _rows(state, row, end, match["name"])
    content = "".join(rows)[match.end() :]
    close = re.search(rf"</{re.escape(match['name'])}\s*>\s*\Z", content, re.IGNORECASE)
    if close is None:
        reading.searched += len(rows)
        return False
    attributes = match["attributes"][: asks.start()] + match["attributes"][asks.end() :]
    _push_html(state, f"<{match['name']}{attributes}>", row)
    value = asks["value"]
    below = row
    if value == "span" or (value != "block" and match["name"].lower() in _SPANS):
        state.tokens[-1].hidden = True  # nothing stands between the tag and the words
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = content[: close.start()].strip(), [below, below + 1], []
    else:
        parse_text(state, content[: close.start()], below)
    _push_html(state, close[0].strip(), row + len(rows) - 1)
    state.line = row + len(rows)
    return True


def _push_html(state: StateBlock, html: str, row: int) -> None:
    token = state.push("html_block", "", 0)
    token.map, token.content = [row, row + 1], html


def _rows(state: StateBlock, row: int, end: int, name: str) -> list[str]:
    """Return the lines of the element that opens on `row`, whose last one closes it; none if none does."""
    tag = re.compile(rf"<(?P<close>/?){re.escape(name)}(?=[\s>/])", re.IGNORECASE)
    rows: list[str] = []
    depth, fence = 0, ""
    for below in range(row, end):
        line = state.getLines(below, below + 1, state.blkIndent, True)
        rows.append(line)
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if fence:
            continue
        for match in tag.finditer(line):
            depth += -1 if match["close"] else 1
        if depth <= 0:
            return rows
    reading_of(state).searched += end - row
    return []
