"""The digest of an edition: everything that a writer may depend on is in it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from recto import article, theme
from recto.article import Asset, Author, Directive, Section, Series, Subject
from recto.cache import editions
from recto.writers import Edition, PageStart, registry
from tests.reading import titled

OTHERS: Mapping[type, Mapping[str, Any]] = {
    Edition: {
        "article": titled("Other words.").article,
        "theme": theme.load("newspaper"),
        "options": msgspec.structs.replace(registry()["pdf"].options(), page_size="A5"),
        "versions": {"recto": "9"},
        "settings": {"smart": False},
        "inputs": {"a.png": "00"},
        "references": {"a.bib": b"@book{a}"},
        "certifier": "Ada Lovelace",
        "pages": (PageStart("1", 0),),
    },
    PageStart: {"label": "ii", "element": 7, "offset": 7},
    article.Article: {
        "meta": titled("---", lang="de").article.meta,
        "body": "<p>Other.</p>",
        "sections": (Section("other", "Other", 2),),
        "assets": {"a.png": Asset("a.png", "image/png", b"1")},
        "source": titled("Other words.").article.source,
        "lines": (7,),
        "directives": (Directive(7, "on"),),
    },
    Directive: {"line": 9, "words": "on other"},
    article.Source: {
        "name": "b.md",
        "stem": "b",
        "text": "Other.",
        "front": {"title": "Other"},
        "front_lines": {"title": 7},
        "body_line": 7,
        "data": b"Other.",
    },
    article.Meta: {
        "title": "Other",
        "lang": "de",
        "identifier": "urn:isbn:9780000000002",
        "identifiers": ("urn:other",),
        "subtitle": "Other",
        "authors": (Author("Other"),),
        "contributors": (Author("Other", role="edt"),),
        "date": dt.date(2020, 1, 1),
        "updated": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        "description": "Other",
        "tags": ("other",),
        "subjects": (Subject("Thema", "A", "Arts"),),
        "series": Series("Other", "2"),
        "canonical": "https://example.org/",
        "source": "Other",
        "rights": "Other",
        "publisher": "Other",
        "cover": "a.png",
        "epoch": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        "extra": {"other": [1, None, {"deep": 2.5}]},
    },
    Author: {"name": "Other", "url": "https://example.org/", "orcid": "0", "role": "edt"},
    Series: {"name": "Other", "number": "7"},
    Subject: {"authority": "BISAC", "term": "7", "words": "Other"},
    Section: {"anchor": "other", "title": "Other", "level": 3, "children": (Section("a", "A", 3),)},
    Asset: {
        "name": "b.png",
        "media_type": "image/gif",
        "data": b"2",
        "width": 7,
        "height": 7,
        "address": "other.png",
        "line": 7,
    },
}
"""Type → field → another value of it. Whoever adds a field to one of these types gives one here."""

FIRST: Mapping[type, Any] = {
    PageStart: PageStart("1", 0),
    Author: Author("A"),
    Series: Series("A"),
    Subject: Subject("Thema", "B", "C"),
    Section: Section("a", "A", 2),
    Directive: Directive(7, "on"),
    Asset: Asset("a.png", "image/png", b"1"),
}


def edition_of() -> Edition:
    return Edition(titled("One *two* three.").article, theme.load("default"), registry()["pdf"].options())


def digest(edition: Edition, *more: object) -> str:
    found = editions.digest_of(edition, registry()["pdf"], *more)
    assert found is not None
    return found


def first(kind: type) -> Any:
    edition = edition_of()
    ours = {Edition: edition, article.Article: edition.article}
    ours |= {article.Source: edition.article.source, article.Meta: edition.article.meta}
    return ours.get(kind) or FIRST[kind]


def within(kind: type, value: Any) -> Edition:
    """Return an edition that holds `value`, of type `kind`."""
    edition = edition_of()
    meta = edition.article.meta
    holders: dict[type, Callable[[], Edition]] = {
        Edition: lambda: value,
        PageStart: lambda: replace(edition, pages=(value,)),
        article.Article: lambda: replace(edition, article=value),
        article.Source: lambda: replace(edition, article=replace(edition.article, source=value)),
        article.Meta: lambda: replace(edition, article=replace(edition.article, meta=value)),
        Section: lambda: replace(edition, article=replace(edition.article, sections=(value,))),
        Directive: lambda: replace(edition, article=replace(edition.article, directives=(value,))),
        Asset: lambda: replace(edition, article=replace(edition.article, assets={"a": value})),
        Author: lambda: within(article.Meta, replace(meta, authors=(value,))),
        Series: lambda: within(article.Meta, replace(meta, series=value)),
        Subject: lambda: within(article.Meta, replace(meta, subjects=(value,))),
    }
    return holders[kind]()


def test_each_kind_of_thing_in_an_article_stands_here() -> None:
    """A new type has to prove its fields, too."""
    kinds = {kind for kind in vars(article).values() if dataclasses.is_dataclass(kind)}

    assert kinds <= OTHERS.keys()


@pytest.mark.parametrize("kind", OTHERS, ids=lambda kind: kind.__name__)
def test_another_value_stands_here_for_each_field(kind: type) -> None:
    """A new field is in the digest by itself, and this file proves it once it has a value here."""
    assert {field.name for field in dataclasses.fields(kind)} == OTHERS[kind].keys()


@pytest.mark.parametrize(
    ("kind", "field"),
    [(kind, field) for kind, values in OTHERS.items() for field in values],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_each_field_of_an_edition_counts(kind: type, field: str) -> None:
    """Whatever a writer may depend on gives another name to its result."""
    here = first(kind)
    other = replace(here, **{field: OTHERS[kind][field]})

    assert digest(within(kind, here)) != digest(within(kind, other))


def test_the_same_edition_read_again_has_the_same_digest() -> None:
    """Results are found again by other processes, whatever the order of their sets."""
    script = (
        "from tests.test_edition_digest import digest, edition_of; from dataclasses import replace\n"
        "print(digest(replace(edition_of(), settings={'a': frozenset('abcdefgh')})))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(runs)


@pytest.mark.parametrize("name", [field.name for field in msgspec.structs.fields(registry()["pdf"].options)])
def test_each_option_counts(name: str) -> None:
    """An option's value is its own; so is its name."""
    edition = edition_of()
    other = msgspec.structs.replace(edition.options, **{name: "something else"})

    assert digest(edition) != digest(replace(edition, options=other))


