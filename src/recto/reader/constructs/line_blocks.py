"""Line blocks, as pandoc has them: verse or an address, whose lines and indents stay as they are typed.

| The boat left at seven,
|    and nobody had counted
|
| on the students.          a mark alone begins a new stanza; a line that goes on is indented
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from recto.reader.engine.inside import begins_with, line_of

_LINE = re.compile(r"\|(?:[ ](?P<text>(?:\\.|`[^`]*`|[^|`\\])*))?$")
"""A line with a second mark is a row of a table, or of what was meant for one."""


def extend(grammar: MarkdownIt) -> None:
    """Add the block, once it is known to be no table."""
    grammar.block.ruler.after("table", "line_block", _line_block)


def _line_block(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    lines = _lines(state, row, end)
    if sum(bool(text) for _, text in lines) < 2:
        return False
    if silent:
        return True
    begin = row
    verse = state.push("verse_open", "div", 1)
    verse.attrs = {"class": "verse"}
    stanza: list[tuple[int, str]] = []
    for line in (*lines, (0, "")):
        if line[1]:
            stanza.append(line)
        elif stanza:
            _push_stanza(state, stanza)
            stanza = []
    state.push("verse_close", "div", -1)
    state.line = begin + _height(state, begin, end)
    verse.map = [begin, state.line]
    return True


def _push_stanza(state: StateBlock, stanza: list[tuple[int, str]]) -> None:
    rows = [stanza[0][0], stanza[-1][0] + 1]
    state.push("paragraph_open", "p", 1).map = rows
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = "\n".join(text for _, text in stanza), rows, []
    state.push("paragraph_close", "p", -1)


def _lines(state: StateBlock, row: int, end: int) -> list[tuple[int, str]]:
    """Return the lines of the block that begins on `row`, each with its row; an empty one ends a stanza."""
    lines: list[tuple[int, str]] = []
    for below in range(row, row + _height(state, row, end)):
        text = line_of(state, below).rstrip()
        match = _LINE.match(text)
        if match is None:  # it goes on
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {text}")
            continue
        words = match["text"] or ""
        indent = len(words) - len(words.lstrip(" "))
        lines.append((below, "\N{NO-BREAK SPACE}" * indent + words.strip() if words.strip() else ""))
    return lines


def _height(state: StateBlock, row: int, end: int) -> int:
    below = row
    while below < end and not state.isEmpty(below) and state.sCount[below] >= state.blkIndent:
        is_marked = begins_with(state, below, "|")
        if is_marked and not _LINE.match(line_of(state, below).rstrip()):
            return 0
        if not is_marked and (below == row or state.sCount[below] == state.blkIndent):
            break
        below += 1
    return below - row
