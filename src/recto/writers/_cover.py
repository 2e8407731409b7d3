"""The picture on an e-book's front, drawn from what is known about the article.

Title, authors and date over a pattern of tiles; colours and tiles follow from the title's digest, so
each article has a face of its own and always the same one. Four colours and the steps between those
that meet make sixteen: soft edges for a PNG of four bits a pixel, which is small and quickly packed.

The pixels are those of Pillow's own FreeType and HarfBuzz, so they change with its release only, and with
the fonts of the machine where the theme lacks a script. But HarfBuzz needs the system's libfribidi:
without it Pillow sets text unkerned, and what must be shaped is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from recto.article import Asset
from recto.diagnostics import note
from recto.writers._cover_fonts import UNIT, Compositor, compositor
from recto.writers._cover_text import broken, fit, force, measured
from recto.writers._dates import written_date
from recto.writers._indexed_png import png
from recto.writers._system_fonts import font_system

if TYPE_CHECKING:
    from PIL.Image import Image

    from recto.article import Meta
    from recto.diagnostics import Report
    from recto.theme import Theme

WIDTH, HEIGHT = 1600, 2560
"""Pixels: the size that shops and e-readers ask of a cover, 1 to 1.6."""
_MARGIN = 130
_ROOM = (WIDTH - 2 * _MARGIN) * 0.99
"""Pixels: the width of a line; 1 % is left for the rounding."""
_TOP = 210
_TILE = 320
_FINER = 3
"""How much finer than the cover the tiles are drawn, for edges that are soft once they are reduced."""
_ROWS = 3
_PATTERN_TOP = HEIGHT - _ROWS * _TILE
_TITLE_BOTTOM = 1200
_NAMES, _DATE, _SUBTITLE = 96, 68, 84
"""Pixels: the sizes of the authors' names, to be read where books stand side by side, and of the rest."""
_NAMES_LINES, _SUBTITLE_LINES = 2, 4
"""The most lines they take; a subtitle that takes more is left out."""
_SIZES = (380, 330, 290, 262, 236, 216, 198, 182, 166, 152, 140, 128, 118, 108, 98, 90, 82)
"""Pixels: the sizes a title is tried in."""
_WHOLE = 140
"""Pixels: a word that is too wide in this size is broken rather than set smaller."""

_GROUND, _SHADE, _ACCENT, _INK = range(4)
_COLOURS = (
    ("12263a", "2d5b7b", "e9b44c"),
    ("17352b", "3c6e57", "e2c36b"),
    ("3b1424", "7d2e46", "e8a598"),
    ("2a1a3e", "5d4586", "e3a857"),
    ("0f3338", "2c7076", "f0c987"),
    ("45190d", "93401f", "f2b880"),
    ("20272e", "56636f", "d8c9a3"),
    ("2e3014", "6a6d33", "e6d690"),
    ("33231a", "6f5240", "e4bf8f"),
    ("1c1f4a", "4a4f9c", "f0a886"),
)
"""Ground, shade and accent: each ground is dark enough for the ink at 10:1 and more, in grey as well."""
_INK_COLOUR = "fdf9f0"
_STEPS = {
    (_GROUND, _INK): range(4, 10),
    (_GROUND, _SHADE): range(10, 12),
    (_GROUND, _ACCENT): range(12, 14),
    (_SHADE, _ACCENT): range(14, 16),
}
"""The colours that meet → the places in the palette of the steps between them."""
_INKED = [0] * 20 + [255] * 236
"""Level of a letter's mask → whether the palette has a step for it."""
_PAIRS = ((_GROUND, _SHADE), (_SHADE, _GROUND), (_GROUND, _ACCENT), (_SHADE, _ACCENT), (_GROUND, _SHADE))
"""The colours of a tile and of the figure on it."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A drawn cover."""

    png: bytes
    has_title: bool
    """False when no font can set the title."""
    borrowed: tuple[str, ...] = ()
    """Families of this machine's fonts that were used."""


def drawn_cover(theme: Theme, meta: Meta, report: Report) -> Asset:
    """Draw the cover of an article, and report what could not be set, or only by this machine's fonts."""
    cover = draw_cover(
        theme,
        title=meta.title,
        subtitle=meta.subtitle or "",
        authors=", ".join(author.name for author in meta.authors),
        date=written_date(meta.date, meta.lang) if meta.date else "",
        lang=meta.lang,
    )
    if not cover.has_title:
        report(
            note(
                "cover-without-title",
                "The cover shows a pattern only: no font at hand can set its title.",
                hint="Install a font that has it (Noto has every script), add one to the theme, "
                "or name an image in the front matter: cover: cover.jpg.",
            )
        )
    if cover.borrowed:
        report(font_system(cover.borrowed, edition="cover"))
    return Asset("cover.png", "image/png", cover.png, WIDTH, HEIGHT)