def test_the_writer_and_what_else_is_done_count() -> None:
    """Two formats of one edition are two results; so is one that was not proved."""
    edition = edition_of()
    names = {editions.digest_of(edition, registry()[name]) for name in ("pdf", "html", "epub", "kepub")}

    assert 4 == len(names)
    assert digest(edition, "surroundings", True) != digest(edition, "surroundings", False)


def test_texts_are_not_run_together() -> None:
    """What ends one value does not begin the next, and values of two kinds are two."""
    edition = edition_of()
    values: list[Any] = [
        {"a": "b", "c": ""},
        {"a": "", "b": "c"},
        {"a": (("b",), "c")},
        {"a": (("b", "c"),)},
        {"a": ("b", ("c",))},
        {"a": "bc"},
        {"a": b"bc"},
        {"a": 1},
        {"a": True},
        {"a": 1.0},
        {"a": "1"},
        {"a": None},
        {"a": ()},
        {"a": frozenset()},
        {"a": {}},
    ]

    assert len(values) == len({digest(replace(edition, settings=value)) for value in values})


def test_a_value_of_an_unknown_type_has_no_digest() -> None:
    """Rather no result is kept than the wrong one found."""
    edition = replace(edition_of(), settings={"odd": object()})

    assert editions.digest_of(edition, registry()["pdf"]) is None


def a_theme(folder: Path) -> Path:
    own = folder / "themes" / "own"
    (own / "fonts").mkdir(parents=True)
    (own / "theme.toml").write_text(
        'extends = "default"\n[[face]]\nfile = "F"\nfamily = "F"\n', encoding="utf-8"
    )
    for name in ("F.ttf", "F.woff2"):
        (own / "fonts" / name).write_bytes(b"one")
    (own / "html.css").write_text("p { color: red }", "utf-8")
    return own


@pytest.mark.parametrize("file", ["html.css", "pdf.css", "html.html", "fonts/F.ttf", "fonts/F.woff2"])
def test_each_file_of_a_theme_counts(tmp_path: Path, file: str) -> None:
    """Style sheets, templates and the bytes of fonts, those that are new included."""
    own = a_theme(tmp_path)
    before = replace(edition_of(), theme=theme.load("own", (tmp_path / "themes",)))
    digest_before = digest(before)
    (own / file).write_bytes(b"two")
    after = replace(edition_of(), theme=theme.load("own", (tmp_path / "themes",)))

    assert digest_before != digest(after)
