"""What WeasyPrint and Pango say of text: how wide it is, where it may be parted, where hyphenated.

The engine's private parts that reading a paragraph needs are all used here. Pango's structs are read as
arrays of integers, since cffi takes a microsecond for each field of each glyph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_GLYPH = 5
"""Integers of a PangoGlyphInfo: the glyph, its width, two offsets, its attributes."""
_WIDTH = 1
_SOFT_HYPHEN = "\xad"


class Unforeseeable(Exception):
    """WeasyPrint has to find the ends of a paragraph's lines itself."""


@dataclass(frozen=True, slots=True)
class Parts:
    """WeasyPrint's modules, as the only one that imports them hands them on."""

    boxes: Any
    block: Any
    inline: Any
    line_break: Any


class Ruler:
    """Measures the inline boxes of one document."""

    def __init__(self, parts: Parts, context: Any) -> None:
        self.boxes = parts.boxes
        self._inline = parts.inline
        self._text = parts.line_break
        self._context = context
        self._hyphens: dict[tuple[Any, ...], dict[str, tuple[int, ...]]] = {}
        self._hyphen: dict[str, float] = {}

    def widths(self, text: str, style: Any) -> Sequence[float]:
        """Return the width of each character of `text`: a ligature's is that of its first one."""
        ffi = self._text.ffi
        layout = self._text.create_layout(text, style, self._context, None, 0)
        line, _ = layout.get_first_line()
        by_byte = [0] * len(text.encode())
        run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            if item.analysis.level % 2:  # from right to left
                raise Unforeseeable
            count, offset = glyphs.num_glyphs, item.offset
            info = memoryview(ffi.buffer(glyphs.glyphs, count * _GLYPH * 4)).cast("i")[_WIDTH::_GLYPH]
            clusters = memoryview(ffi.buffer(glyphs.log_clusters, count * 4)).cast("i")
            for cluster, width in zip(clusters.tolist(), info.tolist(), strict=True):
                by_byte[offset + cluster] += width
            run = run.next
        scale = self._text.FROM_UNITS
        if len(by_byte) == len(text):
            return [width * scale for width in by_byte]
        place, found = 0, list[float]()
        for char in text:
            found.append(by_byte[place] * scale)
            place += len(char.encode())
        return found

    def flags(self, text: str, lang: str | None) -> list[int]:
        """Return what Pango knows of each place between characters, as the bits of a PangoLogAttr."""
        attributes = self._text.get_log_attrs(text, lang)
        flags: list[int] = memoryview(self._text.ffi.buffer(attributes)).cast("I").tolist()
        return flags

    def hyphens(self, word: str, style: Any) -> tuple[int, ...]:
        """Return where `word` may be hyphenated."""
        total, left, right = style["hyphenate_limit_chars"]
        if style["hyphens"] != "auto" or not style["lang"] or len(word) < total:
            return ()
        key = (style["lang"], left, right)
        known = self._hyphens.setdefault(key, {})
        if word not in known:
            known[word] = self._found_hyphens(word, *key, total)
        return known[word]

    def _found_hyphens(self, word: str, lang: str, left: int, right: int, total: int) -> tuple[int, ...]:
        pyphen = self._text.pyphen
        lang = pyphen.language_fallback(lang)
        if not lang or _SOFT_HYPHEN in word:
            return ()
        dictionaries = self._context.dictionaries
        dictionary = dictionaries.get((lang, left, right, total))
        if dictionary is None:
            dictionary = dictionaries[lang, left, right, total] = pyphen.Pyphen(lang=lang, left=left, right=right)
        # Where hyphenation would change the spelling, WeasyPrint has no way to resume behind it.
        return tuple(int(place) for place in dictionary.positions(word) if not getattr(place, "data", None))

    def hyphen(self, style: Any) -> float:
        """Return the width of the hyphen that is put at a line's end."""
        key = f"{self._text._font_style_cache_key(style, True)}{style['letter_spacing']}"
        if key not in self._hyphen:
            self._hyphen[key] = sum(self.widths(style["hyphenate_character"], style))
        return self._hyphen[key]

    def decoration(self, box: Any, container: Any) -> tuple[float, float]:
        """Return what an inline box puts before its first line and behind its last."""
        self._inline.resolve_percentages(box, container)
        left, right = (
            sum(
                0 if size == "auto" else size
                for size in (
                    getattr(box, f"margin_{side}"),
                    getattr(box, f"padding_{side}"),
                    getattr(box, f"border_{side}_width"),
                )
            )
            for side in ("left", "right")
        )
        return left, right

    def width_of(self, box: Any, container: Any) -> float:
        """Return the width of an image or an inline block."""
        boxes = self.boxes
        if isinstance(box, boxes.InlineReplacedBox):
            box = box.copy()
            self._inline.resolve_percentages(box, container)
        elif (
            not isinstance(box, boxes.InlineBlockBox)
            or box.is_table_wrapper
            or any(part.footnote or not part.is_in_normal_flow() for part in box.descendants())
        ):
            raise Unforeseeable
        laid_out = self._inline.atomic_box(self._context, box, 0, None, container, [], [])
        width: float = laid_out.margin_width()
        return width
