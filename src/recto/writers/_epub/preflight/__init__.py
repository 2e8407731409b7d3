"""Look through a finished EPUB for what shops refuse and devices show badly, without Java, in milliseconds.

    the file ▶ opened, bounded (book) ▶ every rule that concerns the device ▶ findings

The rules stand by subject, each a small function whose docstring says where it comes from. They know no
writer and no article: the same ones look at Recto's books and at anybody's. What they look at is hostile
until shown otherwise: whatever cannot be opened is one finding. EPUBCheck stays the judge of the standard.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from recto.diagnostics import Diagnostic
from recto.writers._devices import Device
from recto.writers._epub.preflight import (
    container,
    contents,
    documents,
    links,
    notes,
    package,
    pictures,
    sizes,
    styles,
)
from recto.writers._epub.preflight.book import RefusedError, open_book
from recto.writers._epub.preflight.rule import Rule

RULES: tuple[Rule, ...] = (
    *container.RULES,
    *package.RULES,
    *contents.RULES,
    *documents.RULES,
    *links.RULES,
    *notes.RULES,
    *styles.RULES,
    *pictures.RULES,
    *sizes.RULES,
)
"""In the order in which they are told: what keeps a book from opening first."""


def preflight(file: IO[bytes], device: Device, *, name: str) -> Iterator[Diagnostic]:
    """Yield what `device` would refuse or show badly of the EPUB in `file`, which findings call `name`."""
    try:
        book = open_book(file)
        for rule in RULES:
            if device.name in rule.devices:
                yield from rule.findings(book, device, name)
    except RefusedError as refusal:  # what is damaged may show only when it is unpacked
        yield refusal.finding(name)
