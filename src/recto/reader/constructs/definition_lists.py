"""Definition lists: a term on a line, and below it `: what it means`, as the engine's own extension has them.

Term                 several lines are several terms; after a blank line the definition is a paragraph
:   Definition       more blocks follow where they are indented, more definitions with a colon each
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from recto.reader.engine.inside import begins_with, first_indent, line_of, parse_hanging
from recto.reader.engine.nesting import container

_MARK = re.compile(r":[ \t]+(?=\S)")
_MOST_TERMS = 20


def extend(grammar: MarkdownIt) -> None:
    """Add the list, and let the mark of a definition end the paragraph before it."""
    grammar.block.ruler.before("lheading", "definitions", container(_definitions))
    grammar.block.ruler.before(
        "lheading", "definition_mark", _ends_paragraph, {"alt": ["paragraph", "blockquote"]}
    )


def _ends_paragraph(state: StateBlock, row: int, _end: int, silent: bool) -> bool:
    """Say that a paragraph ends here: only within a list of definitions, where a mark begins the next one."""
    return (
        silent and state.ddIndent >= 0 and state.sCount[row] <= state.ddIndent + 3 and _mark(state, row) > 0
    )


def _mark(state: StateBlock, row: int) -> int:
    """Return how long the mark of a definition on `row` is; 0 where there is none."""
    if state.sCount[row] < 0 or not begins_with(state, row, ":"):
        return 0
    match = _MARK.match(line_of(state, row))
    return match.end() if match else 0


def _definitions(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    found = None if silent else _terms(state, row, end)
    if found is None:
        return False
    begin = row
    rows = [row, 0]
    state.push("definitions_open", "dl", 1).map = rows
    while found is not None:
        for term in range(row, found[0]):
            _push_term(state, term)
        row, blank = found[1], found[1] > found[0]
        while row < end and _mark(state, row):
            row = _push_definition(state, row, end, loose=blank)
            below = state.skipEmptyLines(row)
            if below >= end or not _mark(state, below) or state.sCount[below] < state.blkIndent:
                break
            row, blank = below, below > row
        begin = row
        row = state.skipEmptyLines(row)
        inside = row < end and state.sCount[row] >= state.blkIndent
        found = _terms(state, row, end) if inside and not _begins_block(state, row, end) else None
    state.push("definitions_close", "dl", -1)
    rows[1] = state.line = begin
    return True


def _begins_block(state: StateBlock, row: int, end: int) -> bool:
    return any(rule(state, row, end, True) for rule in state.md.block.ruler.getRules("paragraph"))


def _terms(state: StateBlock, row: int, end: int) -> tuple[int, int] | None:
    """Return the row behind the terms that begin on `row`, and that of their definition, if they have one."""
    if _mark(state, row) or state.is_code_block(row):
        return None
    below = row + 1
    while below < end and not state.isEmpty(below) and not _mark(state, below):
        if below - row >= _MOST_TERMS or state.sCount[below] < state.blkIndent:
            return None
        below += 1
    definition = below + 1 if below < end and state.isEmpty(below) else below
    if definition >= end or state.sCount[definition] < state.blkIndent or not _mark(state, definition):
        return None
    if any(_begins_block(state, term, end) for term in range(row + 1, below)):
        return None
    return below, definition


def _push_term(state: StateBlock, row: int) -> None:
    state.push("term_open", "dt", 1).map = [row, row + 1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = line_of(state, row).strip(), [row, row + 1], []
    state.push("term_close", "dt", -1)


def _push_definition(state: StateBlock, row: int, end: int, *, loose: bool) -> int:
    """Parse a definition; return the row behind it."""
    state.push("definition_open", "dd", 1).map = [row, row + 1]
    first, level = len(state.tokens), state.level
    content = state.bMarks[row] + state.tShift[row] + _mark(state, row)
    outer, state.ddIndent = state.ddIndent, state.blkIndent
    indent = first_indent(state, row, end)
    parse_hanging(state, row, end, content=content, indent=indent)
    state.ddIndent = outer
    paragraphs = [
        at
        for at in range(first, len(state.tokens))
        if state.tokens[at].level == level and state.tokens[at].tag == "p"
    ]
    if not loose and len(paragraphs) <= 2:  # one, opened and closed
        for at in paragraphs:
            state.tokens[at].hidden = True
    state.push("definition_close", "dd", -1)
    return state.line
