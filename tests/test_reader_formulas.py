"""Formulas in TeX: where they begin and end, what becomes of them, and how equations are numbered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from recto.reader.equations import numbered
from tests.reading import body, read, titled


def formulas(text: str) -> list[str]:
    """Return the TeX of the formulas in `text`, display formulas with a star before it."""
    found = re.findall(r'display="(\w+)" alttext="([^"]*)"', titled(text).body)
    return [f"{'*' if display == 'block' else ''}{tex}" for display, tex in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$", ["x"]),
        ("a $x^2$, b", ["x^2"]),
        ("the $n$th and the $(n+1)$st", ["n", "(n+1)"]),
        ("设$x$为实数", ["x"]),
        ("$`a_b`$", ["a_b"]),
        (r"\(a + b\)", ["a + b"]),
        (r"\(n\) is \(a = b\)", ["n", "a = b"]),
        (r"$\text{if $x$}$", [r"\text{if $x$}"]),
        (r"$5 + \$x$", [r"5 + \$x"]),
        ("*a $b*c$ d*", ["b*c"]),
        ("$$x$$", ["*x"]),
        ("$$\nx\n\n+ 1\n$$", ["*x + 1"]),
        ("a\n$$ x $$\nb", ["*x"]),
        ("a $$x$$ b", ["*x"]),
        ("$$x$$.", [r"*x\text{.}"]),
        ("\\[\nx\n= 1\n\\]", ["*x = 1"]),
        (r"\[ x = 1 \]", ["*x = 1"]),
        (r"\[ f[x](y) = [a](1.5) \]", ["*f[x](y) = [a](1.5)"]),
        ("```math\nx\n```", ["*x"]),
        ("\\begin{equation}\nx\n\\end{equation}", [r"*\begin{equation} x \end{equation}"]),
        ("> $$\n> x\n> $$", ["*x"]),
        ("- $$\n  x\n  $$\n\n  b", ["*x"]),
        ("| a |\n|---|\n| $|x|$ |", ["|x|"]),
        ("## a $x$", ["x"]),
        ("## a $$x$$", ["x"]),
        ("[a $x$ b](https://example.org/)", ["x"]),
    ],
)
def test_formula_is_read(text: str, expected: list[str]) -> None:
    """Each way in which people write formulas."""
    assert formulas(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10",
        "costs $5",
        "US$5 and US$10",
        "$20 to 30$ a day",
        "$5k-$10k",
        "5$ or 10$",
        "$PATH and $HOME",
        "$HOME/bin:$PATH",
        "${HOME} or ${USER}",
        "$ x $",
        "$$ or $$",
        "$$–$$$",
        "Ke$ha, A$AP",
        r"\$x\$",
        r"\[sic\] \[x\] \[^1\] \[--a=b\]",
        r"f\(x\) \(see above\) \(c\) \(a\_b\) \(a \+ b\)",
        r"\[a\, b\_c \= d\]",
        "`$x$` and `$$x$$`",
        "    $$x$$",
        "```sh\n$$\n```",
        "$5 in `a$b`",
        r"a \(`x = 1` b\)",
        r"a \[ boats + \]",
        "words\n\\[ boats + \\]",
        r"\[ `a` https://example.org/a_b?c=d boat \]",
        r"a \[ boat __1\.__ \] b",
        r"a \[ [b](https://example.org/y_z?a=1) \]",
        r"[see \[ boat](/path) and re^start^x \]",
        r"[see \[ boat](#x_1) and = \]",
        r"[see \[ boat](../x_1.md 'Boats') and = \]",
        r"[see \[ boat](<x_1.html>) and = \]",
    ],
)
def test_dollar_is_no_formula(text: str) -> None:
    """Money, variables of a shell, escapes and code stay what they are."""
    assert formulas(text) == []


def test_cells_of_money_keep_their_borders() -> None:
    """A pipe between two amounts is one."""
    assert "<td>$5</td>\n<td>b$</td>" in body("| a | b |\n|---|---|\n| $5 | b$ |")


def test_formula_is_mathml_with_its_source() -> None:
    """The namespace, how it is set, and the TeX for readers that have nothing else."""
    assert body("$x^2$") == (
        '<p><math xmlns="http://www.w3.org/1998/Math/MathML" display="inline" alttext="x^2">'
        "<msup><mi>x</mi><mn>2</mn></msup></math></p>"
    )


def test_display_formula_parts_its_paragraph() -> None:
    """What is before it and behind it are paragraphs, the punctuation behind it belongs to it."""
    found = re.sub(r"<math.*?</math>", "M", body("Before $$x$$, behind."))

    assert found == '<p>Before </p>\n<div class="equation">M</div>\n<p> behind.</p>'


def test_labelled_equations_are_numbered_in_order() -> None:
    """Others are not; a tag counts for nothing."""
    text = (
        "$$a$$ {#eq:a}\n\n$$b$$\n\n$$c \\tag{*}$$\n\n$$d \\label{eq:d}$$\n\n"
        "\\eqref{eq:d}, \\ref{eq:a}, $\\eqref{eq:a}$"
    )
    found = titled(text)

    assert re.findall(r'<span class="number">(.*?)</span>', found.body) == ["(1)", "(*)", "(2)"]
    assert found.body.endswith(
        '<p><a href="#eq:d">(2)</a>, <a href="#eq:a">1</a>, <a href="#eq:a">(1)</a></p>'
    )
    assert numbered(found.article.tree()) == {"eq:a": "1", "eq:d": "2"}


def test_lines_of_one_formula_have_numbers_of_their_own() -> None:
    """Where more than one has a label: else the number is the whole formula's."""
    lines = titled("$$\\begin{align}a&=b\\label{x}\\\\c&=d\\\\e&=f\\tag{T}\\label{y}\\end{align}$$")
    whole = titled("$$\\begin{align}a&=b\\\\c&=d\\label{x}\\end{align}$$")

    assert numbered(lines.article.tree()) == {"x": "1", "y": "T"}
    assert "<span" not in lines.body
    assert numbered(whole.article.tree()) == {"x": "1"}
    assert '<span class="number">(1)</span>' in whole.body


