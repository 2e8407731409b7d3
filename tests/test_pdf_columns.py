"""Running text in columns: what stands in them, what spans them, and what no column may do."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest

from recto.diagnostics import Diagnostic
from tests.pdf_editions import WORDS, article, call, notes, printed
from tests.pdf_listing import pages, tags
from tests.pdf_places import Placed, paper, places

TEXT = f"<p>{WORDS * 3}</p>" * 8
SHORT = f"<p>{WORDS * 3}</p>" * 2
HEBREW = f"<p>{'שלום עולם וכל אשר בו ' * 40}</p>" * 6
ROW = "<td>{0}</td>" * 3
TABLE = f"<table><tr>{ROW}</tr><tr>{ROW}</tr></table>"


def lines(document: bytes, page: int = 1) -> list[Placed]:
    """Return the first runs of the page's lines of text."""
    return [placed for placed in places(document) if placed.page == page and not placed.artifact]


def edges(found: Sequence[Placed]) -> list[int]:
    """Return where columns begin: the places at the left at which many lines do."""
    lefts = [round(placed.left) for placed in found]
    return sorted({left for left in lefts if lefts.count(left) > 4})


@pytest.mark.parametrize("count", [1, 2, 3])
def test_text_stands_in_as_many_columns_as_are_asked_for(count: int) -> None:
    """They are of one width, below a head that spans them."""
    found = edges(lines(printed(article(TEXT), columns=count)))
    steps = {right - left for left, right in pairwise(found)}

    assert count == len(found)
    assert len(steps) <= 1 or max(steps) - min(steps) <= 1


def test_columns_begin_and_end_at_one_height() -> None:
    """At the top to the point, at the end of the article within two lines."""
    found = lines(printed(article(f'{TEXT}<h2 id="a">A part</h2>{TEXT}'), columns=2), page=1)
    left, right = edges(found)
    columns = [[p.baseline for p in found if (p.left < right - 1) == is_left] for is_left in (True, False)]
    assert left < right
    tops = [min(b for b in column if b > 150) for column in columns]

    assert pytest.approx(tops[0], abs=0.1) == tops[1]
    assert abs(max(columns[0]) - max(columns[1])) < 2 * 15


def test_columns_from_right_to_left_begin_at_the_right() -> None:
    """The first line of the text stands in the right column."""
    document = printed(article(HEBREW, lang="he"), columns=2)
    width, _ = paper(document)
    text = [placed for placed in lines(document) if placed.baseline > 150]

    assert text[0].left > width / 2 - 5
    assert any(placed.left < width / 3 for placed in text)


@pytest.mark.parametrize(
    ("words", "spans"), [("A word", False), ("Characteristically " * 4 + "x" * 30, True)]
)
def test_a_table_spans_the_columns_where_one_has_no_room(words: str, spans: bool) -> None:
    """A narrow one stands in its column."""
    document = printed(article(SHORT + TABLE.format(words) + SHORT), columns=2)
    found = lines(document)
    starts = [placed.left for placed in found if placed.text.strip().startswith(words.split(maxsplit=1)[0])]
    width, _ = paper(document)

    assert spans == (max(starts) - min(starts) > width * 0.35)
    assert max(starts) < width * 0.8


def test_a_heading_goes_with_what_spans_below_it() -> None:
    """It stands at the left edge above its table, not at the end of the right column."""
    table = TABLE.format("Characteristically " * 4 + "x" * 30)
    found = lines(printed(article(f'{SHORT}<h2 id="a">Below</h2>{table}{SHORT}'), columns=2))
    heading = next(placed for placed in found if placed.text.startswith("Below"))

    assert edges(found)[0] == round(heading.left)
    assert heading.baseline > max(p.baseline for p in found[: found.index(heading)]) + 10


@pytest.mark.parametrize("length", [50, 70])
def test_a_line_of_code_that_is_longer_than_a_column_spans(length: int) -> None:
    """It is not broken."""
    document = printed(article(f"{SHORT}<pre><code>{'x' * length}</code></pre>{SHORT}"), columns=2)
    code = [placed for placed in lines(document) if "xxx" in placed.text]

    assert ["x" * length] == [placed.text.strip() for placed in code]


def test_columns_are_no_part_of_the_structure() -> None:
    """A paragraph over two columns is one P, and the reading order is the article's."""
    body = "".join(f"<p>{number} {WORDS * 3}</p>" for number in range(30))
    one, two = (tags(printed(article(body), columns=count)) for count in (1, 2))

    assert one.count("\n  P") == two.count("\n  P")
    assert [f"'{n} Neg" in two for n in range(30)] == [True] * 30


def nasty(seed: int) -> str:
    """Make an article whose paragraphs call notes at places that do not suit."""
    chance = random.Random(seed)  # noqa: S311 - a layout, not a secret
    body, texts = "", list[str]()
    for number in range(16):
        if chance.random() < 0.2:
            body += f'<h3 id="h{number}">Heading {number}</h3>'
        body += "<p>"
        for _ in range(chance.randint(1, 5)):
            body += WORDS
            if chance.random() < 0.15:
                texts.append(f"Note {len(texts)}. {WORDS * chance.randint(0, 2)}")
                body += call(len(texts))
        body += "</p>"
    return body + notes(*texts) if texts else body


@pytest.mark.parametrize("seed", range(2))
def test_notes_stand_on_the_page_of_their_call_or_all_at_the_end(seed: int) -> None:
    """And none is lost."""
    findings: list[Diagnostic] = []
    body = nasty(seed)
    listing = pages(printed(article(body), columns=2, page_size="A5", findings=findings))
    by_page = listing.split("\npage ")[1:]
    at_end = "Notes" in listing

    for number in range(body.count("<li id=")):
        (noted,) = (at for at, text in enumerate(by_page) if f"Note {number}." in text)
        assert at_end or f"{number + 1}" in by_page[noted]
    assert [] == findings
