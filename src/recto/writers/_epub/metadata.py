"""What the package document says about the publication, from the article's metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from recto.article import Article, Author, Meta, Series
from recto.markup import strip_controls
from recto.writers._epub.ocf import PUBLICATION, Statement

_RELATORS = "marc:relators"
_KINDS = (("urn:isbn:", "15"), ("https://doi.org/", "06"), ("doi:", "06"), ("urn:doi:", "06"))
"""How identifiers begin → their kind in ONIX's code list 5: ISBN-13, DOI."""
_URN = "22"


def clean_meta(article: Article) -> Meta:
    """Return the article's metadata without the characters that XML cannot hold."""

    def clean(text: str | None) -> str | None:
        return (strip_controls(text).strip() or None) if text else None

    meta = article.meta
    return replace(
        meta,
        title=clean(meta.title) or article.source.stem,
        subtitle=clean(meta.subtitle),
        identifier=strip_controls(meta.identifier),
        identifiers=tuple(map(strip_controls, meta.identifiers)),
        authors=tuple(replace(author, name=strip_controls(author.name)) for author in meta.authors),
        contributors=tuple(replace(each, name=strip_controls(each.name)) for each in meta.contributors),
        subjects=tuple(replace(each, words=strip_controls(each.words)) for each in meta.subjects),
        series=replace(meta.series, name=strip_controls(meta.series.name)) if meta.series else None,
        source=clean(meta.source),
        description=clean(meta.description),
        tags=tuple(filter(None, map(clean, meta.tags))),
        rights=clean(meta.rights),
        publisher=clean(meta.publisher),
    )


def statements(meta: Meta) -> Iterator[Statement]:
    """Yield the terms of Dublin Core, each with what refines it; `Package` holds language and identifier."""
    yield from _identifiers(meta)
    yield from _title("main", meta.title)
    if meta.subtitle:
        yield from _title("subtitle", meta.subtitle)
    for kind, names in (("creator", meta.authors), ("contributor", meta.contributors)):
        yield from _people(kind, names)
    if meta.date:
        yield Statement("date", w3c_date(meta.date))
    facts = {
        "description": meta.description,
        "publisher": meta.publisher,
        "rights": meta.rights,
    }
    yield from (Statement(name, text) for name, text in facts.items() if text)
    yield from (Statement("source", text) for text in (meta.canonical, meta.source) if text)
    yield from (Statement("subject", tag) for tag in meta.tags)
    for number, subject in enumerate(meta.subjects, 1):
        name = f"subject-{number}"
        yield Statement("subject", subject.words, {"id": name})
        yield _refined(name, "authority", subject.authority)
        yield _refined(name, "term", subject.term)
    if meta.series:
        yield from _series(meta.series)


def _identifiers(meta: Meta) -> Iterator[Statement]:
    """Yield the identifiers beside the publication's own, and what kinds all are of."""
    names = {PUBLICATION: meta.identifier} | {
        f"identifier-{number}": text for number, text in enumerate(meta.identifiers, 1)
    }
    for name, text in names.items():
        if name != PUBLICATION:
            yield Statement("identifier", text, {"id": name})
        code = next((code for begin, code in _KINDS if text.lower().startswith(begin)), None)
        if code is None and text.lower().startswith("urn:") and not text.lower().startswith("urn:uuid:"):
            code = _URN
        if code:
            yield _refined(name, "identifier-type", code, scheme="onix:codelist5")


def _people(kind: str, people: Iterable[Author]) -> Iterator[Statement]:
    for number, person in enumerate(people, 1):
        name = f"{'author' if kind == 'creator' else kind}-{number}"
        yield Statement(kind, person.name, {"id": name})
        yield _refined(name, "role", person.role, scheme=_RELATORS)


def _series(series: Series) -> Iterator[Statement]:
    """Yield the series as EPUB 3 has it, and as calibre has it, which most readers know alone."""
    yield Statement("meta", series.name, {"id": "series", "property": "belongs-to-collection"})
    yield _refined("series", "collection-type", "series")
    yield Statement("meta", "", {"name": "calibre:series", "content": series.name})
    if series.number:
        yield _refined("series", "group-position", series.number)
        yield Statement("meta", "", {"name": "calibre:series_index", "content": series.number})


def _refined(name: str, term: str, text: str, **attributes: str) -> Statement:
    return Statement("meta", text, {"refines": f"#{name}", "property": term, **attributes})


def page_source(meta: Meta) -> Iterator[Statement]:
    """Yield what the book's page numbers are taken from: the PDF, which has no identifier of its own.

    `pageBreakSource` is the property for it (https://www.w3.org/publishing/a11y/page-source-id/).
    """
    place = f": {meta.canonical}" if meta.canonical else ""
    yield Statement("meta", f"{meta.title} (PDF){place}", {"property": "pageBreakSource"})


def _title(kind: str, words: str) -> Iterator[Statement]:
    yield Statement("title", words, {"id": f"title-{kind}"})
    yield _refined(f"title-{kind}", "title-type", kind)


def w3c_date(moment: date | datetime) -> str:
    """Write a date as W3C's profile of ISO 8601 has it: a time always names its zone."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.isoformat(timespec="seconds") + ("" if moment.tzinfo else "Z")