def test_reference_in_a_formula_is_its_number() -> None:
    """MathML has no links that all readers know."""
    assert "<mtext>(1)</mtext>" in body("$$x \\label{a}$$\n\n$y \\text{by \\eqref{a}}$")


def test_unknown_reference_is_an_error_with_its_line() -> None:
    """The number would be missing in every edition."""
    finding = titled("a\n\n\\eqref{eq:b}").only("equation-unknown")

    assert (finding.severity.name, finding.line) == ("ERROR", 7)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n\n$\\foo$", 7, "The formula '\\foo' cannot be set: unknown command \"\\foo\"."),
        ("a\n\n$$\n\n$$", 7, "A formula cannot be set: it is empty."),
        (
            "$\\frac{1}$",
            5,
            "The formula '\\frac{1}' cannot be set: expected argument but reached end of input.",
        ),
    ],
)
def test_broken_formula_is_an_error_with_its_line(text: str, line: int, message: str) -> None:
    """One sentence says what and why; it is shown as code, and no edition is made."""
    finding = titled(text).only("formula-broken")

    assert (finding.severity.name, finding.line, finding.message) == ("ERROR", line, message)


def test_formula_that_is_never_closed_is_told() -> None:
    """It stays text."""
    assert titled("a\n\n$$\nb\n\nc").only("formula-unclosed").line == 7


def test_macros_hold_in_the_formulas_after_them() -> None:
    """Also names that are taken; what only defines them shows nothing."""
    found = body(
        "$$\n\\newcommand{\\R}{\\mathbb{R}}\n\\newcommand{\\pair}[2]{(#1, #2)}\n$$\n\n$\\pair{x}{\\R}$"
    )

    assert found.startswith("<p><math")
    assert "<mi>x</mi>" in found
    assert "<mi>ℝ</mi>" in found


@pytest.mark.parametrize(
    "tex",
    [
        "{" * 20_000,
        "x^{" * 5000 + "x" + "}" * 5000,
        "\\sqrt" + " \\sqrt" * 3000 + " x",
        "\\left(" * 3000,
        "\\begin{matrix}" * 700,
        "\\def\\a{\\sqrt\\a}\\a",
        "\\def\\a{" + "\\sqrt " * 700 + "\\a}\\a",
        "\\newcommand{\\a}[1]{" + "{" * 50 + "#1" + "}" * 50 + "}" + "\\a{" * 50 + "x" + "}" * 50,
        "x" * 10_001,
    ],
)
def test_formula_beyond_reason_is_refused(tex: str) -> None:
    """The converter has no limit of its own: it would overflow its stack, and take Recto with it."""
    assert titled(f"$$\n{tex}\n$$").codes == ["formula-broken"]


def test_attribute_that_the_converter_writes_twice_counts_once() -> None:
    """math-core 0.9 does, where a fence follows an operator; XML knows no such thing."""
    assert body("$\\mathop \\middle| x$").count("<mi>x</mi>") == 1


def test_styles_are_elements_that_every_validator_knows() -> None:
    """MathML 3 has `displaystyle` and `scriptlevel` on few elements only."""
    found = body(
        "$$\\tfrac12 \\displaystyle\\sum_a \\begin{pmatrix}1\\end{pmatrix} \\cfrac12 \\textbf{a} \\vec x$$"
    )
    styled = set(re.findall(r"<(\w+)[^>]* (?:displaystyle|scriptlevel)=", found))

    assert styled == {"mstyle", "mtable"}
    assert "<b>" not in found
    assert "\u20d7" not in found


def test_heading_says_its_formula_in_words() -> None:
    """So do the contents, bookmarks, running heads and ids."""
    (section,) = titled("## Energy $E = mc^2$").article.sections

    assert (section.title, section.anchor) == ("Energy E = mc²", "energy-e-mc²")


def test_caption_in_an_attribute_may_hold_a_formula(tmp_path: Path) -> None:
    """The alternative says it in words; without a title, its words are a caption with the formula."""
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    found = read('---\ntitle: T\n---\n![a $x_1$](a.svg "b $y^2$")\n\n![c $z$](a.svg)', folder=tmp_path).body

    assert re.findall(r'alt="(.*?)"', found) == ["a x₁", "c z"]
    assert re.findall(r"<figcaption[^>]*>(.*?)<math", found) == ["b ", "c "]
