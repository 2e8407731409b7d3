"""Front matter → Meta: every key checked, every fault told at once.

Keys that neither Recto nor a setting knows are kept for templates (`meta.extra`); those that look
like a known one, or that other tools use for it, get a warning (`report_unknown_keys`).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from recto.article import Author, Meta, Source
from recto.diagnostics import Diagnostic, Report, error, warning
from recto.errors import SourceError
from recto.files import source_date_epoch
from recto.settings import General, near

KEYS = frozenset(
    "title subtitle author authors date updated lang description tags identifier canonical rights licence "
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
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\Z")
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]\Z")


class _FaultError(ValueError):
    """A value that a key cannot have; its text completes "`key` ": "… has to be a date"."""


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
        except _FaultError as fault:
            faults.append(
                error(
                    "front-matter-invalid",
                    f"{key!r} {fault}.",
                    file=source.name,
                    line=source.front_lines.get(key),
                )
            )
            return default

    canonical = take("canonical", _url)
    meta = Meta(
        title=take("title", _text, ""),
        lang=_lang_or_fault(source, general, faults),
        identifier=take("identifier", _identifier, _derived_identifier(source, canonical)),
        subtitle=take("subtitle", _text),
        authors=take("authors", _authors, ()) or take("author", _authors, ()),
        date=take("date", _date),
        updated=take("updated", _date),
        description=take("description", _text),
        tags=take("tags", _tags, ()),
        canonical=canonical,
        rights=take("rights", _text) or take("licence", _text) or take("license", _text),
        publisher=take("publisher", _text),
        cover=take("cover", _text),
        epoch=source_date_epoch(),
        extra=MappingProxyType({key: value for name, (key, value) in front.items() if name not in KEYS}),
    )
    if faults:
        raise SourceError(*faults)
    return meta


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


def _text(value: Any) -> str:
    if isinstance(value, bool | Mapping | list):
        raise _FaultError("has to be text")
    text = " ".join(str(value).split())
    if not text:
        raise _FaultError("is empty")
    return text


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
        raise _FaultError("has to be a date such as 2024-08-18") from fault


def _tags(value: Any) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list):
        raise _FaultError("has to be a list of words")
    return tuple(dict.fromkeys(_text(part) for part in parts if part not in (None, "")))


def _url(value: Any) -> str:
    text = _text(value)
    if not re.match(r"https?://[^\s<>\"]+\Z", text):
        raise _FaultError("has to be a web address that starts with https://")
    return text


def _authors(value: Any) -> tuple[Author, ...]:
    entries = value if isinstance(value, list) else [value]
    return tuple(_author(entry) for entry in entries)


def _author(entry: Any) -> Author:
    if not isinstance(entry, Mapping):
        return Author(_text(entry))
    unknown = sorted(set(entry) - {"name", "url", "orcid"})
    if unknown:
        raise _FaultError(f"has an unknown part {unknown[0]!r}; an author has name, url and orcid")
    if not entry.get("name"):
        raise _FaultError("lacks the author's name")
    return Author(
        _text(entry["name"]),
        url=_url(entry["url"]) if entry.get("url") else None,
        orcid=_orcid(entry["orcid"]) if entry.get("orcid") else None,
    )


def _orcid(value: Any) -> str:
    match = _ORCID.match(_text(value))
    if not match:
        raise _FaultError("has an ORCID that is not of the form 0000-0002-1825-0097")
    digits = match[1].replace("-", "")
    total = 0
    for digit in digits[:-1]:  # ISO 7064 MOD 11-2, as ORCID's own documentation has it
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != digits[-1]:
        raise _FaultError(f"has an ORCID whose check digit is wrong: {match[1]}")
    return match[1]


def _identifier(value: Any) -> str:
    text = _text(value)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S+\Z", text):
        return text
    if _ISBN.match(text):
        return "urn:isbn:" + re.sub(r"[- ]", "", text).upper()
    try:
        return uuid.UUID(text).urn
    except ValueError:
        return text


def _derived_identifier(source: Source, canonical: str | None) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, canonical or f"urn:sha256:{source.digest}").urn
