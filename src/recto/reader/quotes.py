"""Which marks a language quotes with, and where it puts spaces before punctuation: a table.

The first pair is what `"` becomes, the second what `'` becomes. Where usage varies, the marks are those that
Unicode's CLDR or the language's own academy gives for printed text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

_NARROW, _WIDE = "\u202f", "\xa0"


@dataclass(frozen=True, slots=True)
class Marks:
    """A language's marks."""

    double: tuple[str, str]
    single: tuple[str, str]
    inside: str = ""
    """Stands inside « and »."""
    before_colon: str = ""
    before_high: str = ""
    """Stands before ; ! and ?."""


_TABLE = {
    "“”‘’": "af cy da en eu ga hi id ko ms nl pt th tr vi zh es-419 es-mx es-us",
    "„“‚‘": "bg cs de et hsb is ka lb lt mk sk sl sr",
    "„”‚’": "bs hr",
    "„”«»": "pl ro",
    "„”»«": "hu",
    "””’’": "fi he sv yi",
    "«»“”": "ca el es fr fr-ca gl hy it sq",
    "«»„“": "az be kk ky ru uk",
    "«»‘’": "nb nn no pt-pt",
    "«»‹›": "ar ckb de-ch de-li fa ps ur",
    "“”«»": "lv",
    "「」『』": "ja zh-hant zh-hk zh-tw",
}
"""Opening and closing mark of the double and of the single quotation → languages."""
_BY_LANGUAGE = {tag: marks for marks, tags in _TABLE.items() for tag in tags.split()}
_SPACES = {"fr": (_NARROW, _WIDE, _NARROW), "fr-ca": (_WIDE, _WIDE, "")}


@cache
def marks_of(lang: str) -> Marks:
    """Return the marks of the language `lang`, a BCP 47 tag, or those of English."""
    parts = lang.lower().split("-")
    for length in range(len(parts), 0, -1):
        tag = "-".join(parts[:length])
        if tag in _BY_LANGUAGE:
            marks = _BY_LANGUAGE[tag]
            return Marks((marks[0], marks[1]), (marks[2], marks[3]), *_SPACES.get(tag, ("", "", "")))
    return Marks(("“", "”"), ("‘", "’"))
