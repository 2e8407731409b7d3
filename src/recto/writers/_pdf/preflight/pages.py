"""Rules about what the pages show: fonts that travel along, and images that are sharp."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recto.writers._pdf.preflight.document import Document
from recto.writers._pdf.preflight.values import array, entry, name
from recto.writers._rule import ERROR, WARNING, Found, rule

LEAST_RESOLUTION = 150
"""Pixels in an inch, as for Recto's own pages: with fewer, a picture looks soft at reading distance."""
_NOTICED = 72.0
"""Points of the longer side: what is shown smaller than an inch shows no softness."""
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


@rule("pdf-font-missing", ERROR)
def fonts_travel_along(document: Document) -> Iterator[Found]:
    """Every font is in the file, or each machine shows another (ISO 14289-1, 7.21.4.1; ISO 32000-1, 9.9)."""
    for page, font in document.painting.fonts.values():
        if not _is_embedded(font):
            called = name(entry(font, "/BaseFont")) or "without a name"
            yield Found(f"The font {called}, used on page {page}, is not in the file.")


def _is_embedded(font: Any) -> bool:
    if name(entry(font, "/Subtype")) == "Type3":  # its letters are drawings
        return True
    if name(entry(font, "/Subtype")) == "Type0":
        font = next(iter(array(entry(font, "/DescendantFonts"))), None)
    return any(entry(font, "/FontDescriptor", program) is not None for program in _PROGRAMS)


@rule("pdf-image-resolution", WARNING)
def images_are_sharp(document: Document) -> Iterator[Found]:
    """An image has at least 150 pixels an inch where it is shown, half of what presses ask for.

    The bound is that of `image-resolution`, by which Recto looks at its own pages.
    """
    for image in document.painting.images.values():
        if round(image.resolution) < LEAST_RESOLUTION and max(image.size) >= _NOTICED:
            width, height = image.pixels
            yield Found(
                f"An image of {width} × {height} pixels on page {image.page} is shown at "
                f"{image.resolution:.0f} pixels an inch."
            )


RULES = (fonts_travel_along, images_are_sharp)
