"""One page number everywhere: what begins a printed page follows the mark of its number in every edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

import recto
from recto import markup
from recto.writers import PageStart
from recto.writers._page_marks import mark_pages
from recto.writers._page_places import numbered
from tests import page_words
from tests.case_folders import CASES, SOURCE
from tests.epub_books import Book, article, call, notes

LOOKED_AT = 24
"""Letters of each page that are compared."""
LONGEST_PIECE = 24
"""Letters: what a page before may hold of the word that the mark stands before."""


TEXT = "---\ntitle: T\nlang: en\n---\n\n" + "\n\n".join(f"## Part {n}\n\n{'word ' * 150}" for n in "1234")
SMALL = "74mm 74mm"


def build(article: Path, output: Path, **settings: object) -> dict[str, bytes]:
    """Make the editions of an article on small paper; return them by format."""
    (outcome,) = recto.build(
        article.name,
        output=output,
        settings={"pdf.page_size": "A6", **settings},
        project=article.parent,
        check=False,
    )
    assert outcome.failure is None
    return {written.format: written.path.read_bytes() for written in outcome.written}


def begins(page: str, before: str, following: str) -> bool:
    """Say whether a page begins with what follows its mark, or with the rest of a word behind it."""
    length = min(LOOKED_AT, len(page), len(following))
    return any(
        following[cut : cut + length] == page[:length] and before.endswith(following[:cut])
        for cut in range(LONGEST_PIECE)
    )


def distance(one: str, other: str) -> int:
    """Return how many letters one text has that the other has not."""
    counts = Counter(one), Counter(other)
    return (counts[0] - counts[1]).total() + (counts[1] - counts[0]).total()


def wrong(pdf: Mapping[int, str], found: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return number, words of the page and words behind the mark, where these are not the same."""
    texts = {number: "".join(pdf[each] for each in pdf if each >= number) for number in pdf}
    before = {number: "".join(pdf[each] for each in pdf if each < number) for number in pdf}
    return [
        (label, texts[int(label)][:LOOKED_AT], following[:LOOKED_AT])
        for label, following in found.items()
        # The head of the article comes first on the first page.
        if not (
            following[:12] in texts[1]
            if label == "1"
            else begins(texts[int(label)], before[int(label)], following)
        )
    ]


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("chapters-of-a-long-article", {}),
        ("chapters", {"epub.split": "always"}),
        ("code", {"pdf.page_size": SMALL}),
        ("cross-references-numbered", {}),
        ("footnotes", {"pdf.links": "notes"}),
        ("formulas", {}),
        ("list-tables", {}),
        ("quotations", {"pdf.columns": 2}),
        ("smart-punctuation-fr", {"pdf.page_size": SMALL, "pdf.duplex": True}),
        ("tables-over-pages", {}),
        ("../../source/talks.md", {}),
        ("../../source/talks.md", {"pdf.chapters": "right", "epub.split": "always"}),
    ],
)
def test_a_page_begins_with_the_words_that_follow_its_mark(
    name: str, settings: dict[str, object], tmp_path: Path
) -> None:
    """Read from the finished files: every mark of the book's page list, and of the web page."""
    place = CASES / name
    made = build(place if place.is_file() else place / "article.md", tmp_path, **settings)
    pdf = page_words.of_pdf(made["pdf"])
    book, page = page_words.of_book(made["epub"]), page_words.of_page(made["html"])

    assert wrong(pdf, book) == []
    assert wrong(pdf, page) == []
    assert list(book) == list(page)
    assert len(book) > 1
    # Only a list of addresses, which print adds, has no place elsewhere; and a blank page.
    missing = [text for number, text in pdf.items() if str(number) not in book and text]
    assert [text for text in missing if not text.startswith("Link")] == []


def test_a_page_from_right_to_left_holds_the_letters_between_two_marks(tmp_path: Path) -> None:
    """Read from the PDF in the order they are drawn in; a word may be broken over two pages."""
    made = build(CASES / "language-hebrew" / "article.md", tmp_path, **{"pdf.page_size": SMALL})
    pdf, book = page_words.of_pdf(made["pdf"]), page_words.of_book(made["epub"])
    numbers = [int(label) for label in book]
    between = {
        number: book[str(number)].removesuffix(book.get(str(number + 1), "")) for number in numbers[1:]
    }
    strays = {number: distance(text, pdf[number]) for number, text in between.items()}

    assert len(numbers) > 1
    assert {number: stray for number, stray in strays.items() if stray > 8} == {}


