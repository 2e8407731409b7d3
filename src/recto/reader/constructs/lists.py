"""Lists nested by fewer spaces than CommonMark asks for, or by many more, which everybody reads as nested.

    1. one          CommonMark wants three spaces here, for a dash below `10.` four, and takes this for a
      - two         new list, or a new paragraph. A line that is indented by two more than an item's mark
                    belongs to the item. Only a number that goes on counting is the next item.

    - one           Here it takes the second line for words of the first.
          - two

Such lines are indented as far as they should have been, with what stands below them, before any rule looks at
them; rows stay what they were. `boxes` knows what a line may stand in.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from recto.reader.engine.boxes import HELD, MARK, RULE, Box, Held, Item, Quotation, Under
from recto.reader.engine.columns import Columns
from recto.reader.engine.nesting import LIMIT

_ANY_MARK = re.compile(r"^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_FENCE = re.compile(r"(?P<mark>`{3,}(?=[^`]*$)|~{3,})")
_LIST_TABLE = re.compile(r"(?P<mark>`{3,}|~{3,})[ \t]*\{list-table\}")
"""Looks like a fence, and holds lists."""
_RAW = re.compile(r"<(pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_NO_TEXT = re.compile(r"#{1,6}(?:[ \t]|$)|\||<[A-Za-z/!?]|/{3,}[ \t]*\w")
_LONGEST_AT_MARGIN = 200
_TEXT = Under(text=True, term=True)
_BLANK, _BELOW_TERM = Under(blank=True), Under(blank=True, term=True)
_UNDERLINE = re.compile(r"=+[ \t]*$")
_INTERRUPTS = re.compile(
    r"#{1,6}(?:[ \t]|$)|`{3,}[^`]*$|~{3,}|>|\||<[A-Za-z/!?]|\[\^[^\]]+\]:|\*\[[^\]]+\][ ]?:|!!!|\?\?\?|/{3,}"
)


def extend(grammar: MarkdownIt) -> None:
    """Indent the text before blocks are looked for."""
    grammar.core.ruler.before("block", "recto-lists", _indent)


def _indent(state: StateCore) -> None:
    if _ANY_MARK.search(state.src):
        lines = state.src.split("\n")
        indenter = _Indenter(lines)
        state.src = "\n".join([indenter.line(row, line) for row, line in enumerate(lines)])


class _Indenter:
    """Goes through a text line by line, and knows what each stands in."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._boxes: list[Box] = []
        self._under = Under()
        self._fence = ""
        self._fence_indent = 0
        self._fence_depth = 0
        self._at_margin = -1
        """The row that closes a fence in an item whose code stands at the margin; -1 where there is none."""
        self._list_table = ""
        """The mark that ends an open list table."""
        self._raw = ""
        """The tag that ends raw HTML whose white space counts."""

    def line(self, row: int, line: str) -> str:
        """Return `line`, indented as far as what it stands in."""
        if not (self._boxes or self._fence or self._raw) and (not line or line[0].isalpha()):
            self._under = _TEXT if line else _BELOW_TERM if self._under.term else _BLANK
            return line  # most lines of most texts
        if row <= self._at_margin and line.strip():
            return self._moved_from_margin(row, line)
        columns = Columns(line)
        matched = self._match(columns)
        if columns.is_blank:
            self._leave_blank(matched)
        elif self._fence and matched >= self._fence_depth:
            self._close_fence(line[columns.first :].rstrip())
            return columns.joined(code=self._fence_indent)
        elif self._raw:
            self._raw = "" if self._raw in line.lower() else self._raw
        elif matched == len(self._boxes) or not self._goes_on(columns):
            self._leave(matched)
            return self._begin(row, columns)
        return columns.joined()

    def _match(self, columns: Columns) -> int:
        """Take the marks and the indentation of the boxes that the line is in, and return their number."""
        for at, box in enumerate(self._boxes):
            if not box.take(columns, self._under):
                return at
        if self._boxes and isinstance(innermost := self._boxes[-1], Item):
            innermost.widen(columns, self._under)
        return len(self._boxes)

    def _leave_blank(self, matched: int) -> None:
        self._leave(matched)  # quotations whose marks are missing
        if self._boxes and isinstance(item := self._boxes[-1], Item) and item.is_empty:
            self._boxes.pop()
        self._under = _BELOW_TERM if self._under.term else _BLANK

    def _leave(self, matched: int) -> None:
        """Leave the boxes that a line is not in."""
        if matched < len(self._boxes):
            in_terms = any(isinstance(box, Held) and box.is_meaning for box in self._boxes[matched:])
            del self._boxes[matched:]
            self._fence = ""
            self._under = Under(blank=self._under.blank, term=self._under.term or in_terms)

    def _goes_on(self, columns: Columns) -> bool:
        """Say whether what is ahead goes on with the paragraph above, though outside of its boxes."""
        if not self._under.text or columns.indent >= 4:
            return self._under.text
        line, at = columns.line, columns.first
        if any(pattern.match(line, at) for pattern in (MARK, RULE, _INTERRUPTS)):
            return False
        return line[at] != ":" or HELD.match(line, at) is None

    def _begin(self, row: int, columns: Columns) -> str:
        """Open the boxes whose marks are ahead, and the fence behind them."""
        while len(self._boxes) < LIMIT and columns.indent < 4 and not columns.is_blank:
            box = Quotation.at(columns) or Item.at(columns, self._under) or Held.at(columns, self._under)
            if box is None:
                break
            self._boxes.append(box)
            self._under = Under()
        if columns.is_blank:
            self._under = Under()
        elif columns.indent >= 4:
            self._under = Under(text=self._under.text, term=self._under.text)
            return columns.joined(code=4)
        else:
            self._note_text(row, columns)
        return columns.joined()

    def _note_text(self, row: int, columns: Columns) -> None:
        """Note what kind of text a line is."""
        line, at, above = columns.line, columns.first, self._under.text
        table = _LIST_TABLE.match(line, at)
        if table or (self._list_table and _closes(line[at:].strip(), self._list_table)):
            self._list_table, self._under = table["mark"] if table else "", Under()
            return
        if fence := _FENCE.match(line, at):
            self._fence, self._fence_depth = fence["mark"], len(self._boxes)
            self._fence_indent = columns.indent
            if self._boxes and all(isinstance(box, Item) for box in self._boxes):
                self._at_margin = self._code_at_margin(row)
        elif raw := _RAW.match(line, at):
            closes = f"</{raw[1].lower()}"
            self._raw = closes if closes not in line.lower() else ""
        is_text = not (
            self._fence
            or _NO_TEXT.match(line, at)
            or RULE.match(line, at)
            or (above and _UNDERLINE.match(line, at))
        )
        self._under = _TEXT if is_text else Under()

    def _close_fence(self, text: str) -> None:
        if _closes(text, self._fence):
            self._fence, self._under = "", Under()

    def _code_at_margin(self, row: int) -> int:
        """Return the row that closes the fence on `row`, if its code stands at the margin.

        That is so if the first line does, and no item stands between: of a fence in an item that is never
        closed, the first line is indented like the fence.
        """
        for below in range(row + 1, min(len(self._lines), row + _LONGEST_AT_MARGIN)):
            line = self._lines[below]
            if below == row + 1 and (not line.strip() or line[0].isspace()):
                return -1
            if _closes(line.strip(), self._fence):
                return below if below > row + 1 else -1
            if MARK.match(line):
                return -1
        return -1

    def _moved_from_margin(self, row: int, line: str) -> str:
        """Return a line of code, or what closes it, indented like its fence."""
        indent = " " * (
            self._fence_indent + sum(item.content for item in self._boxes if isinstance(item, Item))
        )
        if row < self._at_margin:
            return indent + line
        self._fence, self._at_margin, self._under = "", -1, Under()
        return indent + line.strip()


def _closes(text: str, fence: str) -> bool:
    return text.startswith(fence) and not text.strip(fence[0])
