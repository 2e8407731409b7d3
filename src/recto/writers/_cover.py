"""The picture on an e-book's front, drawn from what is known about the article.

Title, authors and date over a pattern of tiles; colours and tiles follow from the title's digest, so
each article has a face of its own and always the same one. Four colours and the steps between those
that meet make sixteen: soft edges for a PNG of four bits a pixel, which is small and quickly packed.

The bytes are those of Pillow's own FreeType, HarfBuzz and zlib, so they change with its release only.
But HarfBuzz needs the system's libfribidi: without it Pillow sets left-to-right text unkerned and
cannot set right-to-left text at all, which then is left out.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from recto.article import direction_of
from recto.diagnostics import error
from recto.errors import WriterError
from recto.files import reason
from recto.theme import Face, Theme
from recto.writers._cover_text import broken, covers_all, drawable, fit, force, measured

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

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
    """False when no face of the theme can set the title."""


def draw_cover(theme: Theme, *, title: str, subtitle: str = "", authors: str, date: str, lang: str) -> Cover:
    """Draw the cover of an article in the language `lang`.

    A title that no face of the theme can set is left out, and the pattern fills the page.
    """
    from PIL import Image

    direction = direction_of(lang)
    digest = hashlib.sha512(title.encode()).digest()
    image = Image.new("P", (WIDTH, HEIGHT), _GROUND)
    heading = _heading(theme, title, lang)
    _draw_pattern(image, digest[1:], rows=_ROWS if heading else HEIGHT // _TILE)
    if heading:
        foot = list(_foot(theme, authors, date, direction))
        room = (heading[-1], foot[-1].y - 2.2 * foot[-1].font.size if foot else _PATTERN_TOP - 100.0)
        for line in (*heading, *_below(theme, subtitle, room, direction), *foot):
            _draw_line(image, line, direction)
    image.putpalette(_palette(_COLOURS[digest[0] % len(_COLOURS)]))
    buffer = io.BytesIO()
    # Runs of one colour are nearly all there is: zlib's strategy for them is both smaller and quicker.
    image.save(buffer, "PNG", bits=4, compress_level=1, compress_type=zlib.Z_RLE)
    return Cover(buffer.getvalue(), bool(heading))


def _draw_line(image: Image, line: _Line, direction: str) -> None:
    """Letter a line on the ground of `image`."""
    from PIL import Image, ImageDraw

    top, bottom = int(line.y - 1.3 * line.font.size), int(line.y + 0.6 * line.font.size)
    lettering = Image.new("L", (WIDTH, bottom - top))
    x, anchor = (WIDTH - _MARGIN, "rs") if direction == "rtl" else (_MARGIN, "ls")
    draw = ImageDraw.Draw(lettering)
    draw.text((x, line.y - top), line.text, fill=255, font=line.font, anchor=anchor, direction=line.direction)
    # Only where there is ink: the line above may reach into this one.
    image.paste(_stepped(lettering, _GROUND, _INK), (0, top), lettering.point(_INKED, "1"))


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
        ground, figure = _PAIRS[byte % len(_PAIRS)]
        tile = _stepped(_tile(byte // 5 % len(_SHAPES), byte // 64), ground, figure)
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


def _tile(shape: int, turns: int) -> Image:
    from PIL import Image

    turn = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)[turns]
    upright = _upright_tile(shape)
    return upright if turn is None else upright.transpose(turn)


@cache
def _upright_tile(shape: int) -> Image:
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
    font: FreeTypeFont
    direction: str | None
    y: float
    """Of the baseline, in pixels from the top."""


def _heading(theme: Theme, title: str, lang: str) -> list[_Line]:
    """Set the title in the largest size that fits; a word that would make it small is hyphenated."""
    found = _face_for(theme, title, bold=True)
    if found is None:
        return []
    face, text, shaped = found
    direction, font = direction_of(lang), _font(face, _SIZES[0])
    leading = 1.36 if direction == "rtl" else 1.14
    words = broken(text, font.getlength, width=_ROOM * font.size / _WHOLE, lang=lang)
    size, lines = _largest(words, font, leading)
    font, way = _font(face, size), direction if shaped else None
    base = _TOP + 0.75 * size
    return [_Line(line, font, way, base + leading * size * number) for number, line in enumerate(lines)]


def _largest(text: str, font: FreeTypeFont, leading: float) -> tuple[int, list[str]]:
    # Lengths grow with the size, so one measuring serves all sizes.
    words, space = measured(text, font.getlength), font.getlength(" ")
    for size in _SIZES:
        most = int((_TITLE_BOTTOM - _TOP) / (leading * size))
        lines = fit(words, space=space, width=_ROOM * font.size / size)
        if 0 < len(lines) <= most:
            return size, lines
    return size, force(text, font.getlength, width=_ROOM * font.size / size, most=most)


def _below(theme: Theme, subtitle: str, room: tuple[_Line, float], direction: str) -> list[_Line]:
    """Set the subtitle below the title's last line, down to a height; nothing if it does not fit whole."""
    (last, bottom), found = room, _face_for(theme, subtitle, bold=False)
    if found is None:
        return []
    face, text, shaped = found
    font, leading = _font(face, _SUBTITLE), 1.3 * _SUBTITLE
    words = measured(text, font.getlength)
    lines = fit(words, space=font.getlength(" "), width=WIDTH - 2 * _MARGIN)
    first = last.y + 0.45 * last.font.size + _SUBTITLE
    if len(lines) > _SUBTITLE_LINES or first + (len(lines) - 1) * leading > bottom:
        return []
    way = direction if shaped else None
    return [_Line(line, font, way, first + number * leading) for number, line in enumerate(lines)]


def _foot(theme: Theme, authors: str, date: str, direction: str) -> Iterator[_Line]:
    """Stand the date on the pattern, and the authors on the date; from the lowest line up."""
    y = _PATTERN_TOP - 100.0
    for text, size, most in ((date, _DATE, 1), (authors, _NAMES, _NAMES_LINES)):
        found = _face_for(theme, text, bold=False)
        if found is None:
            continue
        face, words, shaped = found
        font = _font(face, size)
        for line in reversed(force(words, font.getlength, width=WIDTH - 2 * _MARGIN, most=most)):
            yield _Line(line, font, direction if shaped else None, y)
            y -= 1.25 * size
        y -= 0.2 * size


def _face_for(theme: Theme, text: str, *, bold: bool) -> tuple[Face, str, bool] | None:
    """Return the first face that can set `text`, with what it can draw of it and whether that is shaped."""
    from PIL import features

    shaped = bool(features.check("raqm"))
    words = drawable(text, shaped=shaped)
    faces = [face for face in theme.faces if face.style == "normal" and not face.code]
    for face in sorted(faces, key=lambda face: (face.weight >= 600) != bold):
        if words and covers_all(_font(face, 20), words):
            return face, words, shaped
    return None


@lru_cache(maxsize=32)
def _font(face: Face, size: int) -> FreeTypeFont:
    """Open a font; raises `WriterError` when the theme's file is none."""
    from PIL import ImageFont

    try:
        return ImageFont.truetype(str(face.ttf), size)
    except OSError as problem:
        message = f"The theme's font {face.ttf.name} cannot be used: {reason(problem)}."
        raise WriterError(error("font-broken", message), writer="epub") from problem
