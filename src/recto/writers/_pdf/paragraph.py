"""A paragraph as WeasyPrint's inline boxes have it, read for where its lines may end.

    inline boxes ▶ pieces, and the text of them all ▶ the width of each character, from Pango ▶
    places for breaks and hyphens ▶ the best lines (_pdf.breaks)

Each piece of text is shaped once, as a whole and in its own style, so that kerning, letter-spacing and
small capitals are in the widths. What cannot be foreseen is refused, and WeasyPrint then finds the line
ends itself: text from right to left, floats, leaders, kept white space, text that may break anywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from recto.writers._pdf.breaks import HYPHEN, SHORT_HYPHEN, TOLERANCES, Places, best_breaks
from recto.writers._pdf.ruler import Ruler, UnforeseeableError

SHORTEST = 2.0
"""Width of a last line that looks like one, in its font's size: more than an indent."""

SPACES = (" ", "\xa0")
"""What is stretched and shrunk."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_SOFT_HYPHEN = "\xad"
_OBJECT = "\ufffc"
_TOKEN = re.compile(r"[^\s\u200b]+")
_ADDRESS = re.compile(r"://|www\.|@|/.*/|\w[_=&#]\w|\w\w\.\w\w")
_FEW_LETTERS = 3
# Bits of a PangoLogAttr.
_BREAK, _WORD_START, _WORD_END = 1, 1 << 5, 1 << 6


@dataclass(frozen=True, slots=True)
class Piece:
    """An inline box without inline boxes in it: text, an image, something of no width."""

    box: Any
    path: tuple[int, ...]
    """Its place among the children of the paragraph, and so on down to it."""
    start: int
    """Its first character in the paragraph's text; one character stands for what is no text."""
    stop: int
    """The character behind its last."""


@dataclass(frozen=True, slots=True)
class Line:
    """What stands in a line: the pieces from `first` to `last`, of texts what lies between the offsets."""

    first: int
    begin: int
    """Where in the first piece's text the line begins, in characters."""
    last: int
    end: int
    """Where in the last piece's text it ends."""
    hyphenated: bool


_Cut = tuple[int, float]
"""A place where a line may end, and how bad a hyphen there is: none is put where that is nothing."""
_End = tuple[int, int, bool]
"""Where a line ends, where the next one begins, and whether a hyphen is put there."""


