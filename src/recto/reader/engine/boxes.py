"""What a line may stand in: a quotation, a list's item, a block that is held together by its indentation.

`constructs.lists` keeps those that are open while it goes through a text. Each takes its part of a further
line's beginning, its mark or its indentation, or says that the line is not in it. Columns count from the
content of the box around.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol, Self

from recto.reader.engine.columns import Columns

MARK = re.compile(r"(?:(?P<number>\d{1,9})[.)]|[-+*])(?=[ \t]|$)")
RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
HELD = re.compile(r"(?P<note>\[\^[^\]]+\]:)|(?P<meaning>:[ \t]+(?=\S))|(?:!!!|\?{3}\+?)[ ]?\w")
"""The beginning of a footnote, of a definition, or of an admonition."""
_DASHES = re.compile(r"-+[ \t]*$")


@dataclass(frozen=True, slots=True)
class Under:
    """What a line stands under."""

    text: bool = False
    """Whether it is a paragraph's, which goes on."""
    blank: bool = False
    term: bool = False
    """Whether, perhaps behind a blank line, it may be a term of a definition list."""


class Box(Protocol):
    """Something that is open, and may go on."""

    def take(self, columns: Columns, under: Under) -> bool:
        """Take what makes the line a part of this; say whether it is one."""


@dataclass(slots=True)
class Quotation:
    """A quotation: each line has its mark."""

    @classmethod
    def at(cls, columns: Columns) -> Self | None:
        """Return the quotation that begins with what is ahead, if one does."""
        box = cls()
        return box if box.take(columns, Under()) else None

    def take(self, columns: Columns, _under: Under) -> bool:
        """Take the mark and the space behind it."""
        if columns.indent > 3 or not columns.line.startswith(">", columns.first):
            return False
        columns.take_mark(columns.first + 1)
        columns.is_quoted = True
        if columns.indent:
            columns.take(1)
        return True


@dataclass(slots=True)
class Item:
    """A list's item: further lines are indented, often not by as much as its words."""

    mark: int
    """The column of its mark."""
    content: int
    """The column of its words."""
    inset: int
    """By how much its lines are indented in fact."""
    number: int | None
    is_empty: bool

    @classmethod
    def at(cls, columns: Columns, under: Under) -> Self | None:
        """Return the item that begins with what is ahead, if one does."""
        begin, match = columns.indent, mark_of(columns)
        if match is None or (under.text and not interrupts(match)):
            return None
        columns.take_mark(match.end())
        gap, is_empty = columns.indent, columns.is_blank
        gap = 1 if is_empty or gap > 4 else gap
        if not is_empty:
            columns.take(gap)
        content = begin + len(match[0]) + gap
        return cls(begin, content, content, _number(match), is_empty)

    def take(self, columns: Columns, under: Under) -> bool:
        """Take the indentation, which is made as wide as it should be."""
        if columns.is_blank:
            return True
        indent = columns.indent
        if indent < self.inset:
            least = self.mark + (1 if columns.has_tab else 2)
            if indent < least or (indent < self.content and not self._holds(columns, under)):
                return False
            self.inset = indent
        self.is_empty = False
        columns.take(self.inset, meant=self.content)
        return True

    def _holds(self, columns: Columns, under: Under) -> bool:
        """Say whether a line indented less than the words belongs to the item all the same."""
        match = mark_of(columns)
        if match is None:
            # Dashes below a paragraph would underline it; nobody means that here.
            return not (under.text and _DASHES.match(columns.line, columns.first))
        return self.number is None or _number(match) in (None, 1)

    def widen(self, columns: Columns, under: Under) -> None:
        """Take so much more of the indentation that an item far to the right is no code, and no text."""
        match = mark_of(columns) if under.text and columns.indent >= 4 else None
        if match is not None and interrupts(match):
            self.inset += columns.indent
            columns.take(columns.indent, meant=0)


@dataclass(slots=True)
class Held:
    """A footnote, a definition or an admonition, as `inside.first_indent` has them."""

    mark: int
    is_meaning: bool
    """Whether it is a definition, which another may follow."""
    inset: int | None = None
    """By how much its lines are indented, once one is."""
    is_fresh: bool = True

    @classmethod
    def at(cls, columns: Columns, under: Under) -> Self | None:
        """Return the block that begins with what is ahead, if one does."""
        mark, match = columns.indent, HELD.match(columns.line, columns.first)
        if match is None or (match["meaning"] and not under.term):
            return None
        if match["note"] or match["meaning"]:
            columns.take_mark(match.end())
            columns.take(columns.indent)
        else:
            columns.take_mark(len(columns.line))  # words of an admonition's title are no paragraph
        return cls(mark, bool(match["meaning"]))

    def take(self, columns: Columns, under: Under) -> bool:
        """Take the indentation."""
        is_fresh, self.is_fresh = self.is_fresh, False
        if columns.is_blank:
            return True
        indent, most = columns.indent, self.mark + 4
        if self.inset is None and (is_fresh or under.blank) and indent >= max(2, self.mark + 1):
            self.inset = min(indent, most)
        inset = most if self.inset is None else self.inset
        if indent < inset:
            return False
        columns.take(inset)
        return True


def mark_of(columns: Columns) -> re.Match[str] | None:
    """Return the mark of an item that is ahead, if one is."""
    match = MARK.match(columns.line, columns.first)
    return None if match is None or RULE.match(columns.line, columns.first) else match


def interrupts(match: re.Match[str]) -> bool:
    """Say whether a list whose first mark this is may stand straight below a paragraph's text."""
    return _number(match) in (None, 1) and bool(match.string[match.end() :].strip())


def _number(match: re.Match[str]) -> int | None:
    return int(match["number"]) if match["number"] else None
