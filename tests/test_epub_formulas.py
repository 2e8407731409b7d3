"""Formulas in e-books: MathML, an image for readers without it, and numbers that keep their place."""

from __future__ import annotations

from recto import markup
from tests.epub_books import Book, article
from tests.reading import titled

MATH = f"{{{markup.MATHML}}}math"


def test_formula_has_an_image_for_readers_without_mathml() -> None:
    """Equal formulas share it, and the manifest lists it (MathML 3.0, 2.2.1)."""
    book = Book(article(titled("$x^2$ and $x^2$ and $y$").body))
    formulas = list(book.page("chapter-1").iter(MATH))

    assert [math.get("altimg") for math in formulas] == [
        "images/image-1.svg",
        "images/image-1.svg",
        "images/image-2.svg",
    ]
    assert all(math.get("alttext") and math.get("altimg-valign", "").endswith("em") for math in formulas)
    assert book.read("images/image-1.svg").startswith(b"<svg")
    assert book.item("image-1").get("href") == "images/image-1.svg"
    assert book.item("chapter-1").get("properties") == "mathml"


def test_equation_s_number_stands_in_a_row_with_it() -> None:
    """What is around the row scrolls; old readers show the number below the formula."""
    page = Book(article(titled("$$x$$ {#eq:x}\n\n\\eqref{eq:x}").body)).page("chapter-1")
    (row,) = Book.find(page, "//h:div[@class='equation']/h:div[@class='row']")

    assert [str(part.tag).rpartition("}")[2] for part in row] == ["math", "span"]
    assert Book.find(page, "//h:section//h:a/@href") == [f"#{row.getparent().get('id')}"]


def test_line_of_a_formula_keeps_an_id_that_can_be_linked_to() -> None:
    """A colon is none that MathML's schema allows in an id."""
    text = r"$$\begin{align}a&=b\label{eq:a}\\c&=d\label{eq:b}\end{align}$$ \eqref{eq:b}"
    page = Book(article(titled(text).body)).page("chapter-1")
    (place,) = Book.find(page, "//*[local-name() = 'mtd'][@id][last()]/../following-sibling::*/*[@id]/@id")

    assert ":" not in place
    assert Book.find(page, "//h:section//h:a/@href") == [f"#{place}"]


def test_wide_equation_can_be_reached_by_keyboard() -> None:
    """It scrolls (WCAG 2.1.1); a short one fits every screen."""
    page = Book(article(titled("$$x$$\n\n$$a + b + c + d + e + f + g + h$$").body)).page("chapter-1")
    found = Book.find(page, "//h:div[@class='equation']")

    assert [equation.get("tabindex") for equation in found] == [None, "0"]
    assert found[1].get("aria-label") == "Formula"
