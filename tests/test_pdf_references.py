"""The pages that references name in print."""

from __future__ import annotations

import pytest

from recto.diagnostics import Diagnostic
from recto.writers._labels import _WORDS
from recto.writers._page_words import _PAGE
from tests.pdf_editions import article, opened, printed
from tests.pdf_listing import pages, tags

REFERRING = (
    '<h2 id="fig:ä">T <a class="reference" href="#fig:ä">H</a></h2>'
    '<p>See <a class="reference" href="#fig:ä">F</a>, <a href="#fig:ä">l</a>.</p>'
)


@pytest.mark.parametrize(("asked", "expected"), [(False, "See F , l ."), (True, "See F (Seite 1) , l .")])
def test_references_name_their_page_on_request(asked: bool, expected: str) -> None:
    """In the article's language; other links do not, nor headings."""
    shown = pages(printed(article(REFERRING, lang="de"), page_references=asked))

    assert expected in shown
    assert "T H\n" in shown


def test_the_page_that_a_reference_names_is_part_of_its_link() -> None:
    """A screen reader says both, and the annotation is described by the words alone."""
    data = printed(article(REFERRING), page_references=True)

    assert "Link\n      → #fig:ä\n      'F'\n      '(page 1)'" in tags(data)
    with opened(data) as pdf:
        contents = {str(link.get("/Contents")) for page in pdf.pages for link in page.get("/Annots", [])}
    assert contents == {"F", "H", "l"}


def test_a_page_that_is_named_in_characters_without_a_font_has_no_missing_glyphs() -> None:
    """What print generates is replaced as the article's own words are."""
    findings: list[Diagnostic] = []
    data = printed(article(REFERRING, lang="ja"), findings=findings, page_references=True)

    assert ["glyph-missing"] == [finding.code for finding in findings]
    assert "1□□□" in pages(data)


def test_every_language_has_a_word_for_pages() -> None:
    """The languages are those that writers have words in."""
    assert set(_PAGE) == set(_WORDS)
