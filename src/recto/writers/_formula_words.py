"""Words in a formula that the font for formulas has no letters for, such as `\\text{速度}`.

They are drawn as text, which whoever shows the drawing sets with the fonts it has: in print the theme's, or
the system's. How wide that is can only be estimated here, from the widths that Unicode gives (UAX #11); where
those say nothing sure, the text is fitted into the estimate.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from typing import Any
from xml.etree import ElementTree

TAG = "words"
_TOKENS = frozenset(("mi", "mn", "mo", "mtext", "ms"))
_NARROW = 0.55
"""Width of a letter, in the size of the text."""
_ASCENT, _DESCENT = 0.8, 0.2
_FAMILIES = "Literata, Noto Serif Hebrew, serif"
"""Of the default theme; what a document lacks is passed over."""


def set_aside(copy: ElementTree.Element, unknown: Container[str]) -> None:
    """Rename the tokens of `copy` that hold one of the `unknown` characters; raise `ValueError` for one that
    cannot be drawn.

    WeasyPrint draws the text of a drawing letter by letter, from left to right: so letters that are joined,
    and words of two directions, cannot be had.
    """
    for part in copy.iter():
        if part.tag in _TOKENS and any(char in unknown for char in part.text or ""):
            part.tag = TAG
            part.text = " ".join((part.text or "").split())
            directions = {unicodedata.bidirectional(char) for char in part.text} - {"WS"}
            if directions == {"R"}:
                part.text = part.text[::-1]
            elif directions & {"R", "AL"}:
                raise ValueError("it has words from right to left that cannot be drawn")


def register(node_type: Any, shape: Any) -> None:
    """Teach ziamath, whose class of nodes is `node_type` and of extents `shape`, to draw such tokens."""

    class Words(node_type, tag=TAG):  # type: ignore[misc, call-arg]  # ziamath has no types
        """Words as a `text` of SVG."""

        def __init__(self, element: ElementTree.Element, parent: Any, **options: Any) -> None:
            super().__init__(element, parent, **options)
            self.words = element.text or ""
            self.is_hidden = options.get("phantom", False)
            size = self.glyphsize
            self.bbox = shape(0, width_of(self.words) * size, -_DESCENT * size, _ASCENT * size)

        def draw(self, x: float, y: float, svg: ElementTree.Element) -> tuple[float, float]:
            if not self.is_hidden:
                svg.append(self._text(x, y))
            return x + self.bbox.xmax, y

        def _text(self, x: float, y: float) -> ElementTree.Element:
            style = {"font-family": _FAMILIES, "font-size": f"{self.glyphsize:.1f}", "fill": "currentColor"}
            if self.style.mathcolor:
                style["fill"] = str(self.style.mathcolor)
            if self.style.mathvariant.bold:
                style["font-weight"] = "bold"
            if not all(map(is_wide, self.words)):
                style |= {"textLength": f"{self.bbox.xmax:.1f}", "lengthAdjust": "spacingAndGlyphs"}
            text = ElementTree.Element("text", {"x": f"{x:.1f}", "y": f"{y:.1f}", **style})
            text.text = self.words
            return text


def width_of(words: str) -> float:
    """Return how wide `words` will be, in the size of the text."""
    return sum(
        1.0 if is_wide(char) else 0.0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else _NARROW
        for char in words
    )


def is_wide(char: str) -> bool:
    """Say whether `char` is as wide as it is high, whatever the font."""
    return unicodedata.east_asian_width(char) in ("W", "F")
