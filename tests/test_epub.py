"""The e-book: its chapters, links, contents, images and marks for e-readers."""

from __future__ import annotations

import re
import time
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from recto import markup
from recto.article import Asset, Section
from recto.errors import WriterError
from recto.theme import Theme, load
from tests.epub_books import Book, article, call, links, notes

WORDS = "word " * 400
LONG = "".join(f'<h2 id="s{n}">Section {n}</h2><p>{WORDS}</p>' for n in range(1, 10))
EPUB_TYPE = f"{{{markup.EPUB}}}type"


def test_a_short_article_is_one_document() -> None:
    """A page of its own for each section would leave most of them half empty."""
    book = Book(article('<p>Lead.</p><h2 id="a">A</h2><p>x</p><h2 id="b">B</h2><p>y</p>'))

    assert book.spine == ["cover", "title", "chapter-1"]


def test_a_long_article_is_cut_at_its_topmost_headings() -> None:
    """What stands before the first heading is the introduction; a page of contents comes before it."""
    book = Book(article(f"<p>Lead.</p>{LONG}"))

    assert book.spine == ["cover", "title", "nav", "introduction", *(f"chapter-{n}" for n in range(1, 10))]
    assert book.find(book.page("introduction"), "string(//h:section/@role)") == "doc-introduction"
    assert book.find(book.page("chapter-2"), "string(//h:section/@aria-labelledby)") == "s2"
    assert book.find(book.page("chapter-2"), "string(//h:title)") == "Section 2"


def test_a_text_without_spaces_counts_as_long_too() -> None:
    """Japanese writes no spaces between words; its letters are counted."""
    body = "".join(f'<h2 id="s{n}">{n}</h2><p>{"停戦をめぐる三つの立場。" * 200}</p>' for n in range(4))

    assert len(Book(article(body, lang="ja"), cover=False).chapters()) == 4


def test_sections_of_a_few_words_share_a_document() -> None:
    """Two thousand files of a line each would be two thousand nearly empty pages."""
    body = "".join(f'<h2 id="s{n}">S</h2><p>{"word " * 20}</p>' for n in range(2000))
    book = Book(article(body), cover=False)

    assert 5 <= len(book.chapters()) <= 20
    assert len(book.find(book.page("nav"), "//h:nav[@role='doc-toc']//h:a")) == 2001


@pytest.mark.parametrize(("split", "count"), [("never", 1), ("always", 10), ("auto", 10)])
def test_the_author_can_choose_how_it_is_split(split: str, count: int) -> None:
    """`split` says whether sections are documents of their own."""
    assert len(Book(article(f"<p>Lead.</p>{LONG}"), cover=False, split=split).chapters()) == count


def test_an_empty_article_is_a_book_with_a_title_page() -> None:
    """A book needs something to read, and a contents with a line in it."""
    book = Book(article(""))

    assert book.spine == ["cover", "title"]
    assert book.find(book.page("nav"), "//h:nav[@role='doc-toc']//h:a/@href") == ["title.xhtml"]


def test_no_words_are_lost_between_chapters() -> None:
    """Chapter after chapter, the book has the words of the body in their order."""
    body = f"loose text <p>Lead.</p>{LONG}<p>end</p> tail"
    book = Book(article(body), cover=False)
    found = [markup.text_of(book.find(book.page(name), "//h:section")[0]) for name in book.chapters()]

    assert "".join(markup.text_of(markup.parse(body)).split()) == "".join("".join(found).split())


def test_links_find_their_targets_in_other_chapters() -> None:
    """An address within the article becomes one of document and fragment."""
    first = '<h2 id="a">A</h2><p><a href="#a">y</a> <a href="#b">z</a></p>'
    body = f'<p><a href="#b">x</a></p>{first}<h2 id="b">B</h2>'
    book = Book(article(body), cover=False, split="always")

    assert links(book, "introduction") == ["chapter-2.xhtml#b"]
    assert links(book, "chapter-1") == ["#a", "chapter-2.xhtml#b"]


def test_odd_ids_become_plain_ones_and_are_still_found() -> None:
    """Old readers find only ids that are ASCII names; links to the others follow them."""
    odd, encoded = 'a b"&lt;%', "%D9%85%D9%82%D8%AF%D9%85%D8%A9"
    body = (
        f"<h2 id='{odd}'>A</h2><h2 id='مقدمة'>B</h2><p><a href='#{odd}'>x</a> <a href='#{encoded}'>y</a></p>"
    )
    book = Book(article(body), cover=False, split="never")

    assert links(book, "chapter-1") == ["#id-1", "#id-2"]
    assert book.find(book.page("chapter-1"), "//h:h2/@id") == ["id-1", "id-2"]
    assert b"chapter-1.xhtml#id-2" in book.read("toc.ncx")


def test_a_link_that_leads_nowhere_keeps_its_words() -> None:
    """A dead fragment is an error in EPUB; that it is dead was the checks' to say."""
    book = Book(article('<p><a href="#gone">words</a></p>'), cover=False)

    assert links(book, "chapter-1") == []
    assert book.findings == []
    assert b"words" in book.read("chapter-1.xhtml")