class Paragraph:
    """The inline boxes of a paragraph, and where its lines may end."""

    def __init__(self, box: Any, ruler: Ruler, container: Any) -> None:
        self.pieces: list[Piece] = []
        self._box = box
        self._ruler = ruler
        self._container = container
        self._keeps_together = False  # some of it
        self._calls: set[int] = set()  # where the numbers of notes begin: no line does
        self._texts: list[str] = []
        self._widths: list[float] = []
        self._ahead = 0.0  # the width of what opens before the next character
        self._read(box, ())
        self.text = "".join(self._texts)
        if _RIGHT_TO_LEFT.search(self.text):
            raise UnforeseeableError
        self._starts = [piece.start for piece in self.pieces]
        self._x = list(accumulate(self._widths, initial=0.0))
        self._spaces = list(
            accumulate(
                (w if char in SPACES else 0.0 for char, w in zip(self.text, self._widths, strict=True)),
                initial=0.0,
            )
        )
        self._flags = ruler.flags(self.text, box.style["lang"])

    def _read(self, parent: Any, path: tuple[int, ...]) -> None:
        """Take the children of `parent` in."""
        boxes = self._ruler.boxes
        for index, child in enumerate(parent.children):
            place = (*path, index)
            if not child.is_in_normal_flow():
                if child.is_floated() or child.is_footnote():
                    raise UnforeseeableError
                self._add(child, place, "", ())
            elif isinstance(child, boxes.TextBox):
                self._read_text(child, place)
            elif isinstance(child, boxes.InlineBox):
                self._read_inline(child, place)
            else:
                self._add(child, place, _OBJECT, (self._ruler.width_of(child, self._container),))

    def _read_text(self, box: Any, path: tuple[int, ...]) -> None:
        style, text = box.style, box.text
        if text == "\n":
            self._add(box, path, text, (0.0,))
            return
        if style["white_space"] == "nowrap":
            self._keeps_together = True
        elif style["white_space"] != "normal":
            raise UnforeseeableError
        if style["font_size"] == 0 or "\n" in text or "\t" in text:
            raise UnforeseeableError
        if style["word_break"] != "normal":
            raise UnforeseeableError
        if box.element is not None and box.element.get("role") == "doc-noteref":
            self._calls.add(len(self._widths))
        self._add(box, path, text, self._ruler.widths(text, style) if text else ())

    def _read_inline(self, box: Any, path: tuple[int, ...]) -> None:
        style = box.style
        if box.is_leader or style["box_decoration_break"] == "clone" or style["direction"] == "rtl":
            raise UnforeseeableError
        if style["white_space"] == "nowrap":
            self._keeps_together = True
        left, right = self._ruler.decoration(box, self._container)
        self._ahead += left
        if box.children:
            self._read(box, path)
        else:
            self._add(box, path, "", ())
        if self._ahead:
            self._ahead += right
        elif self._widths:
            self._widths[-1] += right

    def _add(self, box: Any, path: tuple[int, ...], text: str, widths: Sequence[float]) -> None:
        start = len(self._widths)
        self.pieces.append(Piece(box, path, start, start + len(text)))
        self._texts.append(text)
        self._widths.extend(widths)
        if self._ahead and text:
            self._widths[start] += self._ahead
            self._ahead = 0.0

    def place_of(self, path: tuple[int, ...]) -> tuple[int, int] | None:
        """Return the piece and the character at which WeasyPrint resumes, if it can be told."""
        for number, piece in enumerate(self.pieces):
            if piece.path[: len(path)] == path:
                return number, piece.start
            if piece.path == path[:-1] and piece.stop > piece.start:
                return number, piece.start + len(piece.box.text.encode()[: path[-1]].decode())
        return None

    def lines(self, measure: float, indent: float, piece: int = 0, begin: int = 0) -> list[Line] | None:
        """Return the best lines, from a piece and a character on; nothing, if there are no good ones."""
        lines: list[Line] = []
        text, pieces = self.text, self.pieces
        while begin < len(text) and text[begin] == " ":
            begin += 1
        while piece < len(pieces) and pieces[piece].start < pieces[piece].stop <= begin:
            piece += 1
        while begin < len(text):
            stop = text.find("\n", begin) + 1
            ends = self._ends(begin, stop or len(text), measure, indent)
            if ends is None:
                return None
            for end, start, hyphenated in ends:
                line = self._line(begin, end, piece, hyphenated=hyphenated)
                lines.append(line)
                begin, piece = start, self._piece_after(line.last, start)
            indent = 0.0
        if lines and lines[-1].last + 1 < len(pieces):
            lines[-1] = replace(lines[-1], last=len(pieces) - 1, end=0)
        return lines

    def _ends(self, begin: int, stop: int, measure: float, indent: float) -> list[_End] | None:
        """Return where the lines from `begin` to `stop` end."""
        end, after = self._around(stop, begin)
        if self._x[end] - self._x[begin] + indent <= measure:
            return [(end, after, False)]
        cuts = self._plain(begin, stop)
        places = self._places(begin, stop, cuts, indent)
        for number, tolerance in enumerate(TOLERANCES):
            if number == 1:
                cuts = sorted([*cuts, *self._hyphens(begin, stop)])
                places = self._places(begin, stop, cuts, indent)
            shortest = SHORTEST * self._box.style["font_size"]
            breaks = best_breaks(places, measure, tolerance=tolerance, shortest=shortest)
            if breaks is not None:
                whole = [*cuts, (stop, 0.0)]
                return [(*self._around(whole[n - 1][0], begin), whole[n - 1][1] > 0) for n in breaks]
        return None

    def _plain(self, begin: int, stop: int) -> list[_Cut]:
        """Return where a line may end without hyphenating, but for soft hyphens."""
        ends = [k for k in range(begin + 1, stop) if self._flags[k] & _BREAK]
        if self._calls:
            ends = [k for k in ends if k not in self._calls]
        if self._keeps_together:
            ends = [k for k in ends if self._may_end(k)]
        text = self.text
        first = begin
        while first < stop and text[first] == " ":
            first += 1
        return [(k, HYPHEN if text[k - 1] == _SOFT_HYPHEN else 0.0) for k in ends if first < k]

    def _may_end(self, k: int) -> bool:
        """Say whether the innermost box around the characters before and after `k` lets lines end in it."""
        before, after = (self.pieces[bisect_right(self._starts, at) - 1] for at in (k - 1, k))
        box = self._box
        if before is after:
            box = before.box
        else:
            for one, other in zip(before.path, after.path, strict=False):
                if one != other:
                    break
                box = box.children[one]
        return bool(box.style["white_space"] == "normal")

    def _hyphens(self, begin: int, stop: int) -> Iterator[_Cut]:
        """Yield where words can be hyphenated: none in an address, where a hyphen would be a part of it."""
        flags, text = self._flags, self.text
        for token in _TOKEN.finditer(text, begin, stop):
            if _ADDRESS.search(token[0]):
                continue
            start = -1
            for k in range(token.start(), token.end() + 1):
                if flags[k] & _WORD_END and start >= 0:
                    yield from self._hyphens_of(start, k)
                    start = -1
                if flags[k] & _WORD_START:
                    start = k

    def _hyphens_of(self, start: int, stop: int) -> Iterator[_Cut]:
        """Yield where a word can be hyphenated if it is one piece."""
        piece = self.pieces[bisect_right(self._starts, start) - 1]
        style, word = piece.box.style, self.text[start:stop]
        if piece.stop < stop or style["white_space"] != "normal":
            return
        # Names are better left whole; where all nouns have capitals, nobody knows which are names.
        is_name = word[:1].isupper() and not str(style["lang"]).lower().startswith("de")
        for place in self._ruler.hyphens(word, style):
            if not self._flags[start + place] & _BREAK:
                is_short = min(place, len(word) - place) < _FEW_LETTERS
                yield start + place, SHORT_HYPHEN if is_short or is_name else HYPHEN

    def _around(self, k: int, begin: int) -> tuple[int, int]:
        """Return where a line ends and the next one begins if they are parted at `k`."""
        end = k
        while end > begin and self.text[end - 1] == " ":
            end -= 1
        while k < len(self.text) and self.text[k] == " ":
            k += 1
        return end, k

    def _places(self, begin: int, stop: int, cuts: list[_Cut], indent: float) -> Places:
        x, spaces, text = self._x, self._spaces, self.text
        hyphens: dict[int, float] = {}  # a style's key takes longer to make than to have
        places = Places([0.0], [0.0], [x[begin] - indent], [spaces[begin]])
        for place, (k, penalty) in enumerate(cuts, 1):
            end = k
            while text[end - 1] == " ":
                end -= 1
            places.end.append(x[end])
            places.end_space.append(spaces[end])
            places.start.append(x[k])
            places.start_space.append(spaces[k])
            if penalty:
                style = self.pieces[bisect_right(self._starts, k - 1) - 1].box.style
                if id(style) not in hyphens:
                    hyphens[id(style)] = self._ruler.hyphen(style)
                places.hyphen[place] = hyphens[id(style)], penalty
        end = stop - 1 if text[stop - 1] == "\n" else stop
        while end > begin and text[end - 1] == " ":
            end -= 1
        places.end.append(x[end])
        places.end_space.append(spaces[end])
        places.start.append(x[stop])
        places.start_space.append(spaces[stop])
        return places

    def _line(self, begin: int, end: int, first: int, *, hyphenated: bool) -> Line:
        """Return the line of the characters from `begin` to `end`, which begins in the piece `first`."""
        pieces = self.pieces
        last = bisect_left(self._starts, end) - 1
        if self.text[end - 1] != "\n":
            while last + 1 < len(pieces) and pieces[last + 1].start == pieces[last + 1].stop == end:
                last += 1
        return Line(
            first,
            max(0, begin - pieces[first].start),
            last,
            min(end, pieces[last].stop) - pieces[last].start,
            hyphenated=hyphenated,
        )

    def _piece_after(self, piece: int, start: int) -> int:
        """Return the piece in which a line begins, at `start`, behind one that ends in `piece`."""
        pieces = self.pieces
        if pieces[piece].stop <= start:
            piece += 1
            while piece < len(pieces) and pieces[piece].start < pieces[piece].stop <= start:
                piece += 1
        return piece