def test_without_print_there_are_no_pages(tmp_path: Path) -> None:
    """Nor where nobody wants them."""
    (tmp_path / "a.md").write_text(TEXT, "utf-8")
    alone = build(tmp_path / "a.md", tmp_path / "1", formats=("html", "epub"))
    unwanted = build(tmp_path / "a.md", tmp_path / "2", pages=False)

    for made in (alone, unwanted):
        assert page_words.of_page(made["html"]) == {}
        assert page_words.of_book(made["epub"]) == {}
        assert b"pagebreak" not in made["html"].partition(b"<body")[2]
        assert "pageNavigation" not in Book.of(made["epub"]).meta("schema:accessibilityFeature")


def test_the_order_that_was_asked_for_stays(tmp_path: Path) -> None:
    """The PDF is made first, and comes where it was asked for."""
    (tmp_path / "a.md").write_text(TEXT, "utf-8")
    (outcome,) = recto.build("a.md", output=tmp_path, to=["epub", "pdf", "html"], project=tmp_path)

    assert [written.format for written in outcome.written] == ["epub", "pdf", "html"]


def test_a_book_says_where_its_page_numbers_come_from(tmp_path: Path) -> None:
    """Old readers find them in the NCX, in the order of reading."""
    (tmp_path / "a.md").write_text(TEXT, "utf-8")
    book = Book.of(build(tmp_path / "a.md", tmp_path, **{"epub.split": "always"})["epub"])
    ncx = book.toc()
    places = {
        int(each.get("playOrder")): each[1].get("src")
        for each in book.find(ncx, "//ncx:navPoint | //ncx:pageTarget")
    }
    order = [places[number] for number in sorted(places)]

    assert book.meta("pageBreakSource") == ["T (PDF)"]
    assert {"pageBreakMarkers", "pageNavigation"} <= set(book.meta("schema:accessibilityFeature"))
    assert order[:3] == ["title.xhtml", "chapter-1.xhtml#page-1", "chapter-1.xhtml#part-1"]
    files = [href.partition("#")[0] for href in order[1:]]
    assert files == sorted(files)


def test_marks_hold_no_words(tmp_path: Path) -> None:
    """With and without them an edition reads the same; and twice the same is made."""
    (tmp_path / "a.md").write_text(TEXT, "utf-8")
    made = build(tmp_path / "a.md", tmp_path / "1")
    again = build(tmp_path / "a.md", tmp_path / "2")
    without = build(tmp_path / "a.md", tmp_path / "3", pages=False)
    words = [
        markup.text_of(markup.parse(each["html"].decode().partition("<body>")[2])) for each in (made, without)
    ]

    assert made == again
    assert words[0] == words[1]


def marked(body: str, *starts: tuple[str, int]) -> str:
    """Mark pages, each where so many characters of an element's own text come before; show marks as ¶."""
    tree = markup.parse(body)
    elements = list(numbered(tree))
    mark_pages(
        tree,
        [
            PageStart(str(number), [each.tag for each in elements].index(tag), offset)
            for number, (tag, offset) in enumerate(starts, start=1)
        ],
        lang="en",
    )
    return re.sub(r'<span id="page-\d" role="doc-pagebreak"[^>]*></span>', "¶", markup.html(tree))


