"""Formulas in print: drawn on the line of the text, and said in words."""

from __future__ import annotations

import io

import pikepdf
import pytest
from lxml import etree

from recto import markup
from recto.diagnostics import Diagnostic, Severity
from recto.reader.tex import Converter
from recto.writers._formulas import Drawing, drawing_of
from recto.writers._pdf.formulas import draw_formulas
from tests import pdf_listing
from tests.pdf_editions import article, printed
from tests.reading import titled

MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML">{}</math>'


def drawn(tex: str, *, display: bool = True) -> Drawing:
    math = Converter().convert(tex, display=display)
    assert math is not None
    drawing = drawing_of(math)
    assert drawing is not None
    return drawing


def test_letter_stands_on_the_line_and_an_index_below_it() -> None:
    """What is below the line is the drawing's depth, in the size of the text."""
    assert drawn("x").depth == pytest.approx(0.03, abs=0.02)
    assert 0.2 < drawn("x_y").depth < 0.5
    assert drawn(r"\frac{a}{b}").depth > 0.5


def test_drawing_names_no_colour_no_font_and_no_id() -> None:
    """It takes the text's colour, and two in one document cannot collide."""
    svg = etree.fromstring(drawn(r"\sqrt{x} + \begin{pmatrix}a\\b\end{pmatrix}").svg.encode())
    names = {name for part in svg.iter() for name in part.attrib}

    assert {part.get("fill") for part in svg.iter("{http://www.w3.org/2000/svg}path")} == {"currentColor"}
    assert names.isdisjoint({"id", "font-family", "href", "style"})
    assert svg.find(".//{http://www.w3.org/2000/svg}text") is None


def test_equal_formulas_are_drawn_once() -> None:
    """Their labels and their source do not count."""
    once, again = (Converter().convert(tex, display=True) for tex in ("x+y", "x + y"))
    assert once is not None
    assert again is not None
    again.set("id", "eq:a")

    assert drawing_of(once) is drawing_of(again)


@pytest.mark.parametrize(
    ("tex", "widest"),
    [
        (r"\overline{a}", 0.7),
        (r"\vec{a}", 0.7),
        (r"\widehat{a}", 1.0),
        (r"\overline{abc}", 1.8),
        (r"\overrightarrow{abc}", 2.0),
    ],
)
def test_accent_is_as_wide_as_what_it_is_over(tex: str, widest: float) -> None:
    """A bar is a line, other accents come in several widths, a vector's arrow is small."""
    assert drawn(tex).width <= widest


def test_sum_in_a_line_has_its_limits_beside_it() -> None:
    """So that the line does not grow apart from its neighbours more than it must."""
    assert drawn(r"\sum_{i=1}^n", display=False).height < drawn(r"\sum_{i=1}^n").height / 1.5
    assert drawn(r"\sum_{i=1}^n", display=False).width > drawn(r"\sum_{i=1}^n").width


@pytest.mark.parametrize(
    ("tex", "rules"),
    [
        (r"\begin{array}{cc}1&2\\3&4\end{array}", 0),
        (r"\begin{array}{c|c}1&2\\3&4\end{array}", 1),
        (r"\begin{array}{|c|c|}\hline 1&2\\\hline 3&4\\\hline\end{array}", 6),
    ],
)
def test_rules_of_a_table_are_drawn(tex: str, rules: int) -> None:
    """Between columns and rows, and around."""
    assert drawn(tex).svg.count("<rect") == rules


def test_formula_in_print_is_an_image_with_words() -> None:
    """MathML is never laid out: the letters would stand beside each other."""
    body = titled(r"a $\frac{x}{2}$ b").article.tree()
    draw_formulas(body)
    (image,) = body.iter("img")

    assert (image.get("class"), image.get("alt")) == ("formula", "x/2")
    assert "vertical-align: -" in image.get("style", "")
    assert "<math" not in markup.xhtml(body)


