"""Formulas on the printed page: drawings on the line of the text, since WeasyPrint knows no MathML.

It would set `<math>` as its letters, one after another, and say nothing. A drawing's alternative is the
formula in one line of text (`formula_text`): TeX would be read out by the spelling of its commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recto import formula_text, markup
from recto.additions import ADDED
from recto.article import LINE, line_of
from recto.diagnostics import Diagnostic, error
from recto.writers._formulas import FORMULA, Drawing, drawing_of
from recto.writers._page_places import carry_place
from recto.writers._shell import data_uri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.etree import _Element as Element

IMAGE = "formula"
"""Class of the images that formulas become."""
_AS_TEXT = "formula-text"
_NUMBER = "number"


def draw_formulas(body: Element) -> None:
    """Put a drawing in the place of each formula; its words, where it cannot be drawn."""
    for math in [each for each in body.iter(FORMULA) if not _is_within(each)]:
        words = formula_text.words_of(math)
        drawing = drawing_of(math)
        if drawing is None:
            instead = markup.make("span", words, class_=_AS_TEXT)
            numbers: list[Element] = []
        else:
            instead = _image(math, drawing, words)
            numbers = list(_numbers(math, drawing))
        for name in ("id", LINE):
            if math.get(name):
                instead.set(name, math.get(name, ""))
        carry_place(math, instead)
        markup.replace(math, instead)
        box = instead.getparent()
        if box is not None and box.get("class") == "equation":
            if drawing is not None:
                for number in box.iterchildren("span"):
                    _place(number, 1 - drawing.depth / drawing.height)
            box.extend(numbers)


def told(body: Element, missing: Collection[str], *, file: str) -> Iterator[Diagnostic]:
    """Yield what of the formulas in `body` cannot be printed; no font has the `missing` characters."""
    for span in body.iterfind(f".//span[@class='{_AS_TEXT}']"):
        yield error(
            "formula-not-drawn",
            f"A formula cannot be drawn, and so not printed: {markup.text_of(span)}.",
            file=file,
            line=line_of(span),
            hint="Write it in a simpler way, or in parts; the other editions have it as MathML.",
        )
    for image in body.iter("img"):
        unknown = [char for char in dict.fromkeys(image.get("data-unknown", "")) if char in missing]
        if unknown:
            yield error(
                "formula-glyph",
                f"A formula cannot be printed: no font has {' '.join(unknown)} in {image.get('alt', '')}.",
                file=file,
                line=line_of(image),
                hint="Install a font that has it, or write the words beside the formula.",
            )


def _is_within(math: Element) -> bool:
    return next(math.iterancestors(FORMULA), None) is not None


def _image(math: Element, drawing: Drawing, words: str) -> Element:
    image = markup.make("img", class_=IMAGE, alt=words or math.get("alttext", ""))
    image.set("src", data_uri("image/svg+xml", drawing.svg.encode()))
    image.set("style", f"width: {drawing.width:.3f}em; vertical-align: {-drawing.depth:.3f}em")
    if drawing.unknown:
        image.set("data-unknown", drawing.unknown)
    return image


def _numbers(math: Element, drawing: Drawing) -> Iterator[Element]:
    """Yield the numbers of a formula's lines, which are no part of its drawing."""
    cells = [cell for cell in math.iter() if cell.get("class") == _NUMBER]
    for cell, line in zip(cells, drawing.lines, strict=False):
        text = "".join(cell.itertext()).strip()
        if text:
            number = markup.make("span", text, class_=_NUMBER)
            number.set(ADDED, "")  # what stands for the drawing says it
            if cell.get("id"):
                number.set("id", cell.get("id", ""))
            yield _place(number, line / drawing.height)


def _place(number: Element, line: float) -> Element:
    """Let `number` stand on a line so far down its equation; in a share of it, as wide ones are scaled."""
    number.set("style", f"top: {line:.1%}")
    return number
