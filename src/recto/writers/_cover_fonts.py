"""What the words of a cover are set in: for each character the first font that has it.

The theme's faces come first. What none of them has is set in a font of this machine, and told
(`Compositor.borrowed`). A line may so need several fonts: it is set in runs, each shaped as a whole,
which stand in the order of the script's direction.
"""

from __future__ import annotations

import contextlib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from recto.article import direction_of
from recto.diagnostics import error
from recto.errors import WriterError
from recto.files import reason
from recto.writers._cover_text import drawable, needs_shaping, without
from recto.writers._overlaps import without_overlaps
from recto.writers._system_fonts import system_fonts

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from recto.theme import Theme

UNIT = 380
"""Pixels: the size that lengths are measured in."""
_MOST = 1000
"""Characters: more than a cover holds of the smallest letters; what follows them need not be measured."""
_NEVER = "\U0010fffd"
"""A private character that no font has: what is drawn in its place is the font's box."""
_INVISIBLE = frozenset("\u200c\u200d \xa0")
_BODY = re.compile(r"(?:^|[\s},])body\s*\{[^}]*?font-family:[^;}]*?\b(sans-serif|serif)\s*[;}]")


class Typeface(NamedTuple):
    """A font that Pillow can open."""

    file: Path
    number: int = 0
    """Which font of the file it is."""
    borrowed: str = ""
    """Its family, when it is this machine's."""


class _Run(NamedTuple):
    text: str
    face: Typeface
    direction: str


class Compositor:
    """Sets a text, and any part of it, in as many typefaces as it takes."""

    def __init__(self, text: str, faces: Iterable[Typeface], lang: str) -> None:
        from PIL import features

        self.text = text
        self.direction = direction_of(lang)
        self._faces = tuple(faces)
        shaped = features.check("raqm")
        self._way: str | None = self.direction if shaped else None
        self._lang: str | None = lang if shaped else None
        self._chosen: dict[str, Typeface | None] = {}

    @property
    def borrowed(self) -> list[str]:
        """The families of this machine that were taken, in the order of the text."""
        return list(dict.fromkeys(run.face.borrowed for run in self._runs(self.text) if run.face.borrowed))

    def length(self, text: str) -> float:
        """Say how wide `text` is in the size of `UNIT`."""
        return sum(self._lengths(self._runs(text), UNIT))

    @cached_property
    def extent(self) -> tuple[float, float]:
        """Say how far the text's ink reaches above its baseline and below, in parts of its size."""
        reaches = [_reach(run, self._way, self._lang) for run in self._runs(self.text)]
        return max(above for above, _ in reaches) / UNIT, max(below for _, below in reaches) / UNIT

    def draw(self, on: ImageDraw, text: str, at: tuple[float, float], size: int) -> None:
        """Draw a line; `at` is where its baseline begins, in the direction of its script."""
        x, y = at
        runs = self._runs(text)
        if self.direction == "rtl":
            x -= sum(self._lengths(runs, size))
        for number, run in enumerate(runs):
            on.text(
                (x, y),
                run.text,
                fill=255,
                font=_large_font(run.face, size),
                anchor="ls",
                direction=self._way,
                language=self._lang,
            )
            if number + 1 < len(runs):
                x += _length(run, size, self._way, self._lang)

    def _lengths(self, runs: list[_Run], size: int) -> list[float]:
        return [_length(run, size, self._way, self._lang) for run in runs]

    def _choice(self, char: str) -> Typeface | None:
        """Return the typeface for a character; None for what takes that of its neighbours."""
        if char not in self._chosen:
            drawn = char not in _INVISIBLE and unicodedata.category(char)[0] != "M"
            self._chosen[char] = next((face for face in self._faces if drawn and _has(face, char)), None)
        return self._chosen[char]

    def _runs(self, text: str) -> list[_Run]:
        """Cut `text` where its typeface changes, and put the pieces from left to right."""
        if len(self._faces) == 1:
            return [_Run(text, self._faces[0], _direction(text))] if text else []
        pieces: list[tuple[str, Typeface]] = []
        for char in text:
            own, (before, face) = self._choice(char), pieces[-1] if pieces else ("", self._faces[0])
            follows = not char.isalpha() and _has_letters(before) and _has(face, char)
            if before and (own in (None, face) or follows):
                pieces[-1] = (before + char, face)
            elif before and own and not _has_letters(before) and not _lacking(before, [own]):
                # Marks that lead up to a word, such as opening quotes, are of its typeface.
                pieces[-1] = (before + char, own)
            else:
                pieces.append((char, own or face))
        return list(self._in_order([_Run(text, face, _direction(text)) for text, face in pieces]))

    def _in_order(self, runs: list[_Run]) -> Iterator[_Run]:
        """Yield `runs` from left to right, by the first two levels of Unicode's bidirectional algorithm."""
        by_way = groupby(runs, key=lambda run: run.direction or self.direction)
        groups = [(way, list(group)) for way, group in by_way]
        for way, group in groups if self.direction == "ltr" else reversed(groups):
            yield from group if way == "ltr" else reversed(group)


