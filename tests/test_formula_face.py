"""The face for formulas on screens and e-readers: what is needed of STIX Two Math, and no more."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from recto import markup
from recto.writers._formula_face import formula_face
from tests.reading import titled


def face(text: str) -> TTFont:
    data = formula_face(markup.from_xhtml(titled(text).body))
    assert data is not None
    return TTFont(io.BytesIO(data))


def test_an_article_without_formulas_needs_no_face() -> None:
    """Nobody pays for what is not there."""
    assert formula_face(markup.from_xhtml("<p>x</p>")) is None


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("$x$", "𝑥"),
        (r"$h \partial \varphi$", "ℎ𝜕𝜑"),
        (r"$\mathrm{d} \mathbb{R} \mathbf{v}$", "dℝ𝐯"),
        (r"$\sqrt{2}$", "√2"),
        (r"$\text{if } 12 \le n$", "if12≤𝑛"),
    ],
)
def test_the_face_has_the_signs_of_the_formulas(text: str, characters: str) -> None:
    """A letter alone is shown slanted, as MathML Core has it."""
    assert set(characters) <= set(map(chr, face(text).getBestCmap()))


def test_signs_that_grow_have_their_larger_forms() -> None:
    """They are found by the font's table for mathematics, which stays."""
    small, large = face("$x$"), face(r"$\left( \sum_x^y \right)$")

    assert "MATH" in large
    assert large["maxp"].numGlyphs > small["maxp"].numGlyphs + 10


def test_the_face_is_small_and_always_the_same() -> None:
    """A page with a formula weighs a few kilobytes more; no clock is in its bytes."""
    tree = markup.from_xhtml(titled(r"$$\int_0^1 \frac{a+b}{2}\,dx$$").body)
    one = formula_face(tree)

    assert one is not None
    assert len(one) < 10_000
    assert TTFont(io.BytesIO(one))["head"].modified < 3_800_000_000  # the font's own date
