"""Quotations: which kind they are, whose words, and verse line by line."""

from __future__ import annotations

import pytest

from tests.reading import body


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("> Words.\n> -- A", "— A"),
        ("> Words.\n> --- A", "— A"),
        ("> Words.  \n> — A", "— A"),
        ("> Words.\n>\n> — *A*, B", "— <em>A</em>, B"),
        ("> *a\n> b*\n> – A", "— A"),
    ],
)
def test_a_last_line_behind_a_dash_names_whose_words_they_are(typed: str, said: str) -> None:
    """It gets a paragraph of its own, with the dash that is set for it."""
    assert f'<p class="attribution">{said}</p>\n</blockquote>' in body(typed)


@pytest.mark.parametrize(
    "typed",
    ["> — A", "> — a\n> — b", "> — a\n>\n> — b", f"> Words.\n> — {'a ' * 70}", "> - a\n> - b", "> a\n> -b"],
    ids=["alone", "dialogue", "dialogue in paragraphs", "too long", "list", "no space"],
)
def test_other_dashes_name_nobody(typed: str) -> None:
    """Where more lines begin with one people speak, and where none else is it says nothing of them."""
    assert "attribution" not in body(typed)


def test_a_quotation_keeps_its_breaks() -> None:
    """Looking for the last line changes nothing else."""
    assert body("> a\n> *b*  \n> c\\\n> `d`") == (
        "<blockquote>\n<p>a\n<em>b</em><br/>\nc<br/>\n<code>d</code></p>\n</blockquote>"
    )


def test_verse_has_an_element_for_each_line() -> None:
    """And a break between them, for where no style sheet is read."""
    assert body("> a *b*\n> c\n> {: .verse }") == (
        '<blockquote class="verse">\n<p><span class="line">a <em>b</em></span><br/>'
        '<span class="line">c</span></p>\n</blockquote>'
    )


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("| a\n|  b", ["a", "\xa0b"]),
        ("| a\n  goes on\n| b", ["a goes on", "b"]),
        ("| a\n|\n| b", ["a", "b"]),
        ("> | a\n> | b", ["a", "b"]),
    ],
)
def test_line_blocks_keep_lines_and_indents(typed: str, lines: list[str]) -> None:
    """As pandoc has them."""
    found = body(typed)

    assert [f'<span class="line">{line}</span>' in found for line in lines] == [True] * len(lines)
    assert "|" not in found


@pytest.mark.parametrize(
    "typed", ["| a", "| a | b |\n| c | d |", "a\n| b\n| c", "    | a\n    | b", "|a\n|b"]
)
def test_other_marks_are_no_line_block(typed: str) -> None:
    """One line, rows of a table without its rule, a paragraph that goes on, code."""
    assert "verse" not in body(typed)
