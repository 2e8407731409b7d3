"""Abbreviations: a line `*[HTML]: Hypertext Markup Language` explains each `HTML` of the text.

The engine's own extension looks for them in the tree; here only the definitions are read.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from recto.reader.engine.inside import begins_with, line_of
from recto.reader.engine.reading import reading_of

_DEFINITION = re.compile(r"\*\[(?P<short>[^\\]+?)\][ ]?:[ \t]*(?P<long>.*)$")


def extend(grammar: MarkdownIt) -> None:
    """Add the definition, which may interrupt a paragraph."""
    grammar.block.ruler.before(
        "list", "abbreviation", _definition, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _definition(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if not begins_with(state, row, "*") or not (match := _DEFINITION.match(line_of(state, row))):
        return False
    long, below = match["long"].strip(), row + 1
    if not long and below < end and not state.isEmpty(below):
        long, below = line_of(state, below).strip(), below + 1
    short = match["short"].strip()
    if not (short and long):
        return False
    if silent:
        return True
    abbreviations = reading_of(state).abbreviations
    if long in ("''", '""'):  # how the engine's extension takes one back
        abbreviations.pop(short, None)
    else:
        abbreviations[short] = long
    state.line = below
    return True
