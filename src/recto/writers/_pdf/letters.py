"""Letters that the font paints in parts or in another order, for those who read the page's text.

Several of Arabic's letters share one shape and differ in their dots, which are glyphs of their own; in the
scripts of India, a vowel may be painted before the letter that it is read after. A glyph stands for no letter
then, and copied or searched text comes out with others. What is painted for a letter, or a syllable, is put
between marks that say which it is (ISO 32000-1, 14.9.4); letters that are one glyph stay as they are.

Text goes through a content stream of WeasyPrint's, which is told here to look at what Pango made of it.
"""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF16_BE
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from typing import Any

from recto.writers._pdf.glyph_runs import EMPTY

_SYLLABIC = (
    "\u0900-\u109f\u1780-\u17ff\u1900-\u1cff\ua800-\uaaff\uabc0-\uabff"
    "\U00011000-\U000116ff\U00011900-\U00011fff"
)
"""The scripts of India and of the lands east of it, as ranges for regular expressions."""
_SYLLABLE = re.compile(f"[{_SYLLABIC}]")
_JOINED = re.compile(f"[\u0591-\u05c7\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff{_SYLLABIC}]")
"""Arabic, the points of Hebrew, and syllables."""
_TOKEN = re.compile(r"<([0-9a-f]*)>|([^<>]+)")
_IS_ELLIPSIS = 1 << 17
"""Pango's flag of what stands for text that is cut off; WeasyPrint has level and flags as one number."""
_WITH = "\0"
Said = str | None
"""What a glyph stands for: letters, nothing ("", as a letter's dots do), the same as the glyph before it
(`_WITH`), or None: it says so itself."""


def has_joined_letters(text: str) -> bool:
    """Say whether `text` has letters that a font may paint in parts."""
    return _JOINED.search(text) is not None


def tell_letters(stream: Any) -> None:
    """Have the letters that are painted on `stream`, WeasyPrint's, told where their glyphs are not enough."""
    kind: Any = type(stream)
    stream.__class__ = _letter_stream(kind)
    stream.box = None
    stream.said = []


@cache
def _letter_stream(stream_type: Any) -> Any:
    class LetterStream(stream_type):  # type: ignore[misc]  # WeasyPrint has no types
        """A content stream that knows which letters its glyphs stand for."""

        box: Any
        """Whose text is painted next, if its letters may have to be told."""
        said: list[Said]
        """For each glyph to come of the line that is being painted."""

        @contextmanager
        def marked(self, box: Any, tag: str) -> Iterator[None]:
            before, self.box = self.box, box if has_joined_letters(getattr(box, "text", "")) else None
            with super().marked(box, tag):
                yield
            self.box, self.said = before, []

        def set_text_matrix(self, *matrix: float) -> None:
            super().set_text_matrix(*matrix)
            self.said = list(_said(self.box.pango_layout)) if self.box is not None else []

        def show_text(self, text: Any) -> None:
            if not self.said:
                super().show_text(text)
                return
            for letter, glyphs in _cut(str(text), self.said, _known_glyphs(self)):
                if letter is not None:
                    actual = (BOM_UTF16_BE + letter.encode("utf-16-be")).hex().upper()
                    self.stream.append(f"/Span<</ActualText<{actual}>>>BDC".encode())
                super().show_text(glyphs)
                if letter is not None:
                    self.stream.append(b"EMC")

    return LetterStream


def _known_glyphs(stream: Any) -> dict[int, str]:
    """Return what the glyphs of the current font stand for, as the file will say."""
    current = stream._current_font and stream._current_font[0]
    return next((font.to_unicode for font in stream._fonts.values() if font.hash == current), {})


def _said(layout: Any) -> Iterator[Said]:
    """Yield, for each glyph that Pango paints for the line, what it stands for."""
    line, _ = layout.get_first_line()
    whole = layout.text.encode()
    run = line.runs[0]
    while run:
        item, run = run.data, run.next
        count = item.glyphs.num_glyphs
        glyphs = [(info.glyph, info.geometry.width) for info in item.glyphs.glyphs[0:count]]
        text = whole[item.item.offset : item.item.offset + item.item.length]
        if item.item.analysis.level & _IS_ELLIPSIS:
            yield from ("…", *[""] * (count - 1))
        elif item.item.analysis.level % 2:
            yield from _letters(glyphs, item.glyphs.log_clusters[0:count], text)
        elif _SYLLABLE.search(text.decode("utf-8", "replace")):
            yield from _syllables(item.glyphs.log_clusters[0:count], glyphs, text)
        else:
            yield from (None for glyph, _ in glyphs if glyph != EMPTY)


def _letters(glyphs: list[tuple[int, int]], clusters: Sequence[int], text: bytes) -> Iterator[Said]:
    """Yield what each glyph of a run from right to left stands for, as they stand from left to right.

    Of the glyphs for a letter, the widest stands for it, and for the marks on it: they are raised, and
    would be taken for a line of their own. What stands for several is said from left to right, too,
    as programs turn a whole line round.
    """
    end, marks = len(text), ""
    for start, numbers in groupby(range(len(glyphs)), key=clusters.__getitem__):
        letters = text[start:end].decode("utf-8", "replace")
        end = start
        widths = [glyphs[number][1] for number in numbers if glyphs[number][0] != EMPTY]
        if all(unicodedata.category(letter) == "Mn" for letter in letters):
            marks += letters[::-1]
            yield from ("" for _ in widths)
            continue
        if marks:
            letters, marks = marks + letters[::-1], ""
        widest = max(range(len(widths)), key=widths.__getitem__, default=0)
        yield from (letters if number == widest else "" for number in range(len(widths)))


def _syllables(clusters: Sequence[int], glyphs: list[tuple[int, int]], text: bytes) -> Iterator[Said]:
    """Yield what each glyph of a run from left to right stands for: those of a syllable, for all of it."""
    for start, numbers in groupby(range(len(glyphs)), key=clusters.__getitem__):
        end = min((cluster for cluster in clusters if cluster > start), default=len(text))
        painted = sum(glyphs[number][0] != EMPTY for number in numbers)
        if painted:
            yield text[start:end].decode("utf-8", "replace")
            yield from [_WITH] * (painted - 1)


def _cut(text: str, said: list[Said], known: dict[int, str]) -> list[tuple[Said, str]]:
    """Cut what is to be shown, glyphs and moves between them, where a glyph does not say what it is.

    Returns what is to be told, if anything, of each piece of `text`. `said` is used up.
    """
    pieces: list[tuple[Said, list[str]]] = []
    for glyphs, move in _TOKEN.findall(text):
        if move:  # two may follow each other
            is_within = bool(pieces) and (pieces[-1][0] is None or said[:1] == [_WITH])
            if not is_within:
                pieces.append((None, []))
            pieces[-1][1].append(f"{move} ")
        for at in range(0, len(glyphs), 4):
            glyph = glyphs[at : at + 4]
            letter = said.pop(0) if said else None
            is_more = letter == _WITH and bool(pieces) and pieces[-1][0] is not None
            if letter == _WITH:  # one that is raised is shown apart from what it belongs to
                letter = ""
            # Nothing has to be said as well: a glyph that the file knows nothing of is read as a sign.
            elif letter and known.get(int(glyph, 16)) == letter and said[:1] != [_WITH]:
                letter = None
            is_plain = letter is None and bool(pieces) and pieces[-1][0] is None
            if not (is_more or is_plain):
                pieces.append((letter, []))
            pieces[-1][1].append(f"<{glyph}>")
    return [(letter, "".join(shown)) for letter, shown in pieces]
