"""The picture on an e-book's front, drawn from what is known about the article.

Title, authors and date over a pattern of tiles; colours and tiles follow from the title's digest, so
each article has a face of its own and always the same one. Sixteen flat colours keep the file small
and quick to draw. Nothing here knows of EPUB.

The pixels are FreeType's and, where libfribidi is installed, HarfBuzz's: without libfribidi Pillow
sets left-to-right text unkerned and cannot set right-to-left text at all, which then is left out.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from recto.theme import Face, Theme
from recto.writers._cover_text import covers_all, drawable, fit, force, measured

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1600, 2560
"""Pixels: the size that shops and e-readers ask of a cover, 1 to 1.6."""
_MARGIN = 130
_TOP = 210
_TILE = 320
_ROWS = 3
_PATTERN_TOP = HEIGHT - _ROWS * _TILE
_TITLE_BOTTOM = 1220
_SMALL = 68
"""Pixels: the size of the author's name and the date."""
_SIZES = (290, 262, 236, 216, 198, 182, 166, 152, 140, 128, 118, 108, 98, 90, 82)
"""Pixels: the sizes a title is tried in."""

_INK = "fdf9f0"
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
_PAIRS = ((0, 1), (0, 2), (0, 3), (1, 2))
"""Which colours of (ground, shade, accent, ink) meet at an edge; three steps between each smooth it."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A drawn cover."""

    png: bytes
    has_title: bool
    """False when no face of the theme can set the title."""


def draw_cover(theme: Theme, *, title: str, authors: str, date: str, direction: str) -> Cover:
    """Draw the cover of an article; `direction` is `ltr` or `rtl`.

    A title that no face of the theme can set is left out, and the pattern fills the page.
    """
    from PIL import Image, ImageDraw

    digest = hashlib.sha512(title.encode()).digest()
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    heading = _heading(theme, title, direction)
    _draw_pattern(image, digest[1:], rows=_ROWS if heading else HEIGHT // _TILE)
    if heading:
        mask = Image.new("L", (WIDTH, _PATTERN_TOP), 0)
        draw = ImageDraw.Draw(mask)
        x, anchor = (WIDTH - _MARGIN, "rs") if direction == "rtl" else (_MARGIN, "ls")
        for line in (*heading, *_foot(theme, (date, authors), direction)):
            draw.text(
                (x, line.y), line.text, fill=255, font=line.font, anchor=anchor, direction=line.direction
            )
        image.paste(mask.point(_steps(0, 3)), (0, 0))
    image.putpalette(_palette(_COLOURS[digest[0] % len(_COLOURS)]))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", bits=4, compress_level=3)
    return Cover(buffer.getvalue(), bool(heading))


def _palette(colours: Sequence[str]) -> list[int]:
    flat = [tuple(bytes.fromhex(colour)) for colour in (*colours, _INK)]
    between = [
        tuple(
            round(one + (other - one) * step / 4)
            for one, other in zip(flat[first], flat[second], strict=True)
        )
        for first, second in _PAIRS
        for step in (1, 2, 3)
    ]
    return [level for colour in (*flat, *between) for level in colour]


@cache
def _steps(first: int, second: int) -> list[int]:
    """Map a mask's greys (0 to 255) to the palette's places from colour `first` to colour `second`."""
    low, high = sorted((first, second))
    ramp = [low, *(4 + 3 * _PAIRS.index((low, high)) + step for step in range(3)), high]
    if first > second:
        ramp.reverse()
    return [ramp[(grey * 4 + 127) // 255] for grey in range(256)]


def _draw_pattern(image: Image, digest: bytes, *, rows: int) -> None:
    columns = WIDTH // _TILE
    for index, byte in enumerate(digest[: rows * columns]):
        row, column = divmod(index, columns)
        first, second = ((0, 1), (1, 0), (0, 2), (1, 2), (0, 1))[byte % 5]
        tile = _tile(byte // 5 % len(_SHAPES), byte // 64).point(_steps(first, second))
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
def _tile(shape: int, turns: int) -> Image:
    from PIL import Image, ImageDraw

    if turns:
        turn = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)[turns - 1]
        return _tile(shape, 0).transpose(turn)
    side = 2 * _TILE  # drawn twice as large: reducing it gives the edges their steps
    image = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(image)
    for figure, x, y, radius in _SHAPES[shape]:
        if figure == "half":
            draw.polygon([(0, 0), (side, 0), (0, side)], fill=255)
            continue
        box = [(part + sign * radius) * side for sign in (-1, 1) for part in (x, y)]
        draw.ellipse([box[0], box[1], box[2] - 1, box[3] - 1], fill=0 if figure == "hole" else 255)
    return image.reduce(2)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text where it stands."""

    text: str
    font: FreeTypeFont
    direction: str | None
    y: float
    """Of the baseline, in pixels from the top."""


def _heading(theme: Theme, title: str, direction: str) -> list[_Line]:
    """Set the title in the largest size that fits."""
    found = _face_for(theme, title, bold=True)
    if found is None:
        return []
    face, text, shaped = found
    leading = 1.36 if direction == "rtl" else 1.14
    size, lines = _largest(text, _font(face, _SIZES[0]), leading)
    font, way = _font(face, size), direction if shaped else None
    base = _TOP + 0.75 * size
    return [_Line(line, font, way, base + leading * size * number) for number, line in enumerate(lines)]


def _largest(text: str, font: FreeTypeFont, leading: float) -> tuple[int, list[str]]:
    # Lengths grow with the size, so one measuring serves all sizes; 1 % is left for the rounding.
    room = (WIDTH - 2 * _MARGIN) * 0.99
    words, space = measured(text, font.getlength), font.getlength(" ")
    for size in _SIZES:
        most = int((_TITLE_BOTTOM - _TOP) / (leading * size))
        lines = fit(words, space=space, width=room * font.size / size)
        if 0 < len(lines) <= most:
            return size, lines
    return size, force(text, font.getlength, width=room * font.size / size, most=most)


def _foot(theme: Theme, texts: Iterable[str], direction: str) -> Iterator[_Line]:
    """Stand the lines `texts` on the pattern, the first one lowest."""
    y = _PATTERN_TOP - 100.0
    for text in texts:
        found = _face_for(theme, text, bold=False)
        if found is None:
            continue
        face, words, shaped = found
        font = _font(face, _SMALL)
        (line,) = force(words, font.getlength, width=WIDTH - 2 * _MARGIN, most=1)
        yield _Line(line, font, direction if shaped else None, y)
        y -= 1.45 * _SMALL


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
    from PIL import ImageFont

    return ImageFont.truetype(str(face.ttf), size)
