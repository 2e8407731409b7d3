"""Lists nested by fewer spaces than CommonMark asks for, which everybody but its parsers reads as nested.

    1. one          CommonMark wants three spaces here, for a dash below `10.` four, and takes this for a
      - two         new list, or a new paragraph. A line that is indented by two more than an item's mark
                    belongs to the item. Only a number that goes on counting is the next item.

Such lines are indented as far as they should have been, with what stands below them, before any rule looks at
them; rows stay what they were.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

_WIDE_MARK = re.compile(r"^[ \t>]*(?:[-+*][ \t]+)*(?:\d{1,9}[.)][ \t]|[-+*](?:[ ]{2,4}|\t)\S)", re.MULTILINE)
_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)*")
_MARK = re.compile(r"(?:(?P<number>\d{1,9})[.)]|(?P<bullet>[-+*]))(?P<gap>[ \t]+|$)")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r"(?P<mark>`{3,}(?=[^`]*$)|~{3,})")
_RAW = re.compile(r"<(pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_HOLDS = re.compile(r"\[\^[^\]]+\]:|:[ \t]|!!!|\?\?\?")
_BEGINS_BLOCK = re.compile(r"(?:#{1,6}\s|`{3,}|~{3,}|>|\||<[a-z/!])", re.IGNORECASE)


def extend(grammar: MarkdownIt) -> None:
    """Indent the text before blocks are looked for."""
    grammar.core.ruler.before("block", "recto-lists", _indent)


def _indent(state: StateCore) -> None:
    if _WIDE_MARK.search(state.src):
        indenter = _Indenter()
        state.src = "\n".join(map(indenter.line, state.src.split("\n")))


@dataclass(slots=True)
class _Item:
    """An open list item; columns count from the margin, or from the mark of the quotation around it."""

    mark: int
    content: int
    number: int | None


class _Indenter:
    """Goes through a text line by line, and knows which items are open."""

    def __init__(self) -> None:
        self._quote = 0
        self._forget()

    def _forget(self) -> None:
        self._items: list[_Item] = []
        self._shifts: list[tuple[int, int]] = []
        """Lines indented by this many columns or more are moved to the right by that many."""
        self._fence = ""
        self._raw = ""
        """The tag that ends raw HTML whose white space counts."""
        self._in_code = False
        self._held = 0
        """The column at which the text of a note, a definition or an admonition stands."""
        self._after_blank = True

    def line(self, line: str) -> str:
        """Return `line`, indented as far as its item's content."""
        indent = len(line) - len(line.lstrip(" "))
        in_item = not self._quote and self._items and indent >= self._items[0].mark + 2
        prefix = None if in_item else _QUOTE.match(line)
        quote = prefix[0] if prefix else ""
        if quote.count(">") != self._quote:
            self._quote = quote.count(">")
            self._forget()
        text = line[len(quote) :]
        stripped = text.lstrip(" \t")
        if not stripped:
            self._after_blank = True
            return line
        column = len(text[: len(text) - len(stripped)].expandtabs(4))
        while self._shifts and column < self._shifts[-1][0]:
            self._shifts.pop()
        if self._fence:
            self._close_fence(stripped)
        elif self._raw:
            self._raw = "" if self._raw in stripped.lower() else self._raw
        else:
            self._place(column, stripped)
        self._after_blank = False
        moved = sum(by for _, by in self._shifts)
        return f"{quote}{' ' * moved}{text}" if moved else line

    def _place(self, column: int, text: str) -> None:
        """Note what begins at `column`, and how far it is moved."""
        moved = column + sum(by for _, by in self._shifts)
        mark = None if _RULE.match(text) else _MARK.match(text)
        while self._items and moved < self._items[-1].mark + 2:
            self._items.pop()
        item = self._items[-1] if self._items else None
        if column < 4 and not item:
            self._held = 4 if _HOLDS.match(text) else 0
        margin = item.content if item else self._held
        self._in_code = moved >= margin + 4 and (self._after_blank or self._in_code)
        if self._in_code:
            return
        if item and moved < item.content and self._belongs(item, mark, text):
            self._shifts.append((column, item.content - moved))
            moved = item.content
        elif item and moved < item.content and (mark or self._after_blank):
            self._items.pop()
        self._open(moved, mark, text)

    def _belongs(self, item: _Item, mark: re.Match[str] | None, text: str) -> bool:
        """Say whether a line indented less than the content of `item` belongs to it all the same."""
        if mark is None:
            return self._after_blank or _BEGINS_BLOCK.match(text) is not None
        if mark["number"] is None or item.number is None:
            return True
        return int(mark["number"]) == 1

    def _open(self, column: int, mark: re.Match[str] | None, text: str) -> None:
        """Open the items whose marks `text` begins with, and the fence behind them."""
        while mark:
            gap = len(mark["gap"].expandtabs(4))
            content = column + len(mark[0]) - len(mark["gap"]) + (gap if 1 <= gap <= 4 else 1)
            self._items.append(_Item(column, content, int(mark["number"]) if mark["number"] else None))
            column, text = content, text[mark.end() :]
            mark = None if _RULE.match(text) else _MARK.match(text)
        if fence := _FENCE.match(text):
            self._fence = fence["mark"]
        elif (raw := _RAW.match(text)) and f"</{raw[1].lower()}" not in text.lower():
            self._raw = f"</{raw[1].lower()}"

    def _close_fence(self, text: str) -> None:
        if text.startswith(self._fence) and not text.strip(self._fence[0]).strip():
            self._fence = ""
