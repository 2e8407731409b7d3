"""The sheet an article is printed on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from recto.diagnostics import error
from recto.errors import WriterError

_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
_SIZES = {
    "a3": (297.0, 420.0),
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "a6": (105.0, 148.0),
    "b5": (176.0, 250.0),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
    "us-trade": (152.4, 228.6),
    "digest": (139.7, 215.9),
    # What e-readers show, edge to edge: 1072 × 1448, 1404 × 1872 and 1404 × 1872 pixels of E Ink's panels.
    "eink-6": (90.6, 122.4),
    "eink-7.8": (118.8, 158.4),
    "eink-10.3": (157.2, 209.6),
}
_LETTER_REGIONS = frozenset("BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split())
"""Regions that print on Letter (Unicode CLDR, measurementData/paperSize)."""
_LEAST, _MOST = 74.0, 2000.0
"""Millimetres; the least is the width of A7, which no line of text fits any more."""
_MOST_GUTTER = 1 / 6
"""The share of the width that a gutter may take up."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A page's measure, upright or not."""

    width: float
    """In millimetres."""
    height: float
    is_screen: bool = False
    """It is an e-reader's, whose frame is margin enough."""

    @property
    def kind(self) -> str:
        """How much room there is, in a word that style sheets can ask for: large, small or tiny."""
        shorter = min(self.width, self.height)
        return "large" if shorter >= 170 else "small" if shorter >= 120 else "tiny"

    @property
    def may_turn(self) -> bool:
        """Whether a sideways page is wider."""
        return self.width < self.height

    @property
    def rule(self) -> str:
        """The CSS rules that set the size, also of pages for what stands sideways."""
        upright, sideways = (
            f"size: {self.width:g}mm {self.height:g}mm",
            f"size: {self.height:g}mm {self.width:g}mm",
        )
        return f"@page {{ {upright} }} @page sideways {{ {sideways if self.may_turn else upright} }}"


def paper_for(size: str, lang: str, *, gutter: str = "0mm") -> Paper:
    """Return the paper that the setting `size` names, for an article in `lang`; raises `WriterError`.

    A `gutter` that leaves no room for a line of text is refused as well.
    """
    name = size.lower()
    if name == "auto":
        regions = [part.upper() for part in lang.split("-")[1:] if len(part) == 2]
        name = "letter" if _LETTER_REGIONS.intersection(regions) else "a4"
    measures = _SIZES.get(name)
    if measures is None:
        width, height = map(_millimetres, name.split())
        measures = (width, height)
    if not all(_LEAST <= measure <= _MOST for measure in measures):
        raise WriterError(
            error(
                "page-size-unusable",
                f"A page of {size} cannot be set: each side has to measure between 74 mm and 2 m.",
                hint="Such as pdf.page_size=A5.",
            ),
            writer="pdf",
        )
    if _millimetres(gutter) > measures[0] * _MOST_GUTTER:
        raise WriterError(
            error(
                "gutter-unusable",
                f"A gutter of {gutter} is too wide for a page of {measures[0]:g} mm.",
                hint="It is added to the margin; at most a sixth of the page's width can be.",
            ),
            writer="pdf",
        )
    return Paper(*measures, is_screen=name.startswith("eink-"))


def _millimetres(length: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)([a-z]+)", length).groups()  # type: ignore[union-attr]
    return float(number) * _MILLIMETRES[unit]
