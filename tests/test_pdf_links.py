"""Links on paper: each address can be found and typed, once, and in the way of nothing."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from recto.writers._addresses import is_said_by, shown
from recto.writers._labels import labels
from recto.writers._link_words import _WORDS, link_words
from tests import pdf_listing
from tests.pdf_editions import WORDS, article, call, notes, printed

LONG = "https://example.org/" + "/".join(f"well-known-part-{number}" for number in range(12))


def link(address: str, words: str = "words") -> str:
    return f'<a href="{address}">{words}</a>'


def text_of(body: str, **options: Any) -> list[str]:
    """Return the words of the pages, line by line, without title, page numbers and running heads."""
    pages = pdf_listing.pages(printed(article(body), **options)).split("\npage ")[1:]
    lines = [line.strip() for page in pages for line in page.splitlines()[1:-1]]
    return [line for line in lines[1:] if not line.startswith("[Title")]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/", "example.org"),
        ("https://example.org/a/", "example.org/a/"),
        ("https://example.org/?a=/", "example.org/?a=/"),
        ("http://example.org/", "http://example.org"),
        ("HTTPS://example.org/K%C3%B6ln", "example.org/Köln"),
        ("https://example.org/a%20b%2Fc%25d", "example.org/a%20b%2Fc%25d"),
        ("https://example.org/%C3%28%E2%80%AE", "example.org/%C3%28%E2%80%AE"),
        ("https://example.org/%E6%97%A5%E6%9C%AC", "example.org/日本"),
    ],
)
def test_addresses_are_shown_as_people_type_them(address: str, expected: str) -> None:
    """Letters stand for their codes; what would change where it leads, or cannot be seen, stays coded."""
    assert expected == shown(address)


@pytest.mark.parametrize(
    ("text", "address", "expected"),
    [
        ("https://example.org/a", "https://example.org/a", True),
        ("example.org", "https://www.example.org/", True),
        ("http://Example.org", "https://example.org", True),
        ("https://example.org/Köln", "https://example.org/K%C3%B6ln", True),
        ("example.org", "https://example.org/a", False),
        ("https://example.com", "https://example.org", False),
        ("", "https://example.org", False),
    ],
)
def test_a_link_that_says_its_address_is_known(text: str, address: str, expected: bool) -> None:
    """Whether with the scheme, `www.` and the last stroke or without."""
    assert expected is is_said_by(text, address)


@pytest.mark.parametrize("how", ["list", "notes"])
@pytest.mark.parametrize("address", ["https://example.org", "mailto:a@example.org", "tel:+4416", "#here"])
def test_what_needs_no_address_gets_none(how: str, address: str) -> None:
    """A visible address, a letter, a call, and a place in the text are found without help."""
    words = "example.org" if address.startswith("https") else "words"

    lines = text_of(f'<p id="here">{link(address, words)} {WORDS}</p>', links=how)

    assert lines[0].startswith(f"{words} ")
    assert not any("[1]" in line for line in lines)


def test_one_address_has_one_number_and_one_place_in_the_list() -> None:
    """However often it is linked to."""
    body = f"<p>{link('https://a.org/x')}, {link('https://b.org/y')}, {link('https://a.org/x')}</p>"

    assert text_of(body, links="list") == [
        "words [1] , words [2] , words [1]",
        "Links",
        "a.org/x",
        "b.org/y",
        "[1]",
        "[2]",
    ]


def test_without_addresses_print_has_the_words_of_the_article() -> None:
    """`none` adds nothing."""
    assert text_of(f"<p>{link('https://a.org/x')}</p>", links="none") == ["words"]


def test_in_notes_an_address_stands_on_the_page_of_its_link() -> None:
    """Under a new heading it stands there again, under its own number."""
    part = f"<p>{link('https://a.org/x')} {WORDS * 2}</p>" + f"<p>{WORDS * 8}</p>" * 4
    pages = pdf_listing.pages(
        printed(article(f"{part}<h2>Next</h2>{part}<h2>Last</h2>{part}"), links="notes")
    ).split("page ")[1:]
    called = ["words [1]" in page for page in pages]

    assert called.count(True) > 1
    assert called == ["[1] a.org/x" in page for page in pages]
    assert not any("Links" in page for page in pages)


@pytest.mark.parametrize(
    "body",
    [
        "<h2>A {}</h2><p>{words}</p>",
        "<table><caption>C</caption><tbody><tr><td>{}</td></tr></tbody></table><p>{words}</p>",
        "<dl><dt>{}</dt><dd>{words}</dd></dl>",
        "<details><summary>{}</summary><p>{words}</p></details>",
    ],
)
def test_from_where_no_note_can_be_called_the_list_helps(body: str) -> None:
    """A heading, a cell or a term has its address at the end even where the others have notes."""
    lines = text_of(body.format(link("https://a.org/x"), words=WORDS), links="notes")

    assert lines[lines.index("Links") + 1] in ("a.org/x", "a.org/x [1]")


def test_a_note_calls_no_note() -> None:
    """The address of a link in an author's note stands in the list."""
    body = f"<p>{WORDS}{call(1)} {WORDS}</p>{notes('See ' + link('https://a.org/x') + '.')}"
    lines = text_of(body, links="notes")

    assert lines[lines.index("Links") + 1] in ("a.org/x", "a.org/x [1]")
    assert "1 See words [1] ." in lines


