"""A line of a text, whose white space is taken column by column, and which may be put together anew.

A tab has up to four columns, and may be taken in part: a list's mark takes the first, code the others. Each
part that is taken is noted as spaces, so that a line which is moved is right whatever its tabs would be.
"""

from __future__ import annotations

import re

_SPACE = re.compile(r"[ \t]*")
_TAB = 4


class Columns:
    """A place in a line, between what is taken and what is ahead."""

    __slots__ = (
        "_begin",
        "_begin_column",
        "_column",
        "_end_column",
        "_taken",
        "first",
        "is_moved",
        "is_quoted",
        "line",
    )

    def __init__(self, line: str) -> None:
        self.line = line
        self.is_moved = False
        """Whether something was taken for more, or for less, than it is."""
        self.is_quoted = False
        """Whether it is in a quotation: in one in another markdown-it counts tabs from the wrong column."""
        self._taken: list[str] = []
        self._column = 0
        self._look(0)

    def _look(self, at: int) -> None:
        """Find what is ahead of `at`, which is the place in the line."""
        self._begin, self._begin_column = at, self._column
        space = _SPACE.match(self.line, at)
        self.first = space.end() if space else at
        """The offset of the next character that is no white space."""
        self._end_column = _after(self.line[at : self.first], self._column)

    @property
    def indent(self) -> int:
        """Return how many columns of white space are ahead."""
        return self._end_column - self._column

    @property
    def has_tab(self) -> bool:
        """Say whether there is a tab in it: somebody meant to indent, though it may have one column only."""
        return "\t" in self.line[self._begin : self.first]

    @property
    def is_blank(self) -> bool:
        """Say whether nothing but white space is ahead."""
        return self.first >= len(self.line)

    def take(self, columns: int, *, meant: int | None = None) -> None:
        """Take columns of white space for as many as are `meant`."""
        meant = columns if meant is None else meant
        self._column += columns
        self._taken.append(" " * meant)
        self.is_moved = self.is_moved or meant != columns

    def take_mark(self, end: int) -> None:
        """Take the white space ahead, and the mark behind it, which ends at the offset `end`."""
        self._taken += (" " * self.indent, self.line[self.first : end])
        self._column = self._end_column + end - self.first
        self._look(end)

    def joined(self, *, code: int | None = None) -> str:
        """Return the line; the white space behind `code` columns, if given, is an author's code."""
        if not (self.is_moved or (self.is_quoted and "\t" in self.line[: self.first])):
            return self.line
        if code is None:
            self.take(self.indent)
            return "".join([*self._taken, self.line[self.first :]])
        self.take(min(code, self.indent))
        at, column = self._begin, self._begin_column
        while column < self._column:
            column = _after(self.line[at], column)
            at += 1
        return "".join([*self._taken, " " * (column - self._column), self.line[at:]])


def _after(space: str, column: int) -> int:
    """Return the column behind `space`, which begins at `column`."""
    if "\t" not in space:
        return column + len(space)
    for character in space:
        column += _TAB - column % _TAB if character == "\t" else 1
    return column