def test_numbers_of_lines_stand_on_their_lines() -> None:
    """They are text, not part of the drawing, and keep the ids that references lead to."""
    text = r"$$\begin{align}a&=b\label{l1}\\c&=\frac{1}{2}\\e&=f\label{l3}\end{align}$$"
    body = titled(text).article.tree()
    draw_formulas(body)
    numbers = list(body.iter("span"))
    tops = [float(number.get("style", "").removeprefix("top: ").removesuffix("%")) for number in numbers]

    assert [(number.get("id"), number.text) for number in numbers] == [("l1", "(1)"), ("l3", "(2)")]
    assert 5 < tops[0] < 30
    assert 80 < tops[1] < 100


def test_formula_is_tagged_with_its_words() -> None:
    """With its number it makes a paragraph."""
    made = titled("a $x^2$\n\n$$y = 1$$ {#eq:y}").article

    tags = pdf_listing.tags(printed(article(made.body)))

    assert "Formula Alt=x²" in tags
    assert "  P\n    Formula Alt=y = 1\n    '(1)'" in tags


@pytest.mark.parametrize(
    "content",
    [
        "<mrow><mo>(</mo>" * 20 + "<mi>x</mi>" + "<mo>)</mo></mrow>" * 20,
        "<mtext>وإلا</mtext>",
        "<mtext>אחרת 12</mtext>",
    ],
)
def test_formula_that_cannot_be_drawn_is_an_error(content: str) -> None:
    """The edition would show it as a line of letters, or its letters apart."""
    findings: list[Diagnostic] = []

    printed(article(f"<p>a {MATH.format(content)} b</p>"), findings=findings)

    assert [(finding.code, finding.severity) for finding in findings] == [
        ("formula-not-drawn", Severity.ERROR)
    ]


def test_characters_without_a_glyph_are_an_error() -> None:
    """A private character is in no font."""
    findings: list[Diagnostic] = []

    printed(article(f"<p>{MATH.format('<mtext>&#x10fffd;</mtext>')}</p>"), findings=findings)

    told = {finding.code: finding for finding in findings}
    assert told["formula-glyph"].severity == Severity.ERROR
    assert "\U0010fffd" in told["formula-glyph"].message


@pytest.mark.parametrize(("words", "shown", "width"), [("速度", "速度", 2.0), ("אחרת", "תרחא", 2.2)])
def test_words_that_the_font_for_formulas_lacks_are_text(words: str, shown: str, width: float) -> None:
    """For the theme's fonts or the system's, in the order in which they are seen."""
    drawing = drawing_of(etree.fromstring(MATH.format(f"<mtext>{words}</mtext>")))

    assert drawing is not None
    assert f">{shown}</text>" in drawing.svg
    assert drawing.width == pytest.approx(width, abs=0.1)


def test_words_in_a_script_of_the_theme_are_printed() -> None:
    """Nothing is told, and nothing is missing."""
    findings: list[Diagnostic] = []

    data = printed(article(f"<p>{MATH.format('<mtext>אחרת</mtext>')}</p>"), findings=findings)

    assert findings == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = [part for part in pdf.objects if isinstance(part, pikepdf.Dictionary) and "/FontName" in part]
        names = {str(font.FontName) for font in fonts}
    assert any(name.endswith("+Noto-Serif-Hebrew") for name in names)


def test_same_formulas_give_the_same_bytes() -> None:
    """As every edition does."""
    made = article(titled(r"$$\int_0^1 x\,dx = \frac12$$").body)

    assert printed(made) == printed(made)


def test_a_formula_that_cannot_be_printed_names_its_line() -> None:
    """In a paragraph of several lines too; the title and what is above it count."""
    findings: list[Diagnostic] = []
    made = titled("Text.\n\nMore text\nand $x = \\text{وإلا}$ in it.\n\n$$\n\\text{\U0010fffd}\n$$").article

    printed(made, findings=findings)

    told = {finding.code: finding.line for finding in findings}
    assert told["formula-not-drawn"] == 8
    assert told["formula-glyph"] == 10
