"""Where chapters open: on which page, how far down, and what does not stand above them."""

from __future__ import annotations

import pytest

from tests.pdf_editions import WORDS, article, call, notes, printed
from tests.pdf_listing import pages
from tests.pdf_places import furniture, places

BODY = "".join(
    f'<h2 id="c{n}">Chapter {n}</h2><p>{WORDS * 3}</p>' + f"<p>{WORDS * 6}</p>" * 6 for n in (1, 2, 3)
)


def page_of(document: bytes, words: str) -> int:
    return next(placed.page for placed in places(document) if placed.text.startswith(words))


def opened_on(setting: str, body: str = BODY) -> list[int]:
    document = printed(article(body), chapters=setting, page_size="A5")
    return [page_of(document, f"Chapter {number}") for number in (1, 2, 3)]


def test_chapters_run_on_unless_asked() -> None:
    """A section begins below the last one."""
    document = printed(article(BODY), page_size="A5")
    page = page_of(document, "Chapter 2")
    first = [placed.text for placed in places(document) if placed.page == page]

    assert not first[0].startswith("Chapter")


def test_each_chapter_begins_a_page() -> None:
    """The first one goes with the head of the article, which it stands right below."""
    pages_ = opened_on("page")

    assert 1 == pages_[0] < pages_[1] < pages_[2]


def test_an_introduction_makes_the_first_chapter_begin_a_page_too() -> None:
    """What stands before it is no part of it."""
    assert 2 == opened_on("page", f"<p>Introduction.</p>{BODY}")[0]


@pytest.mark.parametrize("lang", ["en", "he"])
def test_chapters_begin_right_hand_pages(lang: str) -> None:
    """Those have odd numbers in either direction; a page that is left blank says nothing."""
    document = printed(article(f"<p>Introduction.</p>{BODY}", lang=lang), chapters="right", page_size="A5")
    found = [page_of(document, f"Chapter {number}") for number in (1, 2, 3)]
    used = {placed.page for placed in places(document)}

    assert [1, 1, 1] == [number % 2 for number in found]
    assert 2 not in used


def test_an_opening_has_no_running_head() -> None:
    """The pages after it have, with the chapter's name; the number stays."""
    document = printed(article(BODY), chapters="page", page_size="A5")
    opening = page_of(document, "Chapter 2")
    heads = {number: [placed.text for placed in found] for number, found in furniture(document).items()}

    assert [str(opening)] == heads[opening]
    assert ["Title", "Chapter 2"] == [text for text in heads[opening + 1] if not text.isdecimal()]


def test_an_opening_stands_lower_than_a_page_begins() -> None:
    """By several lines."""
    document = printed(article(BODY), chapters="page", page_size="A5")
    number = page_of(document, "Chapter 2")
    top = {
        page: min(
            placed.baseline for placed in places(document) if placed.page == page and not placed.artifact
        )
        for page in (number, number + 1)
    }

    assert top[number] - top[number + 1] > 40


def test_the_notes_begin_a_page_as_well() -> None:
    """They are a section of the top level."""
    body = f"<p>Text.{call(1)}</p>{notes('Note. ' * 90)}"
    listing = pages(printed(article(body), chapters="page", notes="end"))

    assert "Notes" in listing.split("page 2")[1]
