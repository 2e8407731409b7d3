"""Fenced code that is never closed: CommonMark reads on to the end of what holds it; here that is told."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from recto.reader.engine.reading import reading_of

_BLANK_END = re.compile(r"\n\s*\Z")


def extend(grammar: MarkdownIt) -> None:
    """Look at the fences when all blocks are known."""
    grammar.core.ruler.after("block", "recto-fences", _report)


def _report(state: StateCore) -> None:
    reading = reading_of(state)
    for token in state.tokens:
        # A fence that is closed has two rows more than lines of code.
        if token.type != "fence" or token.map is None or token.content.count("\n") < _height(token.map) - 1:
            continue
        token.content = _BLANK_END.sub("\n", token.content)
        reading.draft.warn(
            "fence-unclosed",
            "A code fence is never closed, so everything below it became code.",
            line=reading.line(token.map[0]),
            hint=f"Put {token.markup} on a line of its own where the code ends.",
        )


def _height(rows: list[int]) -> int:
    return rows[1] - rows[0]
