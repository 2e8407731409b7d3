"""What a rule of the grammar may know besides the text: the article in the making, and where it is.

markdown-it hands every rule an `env`, a dictionary that is the caller's own. Ours holds one `Reading`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from markdown_it.ruler import StateBase
from markdown_it.token import Token

from recto.reader.draft import Draft

_KEY = "recto"


@dataclass(slots=True)
class Reading:
    """One article while it is parsed."""

    draft: Draft
    first_line: int
    """The line of the article's file on which the parsed text begins."""
    row: int = 0
    """The row of the text, from 0, on which the inline content being parsed begins."""
    notes: dict[str, int] = field(default_factory=dict)
    """The labels of the footnotes that have a text, each with the row where it begins."""
    abbreviations: dict[str, str] = field(default_factory=dict)
    """Short form → long form."""
    inline_notes: list[tuple[str, Token]] = field(default_factory=list)
    """Footnotes written where they are called: label and content."""
    is_in_note: bool = False
    """Such a note is being parsed; it holds no other."""
    searched: int = 0
    """Rows searched in vain for the end of an element."""
    last_rows: dict[str, int] = field(default_factory=dict)
    """On which row something stands for the last time; see `last_row`."""
    brackets_are_tex: bool | None = None
    """Whether the article writes formulas between backslashed brackets; None as long as nobody asked."""
    told: set[tuple[str, int]] = field(default_factory=set)
    """Findings that are reported once: (what, row)."""

    @property
    def env(self) -> dict[str, Any]:
        """Return the `env` that carries this reading."""
        return {_KEY: self}

    def line(self, row: int) -> int:
        """Return the line of the article's file that `row` of the text is."""
        return self.first_line + row

    def last_row(self, text: str) -> int:
        """Return the last row of the article that holds `text`, in small letters; -1 if none does."""
        if text not in self.last_rows:
            body = self.draft.source.body.lower()
            at = body.rfind(text)
            self.last_rows[text] = body.count("\n", 0, at) if at >= 0 else -1
        return self.last_rows[text]

    def once(self, what: str, row: int) -> bool:
        """Say whether `what` is asked about for the first time at `row`."""
        fresh = (what, row) not in self.told
        self.told.add((what, row))
        return fresh


def reading_of(state: StateBase) -> Reading:
    """Return the reading that the rule which was given `state` takes part in."""
    reading: Reading = state.env[_KEY]
    return reading