@lru_cache(maxsize=16)
def draw_cover(theme: Theme, *, title: str, subtitle: str = "", authors: str, date: str, lang: str) -> Cover:
    """Draw the cover of an article in the language `lang`.

    A title that no font can set is left out, and the pattern fills the page. Some covers are kept, of 30 kB
    each: for the article that changes while it is watched, and for its book of another format.
    """
    from PIL import Image

    digest = hashlib.sha512(title.encode()).digest()
    image = Image.new("P", (WIDTH, HEIGHT), _GROUND)
    lines = list(_lines(theme, lang, title=title, subtitle=subtitle, authors=authors, date=date))
    _draw_pattern(image, digest[1:], rows=_ROWS if lines else HEIGHT // _TILE)
    for line in lines:
        _draw_line(image, line)
    palette = _palette(_COLOURS[digest[0] % len(_COLOURS)])
    borrowed = dict.fromkeys(family for line in lines for family in line.type.borrowed)
    return Cover(png(image, palette), bool(lines), tuple(borrowed))


def _draw_line(image: Image, line: _Line) -> None:
    """Letter a line on the ground of `image`."""
    lettering = _small_lettering(line) if line.size <= _NAMES else _lettering(line)
    if lettering:
        # Only where there is ink: the line above may reach into this one.
        image.paste(lettering.colours, lettering.place, lettering.ink)


class _Lettering(NamedTuple):
    """A line as it comes upon the cover."""

    place: tuple[int, int]
    colours: Image
    ink: Image
    """Where it covers what is below."""


def _lettering(line: _Line) -> _Lettering | None:
    from PIL import Image, ImageDraw

    above, below = line.type.extent
    top, bottom = (
        int(line.y - max(1.3, above + 0.1) * line.size),
        int(line.y + max(0.6, below + 0.1) * line.size),
    )
    whole = Image.new("L", (WIDTH, bottom - top))
    x = WIDTH - _MARGIN if line.type.direction == "rtl" else _MARGIN
    line.type.draw(ImageDraw.Draw(whole), line.text, (x, line.y - top), line.size)
    box = whole.getbbox()
    if box is None:
        return None
    letters = whole.crop(box)
    return _Lettering((box[0], top + box[1]), _stepped(letters, _GROUND, _INK), letters.point(_INKED, "1"))


@lru_cache(maxsize=8)
def _small_lettering(line: _Line) -> _Lettering | None:
    """Keep names and dates, which many articles share: up to 400 kB each."""
    return _lettering(line)


def _palette(colours: tuple[str, str, str]) -> bytes:
    """Return the sixteen colours, three bytes each."""
    flat = [bytes.fromhex(colour) for colour in (*colours, _INK_COLOUR)]
    steps = [
        _between(flat[low], flat[high], number / (len(places) + 1))
        for (low, high), places in _STEPS.items()
        for number in range(1, len(places) + 1)
    ]
    return b"".join((*flat, *steps))


def _between(low: bytes, high: bytes, part: float) -> bytes:
    return bytes(round(a + (b - a) * part) for a, b in zip(low, high, strict=True))


def _stepped(mask: Image, ground: int, figure: int) -> Image:
    """Return `mask` (0 to 255) in the palette's colours from `ground` to `figure`."""
    return mask.point(_ladder(ground, figure), "P")


@cache
def _ladder(ground: int, figure: int) -> list[int]:
    """Return the place in the palette for each of the 256 levels between two colours."""
    low, high = sorted((ground, figure))
    places = [low, *_STEPS[low, high], high]
    if ground > figure:
        places.reverse()
    return [places[round(level * (len(places) - 1) / 255)] for level in range(256)]


def _draw_pattern(image: Image, digest: bytes, *, rows: int) -> None:
    columns = WIDTH // _TILE
    for index, byte in enumerate(digest[: rows * columns]):
        row, column = divmod(index, columns)
        tile = _tile(byte // 5 % len(_SHAPES), *_PAIRS[byte % len(_PAIRS)], turns=byte // 64)
        image.paste(tile, (column * _TILE, HEIGHT - (rows - row) * _TILE))


_SHAPES: tuple[tuple[tuple[Literal["disc", "hole", "half"], float, float, float], ...], ...] = (
    (("disc", 0, 0, 1),),
    (("disc", 0, 0, 1), ("hole", 0, 0, 0.5)),
    (("disc", 0.5, 0.5, 0.5),),
    (("disc", 0.5, 0, 0.5), ("disc", 0.5, 1, 0.5)),
    (("half", 0, 0, 1),),
    (("disc", 0, 0, 0.5), ("disc", 1, 1, 0.5)),
    (("disc", 0.5, 0.5, 0.5), ("hole", 0.5, 0.5, 0.25)),
)
"""The tiles: figures with their centre and radius, in parts of the tile's side."""


@cache
def _tile(shape: int, ground: int, figure: int, *, turns: int) -> Image:
    """Return a tile in its colours; there are 112, of 100 kB each."""
    from PIL import Image

    turn = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)[turns]
    upright = _stepped(_mask(shape), ground, figure)
    return upright if turn is None else upright.transpose(turn)


@cache
def _mask(shape: int) -> Image:
    from PIL import Image, ImageDraw

    side = _TILE * _FINER
    image = Image.new("L", (side, side))
    draw = ImageDraw.Draw(image)
    for figure, x, y, radius in _SHAPES[shape]:
        if figure == "half":
            draw.polygon([(0, 0), (side, 0), (0, side)], fill=255)
            continue
        left, top, right, bottom = ((part + sign * radius) * side for sign in (-1, 1) for part in (x, y))
        draw.ellipse([left, top, right - 1, bottom - 1], fill=0 if figure == "hole" else 255)
    return image.reduce(_FINER)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text where it stands."""

    text: str
    type: Compositor
    size: int
    y: float
    """Of the baseline, in pixels from the top."""


def _lines(theme: Theme, lang: str, *, title: str, subtitle: str, authors: str, date: str) -> Iterator[_Line]:
    """Yield all lines of the cover; none if no font can set the title."""
    heading = _heading(compositor(theme, title, lang=lang, bold=True), lang)
    if not heading:
        return
    small = (compositor(theme, text, lang=lang, bold=False) for text in (subtitle, authors, date))
    below, names, day = small
    foot = list(_foot(names, day))
    bottom = foot[-1].y - 2.2 * foot[-1].size if foot else _PATTERN_TOP - 100.0
    yield from heading
    yield from _below(below, heading[-1], bottom, lang)
    yield from foot


def _heading(kind: Compositor | None, lang: str) -> list[_Line]:
    """Set the title in the largest size that fits; a word that would make it small is broken."""
    if kind is None:
        return []
    text = broken(kind.text, kind.length, width=_ROOM * UNIT / _WHOLE, lang=lang)
    leading = _leading(kind, 1.36 if kind.direction == "rtl" else 1.14)
    size, lines = _largest(text, kind, leading)
    base = _TOP + 0.75 * size
    return [_Line(line, kind, size, base + leading * size * number) for number, line in enumerate(lines)]


def _leading(kind: Compositor, least: float) -> float:
    """Return how far lines stand apart, in parts of their size: more where marks stand above and below."""
    return max(least, sum(kind.extent) + 0.06)


def _largest(text: str, kind: Compositor, leading: float) -> tuple[int, list[str]]:
    # Lengths grow with the size, so one measuring serves all sizes.
    words, space = measured(text, kind.length), kind.length(" ")
    total = sum(word.length for word in words)
    for size in _SIZES:
        most, width = int((_TITLE_BOTTOM - _TOP) / (leading * size)), _ROOM * UNIT / size
        lines = fit(words, space=space, width=width) if total <= most * width else []
        if 0 < len(lines) <= most:
            return size, lines
    return size, force(text, kind.length, width=width, most=most)


def _below(kind: Compositor | None, last: _Line, bottom: float, lang: str) -> Iterator[_Line]:
    """Yield the subtitle below the title's last line, down to a height; nothing if it does not fit whole."""
    if kind is None:
        return
    leading, width = _leading(kind, 1.3) * _SUBTITLE, (WIDTH - 2 * _MARGIN) * UNIT / _SUBTITLE
    words = measured(broken(kind.text, kind.length, width=width, lang=lang), kind.length)
    lines = fit(words, space=kind.length(" "), width=width)
    first = last.y + 0.45 * last.size + _SUBTITLE
    if len(lines) <= _SUBTITLE_LINES and first + (len(lines) - 1) * leading <= bottom:
        for number, line in enumerate(lines):
            yield _Line(line, kind, _SUBTITLE, first + number * leading)


def _foot(names: Compositor | None, day: Compositor | None) -> Iterator[_Line]:
    """Stand the date on the pattern, and the authors on the date; from the lowest line up."""
    y = _PATTERN_TOP - 100.0
    for kind, size, most in ((day, _DATE, 1), (names, _NAMES, _NAMES_LINES)):
        if kind is None:
            continue
        width = (WIDTH - 2 * _MARGIN) * UNIT / size
        for line in reversed(force(kind.text, kind.length, width=width, most=most)):
            yield _Line(line, kind, size, y)
            y -= _leading(kind, 1.25) * size
        y -= 0.2 * size
