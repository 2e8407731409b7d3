"""Fonts without the flags that have FreeType draw their glyphs sixteen times as finely."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageFont

from recto import theme
from recto.writers._overlaps import without_overlaps
from tests.font_files import write_font

BOLD = next(face.ttf for face in theme.load("default").faces if face.weight >= 600)
STEP = 255 / 7
"""Between two of the levels that a cover shows of a letter's edge."""


def drawn(font: bytes, size: int) -> Image.Image:
    image = ImageFont.truetype(io.BytesIO(font), size).getmask("Quay & Åge ffi 8@")
    return Image.frombytes("L", image.size, bytes(image))


def test_nothing_but_the_flags_goes() -> None:
    """Outlines are the same; the fonts of the theme do have the flags."""
    font = BOLD.read_bytes()
    cleared = without_overlaps(font)

    assert {a ^ b for a, b in zip(font, cleared, strict=True)} == {0, 0x04, 0x40}
    before, after = (TTFont(io.BytesIO(data)) for data in (font, cleared))
    assert before["glyf"]["A"].flags[0] & 0x40
    assert not after["glyf"]["A"].flags[0] & 0x40
    assert before["glyf"]["A"].coordinates == after["glyf"]["A"].coordinates


def test_letters_look_the_same() -> None:
    """No pixel is as much as a step of the palette off, from the smallest size of a cover to the largest."""
    font = BOLD.read_bytes()
    for size in (68, 380):
        different = ImageChops.difference(drawn(font, size), drawn(without_overlaps(font), size))
        assert max(different.tobytes()) < STEP


def test_other_fonts_and_what_is_none_stay_as_they_are(tmp_path: Path) -> None:
    """What is wrong with a file is said where it is opened."""
    write_font(tmp_path / "plain.ttf", "ab")
    for font in ((tmp_path / "plain.ttf").read_bytes(), b"no font", b"", BOLD.read_bytes()[:2000]):
        assert without_overlaps(font) == font
