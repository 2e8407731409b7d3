"""What WeasyPrint and Pango say of text: how wide it is, where it may be parted, where hyphenated.

The engine's private parts that reading a paragraph needs are all used here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recto.writers._pdf.glyph_runs import runs_of

_SOFT_HYPHEN = "\xad"
_LONGEST = 200
"""Letters of a word: hyphenating a longer one takes time that grows with its square."""


class UnforeseeableError(Exception):
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
        self._hyphens: dict[tuple[Any, ...], tuple[Any, dict[str, tuple[int, ...]]]] = {}
        self._known: dict[tuple[Any, ...], Sequence[float]] = {}

    def widths(self, text: str, style: Any) -> Sequence[float]:
        """Return the width of each character of `text`: a ligature's is that of its first one."""
        layout = self._text.create_layout(text, style, self._context, None, 0)
        line, more = layout.get_first_line()
        if more is not None:  # a line separator is in it
            raise UnforeseeableError
        by_byte = [0] * len(text.encode())
        for run in runs_of(line, self._text.ffi):
            if run.is_turned:
                raise UnforeseeableError
            for cluster, width in zip(run.clusters, run.widths(), strict=True):
                by_byte[run.begin + cluster] += width
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
        lang = style["lang"]
        if style["hyphens"] != "auto" or not lang or _SOFT_HYPHEN in word:
            return ()
        if not total <= len(word) <= _LONGEST:
            return ()
        key = (lang, left, right, total)
        if key not in self._hyphens:
            self._hyphens[key] = self._dictionary(*key), {}
        dictionary, known = self._hyphens[key]
        if word not in known:
            places = dictionary.positions(word) if dictionary is not None else ()
            # Where hyphenation would change the spelling, WeasyPrint has no way to resume behind it.
            known[word] = tuple(int(place) for place in places if not getattr(place, "data", None))
        return known[word]

    def _dictionary(self, lang: str, *limits: int) -> Any:
        """Return the dictionary that WeasyPrint would take, and lend it to it; nothing, if there is none."""
        pyphen, known = self._text.pyphen, self._context.dictionaries
        fallback = pyphen.language_fallback(lang)
        if not fallback:
            return None
        if (fallback, *limits) not in known:
            left, right, _ = limits
            known[fallback, *limits] = pyphen.Pyphen(lang=fallback, left=left, right=right)
        return known[fallback, *limits]

    def hyphen(self, style: Any) -> float:
        """Return the width of the hyphen that is put at a line's end."""
        sign = style["hyphenate_character"]
        return sum(self._known_widths(sign, style)) if sign else 0.0

    def space(self, style: Any) -> float:
        """Return the width of a space."""
        return self._known_widths("n n", style)[1]

    def _known_widths(self, text: str, style: Any) -> Sequence[float]:
        spacing = (style["letter_spacing"], style["word_spacing"])
        key = (text, self._text._font_style_cache_key(style, True), *spacing)
        if key not in self._known:
            self._known[key] = self.widths(text, style)
        return self._known[key]

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
            raise UnforeseeableError
        laid_out = self._inline.atomic_box(self._context, box, 0, None, container, [], [])
        width: float = laid_out.margin_width()
        return width
