"""Drop caps: where their letters stand, and that nobody who reads the file notices them."""

from __future__ import annotations

import pytest

from tests.pdf_editions import article, printed
from tests.pdf_listing import pages, tags
from tests.pdf_places import Placed, paper, places

LONG = "it is a truth that has often been told, and by many; " * 8
HEBREW = "שלום עולם וכל אשר בו " * 20


def first_lines(document: bytes) -> tuple[Placed, list[float]]:
    """Return the large letter, and the baselines of the lines of the text."""
    text = [placed for placed in places(document) if not placed.artifact and placed.baseline > 120]
    large = max(text, key=lambda placed: placed.size)
    return large, sorted({round(p.baseline, 2) for p in text if p.size < 12 and p.page == large.page})


@pytest.mark.parametrize(
    ("lang", "start", "letter"),
    [
        ("en", f"Although {LONG}", "A"),
        ("en", f"“Although {LONG}", "“A"),
        ("fr", f"« À {LONG}", "« À"),
        ("el", "Αυτό " + "είναι ένα κείμενο " * 20, "Α"),
        ("ru", "Это " + "не текст, а образец " * 20, "Э"),
        ("he", HEBREW, "ש"),
    ],
)
def test_the_letter_stands_on_the_baseline_of_its_last_line(lang: str, start: str, letter: str) -> None:
    """It is the third one's, to a twentieth of a point; what opens a quotation comes along."""
    large, lines = first_lines(printed(article(f"<p>{start}</p>", lang=lang), drop_caps=True))

    assert letter == large.text.strip()
    assert pytest.approx(lines[2], abs=0.05) == large.baseline


def test_the_letter_is_as_high_as_its_lines() -> None:
    """From the capitals of the first line, 0.701 em high in Literata, to the third line's foot."""
    large, lines = first_lines(printed(article(f"<p>Although {LONG}</p>"), drop_caps=True))
    height = 2 * (lines[1] - lines[0]) + 0.701 * 10.75

    assert pytest.approx(height, abs=0.4) == 0.701 * large.size


def test_three_lines_stand_beside_the_letter() -> None:
    """The fourth begins at the edge again; below a letter with a tail, the fifth does."""
    found = {}
    for letter in ("A", "Q"):
        document = printed(article(f"<p>{letter}u {LONG}</p>"), drop_caps=True)
        large, lines = first_lines(document)
        below = [p for p in places(document) if p.baseline > large.baseline + 1]
        at_edge = [p.baseline for p in below if abs(p.left - large.left) < 3]
        found[letter] = lines.index(round(min(at_edge), 2))

    assert {"A": 3, "Q": 4} == found


def test_from_right_to_left_the_letter_stands_at_the_right() -> None:
    """And the lines to the left of it."""
    document = printed(article(f"<p>{HEBREW}</p>", lang="he"), drop_caps=True)
    large, _ = first_lines(document)
    width, _ = paper(document)

    assert large.left > width * 0.7


def test_the_word_is_read_as_one() -> None:
    """By programs that go through the page's words, and by those that go through the structure."""
    document = printed(article(f"<p>Although {LONG}</p>"), drop_caps=True)

    assert "Although it is a truth" in " ".join(pages(document).split())
    assert "Span ActualText=Although" in tags(document)
    assert " A " not in pages(document)


@pytest.mark.parametrize(
    ("lang", "body"),
    [
        ("en", "<p>Too short.</p>"),
        ("en", f"<p>1914 {LONG}</p>"),
        ("en", f"<p><code>x</code> {LONG}</p>"),
        ("ar", f"<p>{'سلام و ' * 60}</p>"),
    ],
)
def test_what_cannot_begin_with_a_large_letter_does_not(lang: str, body: str) -> None:
    """A short paragraph, a number, code, and a script whose letters join."""
    large, _ = first_lines(printed(article(body, lang=lang), drop_caps=True))

    assert large.size < 13


def test_chapters_that_begin_pages_begin_with_a_letter_too() -> None:
    """Those that run on do not: a page would be full of them."""
    chapter = '<h2 id="c{0}">Chapter</h2><p>Now ' + LONG + "</p>"
    body = f"<p>First {LONG}</p>" + "".join(chapter.format(n) for n in range(2))
    found = {
        setting: [
            p.text for p in places(printed(article(body), drop_caps=True, chapters=setting)) if p.size > 28
        ]
        for setting in ("run-on", "page")
    }

    assert {"run-on": ["F"], "page": ["F", "N", "N"]} == found


def test_a_letter_in_columns_has_its_lines() -> None:
    """As many as on a whole page, of the column's own height."""
    large, lines = first_lines(printed(article(f"<p>Although {LONG * 3}</p>" * 3), drop_caps=True, columns=2))

    assert any(abs(line - large.baseline) < 0.05 for line in lines)
