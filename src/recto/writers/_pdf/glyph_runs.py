"""What Pango made of a line of text: runs of glyphs, each of one font and in one direction.

Pango's structs are read as arrays of integers, since cffi takes a microsecond for each field of each glyph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

EMPTY = 0x0FFFFFFF
"""Pango's glyph for what is not painted, as a word joiner; beyond are letters that no font has."""
_FIELDS = 5
"""Integers of a PangoGlyphInfo: the glyph, its width, how far it is moved and raised, its attributes."""


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """A run; its lengths are in Pango's units."""

    font: Any
    """Pango's."""
    is_turned: bool
    """Whether it runs from right to left."""
    begin: int
    """Where its text begins, in bytes."""
    end: int
    info: memoryview
    clusters: list[int]
    """Where each glyph's letters begin, in bytes from `begin`."""

    def glyphs(self) -> list[int]:
        """Return the glyphs' numbers in the font."""
        return self._field(0)

    def widths(self) -> list[int]:
        """Return how far it is from where each glyph begins to where the next one does."""
        return self._field(1)

    def offsets(self) -> list[int]:
        """Return how far to the right of where it begins each glyph is painted."""
        return self._field(2)

    def is_raised(self) -> bool:
        """Say whether some of it stands above or below the baseline."""
        return any(self._field(3))

    def _field(self, number: int) -> list[int]:
        return self.info[number::_FIELDS].tolist()


def runs_of(line: Any, ffi: Any) -> Iterator[GlyphRun]:
    """Yield the runs of a line of Pango's, from left to right."""
    node = line.runs
    while node != ffi.NULL:
        item, string = node.data.item, node.data.glyphs
        count = string.num_glyphs
        yield GlyphRun(
            item.analysis.font,
            bool(item.analysis.level % 2),
            item.offset,
            item.offset + item.length,
            memoryview(ffi.buffer(string.glyphs, count * _FIELDS * 4)).cast("i"),
            memoryview(ffi.buffer(string.log_clusters, count * 4)).cast("i").tolist(),
        )
        node = node.next
