"""The joint between Python-Markdown and the grammar: an extension that delegates the syntax.

What the pipeline does before and after stays its own: extensions' steps on the tree, its serialiser, its
postprocessors. What is delegated is taken out of its registries: the preprocessor that looks for raw HTML,
the inline patterns' steps, the one that indents, and the one that puts stashed HTML back, which takes
quadratic time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from recto.reader.engine.elements import BRACE, build
from recto.reader.engine.grammar import grammar
from recto.reader.engine.reading import Reading

_CONTROLS = dict.fromkeys((0, 2, 3))
_STASHED = re.compile(rf"\x02wzxhzdk:(\d+)\x03|{BRACE}")


class GrammarExtension(Extension):
    """Lets the grammar parse the document that `reading` is about."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the engine's name
        """Put the grammar into the pipeline."""
        for registry, names in (
            (md.preprocessors, ("normalize_whitespace", "html_block")),
            (md.treeprocessors, ("inline", "prettify", "unescape")),
            (md.postprocessors, ("raw_html",)),
        ):
            for name in names:
                registry.deregister(name)
        md.preprocessors.register(_Controls(md), "recto-controls", 30)
        md.parser = _GrammarParser(md, self._reading)
        md.postprocessors.register(_Unstash(md), "recto-unstash", 30)


class _Controls(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """Take out the two characters that the pipeline marks places with, and the one nobody can write."""
        if not any(chr(control) in line for line in lines for control in _CONTROLS):
            return lines
        return [line.translate(_CONTROLS) for line in lines]


class _GrammarParser(BlockParser):
    def __init__(self, md: Markdown, reading: Reading) -> None:
        super().__init__(md)
        self._reading = reading

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 - the engine's name
        """Return the tree of the whole text."""
        # The line end at the end tells a fence that is closed on the last line from one that never is.
        text = "\n".join(lines)
        tokens = grammar().parse(text if text.endswith("\n") else f"{text}\n", self._reading.env)
        return ElementTree(build(tokens, self.md, self._reading))


class _Unstash(Postprocessor):
    def run(self, text: str) -> str:
        """Put raw HTML back where it stood."""
        stash = self.md.htmlStash.rawHtmlBlocks
        return _STASHED.sub(lambda match: str(stash[int(match[1])]) if match[1] else "{", text)
