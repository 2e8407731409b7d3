"""Raw HTML that is left open: `<!--`, `<script>` or `<pre>` without an end stays text, and is told.

CommonMark lets it take the rest of the article with it, so that nobody sees what is missing. The other way
round, what is no Markdown (a comment, a script, a drawing) goes on to its own end where it began within other
raw HTML: a blank line does not end it.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_inline import StateInline

from recto.reader.engine.inline import inline_of, row_of
from recto.reader.engine.inside import begins_with, line_of
from recto.reader.engine.reading import reading_of

_BLOCK = re.compile(
    r"<(?:(?P<name>script|pre|style|textarea)(?=[\s>]|$)|(?P<sign>!--|\?|!\[CDATA\[|![a-z]))", re.I
)
_ENDS = {"!--": "-->", "?": "?>", "![cdata[": "]]>"}
"""CommonMark 0.31.2, 4.6, conditions 2, 3 and 5; a declaration, condition 4, ends with its bracket."""
_INLINE = re.compile(
    r"<(?:!--|(?P<name>iframe|noembed|noframes|plaintext|pre|script|style|template|textarea|title|xmp)(?=[\s>/]))",
    re.I,
)
_NO_MARKDOWN = re.compile(r"<(?:!--|(?P<name>math|script|style|svg|template)(?=[\s>])[^<>]*(?<!/)>)", re.I)
_MOST_SEARCHED = 50_000
"""Rows of an article that are searched in vain; beyond them everything that is left open is text."""


def extend(grammar: MarkdownIt) -> None:
    """Look for the end before raw HTML is taken for such."""
    grammar.block.ruler.at("html_block", _block, {"alt": ["paragraph", "reference", "blockquote"]})
    inline_of(grammar).add("left_open", "<", _left_open, before="html_inline")


def _block(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if not begins_with(state, row, "<"):
        return False
    match = _BLOCK.match(line_of(state, row))
    if match and _row_of_end(state, row, end, _end_of(match)) < 0:
        return False
    if not html_block(state, row, end, silent):
        return False
    if not silent:
        if match is None:
            _go_on(state, row, end)
        _show_left_open(state, row)
    return True


def _end_of(match: re.Match[str]) -> str:
    name = match["name"]
    return f"</{name.lower()}" if name else _ENDS.get(match["sign"].lower(), ">")


def _row_of_end(state: StateBlock, row: int, limit: int, end: str) -> int:
    """Return the row, from `row` on and within the block around it, that holds `end`; -1 if none does."""
    reading = reading_of(state)
    if reading.last_row(end) < row or reading.searched > _MOST_SEARCHED:
        return -1
    for below in range(row, limit):
        if below > row and state.sCount[below] < state.blkIndent and not state.isEmpty(below):
            break
        if end in line_of(state, below).lower():
            return below
    reading.searched += limit - row
    return -1


def _go_on(state: StateBlock, begin: int, limit: int) -> None:
    """Let the block that was just read hold the whole of what is no Markdown, up to the next blank line."""
    token = state.tokens[-1]
    parts, rest = [token.content], token.content.lower()
    while end := _open_end(rest):
        row = _row_of_end(state, state.line, limit, end) + 1
        if row == 0:
            break
        while row < limit and not state.isEmpty(row) and state.sCount[row] >= state.blkIndent:
            row += 1
        parts.append(state.getLines(state.line, row, state.blkIndent, True))
        rest = parts[-1].lower().partition(end)[2]
        state.line = row
    if len(parts) > 1:
        token.content, token.map = "".join(parts), [begin, state.line]


def _open_end(html: str) -> str:
    """Return what would end the first part of `html` that is no Markdown and is left open, if one is."""
    at = 0
    while match := _NO_MARKDOWN.search(html, at):
        end = f"</{match['name']}" if match["name"] else "-->"
        at = html.find(end, match.end())
        if at < 0:
            return end
    return ""


def _show_left_open(state: StateBlock, row: int) -> None:
    """Let tags within the block that was just read be text where nothing below closes them."""
    token, reading = state.tokens[-1], reading_of(state)
    pieces: list[str] = []
    done = counted = 0
    for match in _INLINE.finditer(token.content):
        row += token.content.count("\n", counted, match.start())
        counted, name = match.start(), match["name"]
        if name and reading.last_row(f"</{name.lower()}") < row:
            _report(state, f"<{name}>", row)
            pieces += (token.content[done:counted], "&lt;")
            done = counted + 1
    if pieces:
        token.content = "".join((*pieces, token.content[done:]))


def _left_open(state: StateInline, silent: bool) -> bool:
    match = _INLINE.match(state.src, state.pos, state.posMax)
    if match is None or _is_closed(state, match["name"]):
        return False
    tag = HTML_TAG_RE.match(state.src, state.pos, state.posMax) if match["name"] else match
    if tag is None:
        return False
    if not silent:
        _report(state, match[0] if match["name"] is None else f"<{match['name']}>", row_of(state))
        state.append_pending(tag[0])
    state.pos = tag.end()
    return True


def _report(state: StateBlock | StateInline, tag: str, row: int) -> None:
    reading = reading_of(state)
    if reading.once(f"left open {tag}", row):
        reading.draft.warn(
            "html-unclosed",
            f"{tag} is never closed, so it stays text.",
            line=reading.line(row),
            hint="Close it, or put it between backticks if it is meant to be seen.",
        )


def _is_closed(state: StateInline, name: str | None) -> bool:
    """Say whether what begins at `pos` has an end: a block's anywhere below, all others' in the same text."""
    if name is None:
        return state.html_terminator_last("-->") >= state.pos + len("<!")
    if name.lower() == "pre":
        return reading_of(state).last_row("</pre") >= row_of(state)
    return any(state.html_terminator_last(f"</{form}") > state.pos for form in (name.lower(), name.upper()))
