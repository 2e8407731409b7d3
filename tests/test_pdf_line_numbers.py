"""The numbers of lines: beside which they stand, and that they are no part of the text."""

from __future__ import annotations

import pytest

from recto import theme
from tests.pdf_editions import WORDS, article, call, notes, opened, printed
from tests.pdf_listing import pages, tags
from tests.pdf_places import Placed, paper, places

TEXT = f'<h2 id="a">A part</h2>{f"<p>{WORDS * 4}</p>" * 14}'


def numbered(document: bytes) -> dict[int, list[Placed]]:
    """Return the numbers of lines, by page: artifacts that stand beside a line of text."""
    found: dict[int, list[Placed]] = {}
    every = places(document)
    text = {(placed.page, round(placed.baseline, 1)) for placed in every if not placed.artifact}
    for placed in every:
        if placed.artifact and placed.text.isdecimal() and (placed.page, round(placed.baseline, 1)) in text:
            found.setdefault(placed.page, []).append(placed)
    return found


@pytest.mark.parametrize("every", [1, 5])
def test_every_so_many_lines_bear_a_number(every: int) -> None:
    """On each page they count from one, and each stands on the baseline of its line."""
    document = printed(article(TEXT), line_numbers=every)
    found = numbered(document)
    lines = {
        page: sorted({round(p.baseline, 1) for p in places(document) if p.page == page and not p.artifact})
        for page in found
    }

    assert [str(n) for n in range(every, len(lines[2]) + 1, every)] == [p.text for p in found[2]]
    assert [lines[2][int(p.text) - 1] for p in found[2]] == [round(p.baseline, 1) for p in found[2]]


def test_lines_can_be_counted_throughout() -> None:
    """The second page goes on where the first one ended."""
    found = numbered(printed(article(TEXT), line_numbers=1, line_count="article"))

    assert int(found[1][-1].text) + 1 == int(found[2][0].text)


def test_numbers_of_lines_are_no_content() -> None:
    """The structure is the same with and without them."""
    without, found = (tags(printed(article(TEXT), line_numbers=every)) for every in (0, 1))

    assert without == found


@pytest.mark.parametrize("last", ["الأخيرة العربية", "בְּרֵאשִׁית", "العربية 7 words"])
def test_numbers_are_not_told_as_the_letters_before_them(last: str) -> None:
    """What is painted in parts is told to its end; in this theme, it is the last thing before the numbers."""
    body = f"<p>Words.</p><p dir='rtl' lang='ar'>{last}</p>"
    document = printed(article(body), look=theme.load("manuscript"), line_numbers=1)

    assert ["1", "2"] == [p.text for p in numbered(document)[1]]
    with opened(document) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    after = content[content.rindex(b"Artifact") :]
    assert b"ActualText" not in after


@pytest.mark.parametrize(("lang", "is_left"), [("en", True), ("he", False)])
def test_numbers_stand_where_the_lines_begin(lang: str, is_left: bool) -> None:
    """In the left margin, or the right one from right to left; right-aligned or left-aligned to the text."""
    words = WORDS if is_left else "שלום עולם וכל אשר בו "
    document = printed(article(f"<p>{words * 20}</p>", lang=lang), line_numbers=1)
    width, _ = paper(document)
    margin = width * 0.186

    assert numbered(document)[1]
    assert all(
        p.left + len(p.text) * p.size / 2 < margin if is_left else p.left > width - margin
        for p in numbered(document)[1]
    )


def test_heads_tables_figures_and_notes_do_not_count() -> None:
    """They are no lines of the running text."""
    table = "<table><tr><td>One</td></tr><tr><td>Two</td></tr></table>"
    body = f"<p>First.{call(1)}</p>{table}<p>{WORDS * 9}</p>{notes('The note.')}"
    document = printed(article(body), line_numbers=1)
    beside = {round(p.baseline, 1): p.text for p in numbered(document)[1]}
    text = {
        p.text.split(maxsplit=1)[0]: beside.get(round(p.baseline, 1))
        for p in places(document)
        if not p.artifact and p.text.strip()
    }

    assert ("1", "2") == (text["First."], text["Negotiations"])
    assert [None, None, None, None] == [text[word] for word in ("Title", "One", "Two", "The")]


def test_each_column_has_its_numbers() -> None:
    """They go on from one to the next, and stand in the space between."""
    document = printed(article(TEXT), line_numbers=5, columns=2)
    found = numbered(document)[1]
    places_ = sorted({round(p.left + len(p.text) * p.size * 0.5) for p in found})

    assert [int(p.text) for p in found] == [*range(5, 5 * len(found) + 1, 5)]
    assert places_[-1] - places_[0] > 150
    assert "[5 " in pages(document) or "[5]" in pages(document)
