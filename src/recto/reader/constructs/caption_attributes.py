"""Attributes at the end of a table's caption are the table's: `: Tides by port {#tbl:tides}`."""

from __future__ import annotations

from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from recto.reader.engine.attributes import split_attributes


def extend(grammar: MarkdownIt) -> None:
    """Look at the captions when all blocks are known, before their words are parsed."""
    grammar.core.ruler.after("block", "recto-caption-attributes", _hand_over)


def _hand_over(state: StateCore) -> None:
    tables = []
    for token, following in pairwise(state.tokens):
        if token.type == "table_open":
            tables.append(token)
        elif token.type == "table_close":
            tables.pop()
        elif token.type == "caption_open" and tables and following.type == "inline":
            following.content, attributes = split_attributes(following.content)
            tables[-1].attrs.update(attributes)
