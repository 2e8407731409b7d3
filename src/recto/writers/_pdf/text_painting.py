"""Text painted as it was set: with the glyphs by which its line was measured, and spaces of their true width.

WeasyPrint sets each piece of text a second time to paint it, then with its spaces justified, which parts it
at each of them: the letters beside a space lose what the font has for the pair. It also cuts off what a glyph
is moved by to thousandths of the size, each by itself, so that a line may end half a point from the margin.
Here what Pango made of the text for the layout is kept for a while and painted, the spaces are widened on the
way, and what rounding leaves over goes to the next glyph.

Text that is no plain row of glyphs goes WeasyPrint's own way: from right to left, with raised glyphs, with
pictures for letters or letters that no font has, and where an ellipsis may be needed.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from struct import pack
from typing import Any
from weakref import ref

from recto.writers._pdf.glyph_runs import EMPTY, runs_of

_KEPT_LAYOUTS = 2_000
"""Texts that are kept as they were set: those of some forty pages, at 3 kB each."""
_KEPT_FONTS = 500
# What layouts are marked with: they are as they were set; they were set once more, with justified spaces.
_KEPT = "_recto_kept"
_JUSTIFIED = "_recto_justified"
_PLAIN = frozenset((("clip", "none"), ("none", "none")))
"""How text is drawn, and how in images, where no ellipsis may have to be put."""
_SPACE = re.compile(b" |\xc2\xa0")
_SOUND = 14802
"""The first version of Pango, as a number, whose fonts have the size that they say."""


@dataclass(slots=True)
class _PangoFont:
    """A font in one size, and what is known of it."""

    held: Any
    """A text that is set in it: while there is one, no other font has its place in memory."""
    key: int
    size: float
    widths: dict[int, int] = field(default_factory=dict)
    """Glyph → its own width in thousandths of the size, as files tell it."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Glyphs of one font, from left to right; lengths are in Pango's units."""

    pango_font: Any
    glyphs: list[int]
    widths: list[int]
    """From where each begins to where the next one does."""
    offsets: list[int]
    """How far to the right of where it begins each is painted."""
    starts: list[int]
    """Where in the text each glyph's letters begin, in bytes."""
    ends: list[int]
    """Where they end."""

    def leave_out_empty(self) -> None:
        """Take out what is not painted; the room that it takes comes behind the glyph before it."""
        glyphs, widths = self.glyphs, self.widths
        for at in range(len(glyphs) - 1, 0, -1):
            if glyphs[at] == EMPTY:
                widths[at - 1] += widths[at]
                for each in (glyphs, widths, self.offsets, self.starts, self.ends):
                    del each[at]


def paint_as_set(package: Any) -> None:
    """Teach WeasyPrint, the imported `package`, to paint what it has measured."""
    layout = package.text.line_break.Layout
    release = layout.deactivate
    kept: deque[Any] = deque()

    def deactivate(layout: Any) -> None:
        """Keep what Pango made of the text for the layout, and let go of what was kept the longest."""
        marks = layout.__dict__
        if marks.pop(_JUSTIFIED, False):
            release(layout)
        elif _KEPT not in marks:
            marks[_KEPT] = True
            kept.append(ref(layout))
            if len(kept) > _KEPT_LAYOUTS:
                oldest = kept.popleft()()
                if oldest is not None and oldest.__dict__.pop(_KEPT, False):
                    release(oldest)

    def reactivate(layout: Any, style: Any) -> None:
        """Have the text as it was set, anew if that is gone."""
        if _KEPT not in layout.__dict__:
            layout.setup(style)
            layout.set_text(layout.text)

    layout.deactivate, layout.reactivate = deactivate, reactivate
    painter = _TextPainter(package)
    package.draw.text.draw_first_line = package.svg.text.draw_first_line = painter.draw


