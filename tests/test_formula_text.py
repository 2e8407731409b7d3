"""A formula in one line of text."""

from __future__ import annotations

import pytest

from recto import formula_text, markup
from recto.reader.tex import Converter


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("E=mc^2", "E = mc²"),
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"\frac{\sqrt\pi}{2}", "√π/2"),
        (r"x_1^2 + x_{ij}", "x₁² + xᵢⱼ"),
        (r"x^{k+1}a", "x^(k + 1)a"),
        (r"-x + y = -1", "−x + y = −1"),
        (r"x^ka", "x^k a"),
        (r"f(-x)", "f(−x)"),
        (r"\sin 2x + x\log y", "sin 2x + x log y"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        (r"\sqrt[3]{x+1}", "³√(x + 1)"),
        (r"\hat x + \vec{v} + \overline{ab}", "x̂ + v⃗ + āb̄"),
        (r"\overbrace{a}^{n}", "aⁿ"),
        (r"f'(x)", "f′(x)"),
        (r"\binom{n}{k}", "(n¦k)"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1, 2; 3, 4)"),
        (r"\begin{aligned}a&=b\\&=c\end{aligned}", "a = b; = c"),
        (r"x \text{ if } y", "x if y"),
        (r"\phantom{x}y", "y"),
        (r"5\,\mathrm{kg}", "5 kg"),
    ],
)
def test_formula_is_written_as_people_write_it_in_a_line(tex: str, expected: str) -> None:
    """Unicode's signs where there are some, else carets and brackets; no TeX."""
    math = Converter().convert(tex, display=True)
    assert math is not None

    assert formula_text.words_of(math) == expected


def test_words_of_an_element_include_its_formulas() -> None:
    """`x²` would be `x2` if its letters were only put together."""
    tree = markup.parse("<p>a <math><msup><mi>x</mi><mn>2</mn></msup></math> b</p>")

    assert markup.text_of(tree) == "a x² b"
