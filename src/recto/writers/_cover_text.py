"""Which words of a title a font can set, and how they break into lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Measure = Callable[[str], float]
"""Says how long a text is."""
_Words = list[tuple[str, float]]

_JOINERS = "\u200c\u200d"
_NEVER = "\U0010fffd"
"""A private character that no font has: what is drawn in its place is the font's box."""


def drawable(text: str, *, shaped: bool) -> str:
    """Return `text` without emoji and marks of direction.

    It is empty when the text wants a shaping engine and there is none (`shaped`).
    """
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if char in _JOINERS or unicodedata.category(char) not in {"Cf", "Cn", "Co", "Cs", "Sk", "So"}
    )
    # Variation selectors are what an emoji leaves behind.
    kept = " ".join(kept.translate(dict.fromkeys(range(0xFE00, 0xFE10))).split())
    if kept != " ".join(text.split()):
        kept = kept.strip(" –—|·•:-")  # they led up to what is gone
    if not shaped and any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in kept):
        return ""
    return kept


def covers_all(font: FreeTypeFont, text: str) -> bool:
    """Say whether `font` has a glyph of its own for every character of `text`."""
    return all(_covers(font, char) for char in {*text} - {*_JOINERS, " ", "\xa0"})


@lru_cache(maxsize=4096)
def _covers(font: FreeTypeFont, char: str) -> bool:
    return _shape(font, char) != _shape(font, _NEVER)


def _shape(font: FreeTypeFont, char: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(char)
    return mask.size, bytes(mask)


def measured(text: str, measure: Measure) -> _Words:
    """Return the words of `text`, each with its length."""
    return [(word, measure(word)) for word in text.split(" ")]


def fit(words: _Words, *, space: float, width: float) -> list[str]:
    """Break `words` into as few lines as fit in `width`, of even length; none when a word is too wide."""
    low, high = max(length for _, length in words), width
    if low > width:
        return []
    count = len(_greedy(words, space, width))
    while high - low > width / 400:
        middle = (low + high) / 2
        if len(_greedy(words, space, middle)) > count:
            low = middle
        else:
            high = middle
    return _greedy(words, space, high)


def force(text: str, measure: Measure, *, width: float, most: int) -> list[str]:
    """Break `text` into at most `most` lines: too long words are broken, and too long a text is cut."""
    words = [piece for word in text.split(" ") for piece in _broken(word, measure, width)]
    lines = _greedy([(word, measure(word)) for word in words], measure(" "), width)
    if len(lines) <= most:
        return lines
    kept = lines[most - 1].split(" ")
    while len(kept) > 1 and measure(" ".join(kept) + "…") > width:
        kept.pop()
    return [*lines[: most - 1], " ".join(kept).rstrip(",;:") + "…"]


def broken(text: str, measure: Measure, *, width: float, lang: str) -> str:
    """Return `text` with each word that is wider than `width` in pieces of even length, with hyphens."""
    return " ".join(piece for word in text.split(" ") for piece in _hyphenated(word, measure, width, lang))


def _hyphenated(word: str, measure: Measure, width: float, lang: str) -> list[str]:
    length = measure(word)
    if length <= width or not word.isalpha():
        return [word]
    count = int(length / (0.9 * width)) + 1
    places = _places(word, lang) or range(2, len(word) - 2)
    cuts = sorted(
        {min(places, key=lambda at: abs(at - part * len(word) / count)) for part in range(1, count)}
    )
    ends = [*cuts, len(word)]
    pieces = [word[begin:end] for begin, end in zip([0, *cuts], ends, strict=True)]
    return [*(f"{piece}-" for piece in pieces[:-1]), pieces[-1]]


def _places(word: str, lang: str) -> list[int]:
    """Return where `word` may be hyphenated, by the dictionary that print has; nothing if there is none."""
    import pyphen

    known = pyphen.language_fallback(lang)
    return list(pyphen.Pyphen(lang=known).positions(word)) if known else []


def _broken(word: str, measure: Measure, width: float) -> Iterator[str]:
    """Yield `word`, in pieces when it is wider than `width`; addresses break after a stroke if they can."""
    while (length := measure(word)) > width:
        room = max(1, int(len(word) * width / length))
        while room > 1 and measure(word[:room]) > width:
            room -= 1
        room = max(word.rfind(mark, room // 2, room) + 1 for mark in "/-._?&=") or room
        yield word[:room]
        word = word[room:]
    yield word


def _greedy(words: _Words, space: float, width: float) -> list[str]:
    lines: list[list[str]] = [[]]
    used = -space
    for word, length in words:
        if lines[-1] and used + space + length > width:
            lines.append([])
            used = -space
        lines[-1].append(word)
        used += space + length
    return [" ".join(line) for line in lines]
