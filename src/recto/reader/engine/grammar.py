"""The grammar: CommonMark's rules from markdown-it, and our constructs, in the order in which they are asked.

One grammar serves all articles: what belongs to an article is in the `Reading` that rules are handed.
"""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from recto.reader.constructs import CONSTRUCTS
from recto.reader.engine import nesting
from recto.reader.engine.inline import InlineParser
from recto.reader.engine.reading import reading_of

_OPTIONS = {
    "html": True,
    # Beyond it markdown-it would leave text out; our own limits come before.
    "maxNesting": 1000,
    "strikethrough_single_tilde": True,
    "tasklists": True,
}


class Grammar(MarkdownIt):
    """A parser that keeps addresses as they are written: what may be linked to is decided later."""

    inline: InlineParser

    def __init__(self) -> None:
        super().__init__("default", _OPTIONS)
        self.inline = InlineParser()
        self.core.ruler.enableOnly(["normalize", "block", "inline"])
        self.core.ruler.at("inline", _inline)
        self.inline.ruler.disable(["text", "linkify"])

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        """Return `url` as it is."""
        return url

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's name
        """Accept every address: what is not allowed is dropped, and reported, when HTML is cleaned."""
        return True


def _inline(state: StateCore) -> None:
    reading = reading_of(state)
    for token in state.tokens:
        if token.type == "inline" and token.children is not None:
            reading.row = token.map[0] if token.map else 0
            state.md.inline.parse(token.content, state.md, state.env, token.children)


@cache
def grammar() -> Grammar:
    """Return the grammar of Recto's Markdown."""
    made = Grammar()
    nesting.limit(made)
    for extend in CONSTRUCTS:
        extend(made)
    made.inline.settle()
    return made
