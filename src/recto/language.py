"""A guess at an article's language from its script, for articles that do not name theirs."""

from __future__ import annotations

import unicodedata
from collections import Counter

_SAMPLE = 20_000
_SCRIPTS = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "HEBREW": "he", "ARABIC": "ar",
    "CYRILLIC": "ru", "GREEK": "el", "THAI": "th", "DEVANAGARI": "hi", "ARMENIAN": "hy", "GEORGIAN": "ka",
    "BENGALI": "bn", "TAMIL": "ta",
}  # fmt: skip
"""First word of a character's Unicode name → the language most written in that script."""


def guess(text: str, default: str) -> str:
    """Return the language that the script of `text` points to, or `default` where it is Latin or unclear."""
    letters = Counter(
        unicodedata.name(char, "").partition(" ")[0]
        for char in text[:_SAMPLE]
        if char.isalpha() and char > "\x7f"
    )
    latin = sum(char.isascii() and char.isalpha() for char in text[:_SAMPLE])
    if letters["HIRAGANA"] + letters["KATAKANA"] > letters["CJK"] / 20 and letters["CJK"]:
        letters["HIRAGANA"] += letters.pop("CJK")
    found = [(count, script) for script, count in letters.items() if script in _SCRIPTS]
    count, script = max(found, default=(0, ""))
    return _SCRIPTS[script] if count > latin else default
