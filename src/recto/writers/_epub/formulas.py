"""Formulas in an e-book: MathML, with an image of each for readers that cannot show it.

The image is named by `altimg`, with its size and its place on the line (MathML 3.0, 2.2.1), beside the
`alttext` that the formula has. EPUB 3.1 recommended it (Content Documents, `#sec-xhtml-mathml-alt`); EPUB
3.2 and 3.3 leave alternatives to the author, as few readers ask for the image. EPUBCheck sees that it is
in the book.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from recto import markup
from recto.article import Asset
from recto.images import SVG_TYPE
from recto.writers._formulas import FORMULA, drawing_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def place_formulas(tree: Element, add: Callable[[Asset], str]) -> None:
    """Give each formula its image; `add` takes one into the book and returns its address."""
    for number in list(tree.iterfind(".//div[@class='equation']/span[@class='number']")):
        _put_in_row(number)
    places: dict[str, str] = {}
    for math in tree.iter(FORMULA):
        drawing = drawing_of(math)
        if drawing is None or drawing.unknown:
            continue
        if drawing.svg not in places:
            places[drawing.svg] = add(Asset(f"formula-{len(places) + 1}.svg", SVG_TYPE, drawing.svg.encode()))
        math.set("altimg", places[drawing.svg])
        math.set("altimg-width", f"{drawing.width:.3f}em")
        math.set("altimg-height", f"{drawing.height:.3f}em")
        math.set("altimg-valign", f"{-drawing.depth:.3f}em")


def _put_in_row(number: Element) -> None:
    """Make a row of a formula and its number: what is around it scrolls, and a table does not."""
    equation = number.getparent()
    if equation is not None:
        row = markup.make("div", class_="row")
        markup.move_content(equation, row)
        equation.append(row)
