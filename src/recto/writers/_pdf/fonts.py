"""Fonts that a finished PDF names and does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from recto.diagnostics import Diagnostic, error

_FILES = frozenset(("FontFile", "FontFile2", "FontFile3"))


def absent_fonts(objects: Iterable[Any]) -> Iterator[str]:
    """Yield the names of the fonts among a PDF's `objects` that are not embedded.

    A font of type 3 draws its glyphs itself, and one of type 0 has its file with the font it is made of.
    """
    kept = {item.number: item for item in objects}
    for font in kept.values():
        if _entry(font, "Type") != "/Font" or _entry(font, "Subtype") in ("/Type0", "/Type3"):
            continue
        reference = _entry(font, "FontDescriptor")
        descriptor = kept.get(int(reference.split()[0])) if reference else None
        if descriptor is None or not _FILES.intersection(descriptor):
            yield _entry(font, "BaseFont").removeprefix("/")


def _entry(item: Any, name: str) -> str:
    value = item.get(name, "") if isinstance(item, dict) else ""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def not_embedded(names: Iterable[str], *, file: str) -> Iterator[Diagnostic]:
    """Yield a finding for each font that a reader's machine would have to have."""
    for name in dict.fromkeys(names):
        yield error(
            "font-not-embedded",
            f"The font {name} is not in the PDF, which shows another where it is not installed.",
            file=file,
            hint="Add the font to the theme.",
        )