@pytest.mark.parametrize(
    ("written", "linked"),
    [
        ("https://example.org/ä?q=b|c", "https://example.org/ä?q=b%7Cc"),
        ("//host/x", "https://host/x"),
        ("http://a/%zz", "http://a/%25zz"),
        ("https://a/b#c#d", "https://a/b#c%23d"),
        ("tel:+1 23", "tel:+123"),
        ("mailto:a@b.org?subject=c d", "mailto:a@b.org?subject=c%20d"),
    ],
)
def test_addresses_are_mended_where_browsers_would_forgive_them(written: str, linked: str) -> None:
    """EPUBCheck refuses a whole book for a bar in an address."""
    book = Book(article(f'<p><a href="{written}">x</a></p>'), cover=False)

    assert links(book, "chapter-1") == [linked]
    assert book.findings == []


@pytest.mark.parametrize(
    "address", ["http://exa mple.org/", "https://[", "http:", "http://h:99999/", "http://a..b/"]
)
def test_an_address_beyond_repair_is_unlinked_and_reported(address: str) -> None:
    """The words stay, and the author hears of it."""
    book = Book(article(f'<p><a href="{address}">x</a></p>'), cover=False)

    assert links(book, "chapter-1") == []
    assert [finding.code for finding in book.findings] == ["epub-link"]


def test_links_to_files_lead_to_the_article_s_address() -> None:
    """A book cannot link to a file beside the article; the web can."""
    body = '<p><a href="data/figures.csv">x</a></p>'
    there = Book(article(body, canonical="https://example.org/a/talks"), cover=False)
    nowhere = Book(article(body), cover=False)

    assert links(there, "chapter-1") == ["https://example.org/a/data/figures.csv"]
    assert links(nowhere, "chapter-1") == []
    assert "canonical" in (nowhere.findings[0].hint or "")


def test_every_language_is_marked_twice() -> None:
    """XML's attribute and HTML's, and a direction where it changes."""
    page = Book(article('<p><span lang="he">שלום</span> <span lang="fr">oui</span></p>'), cover=False).page(
        "chapter-1"
    )
    hebrew, french = Book.find(page, "//h:span")

    assert page.get(f"{{{markup.XML}}}lang") == page.get("lang") == "en"
    assert (hebrew.get(f"{{{markup.XML}}}lang"), hebrew.get("dir")) == ("he", "rtl")
    assert (french.get(f"{{{markup.XML}}}lang"), french.get("dir")) == ("fr", None)


def test_a_right_to_left_book_turns_its_pages_that_way() -> None:
    """Spine, package and documents say so; code alone stays left to right."""
    book = Book(article("<p>שלום</p><pre><code>x = 1</code></pre>", lang="he", title="שלום"))
    page = book.page("chapter-1")

    assert book.find(book.package, "string(//opf:spine/@page-progression-direction)") == "rtl"
    assert (book.package.get("dir"), page.get("dir")) == ("rtl", "rtl")
    assert book.find(page, "//h:pre/@dir") == ["ltr"]


def test_roles_have_their_older_names_too() -> None:
    """Readers before ARIA know epub:type."""
    contents = (
        '<nav class="toc" role="doc-toc"><h2 class="title">C</h2><ol><li><a href="#a">A</a></li></ol></nav>'
    )
    body = (
        f'<blockquote class="pullquote" role="doc-pullquote"><p>x</p></blockquote>{contents}<p id="a">y</p>'
    )
    page = Book(article(body), cover=False).page("chapter-1")

    assert Book.find(page, "//h:section/*/@epub:type") == ["pullquote", "toc"]


def test_what_is_folded_is_open_and_comments_are_gone() -> None:
    """Few e-readers can unfold; some stumble over comments."""
    page = Book(article("<!-- a --><details><summary>S</summary><p>x</p></details>"), cover=False)

    assert b'<details open="open">' in page.read("chapter-1.xhtml")
    assert b"<!--" not in page.read("chapter-1.xhtml")
    assert b"/*" not in page.read("style.css")


