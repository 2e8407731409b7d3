"""Front matter → Meta: every key checked, every fault told at once.

Keys that neither Recto nor a setting knows are kept for templates (`meta.extra`); those that look
like a known one, or that other tools use for it, get a warning (`report_unknown_keys`).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from recto.article import Author, Meta, Source, Subject
from recto.diagnostics import Diagnostic, Report, error, warning
from recto.errors import SourceError
from recto.files import source_date_epoch
from recto.reader.catalogue import identifiers, series, tags
from recto.reader.front_values import FaultError, text, url
from recto.reader.people import HELPERS, people
from recto.settings import General, near

KEYS = frozenset(
    "title subtitle author authors editor editors translator translators illustrator illustrators "
    "contributors date updated lang description tags series identifier canonical source rights licence "
    "license publisher cover".split()
)
"""The front matter keys that describe the article; settings (theme, formats, toc …) may stand there too."""

_ELSEWHERE = {
    "language": "lang", "locale": "lang", "keywords": "tags", "categories": "tags", "category": "tags",
    "summary": "description", "abstract": "description", "excerpt": "description", "published": "date",
    "pubdate": "date", "created": "date", "modified": "updated", "lastmod": "updated",
    "last_modified": "updated", "copyright": "rights", "byline": "author", "by": "author",
    "url": "canonical", "permalink": "canonical", "isbn": "identifier", "id": "identifier",
    "uuid": "identifier", "image": "cover", "headline": "title", "format": "formats",
    "table_of_contents": "toc",
}  # fmt: skip
"""What other tools call a key → what Recto calls it."""

# RFC 5646, section 2.1, the well-formed tags that are neither grandfathered nor private.
_LANG = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-x(-[A-Za-z0-9]{1,8})+)?\Z"
)


def read(source: Source, general: General) -> Meta:
    """Interpret the front matter of `source`; `title` is left empty when there is none.

    Raises `SourceError` with all faults.
    """
    faults: list[Diagnostic] = []
    front = {key.replace("-", "_"): (key, value) for key, value in source.front.items()}

    def take(name: str, convert: Callable[[Any], Any], default: Any = None) -> Any:
        key, value = front.get(name, (name, None))
        if value is None or value == "":
            return default
        try:
            return convert(value)
        except FaultError as fault:
            faults.append(
                error(
                    "front-matter-invalid",
                    f"{key!r} {fault}.",
                    file=source.name,
                    line=source.front_lines.get(key),
                )
            )
            return default

    canonical = take("canonical", url)
    known = take("identifier", identifiers, ()) or (_derived_identifier(source, canonical),)
    marked = take("tags", tags, ())
    meta = Meta(
        title=take("title", text, ""),
        lang=_lang_or_fault(source, general, faults),
        identifier=known[0],
        identifiers=known[1:],
        subtitle=take("subtitle", text),
        authors=take("authors", _authors, ()) or take("author", _authors, ()),
        contributors=_contributors(take),
        date=take("date", _date),
        updated=take("updated", _date),
        description=take("description", text),
        tags=tuple(tag for tag in marked if isinstance(tag, str)),
        subjects=tuple(tag for tag in marked if isinstance(tag, Subject)),
        series=take("series", series),
        canonical=canonical,
        source=take("source", text),
        rights=take("rights", text) or take("licence", text) or take("license", text),
        publisher=take("publisher", text),
        cover=take("cover", text),
        epoch=source_date_epoch(),
        extra=MappingProxyType({key: value for name, (key, value) in front.items() if name not in KEYS}),
    )
    if faults:
        raise SourceError(*faults)
    return meta


_authors = partial(people, role="aut")


def _contributors(take: Callable[[str, Callable[[Any], Any], Any], Any]) -> tuple[Author, ...]:
    """Return all who had a part in the article beside its authors, each once for each part."""
    found = [
        *(
            person
            for key, role in HELPERS.items()
            for name in (f"{key}s", key)
            for person in take(name, partial(people, role=role), ())
        ),
        *take("contributors", partial(people, role="ctb"), ()),
    ]
    return tuple(dict.fromkeys(found))


def report_unknown_keys(source: Source, settings: frozenset[str], report: Report) -> None:
    """Warn of front matter keys that look meant for Recto; `settings` are the keys that settings know."""
    for key in source.front:
        name = key.replace("-", "_")
        if name in KEYS or name in settings:
            continue
        hint = f"Recto calls it {_ELSEWHERE[name]!r}." if name in _ELSEWHERE else near(name, KEYS | settings)
        if hint:
            report(
                warning(
                    "key-unknown",
                    f"The front matter has {key!r}, which Recto does not know.",
                    file=source.name,
                    line=source.front_lines.get(key),
                    hint=hint,
                )
            )


def _lang_or_fault(source: Source, general: General, faults: list[Diagnostic]) -> str:
    lang = general.lang.strip().replace("_", "-")
    if not _LANG.match(lang):
        faults.append(
            error(
                "lang-invalid",
                f"{general.lang!r} is not a language tag.",
                file=source.name,
                line=source.front_lines.get("lang"),
                hint="Write it as BCP 47 has it: en, en-GB, pt-BR, zh-Hant.",
            )
        )
        return "en"
    return lang


def _date(value: Any) -> date | datetime:
    if isinstance(value, datetime | date):
        return value
    try:
        text = str(value).strip()
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as fault:
        raise FaultError("has to be a date such as 2024-08-18") from fault


def _derived_identifier(source: Source, canonical: str | None) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, canonical or f"urn:sha256:{source.digest}").urn
