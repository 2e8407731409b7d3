"""Footnotes: the engine's own extension, with its calls kept plain.

Numbers, ids and ways back are given by a transform, in the order of the calls. The engine's way to
tell several calls of one note apart takes quadratic time, and it numbers by definition.
"""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension


class FootnotesExtension(FootnoteExtension):
    """Footnotes whose calls all carry the same id until a transform numbers them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the engine's name
        """Register without the step that adds a way back for each further call."""
        super().extendMarkdown(md)
        md.treeprocessors.deregister("footnote-duplicate")

    def unique_ref(self, reference: str, found: bool = False) -> str:  # noqa: ARG002 - the engine's name
        """Return `reference` as it is."""
        return reference