class _TextPainter:
    """Stands in for WeasyPrint's function that draws the first line of a text."""

    def __init__(self, package: Any) -> None:
        parts = package.text.ffi
        self._ffi, self._pango = parts.ffi, parts.pango
        self._unit: float = parts.FROM_UNITS
        self._key_of = package.text.fonts.get_pango_font_key
        self._own = package.draw.text.draw_first_line
        self._is_sound = self._pango.pango_version() >= _SOUND

    def draw(self, stream: Any, text: Any, *wishes: Any) -> Any:
        """Draw the box or piece of `text`; return the pictures of letters that are to be drawn on it.

        `wishes` are what becomes of text that is too long, its ellipsis, and the matrix of its place.
        """
        layout, style = text.pango_layout, text.style
        overflow, ellipsis, matrix = wishes
        if not text.text.strip() or style["font_size"] < 1e-6:  # as WeasyPrint has it
            return []
        runs = self._runs(layout) if self._is_sound and (overflow, ellipsis) in _PLAIN else None
        if runs:
            fonts = [self._font(stream, run.pango_font, layout) for run in runs]
            if not any(font.bitmap or font.svg or font.png or font.colr for _, font in fonts):
                stream.set_text_matrix(*matrix.values)
                self._show(stream, layout, [*zip(runs, fonts, strict=True)])
                return []
        layout.__dict__.pop(_KEPT, None)
        layout.__dict__[_JUSTIFIED] = True
        layout.setup(style)
        layout.set_text(layout.text, justify=True)
        return self._own(stream, text, *wishes)

    def _runs(self, layout: Any) -> list[_Run] | None:
        """Return the runs of glyphs of a text, if it is a plain row of them."""
        line, more = layout.get_first_line()
        if more is not None:
            return None
        runs: list[_Run] = []
        for run in runs_of(line, self._ffi):
            if run.is_turned or run.is_raised():
                return None
            starts = [run.begin + cluster for cluster in run.clusters]
            plain = _Run(run.font, run.glyphs(), run.widths(), run.offsets(), starts, [*starts[1:], run.end])
            if EMPTY in plain.glyphs:
                plain.leave_out_empty()
            if not plain.glyphs or min(plain.glyphs) < 0 or max(plain.glyphs) >= EMPTY:
                return None
            runs.append(plain)
        return runs

    def _font(self, stream: Any, pango_font: Any, layout: Any) -> tuple[_PangoFont, Any]:
        """Return what is known of a font in `layout`, and WeasyPrint's font for the file."""
        known: dict[int, _PangoFont] = layout.style.font_config.__dict__.setdefault("_recto_fonts", {})
        place = int(self._ffi.cast("intptr_t", pango_font))
        found = known.get(place)
        if found is None:
            if len(known) >= _KEPT_FONTS:
                known.clear()
            key, _, size = self._key_of(pango_font)
            found = known[place] = _PangoFont(layout.layout, key, size)
        font = stream._fonts.get(found.key)
        return found, font or stream.add_font(pango_font)[0]

    def _show(self, stream: Any, layout: Any, runs: list[tuple[_Run, tuple[_PangoFont, Any]]]) -> None:
        """Put the glyphs of a line on `stream`, and between them how far the next one moves back."""
        text = layout.text.encode()
        spacing = layout.justification_spacing
        spaces = {match.start() for match in _SPACE.finditer(text)} if spacing else frozenset[int]()
        shown, before = "", None
        surplus = 0.0
        """By how many thousandths of the size what is shown is wider than what was measured."""
        for run, (known, font) in runs:
            if known is not before:
                if before is not None:
                    stream.show_text(f"<{shown}>".removeprefix("<>"))
                    shown, surplus = "", surplus * before.size / known.size
                stream.set_font_size(font.hash, known.size)
                before = known
            if not font.widths.keys() >= set(run.glyphs):
                self._tell(stream, run, text, (known, font))
            unit, space = 1000 * self._unit / known.size, 1000 * spacing / known.size
            digits, begin = pack(f">{len(run.glyphs)}H", *run.glyphs).hex(), 0
            each = zip(run.glyphs, run.widths, run.offsets, run.starts, strict=True)
            for at, (glyph, width, offset, start) in enumerate(each):
                surplus -= offset * unit
                if not -0.5 <= surplus <= 0.5:
                    shown += f"{digits[4 * begin : 4 * at]}>{round(surplus)}<"
                    surplus -= round(surplus)
                    begin = at
                surplus += font.widths[glyph] - (width - offset) * unit
                if start in spaces:
                    surplus -= space
            shown += digits[4 * begin :]
        stream.show_text(f"<{shown}>".removeprefix("<>"))

    def _tell(self, stream: Any, run: _Run, text: bytes, fonts: tuple[_PangoFont, Any]) -> None:
        """Tell WeasyPrint's font what its new glyphs stand for and how wide they are."""
        known, font = fonts
        for glyph, start, end in zip(run.glyphs, run.starts, run.ends, strict=True):
            if glyph in font.widths:
                continue
            if glyph not in known.widths:
                box = stream.logical_rect
                self._pango.pango_font_get_glyph_extents(run.pango_font, glyph, stream.ink_rect, box)
                known.widths[glyph] = round(box.width * 1000 * self._unit / known.size)
            font.widths[glyph] = known.widths[glyph]
            font.to_unicode.setdefault(glyph, text[start:end].decode())
