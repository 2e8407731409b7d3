"""Words in which a letter of another script looks like the one that was meant.

With a Cyrillic р in it, "paypal" is found by no search and read wrong by a screen reader. Told is a word of
which all letters of one script look like letters of the other: `API'шный`, `µm` and `Δx` mean to mix.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from recto.checks.manuscript import Manuscript
from recto.diagnostics import Diagnostic

_LOOKALIKES = {
    "Latin": frozenset("AaBCcEeHIiJjKMOoPpSsTXxyYvuNZ"),
    "Cyrillic": frozenset("АаВСсЕеНІіЈјКМОоРрЅѕТХхуУѵ"),
    "Greek": frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανυρι"),
}
_CYRILLIC, _GREEK = "\u0400-\u04ff", "\u0370-\u03ff\u1f00-\u1fff"
_LATIN = "A-Za-z\u00c0-\u024f"
_MIXED = re.compile(
    rf"(?<![{_LATIN}{_CYRILLIC}{_GREEK}])"
    rf"(?:[{_LATIN}]+[{_CYRILLIC}{_GREEK}]|[{_CYRILLIC}{_GREEK}]+[{_LATIN}])[{_LATIN}{_CYRILLIC}{_GREEK}]*"
)
_FOREIGN = re.compile(f"[{_CYRILLIC}{_GREEK}]")
_LEAST = 3
"""Letters: in shorter words, such as `νe`, a letter is a sign of its own."""


def script_mixed(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A word mixes Latin, Cyrillic or Greek letters that look alike."""
    for passage in manuscript.passages:
        if passage.text.isascii() or not _FOREIGN.search(passage.text):
            continue
        for match in _MIXED.finditer(passage.text):
            strange = _strange(match[0])
            if strange is None:
                continue
            letters, script, around = strange
            yield manuscript.warning(
                "script-mixed",
                f"The {around} word {match[0]!r} holds {script} letters that only look the same: {letters}.",
                line=manuscript.line_at(passage, match.start(), match[0]),
                hint=f"Type the word again, with a keyboard for {around} letters.",
            )


def _strange(word: str) -> tuple[str, str, str] | None:
    """Return the letters of `word` that are not what they seem, their script, and the word's."""
    letters: dict[str, list[str]] = {}
    for char in word:
        letters.setdefault(_script(char), []).append(char)
    if len(letters) != 2 or len(word) < _LEAST:
        return None
    (few, strange), (many, rest) = sorted(letters.items(), key=lambda item: len(item[1]))
    if len(strange) == len(rest) or len(rest) < _LEAST - 1 or not _LOOKALIKES[few].issuperset(strange):
        return None
    return "".join(dict.fromkeys(strange)), few, many


def _script(char: str) -> str:
    return unicodedata.name(char, "LATIN").partition(" ")[0].capitalize()
