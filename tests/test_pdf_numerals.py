"""Figures by context: old-style in the text, as high as capitals among these."""

from __future__ import annotations

import pytest

from recto import markup
from recto.writers._pdf.numerals import set_numerals
from tests.pdf_editions import article, opened, printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Since COVID-19 came", ["COVID-19"]),
        ("by ISO 9001 and ISO 32000-1", ["ISO 9001", "ISO 32000-1"]),
        ("on A4, B5 and MP3.", ["A4", "B5", "MP3"]),
        ("in 3D (or 4K)", ["3D", "4K"]),
        ("in 1914 with 3 boats", []),
        ("I had 5 of them; A 7", []),
        ("H2O in v1.2 and x86", ["H2O"]),
        ("file-A4.txt, 2A4b", []),
    ],
)
def test_figures_among_capitals_are_told_apart(text: str, expected: list[str]) -> None:
    """Those in a word of capitals, or after one of two letters and more."""
    body = markup.parse(f"<p>{text}</p>")
    before = markup.text_of(body)
    set_numerals(body)

    assert expected == [span.text for span in body.iter("span")]
    assert before == markup.text_of(body)


def test_words_stay_in_their_order_beside_elements() -> None:
    """Before, between and after elements, and within them; not in code or tables."""
    body = markup.parse("<p>A4 <em>B5 x</em> C6 <code>D7</code> E8</p><table><tr><td>F9</td></tr></table>")
    set_numerals(body)

    assert ["A4", "B5", "C6", "E8"] == [span.text for span in body.iter("span")]
    assert "A4 B5 x C6 D7 E8" in markup.text_of(body)


def test_lining_figures_are_other_glyphs() -> None:
    """The 4 of A4 and that of 1914 are two glyphs of one font, and both are read as 4."""
    with opened(printed(article("<p>4 A4</p>", title="x"), page_numbers="none")) as pdf:
        (font,) = (f for f in pdf.pages[0].Resources.Font.values() if not str(f.BaseFont).endswith("Bold"))
        fours = font.ToUnicode.read_bytes().count(b"<0034>")

    assert 2 == fours
