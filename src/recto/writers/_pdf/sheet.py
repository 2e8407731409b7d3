"""The sheet that a press prints and then cuts: bleed, crop marks, page boxes, and the intent to print so.

media box ⊇ bleed box ⊇ trim box, which is the page (ISO 32000-1, 14.11.2)
"""

from __future__ import annotations

import string
from typing import Any

import pydyf

from recto.writers._pdf.inks import Inks
from recto.writers._pdf.options import PdfOptions
from recto.writers._pdf.standards import STANDARDS

_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0}
_USUAL = 3 * _POINTS["mm"]
"""What printers ask for beyond the edge, as the knife does not cut to a hair."""
_MARKS = 6 * _POINTS["mm"]
"""Room for marks outside of the bleed; they take up half of what is outside of the page."""
_REGISTRY = "http://www.color.org"
_REGISTERED = {"": "FOGRA39"}
"""File of a profile (none: the one that travels along) → its printing condition's name in the registry."""


def bleed_of(options: PdfOptions) -> float:
    """Return how far the pages are printed beyond their edge, in points."""
    if options.bleed.lower() == "auto":
        return _USUAL if STANDARDS[options.standard].for_press else 0.0
    number = options.bleed.rstrip(string.ascii_letters)
    return float(number) * _POINTS.get(options.bleed[len(number) :].lower(), 1.0)


def sheet_rule(options: PdfOptions) -> str:
    """Return the CSS that makes the sheet larger than the page."""
    bleed = bleed_of(options)
    if options.crop_marks:
        return f"@page {{ bleed: {bleed + max(bleed, _MARKS):.3f}pt; marks: crop }}"
    return f"@page {{ bleed: {bleed:.3f}pt }}" if bleed else ""


def set_boxes(pdf: Any, bleed: float) -> None:
    """Write the bleed box of each page of `pdf`, `bleed` points around the page."""
    for page in _pages(pdf):
        left, bottom, right, top = page["TrimBox"]
        wanted = (left - bleed, bottom - bleed, right + bleed, top + bleed)
        media = page["MediaBox"]
        page["BleedBox"] = pydyf.Array(
            [*map(max, wanted[:2], media[:2]), *map(min, wanted[2:], media[2:])]  # no float beyond the sheet
        )


def write_intent(pdf: Any, inks: Inks) -> None:
    """Say for which press and paper the colours of `pdf` are meant, and that they are mixed in its inks."""
    profile = pydyf.Stream([inks.data], pydyf.Dictionary({"N": 4, "Alternate": "/DeviceCMYK"}), compress=True)
    pdf.add_object(profile)
    known = _REGISTERED.get(inks.name)
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFX",
        "OutputConditionIdentifier": pydyf.String(known or inks.description),
        "Info": pydyf.String(inks.description),
        "DestOutputProfile": profile.reference,
    }
    if known:
        intent["RegistryName"] = pydyf.String(_REGISTRY)
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent)])
    for page in _pages(pdf):
        page["Group"] = pydyf.Dictionary({"S": "/Transparency", "CS": "/DeviceCMYK"})


def _pages(pdf: Any) -> list[Any]:
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
