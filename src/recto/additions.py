"""What an edition says beside the article's own words: declared by the code that adds it.

A writer puts the additions of a file into `Artifact.additions`; the proof (`recto.proof`) forgives them where
they stand, and nothing else. So whoever adds a word to an edition declares it, or the build fails.
"""

from __future__ import annotations

from dataclasses import dataclass

ADDED = "data-added"
"""An attribute that marks such words in a tree that is laid out, not written."""
ALTERNATIVE = "alternative"
"""A place: the beginning of what is said for a picture, or all of it."""
ARTIFACT = "artifact"
"""A place: what a PDF shows beside its structure."""


def mark(page: int, number: int) -> str:
    """Name a place: what bears a marked-content number on a page, from 1, of a PDF."""
    return f"mark {page}.{number}"


@dataclass(frozen=True, slots=True)
class Addition:
    """Words that a format adds."""

    where: str
    """The element that holds them, in a finished file's own terms: `a.skip`, `nav[role=doc-toc]`,
    `nav[type=toc]` (EPUB's), or inside another one, `span.sidenote span.number`; or a place named above."""
    words: str
    """All of them, as they are read; white space does not count."""
