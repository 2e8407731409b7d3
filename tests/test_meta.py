"""Front matter → Meta."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from recto.article import Author, Meta, Series, Subject
from recto.diagnostics import Diagnostic
from recto.errors import SourceError
from recto.origins import Origin
from recto.reader import meta as meta_module
from recto.settings import General
from recto.source import load


def read(front: str, **general: Any) -> Meta:
    source = load(Origin("a.md", "a", Path(), None, f"---\n{front}\n---\nBody".encode()))
    return meta_module.read(source, General(**general))


def faults(front: str) -> list[str]:
    with pytest.raises(SourceError) as caught:
        read(front)
    return [f"{finding.line} {finding.message}" for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("front", "authors"),
    [
        ("author: Ada Lovelace", (Author("Ada Lovelace"),)),
        ("authors: [Ada, Grace]", (Author("Ada"), Author("Grace"))),
        (
            "authors:\n  - name: Ada\n    url: https://ada.example\n    orcid: https://orcid.org/0000-0002-1825-0097",
            (Author("Ada", "https://ada.example", "0000-0002-1825-0097"),),
        ),
    ],
)
def test_authors_are_text_or_tables(front: str, authors: tuple[Author, ...]) -> None:
    """One or many, with or without addresses."""
    assert authors == read(front).authors


def test_every_fault_is_told_with_its_line() -> None:
    """An author mends the front matter once."""
    found = faults(
        "title: [a]\ndate: yesterday\ncanonical: javascript:x\n"
        "author: {name: A, orcid: 0000-0002-1825-0098}\ntags: 7"
    )

    assert sorted(fault[0] for fault in found) == ["2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2024-08-18", dt.datetime(2024, 8, 18, tzinfo=dt.UTC)),
        ("2024-08-18T10:30:00+02:00", dt.datetime(2024, 8, 18, 8, 30, tzinfo=dt.UTC)),
        ("'2024-08-18'", dt.datetime(2024, 8, 18, tzinfo=dt.UTC)),
    ],
)
def test_the_last_change_is_the_date_given_in_utc(typed: str, expected: dt.datetime) -> None:
    """No clock and no time zone of the machine is in it."""
    assert expected == read(f"date: {typed}").modified


def test_source_date_epoch_stands_in_for_a_missing_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """reproducible-builds.org's variable, and 1980 when there is neither."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert dt.datetime(1970, 1, 2, tzinfo=dt.UTC) == read("title: T").modified

    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert read("title: T").modified.year == 1980


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("978-0-306-40615-7", "urn:isbn:9780306406157"),
        ("92986f83-1a5d-4d05-bb1c-2f98ff7f3926", "urn:uuid:92986f83-1a5d-4d05-bb1c-2f98ff7f3926"),
        ("0-306-40615-2", "urn:isbn:9780306406157"),
        ("'ISBN 979-10-90636-07-1'", "urn:isbn:9791090636071"),
        ("URN:ISBN:080442957X", "urn:isbn:9780804429573"),
        ("10.1000/182", "https://doi.org/10.1000/182"),
        ("https://doi.org/10.1/x", "https://doi.org/10.1/x"),
        ("'2024081801'", "2024081801"),
    ],
)
def test_identifiers_become_uris(typed: str, expected: str) -> None:
    """EPUB and PDF want a scheme."""
    assert expected == read(f"identifier: {typed}").identifier


def test_identifiers_come_from_the_canonical_address_else_from_the_content() -> None:
    """Never from chance: the same article has the same identifier everywhere."""
    assert read("title: A").identifier == read("title: A").identifier
    assert read("title: A").identifier != read("title: B").identifier
    address = "canonical: https://a.example/x\ntitle: "
    assert read(address + "A").identifier == read(address + "B").identifier


@pytest.mark.parametrize("lang", ["en", "en-GB", "zh-Hant-TW", "de_CH", "sr-Latn", "x-nope"])
def test_language_tags_have_to_be_well_formed(lang: str) -> None:
    """BCP 47; an underscore is read as the hyphen it stands for."""
    if lang == "x-nope":
        with pytest.raises(SourceError, match="lang-invalid"):
            read("title: T", lang=lang)
    else:
        assert lang.replace("_", "-") == read("title: T", lang=lang).lang


