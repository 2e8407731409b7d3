"""A font without its glyphs' flags of overlap, for type so large that they cost more than they give.

Fonts cut from a variable one flag all their glyphs, as their outlines may cross; FreeType then draws each
sixteen times as finely, to keep seams out of small type (OpenType, glyf: OVERLAP_SIMPLE, OVERLAP_COMPOUND).
From 60 pixels on nobody sees a difference: it is at most a tenth of the way from ground to ink, at edges.
"""

from __future__ import annotations

import struct
from itertools import pairwise

_SIMPLE, _COMPOUND = 0x40, 0x04
"""The flags, each in the byte that it is looked for in."""


def without_overlaps(font: bytes) -> bytes:
    """Return `font`, the bytes of a TrueType file, with the flags cleared; any other file as it is."""
    try:
        return _cleared(font)
    except (KeyError, IndexError, struct.error):  # no outlines of TrueType's, or no font
        return font


def _cleared(font: bytes) -> bytes:
    cleared = bytearray(font)
    (count,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4s4xL", font, 12 + 16 * number) for number in range(count))
    tables: dict[bytes, int] = dict(entries)
    (is_long,) = struct.unpack_from(">h", font, tables[b"head"] + 50)
    (glyphs,) = struct.unpack_from(">H", font, tables[b"maxp"] + 4)
    places = struct.unpack_from(f">{glyphs + 1}{'L' if is_long else 'H'}", font, tables[b"loca"])
    for begin, end in pairwise(places):
        if begin == end:  # a space
            continue
        place = tables[b"glyf"] + begin * (1 if is_long else 2)
        (contours,) = struct.unpack_from(">h", font, place)
        if contours < 0:
            cleared[place + 10] &= ~_COMPOUND
        else:
            instructions = place + 10 + 2 * contours
            (length,) = struct.unpack_from(">H", font, instructions)
            cleared[instructions + 2 + length] &= ~_SIMPLE
    return bytes(cleared)