@pytest.mark.parametrize(
    ("body", "start", "expected"),
    [
        ("<p>One two</p>", ("p", 0), "<p>¶One two</p>"),
        ("<p>One two</p>", ("p", 3), "<p>One ¶two</p>"),
        ("<p>One hyphenated</p>", ("p", 6), "<p>One ¶hyphenated</p>"),
        ("<p>One hy\u00adphen\u0301ated</p>", ("p", 10), "<p>One ¶hy\u00adphen\u0301ated</p>"),
        ("<p>One “two”</p>", ("p", 3), "<p>One ¶“two”</p>"),
        ("<p>One (<em>two</em>) three</p>", ("p", 3), "<p>One ¶(<em>two</em>) three</p>"),
        ("<p>One—two</p>", ("p", 4), "<p>One—¶two</p>"),
        ("<p>船は午前</p>", ("p", 2), "<p>船は¶午前</p>"),
        ("<p>One <em>two three</em></p>", ("em", 0), "<p>One ¶<em>two three</em></p>"),
        ("<p>One <em>two three</em></p>", ("em", 3), "<p>One <em>two ¶three</em></p>"),
        ("<p>One <em>two</em> three</p>", ("p", 3), "<p>One <em>two</em> ¶three</p>"),
        (
            '<p>One <a href="#x">two <b>three</b></a></p>',
            ("b", 0),
            '<p>One ¶<a href="#x">two <b>three</b></a></p>',
        ),
        ('<p>One</p><h2 id="a">Two</h2>', ("h2", 0), '<p>One</p>¶<h2 id="a">Two</h2>'),
        ('<h2><span>1</span>Two</h2>', ("span", 0), '¶<h2><span>1</span>Two</h2>'),
        ("<ul><li><p>One</p></li></ul>", ("p", 0), "<ul><li><p>¶One</p></li></ul>"),
        ("<table><caption>1</caption></table>", ("caption", 0), "<table><caption>¶1</caption></table>"),
        ("<pre><code>one\ntwo</code></pre>", ("code", 3), "<pre><code>one\n¶two</code></pre>"),
        ("<pre><code>one</code></pre>", ("code", 0), "<pre><code>¶one</code></pre>"),
        ('<figure><img alt="A"></figure>', ("img", 0), '<figure>¶<img alt="A"></figure>'),
        ('<p><span class="line">One</span></p>', ("span", 0), '<p><span class="line">¶One</span></p>'),
        ("<p>One two</p>", ("p", 99), "<p>One two¶</p>"),
    ],
)  # fmt: skip
def test_where_a_mark_stands(body: str, start: tuple[str, int], expected: str) -> None:
    """Before the word, outside of what takes its name from its words, and inside of what must hold text."""
    assert marked(body, start) == expected


def test_pages_of_one_paragraph_stand_in_their_order() -> None:
    """The one that has no words of its own comes first."""
    assert marked("<p>One two three</p>", ("p", 0), ("p", 0), ("p", 6)) == "<p>¶¶One two ¶three</p>"


def test_an_id_of_the_author_s_is_not_taken(tmp_path: Path) -> None:
    """The pages then all have another one."""
    (tmp_path / "a.md").write_text(f"{TEXT}\n\n## Page {{#page-2}}\n\nx\n", "utf-8")
    page = build(tmp_path / "a.md", tmp_path)["html"].decode()

    assert page.count('id="page-2"') == 1
    assert 'id="page_-2" role="doc-pagebreak" title="Page 2"' in page


def test_a_page_that_begins_with_the_notes_heading_begins_with_the_first_note() -> None:
    """An e-book has no such heading; the note's number comes first."""
    body = f"<p>x{call(1)}</p>{notes('One.')}"
    book = Book(article(body), pages=(PageStart("1", 0), PageStart("2", 4)), cover=False)
    mark = "//h:aside/h:p[1]/h:span[@role='doc-pagebreak']"

    assert book.find(book.page("chapter-1"), f"string({mark}/@id)") == "page-2"
    assert book.find(book.page("chapter-1"), f"string({mark}/preceding-sibling::h:a)") == "1."
    assert book.find(book.page("chapter-1"), "string(//h:aside/h:p[1])") == "1.\xa0One."


def test_a_chapter_begins_with_the_mark_of_its_page() -> None:
    """A mark before a heading goes along into the heading's own file."""
    body = '<h2 id="a">A</h2><p>x</p><h2 id="b">B</h2><p>y</p>'
    book = Book(article(body), pages=(PageStart("1", 0), PageStart("2", 2)), split="always", cover=False)

    assert book.find(book.page("chapter-2"), "string(//h:section/*[1]/@id)") == "page-2"
    assert book.find(book.page("chapter-2"), "string(//h:section/@aria-labelledby)") == "b"
    assert book.find(book.page("nav"), "//h:nav[@epub:type='page-list']//h:a/@href") == [
        "chapter-1.xhtml#page-1",
        "chapter-2.xhtml#page-2",
    ]


def test_source_is_where_the_tests_expect_it() -> None:
    """The parameters above name its articles by their place beside the cases."""
    assert (CASES / "../../source/talks.md").resolve() == SOURCE / "talks.md"
