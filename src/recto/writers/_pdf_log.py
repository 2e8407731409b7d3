"""What WeasyPrint says while it works, told as findings: it says it to a logger and goes on.

Only the calling thread's records are taken, so articles that are printed at the same time in
several threads do not hear of each other's faults.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Collection, Iterator

from recto.diagnostics import Diagnostic, Report, note, warning

_GLYPH = ".notdef glyph rendered"
_SILENT = ("Using fontTools instead of HarfBuzz-Subset",)


class Log(logging.Handler):
    """Collects the records of one thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.messages: dict[str, str] = {}
        """Message → the finding's code; in the order in which they came."""
        self.missing: dict[str, None] = {}
        """Characters that no font has."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep `record` if it is this thread's."""
        if record.thread != self.thread or str(record.msg).startswith(_SILENT):
            return
        if str(record.msg).startswith(_GLYPH) and record.args:
            self.missing[str(next(iter(record.args)))] = None
        else:
            self.messages.setdefault(record.getMessage(), _code(str(record.msg)))

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Collect what is logged meanwhile."""
        logger = logging.getLogger("weasyprint")
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)

    def tell(self, report: Report, *, file: str) -> None:
        """Report each thing once."""
        for message, code in self.messages.items():
            report(warning(code, f"While printing: {message.rstrip('.')}.", file=file))


def _code(message: str) -> str:
    if message.startswith("No anchor"):
        return "link-broken"
    if message.startswith(("Failed to load image", "Failed to render SVG", "Failed to load inline SVG")):
        return "image-unprintable"
    if message.startswith("Font-face"):
        return "font-unreadable"
    return (
        "style-ignored"
        if message.startswith(("Ignored", "Invalid", "Unknown", "Unsupported"))
        else "print-warning"
    )


def font_system(families: Collection[str], *, file: str) -> Diagnostic:
    """Say that fonts of this machine were used."""
    return note(
        "font-system",
        f"The theme lacks some characters; they are set in {', '.join(families)}, from this machine.",
        file=file,
        hint="Add the font to the theme, so that the PDF comes out the same everywhere.",
    )
