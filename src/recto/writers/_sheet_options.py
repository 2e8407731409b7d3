"""What a booklet lets one choose, in the settings and on the command line alike, and in which words."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec

from recto.writers._imposition import Size
from recto.writers._pdf.paper import paper_for

_POINTS = {"mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "pt": 1.0}
_LENGTH = r"\d+(\.\d+)?(mm|cm|in|pt)"
_SHEETS = {
    "a2": "420mm 594mm",
    "sra3": "320mm 450mm",
    "sra4": "225mm 320mm",
    "tabloid": "11in 17in",
}
"""Sheets that no article is printed on page by page."""
_SHEET = rf"(?i)^(auto|{'|'.join(_SHEETS)}|a[3-6]|b5|letter|legal|{_LENGTH} {_LENGTH})$"


class BookletOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a booklet is made."""

    signature: Annotated[int, msgspec.Meta(ge=0, multiple_of=4)] = 0
    """Pages of the sheets that are folded together, a multiple of 4; 0 is all, for stapling."""
    creep: Annotated[str, msgspec.Meta(pattern=rf"^{_LENGTH}$")] | Literal[0] = "0.1mm"
    """How thick a sheet is: inner sheets' pages move towards the fold, which cutting evens out."""
    sheet: Annotated[str, msgspec.Meta(pattern=_SHEET)] = "auto"
    """The paper; auto is twice the page. On one that is smaller, pages are made smaller."""
    fold_marks: bool | Literal["auto"] = "auto"
    """Marks where to cut and fold; auto is where there is room, true makes a sheet of size auto larger."""
    flip: Literal["short-edge", "long-edge"] = "short-edge"
    """By which edge the printer turns the sheet over."""
    binding: Literal["auto", "left", "right"] = "auto"
    """The side that is folded; auto is the right one where the text runs from right to left."""


def points(length: str | Literal[0]) -> float:
    """Return a length such as `0.1mm` in points."""
    match = re.fullmatch(r"([\d.]+)([a-z]+)", str(length).lower())
    return float(match[1]) * _POINTS[match[2]] if match else 0.0


def sheet_size(name: str) -> Size | None:
    """Return the size of the sheet `name`, None for auto; raises `WriterError` for a useless one."""
    if name.lower() == "auto":
        return None
    paper = paper_for(_SHEETS.get(name.lower(), name), "")
    return Size(paper.width * _POINTS["mm"], paper.height * _POINTS["mm"])
