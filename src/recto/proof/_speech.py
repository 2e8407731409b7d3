"""What a document says, in a form that all editions have in common: letters, gaps, links and anchors.

    events of a reader (words, alternatives, links, ids, notes) ▶ Speaker ▶ Speech: one Strand, and one a note

Letters are what stands in a strand when all white space is gone. Gaps are where white space was: *hard* where
it is written, *soft* where it may or may not be meant, as at the end of a line or of a block. Links and
alternatives stand among the letters, between control characters that no edition can hold, so that one
comparison finds whatever differs. Nothing here knows a format.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from urllib.parse import unquote

ALTERNATIVE, ALTERNATIVE_END = "\x01", "\x02"
LINK, TARGET_END, LINK_END = "\x03", "\x04", "\x05"
_ID, _LINE, _TARGET, _MARK_END = "\x06", "\x07", "\x0f", "\x08"
HYPHEN = "\x0e"
"""Behind a hyphen that may be no more than the end of a line."""
SOFT = "\n"
WITHIN = "#"
"""Stands for the target of a link that leads to a place in the document."""
_MARK = re.compile(f"([{_ID}{_LINE}{_TARGET}])([^{_MARK_END}]*){_MARK_END}")
# Soft hyphens, joiners, directions and variation selectors are asked for by authors, and not seen as such.
_UNSEEN = re.compile(
    "[\xad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]+"
)


def plain(text: str) -> str:
    """Return `text` as all formats can say it: composed (NFC), without what is not seen."""
    if text.isascii():
        return text
    # Twice as quick as a translation, which looks at each character.
    text = _UNSEEN.sub("", text).replace("\u2010", "-").replace("\u2011", "-")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def address(target: str) -> str:
    """Return an address as it is compared: formats write the same one with more or fewer codes."""
    scheme, colon, rest = plain(target).partition(":")
    return "".join(unquote(f"{scheme.lower()}{colon}{rest}").replace("\\", "/").split())


@dataclass(frozen=True)
class Strand:
    """A run of words that is read from its beginning to its end: the article, or one note."""

    text: str
    """With gaps: a space is hard, a line feed soft."""
    anchors: dict[str, int] = field(default_factory=dict)
    """Each id in it, and the number of letters before it."""
    lines: tuple[tuple[int, int], ...] = ()
    """Numbers of letters, ascending, each with the line of the source, or the page, from there on."""
    targets: tuple[str, ...] = ()
    """The ids that its links lead to, in the order of the links."""

    @cached_property
    def words(self) -> list[str]:
        """What stands between its gaps."""
        return self.text.split()

    @cached_property
    def letters(self) -> str:
        """The text without its gaps."""
        return "".join(self.words)

    @cached_property
    def gaps(self) -> frozenset[int]:
        """How many letters stand before each gap."""
        return frozenset(accumulate(map(len, self.words)))

    @cached_property
    def hard_gaps(self) -> frozenset[int]:
        """Those gaps where white space is written."""
        blocks = (sum(map(len, block.split())) for block in self.text.split(SOFT))
        return self.gaps - frozenset(accumulate(blocks))

    def line(self, letter: int) -> int | None:
        """Return the line of the source, or the page, that the letter of this number stands on, if known."""
        at = bisect_right(self.lines, letter, key=itemgetter(0))
        return self.lines[at - 1][1] if at else None

    def __add__(self, other: Strand) -> Strand:
        """Return this strand with another one behind it."""
        length = len(self.letters)
        return Strand(
            f"{self.text}{SOFT}{other.text}",
            {**self.anchors, **{anchor: place + length for anchor, place in other.anchors.items()}},
            (*self.lines, *((place + length, line) for place, line in other.lines)),
            (*self.targets, *other.targets),
        )


@dataclass(frozen=True)
class Speech:
    """What a document says."""

    main: Strand
    notes: Mapping[str, Strand]
    """By id, in the order in which they stand."""
    late: frozenset[str] = frozenset()
    """Ids of those notes that stand together at an end, not where they are called."""
    outside: tuple[str, ...] = ()
    """What is said beside the reading order, such as running heads."""
    pages: Mapping[str, int] | None = None
    """Of a paged document: the page that each id is on."""

    @cached_property
    def strands(self) -> Mapping[str, Strand]:
        """All of them by name, the main one without."""
        return {"": self.main, **self.notes}

    @cached_property
    def places(self) -> Mapping[str, tuple[str, int]]:
        """Where each id stands: in which strand, behind how many letters."""
        places = {key: (key, 0) for key in self.notes}
        for name, strand in self.strands.items():
            for anchor, letters in strand.anchors.items():
                places.setdefault(anchor, (name, letters))
        return places


class Speaker:
    """Takes what a reader comes across, in reading order, and makes a `Speech` of it."""

    def __init__(self) -> None:
        self._main: list[str] = []
        self._notes: dict[str, list[str]] = {}
        self._late: list[str] = []
        self._open = [self._main]

    def say(self, text: str) -> None:
        """Take words as they stand, white space included."""
        self._open[-1].append(text)

    def ear(self) -> Callable[[str], None]:
        """Return what takes words as `say` does, for as long as no note begins or ends."""
        return self._open[-1].append

    def space(self) -> None:
        """Take a gap that belongs to no word: the boundary of a block, the end of a line."""
        self._open[-1].append(SOFT)

    def show(self, alternative: str) -> None:
        """Take the words that stand for what is no text, such as a picture or a formula."""
        words = " ".join(alternative.split())
        self._open[-1].append(f"{ALTERNATIVE}{words}{ALTERNATIVE_END}")

    def mark(self, anchor: str) -> None:
        """Take an id that a link may lead to."""
        self._open[-1].append(f"{_ID}{anchor}{_MARK_END}")

    def at_line(self, line: str) -> None:
        """Take the line of the source from which what follows comes."""
        self._open[-1].append(f"{_LINE}{line}{_MARK_END}")

    def begin_link(self, target: str) -> None:
        """Take the beginning of a link; `#id` leads to a place in the document."""
        within = f"{_TARGET}{target[1:]}{_MARK_END}" if target.startswith("#") else ""
        self._open[-1].append(f"{within}{LINK}{WITHIN if within else address(target)}{TARGET_END}")

    def end_link(self) -> None:
        """Take the end of the link begun last."""
        self._open[-1].append(LINK_END)

    def begin_note(self, anchor: str, *, late: bool) -> None:
        """Take the beginning of a note; what follows belongs to it until `end_note`."""
        while anchor in self._notes:  # never merged: a doubled note is a difference
            anchor += "\N{DOUBLE PRIME}"
        self.mark(anchor)
        self._notes[anchor] = []
        if late:
            self._late.append(anchor)
        self._open.append(self._notes[anchor])

    def end_note(self) -> None:
        """Take the end of the note begun last."""
        self._open.pop()

    def speech(self, outside: tuple[str, ...] = (), pages: Mapping[str, int] | None = None) -> Speech:
        """Return what was said."""
        notes = {anchor: _strand(parts) for anchor, parts in self._notes.items()}
        return Speech(_strand(self._main), notes, frozenset(self._late), outside, pages)


def _strand(parts: list[str]) -> Strand:
    whole = plain("".join(parts))
    text: list[str] = []
    anchors: dict[str, int] = {}
    lines: list[tuple[int, int]] = []
    targets: list[str] = []
    letters = end = 0
    for mark in _MARK.finditer(whole):
        piece = whole[end : mark.start()]
        text.append(piece)
        letters += sum(map(len, piece.split()))
        end = mark.end()
        if mark[1] == _ID:
            anchors.setdefault(mark[2], letters)
        elif mark[1] == _TARGET:
            targets.append(mark[2])
        else:
            lines.append((letters, int(mark[2])))
    text.append(whole[end:])
    return Strand("".join(text), anchors, tuple(lines), tuple(targets))
