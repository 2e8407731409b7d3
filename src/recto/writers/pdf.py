"""The print edition: pages that conform to PDF/UA-1 and PDF/A-3a at once.

Made by `_pdf.printing`, which is imported when a page is to be printed: it brings all of print along.
"""

from __future__ import annotations

from recto.diagnostics import Report
from recto.writers import Artifact, Edition
from recto.writers._pdf.options import NAME, SUFFIX, PdfOptions


class PdfWriter:
    """Makes the print edition."""

    name = NAME
    options = PdfOptions
    version = 1
    suffix = SUFFIX

    def write(self, edition: Edition, report: Report) -> tuple[Artifact, ...]:
        """Make the PDF; raise `WriterError` when Pango is missing or the article is nested too deeply."""
        # Whoever makes other editions need not wait for all of print.
        from recto.writers._pdf.printing import print_edition

        return print_edition(edition, report)
