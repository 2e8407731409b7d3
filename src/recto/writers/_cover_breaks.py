"""Where a line of large type may end within a word, by the rules of its script.

Alphabets that have capitals take hyphens. Japanese and Chinese have no spaces: a line may end between any
two signs, save before closing and after opening ones (JIS X 4051, UAX #14), and best where a phrase of
Japanese does. Thai and Lao, which have none either, are broken before the vowels that begin a syllable.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

BREAK = "\u200b"
"""Marks where a line may end."""
HYPHEN = "\xad"
"""Marks where a line may end with a hyphen."""

_NEVER_FIRST = frozenset(
    "、。，．・：；？！‥…々〻ーゝゞヽヾ〜～％‰℃ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ,.:;?!%)]}"
)
"""Signs, besides closing brackets and quotes, that no line begins with."""
_PAIRED = frozenset("—…‥")
"""Signs that stand in pairs, which are not parted."""
_LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")
"""Of Thai and Lao: they stand before the consonant that begins the syllable."""
_VIRAMAS = frozenset("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2\u0f84\u200d")
"""Signs that bind the next consonant to the one before."""


def is_ideographic(char: str) -> bool:
    """Say whether `char` is Chinese or Japanese."""
    return (
        "\u3005" <= char <= "\u3007" or "\u3041" <= char <= "\u312f" or "\u3400" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"
    )  # fmt: skip


def has_kana(text: str) -> bool:
    """Say whether `text` is Japanese for certain."""
    return any("\u3041" <= char <= "\u30ff" for char in text)


def is_cluster_end(text: str, at: int) -> bool:
    """Say whether what stands before `at` and behind it are different letters, not a letter and its marks."""
    return unicodedata.category(text[at])[0] != "M" and text[at] != "\u200d" and text[at - 1] not in _VIRAMAS


def phrases(word: str) -> list[str]:
    """Cut Japanese where a phrase ends, and after the wide marks of punctuation."""
    return _cut(word, (at for at in _places(word) if _ends_phrase(word, at)))


def signs(word: str) -> list[str]:
    """Cut `word` wherever a line may end."""
    return _cut(word, _places(word))


def syllables(word: str, lang: str, *, count: int) -> list[str]:
    """Cut `word` into `count` parts, or a few fewer, of even length, where hyphens may stand."""
    places = _hyphens(word, lang) or range(2, len(word) - 2)
    cuts = {min(places, key=lambda at: abs(at - part * len(word) / count)) for part in range(1, count)}
    return _cut(word, sorted(cuts))


def _hyphens(word: str, lang: str) -> list[int]:
    """Return where `word` may be hyphenated, by the dictionary that print has; nothing if there is none."""
    from recto.writers._hyphenation import pyphen

    known = pyphen().language_fallback(lang)
    return list(pyphen().Pyphen(lang=known).positions(word)) if known else []


def _cut(word: str, places: Iterator[int] | list[int]) -> list[str]:
    ends = [*places, len(word)]
    return [word[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


def _places(word: str) -> Iterator[int]:
    last = 0
    for at in range(1, len(word)):
        if is_cluster_end(word, at) and _may_break(word[at - 1], word[at]):
            # What is shorter than a syllable with its tone is often a prefix, which is left with its word.
            if word[at] in _LEADING_VOWELS and at - last < 4:
                continue
            yield at
            last = at


def _may_break(before: str, after: str) -> bool:
    if after in _NEVER_FIRST or unicodedata.category(after) in {"Pe", "Pf"}:
        return False
    if unicodedata.category(before) in {"Ps", "Pi"} or (before == after and before in _PAIRED):
        return False
    if before.isdigit() and is_ideographic(after):
        return False  # a number and what it counts
    wide = any(is_ideographic(char) or "\uac00" <= char <= "\ud7a3" for char in (before, after))
    return wide or _is_wide_mark(before) or after in _LEADING_VOWELS or before == "\u0f0b"


def _ends_phrase(word: str, at: int) -> bool:
    before, after = word[at - 1], word[at]
    if _is_wide_mark(before) or unicodedata.category(after) in {"Ps", "Pi"}:
        return True
    if not _is_hiragana(before) or _is_hiragana(after):
        return False
    # お and ご make the next word polite, and are of it.
    return before not in "おご" or (at > 1 and _is_hiragana(word[at - 2]))


def _is_hiragana(char: str) -> bool:
    return "\u3041" <= char <= "\u309f"


def _is_wide_mark(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and unicodedata.category(char)[0] == "P"
