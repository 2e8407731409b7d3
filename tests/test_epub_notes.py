"""Footnotes in e-books: their shape, and the chapter they stand in."""

from __future__ import annotations

from lxml import etree

from recto import markup
from tests.epub_books import Book, article, call, links, notes

EPUB_TYPE = f"{{{markup.EPUB}}}type"


def test_a_note_has_the_shape_that_readers_show_on_the_spot() -> None:
    """The id on a block, the number first and linked back, the call's id on the call itself."""
    book = Book(article(f"<p>Text.{call(1)}</p>{notes('A <em>note</em>.')}"), cover=False)
    page = book.page("chapter-1")
    (aside,) = book.find(page, "//h:aside[@epub:type='footnote' and @role='doc-footnote']")
    (noteref,) = book.find(page, "//h:a[@epub:type='noteref']")

    assert aside.get("id") == "fn-1"
    assert dict(noteref.attrib) == {
        "href": "#fn-1", "role": "doc-noteref", "id": "fnref-1-1", EPUB_TYPE: "noteref",
    }  # fmt: skip
    assert markup.text_of(aside) == "1. A note."
    assert book.find(aside, "h:p[1]/h:a[1]/@href") == ["#fnref-1-1"]
    assert book.find(aside, "count(.//h:a)") == 1


def test_a_note_stands_in_the_chapter_that_calls_it_first() -> None:
    """Readers show a note surely only from the same document; later calls lead back to it."""
    body = (
        f'<p>Lead.</p><h2 id="a">A</h2><p>{call(2)}</p><h2 id="b">B</h2><p>{call(1)}{call(2, 2)}</p>'
        f"{notes('One.', 'Two.', times=2)}"
    )
    book = Book(article(body), cover=False, split="always")
    homes = {name: book.find(book.page(name), "//h:aside/@id") for name in book.chapters()}

    assert homes == {"introduction": [], "chapter-1": ["fn-2"], "chapter-2": ["fn-1"]}
    assert links(book, "chapter-2")[:2] == ["#fn-1", "chapter-1.xhtml#fn-2"]
    assert links(book, "chapter-1")[1:] == ["#fnref-2-1", "chapter-2.xhtml#fnref-2-2"]


def test_notes_that_notes_call_stand_with_them() -> None:
    """A note called by a note belongs to the chapter of the text that led there."""
    below = notes(f"One.{call(2)}", f"Two.{call(3)}", "Three.")
    body = f'<h2 id="a">A</h2><p>{call(1)}</p><h2 id="b">B</h2><p>x</p>{below}'
    book = Book(article(body), cover=False, split="always")

    assert book.find(book.page("chapter-1"), "//h:aside/@id") == ["fn-1", "fn-2", "fn-3"]


def test_a_note_that_nothing_calls_is_kept() -> None:
    """Words are never dropped, even where nothing leads to them."""
    book = Book(article(notes("Forgotten.")), cover=False)

    assert b"Forgotten." in book.read("chapter-1.xhtml")


def test_the_notes_heading_becomes_their_section_s_name() -> None:
    """Apple Books hides the notes themselves, and a heading above nothing would stay."""
    book = Book(article(f'<p>{call(1)} <a href="#notes">see</a></p>{notes("N.")}'), cover=False)
    (section,) = book.find(book.page("chapter-1"), "//h:section[@epub:type='footnotes']")

    assert (section.get("aria-label"), section.get("id")) == ("Notes", "notes")
    assert links(book, "chapter-1")[1] == "#notes"
    assert book.find(book.page("nav"), "//h:nav[@role='doc-toc']//h:a/@href") == ["title.xhtml"]


def test_a_note_may_begin_with_something_else_than_a_paragraph() -> None:
    """Its number then gets a paragraph of its own, and one that held only the way back is gone."""
    body = f"<p>{call(1)}</p>{notes('</p><pre><code>x</code></pre><p>')}".replace("<p></p>", "")
    aside = Book.find(Book(article(body), cover=False).page("chapter-1"), "//h:aside")[0]

    assert [etree.QName(child).localname for child in aside] == ["p", "pre"]
    assert markup.text_of(aside[0]) == "1."
