"""CSL's data model: items from JSON or YAML, and what every item becomes before a style sets it.

An item may come from anywhere, so nothing is taken on trust: text is text, a name has a family name or is a
whole, a date's parts are numbers, and a type or variable of another kind goes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

NAMES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator director editor "
    "editor-translator editorial-director executive-producer guest host illustrator interviewer narrator "
    "organizer original-author performer producer recipient reviewed-author script-writer series-creator "
    "translator".split()
)
DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic "
    "collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing "
    "interview legal_case legislation manuscript map motion_picture musical_score pamphlet paper-conference "
    "patent performance periodical personal_communication post post-weblog regulation report review "
    "review-book software song speech standard thesis treaty webpage".split()
)
VERBATIM = frozenset("DOI URL ISBN ISSN PMID PMCID language call-number citation-key citation-label".split())
"""Variables whose signs mean what they are: no quotation mark or dash in them is set."""
RANGES = frozenset("page page-first volume issue number locator chapter-number section".split())

_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")
_OLD_NAMES = {
    "shortTitle": "title-short",
    "journalAbbreviation": "container-title-short",
    "event": "event-title",
}
_NOT_VARIABLES = frozenset({"id", "type", "custom", "categories", "keyword", "abstract", "annote"})
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_RAW_DATE = re.compile(r"(-?\d{1,4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:T.*)?\Z")


class BrokenError(ValueError):
    """A file is no list of items; its text completes "… cannot be read: "."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def parse_json(text: str) -> list[dict[str, Any]]:
    """Return the items of a CSL-JSON file; raises `BrokenError`."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as fault:
        message = fault.msg[:1].lower() + fault.msg[1:]
        raise BrokenError(f"it is not JSON, {message}", fault.lineno) from fault
    except (RecursionError, ValueError) as fault:  # of a number, that it has too many digits
        raise BrokenError("it is nested too deep, or holds an endless number") from fault
    return _items(data.get("items", data.get("references")) if isinstance(data, dict) else data)


def parse_yaml(text: str) -> list[dict[str, Any]]:
    """Return the items of a CSL-YAML file, a list under `references`; raises `BrokenError`."""
    import yaml

    from recto.frontmatter import DuplicateKeyError, load_yaml

    lines = text.split("\n")
    block = "\n".join("" if line.rstrip() in ("---", "...") else line for line in lines)
    try:
        loaded = load_yaml(block)
    except DuplicateKeyError as fault:
        raise BrokenError(f"it has {fault.key!r} twice", fault.line + 1) from fault
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else None
        raise BrokenError(f"it is not YAML, {fault.problem}", line) from fault
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise BrokenError(str(fault) or "it is nested too deep") from fault
    return _items(loaded[0].get("references") if loaded else None)


def _items(data: Any) -> list[dict[str, Any]]:
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise BrokenError("it is not a list of items")
    for item in data:
        if item.get("id") in (None, "") or isinstance(item.get("id"), dict | list | bool):
            raise BrokenError("an item has no id")
    return data


def clean(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of `item` can be set: names, dates and text, each in one shape."""
    cleaned: dict[str, Any] = {}
    for written, value in item.items():
        name = _OLD_NAMES.get(written, written)
        if name in _NOT_VARIABLES or not re.fullmatch(r"[A-Za-z][A-Za-z-]*", name):
            continue
        made: Any
        if name in NAMES:
            made = list(_names(value))
        elif name in DATES:
            made = _date(value)
        else:
            made = _text(name, value)
        if made:
            cleaned.setdefault(name, made)
    return cleaned


def _text(name: str, value: Any) -> str:
    if isinstance(value, date):
        value = value.isoformat()
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = (
        " ".join(str(value).split())
        if name in VERBATIM
        else re.sub(r"\s*\n\s*", " ", str(value)).strip(" \t\r")
    )
    if name == "DOI":
        return _DOI.sub("", text, count=1)
    if name in RANGES:
        return re.sub(r"(?<=\w)\s*(?:-{2,}|[‐‑–—])\s*(?=\w)", "-", text)
    return text


def _names(value: Any) -> Iterator[dict[str, str]]:
    for name in value if isinstance(value, list) else [value]:
        if isinstance(name, str) and name.strip():
            yield {"literal": name.strip()}
        if not isinstance(name, Mapping):
            continue
        parts = {
            part: " ".join(str(name[part]).split())
            for part in ("literal", *_NAME_PARTS)
            if isinstance(name.get(part), str | int) and str(name[part]).strip()
        }
        if parts.get("literal"):
            yield {"literal": parts["literal"]}
        elif parts.get("family"):
            yield parts
        elif parts.get("given"):
            yield {"literal": parts["given"]}


def _date(value: Any) -> dict[str, Any]:
    if isinstance(value, str | int | date) and not isinstance(value, bool):
        return _raw_date(value.isoformat()[:10] if isinstance(value, date) else str(value))
    if not isinstance(value, Mapping):
        return {}
    made: dict[str, Any] = {}
    parts = value.get("date-parts", value.get("date_parts"))
    if isinstance(parts, list):
        dates = [_numbers(each if isinstance(each, list) else [each]) for each in parts[:2]]
        made["date-parts"] = [each for each in dates if each]
    if not made.get("date-parts"):
        made = _raw_date(str(value.get("raw") or value.get("literal") or ""))
    elif str(value.get("season", "")).isdecimal() and 1 <= int(value["season"]) <= 4:
        made["season"] = int(value["season"])
    if made and value.get("circa") not in (None, False, 0, "", "0", "false"):
        made["circa"] = True
    return made


def _raw_date(text: str) -> dict[str, Any]:
    text = text.strip()
    matches = [_RAW_DATE.match(part) for part in text.split("/")]
    if text and len(matches) <= 2 and all(matches):
        return {"date-parts": [_numbers(list(match.groups())) for match in matches if match]}
    return {"literal": text} if text else {}


def _numbers(parts: list[Any]) -> list[int]:
    """Return year, month and day as far as they are such; a month from 13 on is a season, and goes."""
    numbers: list[int] = []
    for part, (least, most) in zip(parts, ((-9999, 9999), (1, 12), (1, 31)), strict=False):
        if isinstance(part, bool) or not re.fullmatch(r"-?\d{1,4}", str(part)):
            break
        if not least <= int(part) <= most:
            break
        numbers.append(int(part))
    return numbers
