"""What the package document says about the publication, from the article's metadata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from recto.article import Article, Meta
from recto.markup import strip_controls
from recto.writers._ocf import Statement

_RELATORS = "marc:relators"


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
        authors=tuple(replace(author, name=strip_controls(author.name)) for author in meta.authors),
        description=clean(meta.description),
        tags=tuple(filter(None, map(clean, meta.tags))),
        rights=clean(meta.rights),
        publisher=clean(meta.publisher),
    )


def statements(meta: Meta) -> Iterator[Statement]:
    """Yield the terms of Dublin Core, each with what refines it; `Package` holds language and identifier."""
    yield from _title("main", meta.title)
    if meta.subtitle:
        yield from _title("subtitle", meta.subtitle)
    for number, author in enumerate(meta.authors, 1):
        name = f"author-{number}"
        yield Statement("creator", author.name, {"id": name})
        role = {"refines": f"#{name}", "property": "role", "scheme": _RELATORS}
        yield Statement("meta", "aut", role)
    if meta.date:
        yield Statement("date", w3c_date(meta.date))
    facts = {
        "description": meta.description,
        "publisher": meta.publisher,
        "rights": meta.rights,
        "source": meta.canonical,
    }
    yield from (Statement(name, text) for name, text in facts.items() if text)
    yield from (Statement("subject", tag) for tag in meta.tags)


def page_source(meta: Meta) -> Iterator[Statement]:
    """Yield what the book's page numbers are taken from: the PDF, which has no identifier of its own.

    `pageBreakSource` is the property for it (https://www.w3.org/publishing/a11y/page-source-id/).
    """
    place = f": {meta.canonical}" if meta.canonical else ""
    yield Statement("meta", f"{meta.title} (PDF){place}", {"property": "pageBreakSource"})


def _title(kind: str, words: str) -> Iterator[Statement]:
    yield Statement("title", words, {"id": f"title-{kind}"})
    yield Statement("meta", kind, {"refines": f"#title-{kind}", "property": "title-type"})


def w3c_date(moment: date | datetime) -> str:
    """Write a date as W3C's profile of ISO 8601 has it: a time always names its zone."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.isoformat(timespec="seconds") + ("" if moment.tzinfo else "Z")
