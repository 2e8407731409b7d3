"""Which words of a title can be drawn, and how they break into lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from recto.writers._cover_breaks import (
    BREAK,
    HYPHEN,
    has_kana,
    is_cluster_end,
    is_ideographic,
    phrases,
    signs,
    syllables,
)

Measure = Callable[[str], float]
"""Says how long a text is."""

_JOINERS = "\u200c\u200d"
_DECORATION = {"Sk", "So", "Me"}
"""Categories of emoji and their like: what is drawn if it can be, and is no word."""
_SEQUENCE = re.compile("(?<=[\u2190-\u2bff\U0001f000-\U0001faff])(?:\u200d.)+|[\U0001f3fb-\U0001f3ff]")
"""What follows the first picture of an emoji that is made of several, and the shades of skin."""
_JAPANESE, _CHINESE = 0.77, 0.53
"""How wide a phrase may be before it is broken, as part of what a word may."""
_GLUE = re.compile(f"([ {BREAK}{HYPHEN}])")


class Word(NamedTuple):
    """What stays on one line."""

    text: str
    length: float
    glue: str = ""
    """What stands between it and the next word on the same line: a space or nothing."""
    end: str = ""
    """What it gets where the line ends after it: a hyphen or nothing."""
    end_length: float = 0

    @property
    def whole(self) -> float:
        """Its length where the line ends after it."""
        return self.length + self.end_length


def drawable(text: str) -> str:
    """Return `text` without what is not drawn: marks of direction, and all but the first sign of an emoji."""
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if char in _JOINERS or unicodedata.category(char) not in {"Cf", "Cn", "Co", "Cs"}
    )
    # Variation selectors tell how an emoji looks where there is a choice.
    return " ".join(_SEQUENCE.sub("", kept.translate(dict.fromkeys(range(0xFE00, 0xFE10)))).split())


def without(text: str, lacking: Collection[str]) -> str:
    """Return `text` without those of the characters `lacking` that are decoration."""
    kept = "".join(c for c in text if c not in lacking or unicodedata.category(c) not in _DECORATION)
    if kept == text:
        return text
    return " ".join(kept.split()).strip(" –—|·•:-")  # they led up to what is gone


def needs_shaping(text: str) -> bool:
    """Say whether `text` would be wrong letter by letter: from right to left, or with marks on letters."""
    return any(
        unicodedata.bidirectional(char) in {"R", "AL", "AN"} or unicodedata.category(char)[0] == "M"
        for char in text
    )


def measured(text: str, measure: Measure) -> list[Word]:
    """Return the words of `text`, each with its length."""
    parts = [*_GLUE.split(text), ""]
    hyphen = measure("-")
    return [
        Word(word, measure(word), glue.strip(BREAK + HYPHEN), "-", hyphen)
        if glue == HYPHEN
        else Word(word, measure(word), glue.strip(BREAK))
        for word, glue in zip(parts[::2], parts[1::2], strict=True)
        if word
    ]


def fit(words: list[Word], *, space: float, width: float) -> list[str]:
    """Break `words` into as few lines as fit in `width`, of even length; none when a word is too wide."""
    low, high = max(word.whole for word in words), width
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
    words = [piece for word in measured(text, measure) for piece in _broken(word, measure, width)]
    lines = _greedy(words, measure(" "), width)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut_off(lines[most - 1], measure, width)]


def _cut_off(line: str, measure: Measure, width: float) -> str:
    """Return `line` with an ellipsis for its last words, or, if it has no spaces, its last letters."""
    kept = line.split(" ")
    while len(kept) > 1 and measure(" ".join(kept) + "…") > width:
        kept.pop()
    last = " ".join(kept).rstrip(",;:、，")
    end = len(last)
    while end > 1 and measure(last[:end] + "…") > width:
        end = next((at for at in range(end - 1, 0, -1) if is_cluster_end(last, at)), 1)
    return last[:end] + "…"


def broken(text: str, measure: Measure, *, width: float, lang: str) -> str:
    """Return `text` with the places marked where words that are wider than `width` may be broken.

    Chinese and Japanese phrases may be broken when they are narrower: their signs are large and few.
    """
    return " ".join(
        BREAK.join(_marked(phrase, measure, width, lang) for phrase in phrases(word))
        for word in text.split(" ")
    )


def _marked(word: str, measure: Measure, width: float, lang: str) -> str:
    length = measure(word)
    if any(map(is_ideographic, word)):
        most = width * (_JAPANESE if has_kana(word) else _CHINESE)
        return BREAK.join(signs(word)) if length > most else word
    if length <= width:
        return word
    if word.isalpha() and word.lower() != word.upper():
        return HYPHEN.join(syllables(word, lang, count=int(length / (0.9 * width)) + 1))
    return BREAK.join(signs(word))


def _broken(word: Word, measure: Measure, width: float) -> Iterator[Word]:
    """Yield `word`, in pieces when it is wider than `width`; addresses break after a stroke if they can."""
    text, length = word.text, word.length
    while length > width:
        room = max(1, int(len(text) * width / length))
        while room > 1 and measure(text[:room]) > width:
            room -= 1
        room = max(text.rfind(mark, room // 2, room) + 1 for mark in "/-._?&=") or room
        while room > 1 and not is_cluster_end(text, room):
            room -= 1
        yield Word(text[:room], measure(text[:room]))
        text = text[room:]
        length = measure(text)
    yield word._replace(text=text, length=length)


def _greedy(words: list[Word], space: float, width: float) -> list[str]:
    lines: list[list[Word]] = []
    used = 0.0
    for word in words:
        gap = space if lines and lines[-1][-1].glue else 0.0
        if not lines or used + gap + word.whole > width:
            lines.append([])
            used = gap = 0.0
        lines[-1].append(word)
        used += gap + word.length
    return [
        "".join(word.text + word.glue for word in line[:-1]) + line[-1].text + line[-1].end for line in lines
    ]
