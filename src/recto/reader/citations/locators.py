"""Where in a work: `p. 3`, `pp. 33-35, 38`, `ch. 1`, `§ 4`, in the article's language or in English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_OWN = {
    "ch.": "chapter", "ch": "chapter", "chs.": "chapter", "fol.": "folio", "s.v.": "sub-verbo",
    "pág.": "page", "págs.": "page", "pág": "page", "págs": "page", "pp": "page", "pag.": "page",
    "עמ'": "page", "עמ׳": "page", "עמ": "page",
}  # fmt: skip
"""What people write that CSL's terms do not have."""
_NUMBER = r"(?:\d\w*(?:[.:]\w+)*|[A-Za-z]{1,2}\.?\d+\w*|\(?[ivxlcdmIVXLCDM]{1,12}\b\)?)"
_RANGE = rf"{_NUMBER}(?:[ ]?(?:-{{1,3}}|–|—)[ ]?{_NUMBER})?"
_ROMAN = r"(?:x{1,3}(?:ix|iv|v?i{0,3})|ix|iv|v?i{1,3}|v)\b"
_VALUE = re.compile(rf"{_RANGE}(?:[ ]?(?:,|&)[ ]?(?=[\d(]|{_ROMAN})(?:{_RANGE})){{0,20}}")
_BRACED = re.compile(r"[ ]?\{([^{}\n]{0,200})\}")
_BEGIN = re.compile(r"[ \n]*(,)?[ \n\xa0]*")


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a work, and how long its text is."""

    label: str
    value: str
    length: int


@cache
def _terms(lang: str) -> tuple[re.Pattern[str], dict[str, str]]:
    from recto.reader.citations.csl.locales import locator_terms

    terms = {**locator_terms("en-US"), **_OWN, **locator_terms(lang)}
    longest_first = sorted(terms, key=len, reverse=True)
    pattern = "|".join(re.escape(term) + (r"(?!\w)" if term[-1].isalnum() else "") for term in longest_first)
    return re.compile(rf"(?:{pattern})[ \n\xa0]*", re.IGNORECASE), terms


def read(text: str, lang: str) -> Locator | None:
    """Return the locator that `text`, which follows a key, begins with."""
    braced = _BRACED.match(text)
    if braced:
        inner = _labelled(braced[1].strip(), lang, whole=True)
        return Locator(inner[0], inner[1], braced.end()) if inner else None
    begin = _BEGIN.match(text)
    start = begin.end() if begin else 0
    found = _labelled(text[start:], lang, whole=False)
    if found:
        label, value, length = found
        return Locator(label, value, start + length)
    value_match = _VALUE.match(text, start) if begin and begin[1] else None
    if value_match and value_match[0][0].isdecimal():
        return Locator("page", value_match[0], value_match.end())
    return None


def _labelled(text: str, lang: str, *, whole: bool) -> tuple[str, str, int] | None:
    pattern, terms = _terms(lang)
    term = pattern.match(text)
    begin = term.end() if term else 0
    label = terms[term[0].strip().lower()] if term else "page"
    if whole:
        return label, text[begin:], len(text)
    value = _VALUE.match(text, begin) if term else None
    return (label, value[0], value.end()) if value else None