def test_addresses_in_notes_can_go_with_notes_at_the_end() -> None:
    """The two settings are independent."""
    body = f"<p>{WORDS}{call(1)} {link('https://a.org/x')} {WORDS}</p>{notes('The note.')}"
    lines = text_of(body, links="notes", notes="end")

    assert lines[-1] == "[1] a.org/x"
    assert lines.index("Notes") < lines.index("[1] a.org/x")


def test_an_article_of_links_has_them_in_the_list() -> None:
    """Pages could not hold their notes: there would be more notes than text."""
    body = "".join(f"<p>{link(f'https://example.org/{number}')}</p>" for number in range(30))

    assert "Links" in text_of(body, links="notes")


def test_a_long_address_is_broken_without_a_hyphen_and_can_be_copied() -> None:
    """Joined, its lines are the address."""
    lines = text_of(f"<p>{link(LONG)}</p>")
    begin = lines.index("Links") + 1
    end = lines.index("[1]", begin)

    assert end - begin > 2
    assert "".join(lines[begin:end]) == LONG.removeprefix("https://")
    assert all(line.endswith("/") for line in lines[begin : end - 1])


def test_running_heads_and_the_outline_name_headings_without_numbers() -> None:
    """A number is no word of the heading."""
    words = pdf_listing.pages(printed(article(f"<h2>See {link('https://a.org/x')}</h2>{'<p>x</p>' * 90}")))

    assert "See words]" in words


def test_ids_of_the_article_stay_its_own() -> None:
    """An article that calls its places `link-1` keeps them."""
    body = f'<p id="link-1">{link("https://a.org/x")} {link("#link-1", "here")}</p>'
    tree = pdf_listing.tags(printed(article(body)))

    assert re.findall(r"→ #(\S+)", tree) == ["link_-1", "link-1"]


@pytest.mark.parametrize("lang", sorted(_WORDS))
def test_every_language_has_every_word(lang: str) -> None:
    """The table speaks the languages of the other one, with all words."""
    words = _WORDS[lang].split("|")

    assert [len(words), all(word.strip() == word != "" for word in words)] == [4, True]
    assert (link_words(lang).lang, labels(lang).lang) == (lang, lang)


def test_an_unknown_language_has_its_list_in_english() -> None:
    """And the heading says so."""
    tree = pdf_listing.tags(printed(article(f"<p>{link('https://a.org/x')}</p>", lang="eo")))

    assert "H2 Lang=en\n      'Links'" in tree


@pytest.mark.parametrize("how", ["list", "notes"])
def test_time_grows_with_the_links_and_no_faster(how: str) -> None:
    """Four times as many take about four times as long."""

    def seconds(count: int) -> float:
        body = "".join(f"<p>{link(f'https://a.org/{number}')} {WORDS * 3}</p>" for number in range(count))
        begin = time.process_time()
        printed(article(body), links=how)
        return time.process_time() - begin

    seconds(2)
    few, many = seconds(60), seconds(240)

    assert many < few * 8
