"""An e-book for Kobo's own reading engine: the EPUB's publication, its sentences marked to be found.

edition ▶ publication (_epub.book) ▶ sentences in spans, pages in Kobo's boxes (_epub.kepub_marks) ▶ packed
"""

from __future__ import annotations

from recto.diagnostics import Report
from recto.writers import Artifact, Edition
from recto.writers._devices import DeviceName
from recto.writers._epub.options import EpubOptions


class KepubOptions(EpubOptions, frozen=True, forbid_unknown_fields=True):
    """The EPUB's; what is set for it holds here too."""

    device: DeviceName = "kobo"
    """What it is made for; nobody else reads it."""


class KepubWriter:
    """Makes the e-book for Kobo's readers."""

    name = "kepub"
    options = KepubOptions
    version = 1
    suffix = ".kepub.epub"

    def write(self, edition: Edition, report: Report) -> tuple[Artifact, ...]:
        """Make the e-book; raise `WriterError` when the theme's templates do not give well-formed pages."""
        from recto.writers._epub.book import Book
        from recto.writers._epub.kepub_marks import marked
        from recto.writers._epub.ocf import pack

        book = Book(edition, report, writer=self.name)
        return (book.artifact(pack(marked(book.package())), self.suffix),)
