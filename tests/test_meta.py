"""Front matter → Meta."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from recto.article import Author, Meta
from recto.diagnostics import Diagnostic
from recto.errors import SourceError
from recto.reader import meta as meta_module
from recto.settings import General
from recto.source import Origin, load


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
        ("https://doi.org/10.1/x", "https://doi.org/10.1/x"),
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
    """`titel` is a slip, `keywords` another tool's word, `series` the author's own."""
    source = load(Origin("a.md", "a", Path(), None, b"---\ntitel: x\nkeywords: y\nseries: z\n---\nBody"))
    findings: list[Diagnostic] = []

    meta_module.report_unknown_keys(source, frozenset({"theme"}), findings.append)

    assert [(f.line, f.hint) for f in findings] == [
        (2, "Did you mean 'title'?"),
        (3, "Recto calls it 'tags'."),
    ]
    assert meta_module.read(source, General()).extra == {"titel": "x", "keywords": "y", "series": "z"}
