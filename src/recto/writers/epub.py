"""An e-book: EPUB 3.3 in one file, for readers old and new.

edition ▶ publication (_epub.book) ▶ packed (_epub.ocf) ▶ looked through (_epub.preflight)
"""

from __future__ import annotations

from recto.diagnostics import Report
from recto.writers import Artifact, Edition
from recto.writers._epub.options import EpubOptions


class EpubWriter:
    """Makes the e-book."""

    name = "epub"
    options = EpubOptions
    version = 1
    suffix = ".epub"

    def write(self, edition: Edition, report: Report) -> tuple[Artifact, ...]:
        """Make the e-book; raise `WriterError` when the theme's templates do not give well-formed pages."""
        from recto.writers._epub.book import Book
        from recto.writers._epub.ocf import pack

        book = Book(edition, report, writer=self.name)
        return (book.artifact(pack(book.package()), self.suffix),)
