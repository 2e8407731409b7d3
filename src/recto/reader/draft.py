"""The article in the making: what transforms may know besides the tree, and what they add to it.

A transform is a plain function `(tree, draft)` that changes the tree in place. It reports through
the draft, so that every finding names the author's file and, where it is certain, the line.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from recto import diagnostics
from recto.article import Asset, Directive, Meta, Source
from recto.diagnostics import Report
from recto.files import Files
from recto.reader.labels import Labels, labels
from recto.settings import General

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from recto.reader.citations.library import Library
    from recto.reader.tex import Converter


@dataclass(slots=True)
class Draft:
    """What is known about an article while it is read."""

    source: Source
    files: Files
    report: Report
    general: General
    meta: Meta
    assets: dict[str, Asset] = field(default_factory=dict)
    """By name, in the order of their first use."""
    directives: list[Directive] = field(default_factory=list)
    """What comments say to Recto."""
    library: Library | None = None
    """The bibliography; None if the article names none."""
    converter: Converter | None = None
    """What makes MathML of TeX, with the macros that were defined so far; None as long as there is no TeX."""
    headings_are_guesses: bool = False
    """The text had no Markdown headings; those in the tree were guessed from short lines."""

    @property
    def lang(self) -> str:
        """The article's language."""
        return self.meta.lang

    @property
    def labels(self) -> Labels:
        """The words that Recto adds, in the article's language."""
        return labels(self.meta.lang)

    def update(self, **changes: object) -> None:
        """Change fields of `meta`."""
        self.meta = dataclasses.replace(self.meta, **changes)  # type: ignore[arg-type]

    def error(self, code: str, message: str, *, line: int | None = None, hint: str | None = None) -> None:
        """Report what fails the build of this article."""
        self.report(diagnostics.error(code, message, file=self.source.name, line=line, hint=hint))

    def warn(self, code: str, message: str, *, line: int | None = None, hint: str | None = None) -> None:
        """Report what the author should act on."""
        self.report(diagnostics.warning(code, message, file=self.source.name, line=line, hint=hint))

    def note(self, code: str, message: str, *, line: int | None = None, hint: str | None = None) -> None:
        """Report what Recto did on its own account."""
        self.report(diagnostics.note(code, message, file=self.source.name, line=line, hint=hint))


Transform = Callable[["Element", Draft], None]
"""One step of reading: changes the tree in place."""
