"""The e-book for Kobo's readers: an EPUB whose sentences can be found again."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import recto
from recto import markup
from recto.article import Asset
from recto.writers import registry
from recto.writers.kepub import KepubWriter
from tests.case_folders import Case, cases, published
from tests.epub_books import NAMES, Book, article, call, links, notes

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KEPUB = KepubWriter()
SPAN = "h:span[@class='koboSpan']"


def kepub(body: str) -> Book:
    return Book(article(body), by=KEPUB, cover=False)


def spans(book: Book, page: str = "chapter-1") -> list[tuple[str, str]]:
    """Return the id and the words of each span, in their order."""
    return [(span.get("id"), "".join(span.itertext())) for span in book.find(book.page(page), f"//{SPAN}")]


def test_each_sentence_stands_in_a_span_with_a_name() -> None:
    """The first number is the paragraph's, the second the sentence's; a space belongs to what is before."""
    assert spans(kepub("<h2>Head</h2><p>One. Two!</p><ul><li>Three</li></ul>")) == [
        ("kobo.1.1", "Head"),
        ("kobo.2.1", "One. "),
        ("kobo.2.2", "Two!"),
        ("kobo.3.1", "Three"),
    ]


def test_a_sentence_goes_on_through_other_elements() -> None:
    """It is cut where they begin and end, and an abbreviation before them still is one."""
    book = kepub("<p>Mr. <em>Smith</em> came to St. <b>Ives. He</b> stayed.</p>")

    assert [text for _, text in spans(book)] == ["Mr. ", "Smith", " came to St. ", "Ives. ", "He", " stayed."]


def test_sentences_follow_the_language_of_their_paragraph() -> None:
    """A German paragraph in an English article is cut by German rules."""
    book = kepub('<p lang="de">Am 3. Oktober. Ja.</p><p>停戦は続く。次。</p>')

    assert [text for _, text in spans(book)] == ["Am 3. Oktober. ", "Ja.", "停戦は続く。", "次。"]


def test_notes_code_formulas_and_drawings_are_left_alone() -> None:
    """Kobo shows a note by its call's and its own shape, and counts no sentences in code."""
    math = f'<math xmlns="{markup.MATHML}"><mi>x</mi></math>'
    drawing = f'<svg xmlns="{markup.SVG}" role="img"><title>Done. So.</title></svg>'
    body = (
        f"<p>A.{call(1)} B <code>x. Y</code> {math} {drawing}</p><pre><code>c. D</code></pre>{notes('N. M.')}"
    )
    book = kepub(body)

    assert [text for _, text in spans(book)] == ["A.", " B "]
    assert b"<pre><code>c. D</code></pre>" in book.read("chapter-1.xhtml")
    assert links(book, "chapter-1") == ["#fn-1", "#fnref-1-1"]


def test_a_picture_stands_in_a_span_of_its_own() -> None:
    """Kobo keeps its place at pictures as well."""
    dot = Asset("a.png", "image/png", b"not looked into", 1, 1)
    book = Book(article('<p><img src="a.png" alt="x"/></p>', assets=[dot]), by=KEPUB)

    for page in ("cover", "chapter-1"):
        assert book.find(book.page(page), f"count(//{SPAN}/h:img)") == 1


def test_every_page_to_read_stands_in_two_boxes() -> None:
    """Kobo's engine puts the reader's margins on them; the contents that only machines read has none."""
    book = Book(article("<p>x</p>"), by=KEPUB)
    boxes = "h:body/h:div[@id='book-columns']/h:div[@id='book-inner']"

    for page in book.spine:
        assert book.find(book.page(page), "count(h:body/*)") == 1
        assert book.find(book.page(page), f"count({boxes}/*)") > 0
        assert book.find(book.page(page), "string(//h:style[@id='kobostylehacks'])") != ""
    assert b"book-inner" not in book.read("nav.xhtml")


@pytest.mark.parametrize("name", ["book-inner", "book-columns", "kobo.1.1"])
def test_an_authors_id_does_not_get_in_kobos_way(name: str) -> None:
    """It gets another, and links follow it."""
    book = kepub(f'<h2 id="{name}">A</h2><p><a href="#{name}">b</a></p>')
    ids = book.find(book.page("chapter-1"), "//@id")

    assert sorted(ids) == sorted(set(ids))
    assert links(book, "chapter-1") == ["#id-1"]


@pytest.mark.parametrize(
    "case", [case for case in (*cases(), *published()) if not case.refused], ids=lambda case: case.name
)
def test_the_words_are_the_epubs(case: Case) -> None:
    """Text, order and white space: nothing but spans and boxes is added, and no id twice."""
    made = recto.read(case.article)
    one, other = Book(made), Book(made, by=KEPUB, device="generic")

    assert one.names == other.names
    for page in one.spine:
        old, new = one.page(page), other.page(page)
        assert _words(old) == _words(new)
        ids = other.find(new, "//@id")
        assert len(ids) == len(set(ids))
        assert not other.find(new, f"//{SPAN}[not(normalize-space()) and not(h:img)]")


def _words(page: Element) -> str:
    return str(page.xpath("string(h:body)", namespaces=NAMES))


def test_no_element_is_empty_in_a_way_that_html_misreads() -> None:
    """Kobo's engine reads some books as HTML, where `<p/>` is never closed."""
    text = kepub("<p></p><table><tr><td></td><td>x</td></tr></table><p>a<br/>b</p>").read("chapter-1.xhtml")

    assert re.findall(rb"<(?:p|td|span|div|section)[^>]*/>", text) == []
    assert b"<br/>" in text


def test_it_is_a_format_of_its_own() -> None:
    """One line among the entry points names it; until Recto is installed anew, only the file knows."""
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))
    points = project["project"]["entry-points"]["recto.writers"]

    assert points["kepub"] == f"{KepubWriter.__module__}:{KepubWriter.__name__}"
    assert list(registry()) == [name for name in points if name in registry()]