def test_documents_say_what_they_hold() -> None:
    """The manifest announces drawings and formulas (EPUB 3.3, D.8.4)."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>t</title></svg>'
    math = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
    book = Book(article(f'<h2 id="a">A</h2><p>{svg}</p><h2 id="b">B</h2><p>{math}</p>'), split="always")

    assert [book.item(name).get("properties") for name in ("chapter-1", "chapter-2", "nav")] == [
        "svg",
        "mathml",
        "nav",
    ]
    assert b'viewBox="0 0 1 1"' in book.read("chapter-1.xhtml")


def test_contents_are_nested_in_both_forms() -> None:
    """Headings without words give their place to those below."""
    sections = (
        Section("a", "A & <b>", 2, (Section("e", "", 3, (Section("f", "F", 4),)),)),
        Section("gone", "Gone", 2),
    )
    made = article(
        '<h2 id="a">A</h2><h3 id="e"></h3><h4 id="f">F</h4>', sections=sections, title='T "q" & <i>'
    )
    book = Book(made, cover=False)
    nav, ncx = book.page("nav"), etree.fromstring(book.read("toc.ncx"))
    top, below = "//h:nav[@role='doc-toc']/h:ol/h:li/h:a/text()", "//h:li/h:ol/h:li/h:a/@href"

    assert Book.find(nav, top) == ['T "q" & <i>', "A & <b>"]
    assert Book.find(nav, below) == ["chapter-1.xhtml#f"]
    assert Book.find(ncx, "//ncx:navPoint/@playOrder") == ["1", "2", "3"]
    assert Book.find(ncx, "//ncx:navPoint/ncx:navPoint/ncx:content/@src") == ["chapter-1.xhtml#f"]
    assert Book.find(ncx, "string(//ncx:meta[@name='dtb:depth']/@content)") == "2"


def test_landmarks_lead_to_cover_and_text() -> None:
    """Readers open a book where its text begins."""
    book = Book(article("<p>x</p>"))
    found = book.find(book.page("nav"), "//h:nav[@epub:type='landmarks']//h:a")

    assert [(a.get(EPUB_TYPE), a.get("href")) for a in found] == [
        ("cover", "cover.xhtml"),
        ("bodymatter", "chapter-1.xhtml"),
    ]


def test_each_picture_is_carried_once_and_missing_ones_become_words() -> None:
    """Names in the book are plain; remote pictures are never referred to."""
    picture = Asset("fotos/ä b.png", "image/png", b"png", 1, 1)
    body = (
        '<p><img src="fotos/ä b.png" alt="a"> <img src="fotos/ä b.png" alt="b"> '
        '<img src="https://example.org/r.png" alt="remote"> <img src="gone.png" alt="gone"></p>'
    )
    book = Book(article(body, assets=[picture]), cover=False)
    page = book.page("chapter-1")

    assert book.find(page, "//h:img/@src") == ["images/image-1.png"] * 2
    assert [name for name in book.names if "/images/" in name] == ["EPUB/images/image-1.png"]
    assert links(book, "chapter-1") == ["https://example.org/r.png"]
    assert "gone" in "".join(page.itertext())


def test_fonts_come_along_only_for_the_words_that_need_them() -> None:
    """A reader pays for each."""
    plain, hebrew = Book(article("<p>x</p>")), Book(article("<p>שלום <em>x</em> <code>y</code></p>"))
    without = Book(article("<p>x</p>"), fonts=False)

    assert re.findall(rb'font-family: "([^"]+)"; font-weight: (\d+)', plain.read("style.css")) == [
        (b"Literata", b"400"), (b"Literata", b"700"),
    ]  # fmt: skip
    assert b"Noto Serif Hebrew" in hebrew.read("style.css")
    assert not any("/fonts/" in name for name in without.names)
    assert b"@font-face" not in without.read("style.css")


def test_no_rule_of_the_style_sheet_takes_the_reader_s_choice_away() -> None:
    """No colour of text, size in pixels, variable, grid or direction, which EPUB forbids."""
    css = re.sub(r"@font-face \{.*?\}", "", Book(article("<p>x</p>")).read("style.css").decode())

    assert not re.search(r"var\(|--\w|grid|flex|@media|@supports|calc\(|direction:", css)
    assert not re.search(r"font-size:[^;]*(px|pt|rem)", css)
    assert set(re.findall(r"(?<![-\w])color:\s*([^;}]+)", css)) <= {"inherit"}


def test_a_template_that_is_no_xml_is_named() -> None:
    """A theme's slip is told with the template's name, and no broken book is written."""
    default = load("default")
    broken = Theme("mine", default.css, MappingProxyType({**default.templates, "epub-title.html": "<p>open"}))

    with pytest.raises(WriterError, match=r"mine/epub-title\.html"):
        Book(article("<p>x</p>"), in_theme=broken, cover=False)


def test_time_grows_with_the_text_and_no_faster() -> None:
    """Eight times the sections take about eight times as long."""

    def seconds(count: int) -> float:
        body = "".join(f'<h2 id="s{n}">S</h2><p>{"word " * 300}{call(n)}</p>' for n in range(1, count + 1))
        made = article(body + notes(*["n"] * count))
        begin = time.process_time()
        Book(made, cover=False)
        return time.process_time() - begin

    seconds(10)
    assert seconds(800) < 8 * 3 * max(seconds(100), 0.02)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40), st.text(max_size=60), st.text(max_size=20))
def test_any_text_makes_a_well_formed_book(title: str, words: str, name: str) -> None:
    """Whatever the title, the words and the ids are, every part of the book is XML and every id its own."""
    text = markup.escape(words)
    made = article(
        f'<p>{text}</p><h2 id="{markup.escape(name)}">{text}</h2><p>{text}</p>',
        title=title or "-",
        authors=[name],
    )
    book = Book(made, cover=False, split="always")

    for part in book.names:
        if part.endswith((".xhtml", ".opf", ".ncx", ".xml")):
            ids = [str(each) for each in etree.fromstring(book.archive.read(part)).xpath("//@id")]
            assert len(ids) == len(set(ids))
