"""What an e-book says of itself: its package metadata, and what it claims of its accessibility."""

from __future__ import annotations

from datetime import UTC, date, datetime

from recto.article import Asset, Author, Series, Subject
from recto.writers._epub.words import _WORDS, sentences
from recto.writers._labels import _WORDS as LABELS
from tests.epub_books import IDENTIFIER, Book, article

PICTURE = Asset("p.png", "image/png", b"png", 1, 1)
MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'


def terms(book: Book, name: str) -> list[str]:
    return [str(text) for text in book.find(book.package, f"//dc:{name}/text()")]


def test_the_package_says_what_the_front_matter_said() -> None:
    """Every field has its term; titles and authors say which they are."""
    made = article(
        "<p>x</p>",
        title="A & B",
        subtitle="C",
        authors=[Author("Ann"), Author("Bob", url="https://example.org/bob")],
        lang="en-GB",
        date=date(2024, 8, 18),
        updated=datetime(2024, 9, 1, 12, 0, tzinfo=UTC),
        description="About.",
        tags=("one", "two"),
        canonical="https://example.org/x",
        rights="CC BY 4.0",
        publisher="House",
    )
    book = Book(made, cover=False)
    names = "identifier title creator language date description publisher rights source subject"
    found = {name: terms(book, name) for name in names.split()}

    assert found == {
        "identifier": [IDENTIFIER],
        "title": ["A & B", "C"],
        "creator": ["Ann", "Bob"],
        "language": ["en-GB"],
        "date": ["2024-08-18"],
        "description": ["About."],
        "publisher": ["House"],
        "rights": ["CC BY 4.0"],
        "source": ["https://example.org/x"],
        "subject": ["one", "two"],
    }
    assert book.meta("role") == ["aut", "aut"]
    assert book.meta("title-type") == ["main", "subtitle"]
    assert book.meta("dcterms:modified") == ["2024-09-01T12:00:00Z"]


def refined(book: Book) -> list[tuple[str, str, str, str | None]]:
    """What each statement about another says, but for titles."""
    return [
        (each.get("refines", ""), each.get("property", ""), each.text or "", each.get("scheme"))
        for each in book.find(book.package, "//opf:meta[@refines and @property!='title-type']")
    ]


def test_shops_and_catalogues_find_what_they_file_by() -> None:
    """People by their part, identifiers by their kind (ONIX list 5), codes by their scheme, the series."""
    made = article(
        "<p>x</p>",
        identifier="urn:isbn:9780306406157",
        identifiers=("https://doi.org/10.1000/182", "urn:nbn:de:101-1", "other"),
        authors=[Author("Ann"), Author("Eve", role="edt")],
        contributors=(Author("Bob", role="trl"), Author("Cy", role="ill")),
        tags=("rivers",),
        subjects=(Subject("Thema", "WTH", "Travel"),),
        series=Series("Rivers", "2"),
        canonical="https://example.org/x",
        source="The River, 1911",
    )
    book = Book(made, cover=False)
    names = "identifier creator contributor source subject"

    assert {name: terms(book, name) for name in names.split()} == {
        "identifier": [made.meta.identifier, *made.meta.identifiers],
        "creator": ["Ann", "Eve"],
        "contributor": ["Bob", "Cy"],
        "source": ["https://example.org/x", "The River, 1911"],
        "subject": ["rivers", "Travel"],
    }
    assert book.meta("belongs-to-collection") == ["Rivers"]
    assert book.find(book.package, "//opf:meta[starts-with(@name, 'calibre:')]/@content") == ["Rivers", "2"]
    assert sorted(refined(book)) == [
        ("#author-1", "role", "aut", "marc:relators"),
        ("#author-2", "role", "edt", "marc:relators"),
        ("#contributor-1", "role", "trl", "marc:relators"),
        ("#contributor-2", "role", "ill", "marc:relators"),
        ("#identifier-1", "identifier-type", "06", "onix:codelist5"),
        ("#identifier-2", "identifier-type", "22", "onix:codelist5"),
        ("#publication", "identifier-type", "15", "onix:codelist5"),
        ("#series", "collection-type", "series", None),
        ("#series", "group-position", "2", None),
        ("#subject-1", "authority", "Thema", None),
        ("#subject-1", "term", "WTH", None),
    ]
    assert book.package.get("unique-identifier") == "publication"


def test_a_title_alone_is_enough() -> None:
    """Nothing is made up: no author, no date, no publisher."""
    book = Book(article("<p>x</p>"), cover=False)

    assert [terms(book, name) for name in ("creator", "date", "publisher", "rights", "source")] == [[]] * 5


def test_characters_that_xml_cannot_hold_are_left_out_of_titles() -> None:
    """YAML's escapes can put any character into front matter."""
    book = Book(article("<p>x</p>", title="A\x01B", authors=["C\x00"], tags=("\x02",)), cover=False)

    assert (terms(book, "title"), terms(book, "creator"), terms(book, "subject")) == (["AB"], ["C"], [])


def test_a_time_without_a_zone_counts_as_utc() -> None:
    """W3C's dates with a time always name a zone."""
    assert terms(Book(article("<p>x</p>", date=datetime(2024, 8, 18, 9, 5)), cover=False), "date") == [
        "2024-08-18T09:05:00Z"
    ]


def test_the_title_page_has_the_facts_in_the_article_s_language() -> None:
    """Title, subtitle, authors, dates, publisher and rights, escaped."""
    made = article(
        "<p>x</p>", title='<T> & "q" 🎉', lang="de", date=date(2024, 8, 18), updated=date(2024, 9, 1),
        authors=[Author("Ann", orcid="0000-0002-1825-0097")], rights="https://example.org/licence",
    )  # fmt: skip
    page = Book(made, cover=False).page("title")

    assert Book.find(page, "string(//h:h1)") == '<T> & "q" 🎉'
    assert [" ".join(p.itertext()) for p in Book.find(page, "//h:p")] == [
        "Ann", "18. August 2024", "Aktualisiert   1. September 2024", "https://example.org/licence",
    ]  # fmt: skip
    assert Book.find(page, "//h:a/@href") == [
        "https://orcid.org/0000-0002-1825-0097",
        "https://example.org/licence",
    ]


def test_the_summary_is_in_the_article_s_language_or_marked_as_english() -> None:
    """Each sentence holds of this book."""
    body = f'<p><img src="p.png" alt="P"> {MATH} <span lang="la">x</span></p>'
    german = Book(article(body, lang="de-AT", assets=[PICTURE]), cover=False)
    other = Book(article("<p>x</p>", lang="eo"), cover=False)
    path = "//opf:meta[@property='schema:accessibilitySummary']/@xml:lang"

    words = sentences("de")
    assert german.meta("schema:accessibilitySummary") == [
        f"{words.text} {words.described} {words.math} {words.languages}"
    ]
    assert german.find(german.package, path) == []
    assert other.meta("schema:accessibilitySummary") == [sentences("en").text]
    assert other.find(other.package, path) == ["en"]


def test_every_language_has_every_sentence() -> None:
    """A tuple too short would move a sentence into another's place."""
    assert {len(words) for words in _WORDS.values()} == {7}
    assert _WORDS.keys() == LABELS.keys()
    assert sentences("zh").joint == ""