def test_unknown_keys_are_kept_and_near_misses_are_told() -> None:
    """`titel` is a slip, `keywords` another tool's word, `section` the author's own."""
    source = load(Origin("a.md", "a", Path(), None, b"---\ntitel: x\nkeywords: y\nsection: z\n---\nBody"))
    findings: list[Diagnostic] = []

    meta_module.report_unknown_keys(source, frozenset({"theme"}), findings.append)

    assert [(f.line, f.hint) for f in findings] == [
        (2, "Did you mean 'title'?"),
        (3, "Recto calls it 'tags'."),
    ]
    assert meta_module.read(source, General()).extra == {"titel": "x", "keywords": "y", "section": "z"}


@pytest.mark.parametrize("typed", ["978-0-306-40615-8", "isbn:0306406153", "urn:isbn:97803064061", "ISBN 12"])
def test_an_isbn_has_to_be_one(typed: str) -> None:
    """A shop would refuse the book; a number that does not say it is one is left alone."""
    assert faults(f"identifier: {typed}") == [
        f"2 'identifier' has an ISBN whose check digit or length is wrong: {typed}."
    ]


def test_an_article_may_have_several_identifiers() -> None:
    """The first is its own, the others are what it is known by elsewhere."""
    found = read("identifier: [978-0-306-40615-7, 10.1000/182, '9780306406157']")

    assert (found.identifier, found.identifiers) == (
        "urn:isbn:9780306406157",
        ("https://doi.org/10.1000/182",),
    )


def test_people_are_named_by_what_they_did() -> None:
    """Keys of their own for the commonest parts, `role` for all others, by word or by MARC's code."""
    found = read(
        "authors: [Ann, {name: Eve, role: editor}]\ntranslator: Bob\neditors: [Cy, {name: Di, url: https://d.example}]\n"
        "contributors:\n  - Flo\n  - {name: Gus, role: Cover designer}\n  - {name: Hal, role: nrt}"
    )

    assert found.authors == (Author("Ann"), Author("Eve", role="edt"))
    assert found.contributors == (
        Author("Cy", role="edt"),
        Author("Di", "https://d.example", role="edt"),
        Author("Bob", role="trl"),
        Author("Flo", role="ctb"),
        Author("Gus", role="cov"),
        Author("Hal", role="nrt"),
    )


def test_series_have_a_name_and_perhaps_a_number() -> None:
    """As text, or as a table."""
    assert read("series: Rivers").series == Series("Rivers")
    assert read("series: {name: Rivers, number: 2}").series == Series("Rivers", "2")
    assert read("series: {name: Rivers, number: 2.1}").series == Series("Rivers", "2.1")


def test_tags_may_be_codes_of_known_schemes() -> None:
    """With or without what the scheme calls them; other tags stay words."""
    found = read("tags: [rivers, 'thema:wth', 'bisac:TRV009000 Travel / Europe', 'lcsh:River life', 'x:y']")

    assert found.tags == ("rivers", "x:y")
    assert found.subjects == (
        Subject("Thema", "WTH", "WTH"),
        Subject("BISAC", "TRV009000", "Travel / Europe"),
        Subject("LCSH", "River life", "River life"),
    )


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ("tags: ['bisac:TRV9']", "'tags' has 'bisac:TRV9', which is no code of BISAC"),
        ("series: {number: 2}", "'series' lacks the name of a series"),
        ("series: {name: A, number: b}",
         "'series' has a number 'b'; numbers of a series are such as 2 or 2.1"),
        ("series: {name: A, part: 2}", "'series' has an unknown part 'part'; a series has name and number"),
        ("editor: {role: editor}", "'editor' lacks the name of a contributor"),
        ("source: [a]", "'source' has to be text"),
    ],
)  # fmt: skip
def test_what_a_catalogue_could_not_use_is_a_fault(front: str, fault: str) -> None:
    """Said with the line, in one sentence."""
    assert faults(front) == [f"2 {fault}."]


def test_an_unknown_role_is_told_with_those_there_are() -> None:
    """So that nobody has to look up MARC's codes."""
    (fault,) = faults("contributors: {name: A, role: cook}")

    assert "has a role 'cook'; roles are adapter, afterword, author" in fault
