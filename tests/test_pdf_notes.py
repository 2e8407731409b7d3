"""Where the print edition puts notes: at the foot of the page that calls them, or at the end."""

from __future__ import annotations

import re

import pytest

from tests.pdf_editions import WORDS, article, call, notes, printed
from tests.pdf_listing import pages, tags


def test_short_notes_stand_at_the_foot_of_the_page_that_calls_them() -> None:
    """A short note is on its call's page, a long one and one called from a table at the end."""
    body = (
        f"<p>First.{call(1)}</p><p>Second.{call(2)}</p>"
        f"<table><tbody><tr><td>Cell{call(3)}</td></tr></tbody></table>{f'<p>{WORDS * 5}</p>' * 7}"
        + notes("Short note.", "Long note. " + WORDS * 6, "Cell note.")
    )
    data = printed(article(body))
    first = pages(data).split("page ")[1]

    assert "1 Short note." in first
    assert "Notes" not in first
    assert re.search(r"'Notes'\n.*'2\.'\n.*'Long note\..*'3\.'\n.*'Cell note\.", tags(data), re.DOTALL)


def test_notes_can_all_stand_at_the_end() -> None:
    """With notes = end, the foot of the page stays empty."""
    body = f"<p>First.{call(1)}</p>{notes('Short note.')}"

    assert "Notes\n" in pages(printed(article(body), notes="end"))
    assert "Notes\n" not in pages(printed(article(body)))


@pytest.mark.parametrize("size", ["A6", "A5"])
def test_every_note_is_printed_once_on_the_page_that_calls_it(size: str) -> None:
    """Wherever paragraphs break, a note is neither lost nor carried away from its call."""
    texts = [f"Note {number} ends here. {WORDS[: number * 7]}" for number in range(1, 25)]
    body = "".join(f"<p>{WORDS * (number % 5 + 1)}{call(number)}</p>" for number in range(1, 25))
    listing = pages(printed(article(body + notes(*texts)), page_size=size)).split("page ")[1:]

    for number in range(1, 25):
        (place,) = [page for page in listing if f"Note {number} ends here." in page]
        assert re.search(rf"1914–1918\. ?{number}\b", place), f"note {number} stands apart from its call"


def test_text_that_would_drown_in_notes_has_them_at_the_end() -> None:
    """Where notes make up most of the text, pages could not hold them."""
    body = f"<p>{'Word. ' * 20}{call(1)}{call(2)}</p>{notes(WORDS * 2, WORDS * 2)}"

    assert "Notes\n" in pages(printed(article(body)))


def test_no_line_begins_with_the_call_of_a_note() -> None:
    """It stays with the word before it, also behind a full stop."""
    count = 40
    body = "".join(
        f"<p>{'i' * number} So it all came to a good end in the evening.{call(number)}</p>"
        for number in range(1, count + 1)
    )
    texts = [f"Note {number}." for number in range(1, count + 1)]
    listing = pages(printed(article(body + notes(*texts)), page_size="A6", notes="end"))
    text = listing.partition("Notes")[0]

    assert [] == [line for line in text.split("\n") if line.strip().isdecimal()]
    assert count == len(re.findall(r"ing\. \d+\n", text))