@lru_cache(maxsize=64)
def compositor(theme: Theme, text: str, *, lang: str, bold: bool) -> Compositor | None:
    """Return what sets `text`; None when there is nothing to set, or no font for some of it."""
    from PIL import features

    words = drawable(text[:_MOST])
    if not words or (needs_shaping(words) and not features.check("raqm")):
        return None
    faces = _faces_of(theme, bold=bold)
    whole = next((face for face in faces if not _lacking(words, [face])), None)
    if whole:
        return Compositor(words, [whole], lang)
    if lacking := _lacking(words, faces):
        generic = (_BODY.findall(theme.css.get("epub", "")) or ["serif"])[-1]
        faces += _borrowed(frozenset(lacking), lang, generic, bold=bold)
        words = without(words, _lacking(words, faces))
    return Compositor(words, faces, lang) if words and not _lacking(words, faces) else None


def _faces_of(theme: Theme, *, bold: bool) -> list[Typeface]:
    faces = [face for face in theme.faces if face.style == "normal" and not face.code]
    faces.sort(key=lambda face: (face.weight >= 600) != bold)
    return [Typeface(face.ttf) for face in faces]


def _borrowed(characters: frozenset[str], lang: str, generic: str, *, bold: bool) -> list[Typeface]:
    """Return this machine's fonts for `characters`, those first that have the most of them."""
    found: list[tuple[int, Typeface]] = []
    for font in system_fonts(characters, lang=lang, generic=generic, bold=bold):
        face = Typeface(font.file, font.number, font.family)
        with contextlib.suppress(WriterError):  # of what is installed, something may be broken
            found.append((len(_lacking("".join(characters), [face])), face))
    return [face for lacking, face in sorted(found, key=itemgetter(0)) if lacking < len(characters)]


def _lacking(text: str, faces: Iterable[Typeface]) -> set[str]:
    """Return the characters of `text` that none of `faces` has."""
    lacking = {*text} - _INVISIBLE
    for face in faces:
        lacking = {char for char in lacking if not _has(face, char)}
    return lacking


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _direction(text: str) -> str:
    """Return the direction of a run's first letter; nothing if it has none."""
    ways = (unicodedata.bidirectional(char) for char in text)
    way = next((way for way in ways if way in ("L", "R", "AL")), "")
    return {"": "", "L": "ltr"}.get(way, "rtl")


@lru_cache(maxsize=16384)
def _has(face: Typeface, char: str) -> bool:
    """Say whether a typeface has a glyph of its own for a character."""
    return _shape(face, char) != _box(face)


@lru_cache(maxsize=128)
def _box(face: Typeface) -> tuple[tuple[int, int], bytes]:
    return _shape(face, _NEVER)


def _shape(face: Typeface, char: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(face, 20).getmask(char)
    return mask.size, bytes(mask)


@lru_cache(maxsize=4096)
def _length(run: _Run, size: int, way: str | None, lang: str | None) -> float:
    """Say how wide a run is; HarfBuzz is set up for each anew, and most words stand in many titles."""
    return _font(run.face, size).getlength(run.text, direction=way, language=lang)


@lru_cache(maxsize=1024)
def _reach(run: _Run, way: str | None, lang: str | None) -> tuple[float, float]:
    """Say how far the ink of a run reaches above its baseline and below, in the size of `UNIT`."""
    box = _font(run.face, UNIT).getbbox(run.text, direction=way, language=lang, anchor="ls")
    return -box[1], box[3]


@lru_cache(maxsize=128)
def _font(face: Typeface, size: int) -> FreeTypeFont:
    """Open a font; raises `WriterError` when the theme's file is none."""
    return _opened(face, str(face.file), size)


@lru_cache(maxsize=32)
def _large_font(face: Typeface, size: int) -> FreeTypeFont:
    """Open a font to draw lines with."""
    # A machine's font may be one of several in a file of many megabytes, which each size would hold.
    return _font(face, size) if face.borrowed else _opened(face, io.BytesIO(_outlines(face.file)), size)


@lru_cache(maxsize=8)
def _outlines(file: Path) -> bytes:
    return without_overlaps(file.read_bytes())


def _opened(face: Typeface, font: str | io.BytesIO, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    try:
        return ImageFont.truetype(font, size, index=face.number)
    except OSError as problem:
        message = f"The theme's font {face.file.name} cannot be used: {reason(problem)}."
        raise WriterError(error("font-broken", message), writer="epub") from problem
