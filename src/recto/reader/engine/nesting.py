"""A limit on how deep blocks stand within one another.

Beyond it the mark of a quotation, a list or another container is text, and the author is told. Without one
the parser, which calls itself for each level, and every layout engine after it would fail.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.rules_block import StateBlock, blockquote, list_block

from recto.reader.engine.reading import reading_of

LIMIT = 90
"""Elements within elements: 90 quotations, or 45 lists, as an item is an element too."""


def limit(grammar: MarkdownIt) -> None:
    """Limit quotations and lists; constructs that hold blocks wrap their own rule in `container`."""
    interrupts = ["paragraph", "reference", "blockquote"]
    grammar.block.ruler.at("blockquote", container(blockquote), {"alt": [*interrupts, "list"]})
    grammar.block.ruler.at("list", container(list_block), {"alt": interrupts})


def container(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """Return `rule`, which refuses beyond the limit, and reports that it did where it would have applied."""

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.level < LIMIT:
            return rule(state, start, end, silent)
        reading = reading_of(state)
        if rule(state, start, end, True) and reading.once("nesting-too-deep", 0):
            reading.draft.warn(
                "nesting-too-deep",
                f"Quotations and lists stand more than {LIMIT} elements deep, so the marks below stay text.",
                line=reading.line(start),
                hint=f"{LIMIT // 2} lists or {LIMIT} quotations within one another are the most.",
            )
        return False

    return limited
