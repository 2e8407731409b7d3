"""What WeasyPrint says while it works, told as findings: it says it to a logger and goes on.

Only the calling thread's records are taken, so articles that are printed at the same time in
several threads do not hear of each other's faults.
"""

from __future__ import annotations

import contextlib
import logging
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from recto.diagnostics import Report, warning

_GLYPH = ".notdef glyph rendered"
_POSITION = re.compile(r" at \d+:\d+(?=,|$)")
_SILENT = ("Using fontTools instead of HarfBuzz-Subset",)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a record is about."""

    code: str
    beginnings: tuple[str, ...]
    """How its text begins."""


_KINDS = (
    _Kind("link-broken", ("No anchor",)),
    _Kind("image-unprintable", ("Failed to load image", "Failed to render SVG", "Failed to load inline SVG")),
    _Kind("font-unreadable", ("Font-face",)),
    _Kind("style-ignored", ("Ignored", "Invalid", "Unknown", "Unsupported")),
    _Kind("print-warning", ("",)),
)
"""The first that fits counts."""


class Log(logging.Handler):
    """Collects the records of one thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.messages: dict[str, _Kind] = {}
        """Message → its kind; in the order in which they came."""
        self.missing: dict[str, None] = {}
        """Characters that no font has."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep `record` if it is this thread's."""
        if record.thread != self.thread or str(record.msg).startswith(_SILENT):
            return
        if str(record.msg).startswith(_GLYPH) and record.args:
            self.missing[str(next(iter(record.args)))] = None
        else:
            # Where it stands is counted in all style sheets put together, which nobody has seen.
            message = _POSITION.sub("", record.getMessage())
            self.messages.setdefault(message, _kind(str(record.msg)))

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
        for message, kind in self.messages.items():
            report(warning(kind.code, f"While printing: {message.rstrip('.')}.", file=file))


def _kind(message: str) -> _Kind:
    return next(kind for kind in _KINDS if message.startswith(kind.beginnings))
