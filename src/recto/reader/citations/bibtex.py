"""BibTeX and BibLaTeX → items of CSL's data model. The only module that knows pybtex.

A file is cut into entries at once; what an entry's fields mean is looked at when it is cited. LaTeX's accents
become letters, its commands for emphasis CSL's tags, and braces keep their words as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recto.reader.citations.bibtex_fields import FIELDS, LANGUAGES, MONTHS, NAMES, OTHER_FIELDS, THESES, TYPES

_OUTSIDE = ("a valid name expected", "'(' or '{' expected")
"""What is said of an at sign between entries, which is a remark to BibTeX."""
_COMMAND = re.compile(r"\\([a-zA-Z]+)[ ]*\Z")
_TAGS = {
    "emph": ("<i>", "</i>"), "textit": ("<i>", "</i>"), "mkbibemph": ("<i>", "</i>"),
    "textsl": ("<i>", "</i>"), "textbf": ("<b>", "</b>"), "mkbibbold": ("<b>", "</b>"),
    "textsuperscript": ("<sup>", "</sup>"), "textsubscript": ("<sub>", "</sub>"),
    "textsc": ('<span style="font-variant:small-caps;">', "</span>"),
    "enquote": ("“", "”"), "mkbibquote": ("“", "”"),
}  # fmt: skip
_FORMULA = re.compile(r"\$([^$]{1,200})\$")
_SCRIPT = re.compile(r"([_^])(?:\{([^{}]{1,60})\}|([^\s{}\\]))")
_LEFTOVER = re.compile(r"\\([$&%#_{}])")
_LINE_BREAK = re.compile(r"\\\\|\\[a-zA-Z]+[ ]*")
_VERBATIM = frozenset("doi url eprint isbn issn pmid pmcid urldate date file".split())
_DATE = re.compile(r"(-?\d{1,4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:T.*)?([~?%]?)\Z")
_ADDRESS = re.compile(r"https?://[^\s{}]+")
_MOST_PARENTS = 5


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as it stands in a file."""

    key: str
    type: str
    fields: Mapping[str, str]
    """Names in lower case."""
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file, and on which line."""

    message: str
    line: int | None


def parse(text: str) -> tuple[list[RawEntry], list[Fault]]:
    """Return the entries of a .bib file and what of it cannot be read."""
    from pybtex.database.input.bibtex import LowLevelParser, month_names
    from pybtex.utils import CaseInsensitiveDict

    faults: list[Fault] = []
    parser: Any = None

    def note(error: Any) -> None:
        message = str(error.args[0])
        if message in _OUTSIDE and parser.current_entry_key is None and not parser.current_fields:
            return
        undefined = type(error).__name__ == "UndefinedMacro"
        faults.append(Fault(f"@string {message!r} is not defined" if undefined else message, error.lineno))

    parser = LowLevelParser(text, handle_error=note, macros=CaseInsensitiveDict(month_names))
    entries: list[RawEntry] = []
    counted, line = 0, 1
    for command, content in parser:
        line += text.count("\n", counted, parser.command_start)
        counted = parser.command_start
        if command.lower() in ("string", "preamble") or content[0] is None:
            continue
        fields: dict[str, str] = {}
        for name, parts in content[1]:
            fields.setdefault(name.lower(), " ".join("".join(parts).split()))
        entries.append(RawEntry(content[0], command.lower(), fields, line))
    return entries, faults


def item_of(entry: RawEntry, parents: Mapping[str, RawEntry]) -> dict[str, Any]:
    """Return the CSL item that `entry` describes; `parents` are the entries that a crossref may name."""
    fields = _inherited(entry, parents)
    item: dict[str, Any] = {"type": _type_of(entry, fields)}
    for role, variable in NAMES.items():
        if fields.get(role):
            item[variable] = list(_people(fields[role]))
    for name, variable in {**FIELDS, **OTHER_FIELDS.get(item["type"], {})}.items():
        if fields.get(name) and variable not in item:
            item[variable] = fields[name] if name in _VERBATIM else text_of(fields[name])
    _join_titles(item, fields)
    _number_or_issue(item, fields)
    _add_dates(item, fields)
    if entry.type in THESES:
        item.setdefault("genre", THESES[entry.type])
    item["language"] = LANGUAGES.get(item.get("language", "").lower(), item.get("language", ""))
    _find_address(item, fields)
    return item


def _find_address(item: dict[str, Any], fields: Mapping[str, str]) -> None:
    """Take the address from where people put it when no field is for it."""
    if "URL" in item or "DOI" in item:
        return
    eprint, archive = fields.get("eprint"), fields.get("archiveprefix", fields.get("eprinttype", ""))
    if eprint and archive.lower() == "arxiv":
        item["URL"] = f"https://arxiv.org/abs/{eprint}"
    elif address := _ADDRESS.search(fields.get("howpublished", "")):
        item["URL"] = address[0]
        item.pop("publisher", None)


def _inherited(entry: RawEntry, parents: Mapping[str, RawEntry]) -> dict[str, str]:
    """Return the fields of `entry` and, where it has none of its own, those of the entry it refers to."""
    fields, seen = dict(entry.fields), {entry.key}
    parent = parents.get(fields.get("crossref", "").casefold())
    while parent is not None and parent.key not in seen and len(seen) <= _MOST_PARENTS:
        seen.add(parent.key)
        for name, value in parent.fields.items():
            fields.setdefault("booktitle" if name == "title" else name, value)
        parent = parents.get(parent.fields.get("crossref", "").casefold())
    return fields


def _type_of(entry: RawEntry, fields: Mapping[str, str]) -> str:
    subtype = fields.get("entrysubtype", "").lower()
    if entry.type == "article" and subtype in ("magazine", "newspaper"):
        return f"article-{subtype}"
    if entry.type == "misc" and (fields.get("url") or _ADDRESS.search(fields.get("howpublished", ""))):
        return "webpage"
    return TYPES.get(entry.type, "document")


def is_known(entry: RawEntry) -> bool:
    """Say whether the type of `entry` is one of BibTeX's or BibLaTeX's."""
    return entry.type in TYPES


def _join_titles(item: dict[str, Any], fields: Mapping[str, str]) -> None:
    for name, variable in (("subtitle", "title"), ("booksubtitle", "container-title"),
                           ("journalsubtitle", "container-title")):  # fmt: skip
        if fields.get(name) and variable in item:
            closes = item[variable].rstrip().endswith(("?", "!", ":"))
            item[variable] += (" " if closes else ": ") + text_of(fields[name])


def _number_or_issue(item: dict[str, Any], fields: Mapping[str, str]) -> None:
    if not fields.get("number"):
        return
    if item["type"].startswith("article"):
        item.setdefault("issue", text_of(fields["number"]))
    elif fields.get("series"):
        item.setdefault("collection-number", text_of(fields["number"]))
    else:
        item.setdefault("number", text_of(fields["number"]))


# Dates


def _add_dates(item: dict[str, Any], fields: Mapping[str, str]) -> None:
    if date := _date_of(fields):
        item["issued"] = date
    others = {"urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}
    for name, variable in others.items():
        if date := _date(fields.get(name, "")):
            item[variable] = date


def _date_of(fields: Mapping[str, str]) -> dict[str, Any] | None:
    if fields.get("date"):
        return _date(fields["date"])
    year = text_of(fields.get("year", ""))
    if not re.fullmatch(r"-?\d{1,4}", year):
        return _date(year) or ({"literal": year} if year else None)
    month = _month(fields.get("month", ""))
    day = fields.get("day", "")
    parts = [int(year)] + ([month] if month else []) + ([int(day)] if month and day.isdecimal() else [])
    return {"date-parts": [parts]}


def _month(text: str) -> int | None:
    text = text_of(text).strip().lower()
    return int(text) if text.isdecimal() and 1 <= int(text) <= 12 else MONTHS.get(text[:3])


def _date(text: str) -> dict[str, Any] | None:
    """Return the date that ISO 8601, with a slash for a range, gives; as it is written if it gives none."""
    text = text.strip()
    if not text:
        return None
    matches = [_DATE.match(part) for part in text.split("/")[:2] if part not in ("", "..")]
    if not all(matches) or not matches:
        return {"literal": text_of(text)}
    date: dict[str, Any] = {
        "date-parts": [[int(part) for part in match.groups()[:3] if part] for match in matches if match]
    }
    if any(match and match[4] for match in matches):
        date["circa"] = True
    return date


# Names


def _people(text: str) -> Iterator[dict[str, str]]:
    from pybtex.bibtex.utils import split_name_list
    from pybtex.database import InvalidNameString, Person

    for name in split_name_list(text):
        if name.lower() == "others":
            yield {"literal": "others"}
            continue
        try:
            person = Person(name)
        except InvalidNameString:  # more than two commas: nobody knows which part is which
            yield {"literal": _plain(name)}
            continue
        last = " ".join(person.last_names)
        first = " ".join(person.first_names + person.middle_names)
        if not first and not person.prelast_names and (last.startswith("{") or not last):
            yield {"literal": _plain(name)}
            continue
        parts = {
            "family": last,
            "given": first,
            "non-dropping-particle": " ".join(person.prelast_names),
            "suffix": " ".join(person.lineage_names),
        }
        yield {part: _plain(value) for part, value in parts.items() if value}


def _plain(latex: str) -> str:
    return re.sub(r"<[^<>]*>", "", text_of(latex))


# LaTeX


def text_of(latex: str) -> str:
    """Return what `latex` shows, with CSL's tags for emphasis and for words that keep their case."""
    from pybtex.richtext import Text
    from pybtex.scanner import PybtexSyntaxError

    if not re.search(r"[\\{}$~`'-]", latex):
        return latex
    try:
        text = "".join(_pieces(Text.from_latex(_FORMULA.sub(_formula, latex))))
    except (PybtexSyntaxError, ValueError):
        text = latex.replace("{", "").replace("}", "")
    return " ".join(_LEFTOVER.sub(r"\1", text).split(" "))


def _formula(match: re.Match[str]) -> str:
    """Return a short formula as text: what stands high or low in it does so here too."""
    scripts = {"_": "textsubscript", "^": "textsuperscript"}
    return _SCRIPT.sub(lambda script: rf"\{scripts[script[1]]}{{{script[2] or script[3]}}}", match[1])


def _pieces(text: Any) -> Iterator[str]:
    """Yield the text of pybtex's tree, its braces and commands made tags."""
    from pybtex.richtext import Protected, String

    pending = ""
    for part in text.parts:
        if isinstance(part, String):
            written = str(part)
            command = _COMMAND.search(written)
            pending = command[1] if command else ""
            yield _LINE_BREAK.sub("", written[: command.start()] if command else written)
        elif isinstance(part, Protected):
            inner = "".join(_pieces(part))
            if pending == "url":
                yield inner.replace("\xa0", "~")
            elif pending == "href":
                pass  # its address; the words come next
            elif pending in _TAGS:
                opening, closing = _TAGS[pending]
                yield f"{opening}{inner}{closing}"
            elif pending or len(inner) == 1 or "<" in inner:
                yield inner
            else:
                yield f'<span class="nocase">{inner}</span>'
            pending = ""
        else:
            yield str(part)
