"""From what a transform found back to the line in the author's file.

The Markdown engine keeps no positions, so a line is found by searching the source for the
offending literal. Code is blanked out first: what stands there is shown, not meant. A literal that
stands in several places is ambiguous and has no line, because a wrong line is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from recto.article import Source

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LINE = "data-line"
"""The attribute that carries an element's line through the transforms; it never reaches the body."""

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(`+)[^`\n]+\1")
_ATX = re.compile(r"[ ]{0,3}(?:>[ ]?)*(#{1,6})(?!#)")
_SETEXT = re.compile(r"[ ]{0,3}(?:>[ ]?)*(=+|-+)[ \t]*$")


def line_of(element: Element) -> int | None:
    """Return the line that `element`, or the nearest around it, was marked with."""
    marked = element.xpath(f"ancestor-or-self::*[@{LINE}][1]/@{LINE}")
    return int(marked[0]) if marked else None


def forget(tree: Element) -> None:
    """Take the lines off `tree`."""
    for element in tree.xpath(f".//*[@{LINE}]"):
        del element.attrib[LINE]


class Lines:
    """The lines of one article."""

    def __init__(self, source: Source) -> None:
        self._body = source.body
        self._first = source.body_line

    @cached_property
    def _rows(self) -> list[str]:
        """The body's lines, with everything that is code replaced by blanks."""
        rows: list[str] = []
        fence = ""
        for row in self._body.split("\n"):
            match = _FENCE.match(row)
            if fence:
                closes = match and match[1].startswith(fence) and not row[match.end() :].strip()
                fence = "" if closes else fence
                rows.append("")
            elif match:
                fence = match[1]
                rows.append("")
            else:
                rows.append(_CODE_SPAN.sub(lambda span: " " * len(span[0]), row) if "`" in row else row)
        return rows

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._rows)

    def find(self, *literals: str) -> int | None:
        """Return the line of the first of `literals` that stands in exactly one place."""
        for literal in literals:
            if literal and (at := self._text.find(literal)) >= 0 and self._text.find(literal, at + 1) < 0:
                return self._line_at(at)
        return None

    def find_fence(self, language: str) -> int | None:
        """Return the line of the only fence that opens code in `language`."""
        opens = re.compile(rf"{_FENCE.pattern}[ {{.]*{re.escape(language)}\b", re.IGNORECASE)
        rows = enumerate(self._body.split("\n"), start=self._first)
        found = [line for line, row in rows if opens.match(row)]
        return found[0] if len(found) == 1 else None

    def places(self, pattern: str, *, limit: int) -> list[int]:
        """Return the lines where `pattern` begins, upper or lower case, the first `limit` of them."""
        found: list[int] = []
        for match in re.finditer(pattern, self._text, re.IGNORECASE):
            line = self._line_at(match.start())
            if line not in found:
                found.append(line)
            if len(found) == limit:
                break
        return found

    def _line_at(self, offset: int) -> int:
        return self._first + self._text.count("\n", 0, offset)

    def headings(self, levels: Sequence[int]) -> list[int | None]:
        """Return the line of each heading of the body, given their levels as written, in order.

        The source's own headings are counted; where they are not the ones given (raw HTML, a `#`
        that is none), no line is known for any.
        """
        if [level for level, _ in self._written_headings] == list(levels):
            return [line for _, line in self._written_headings]
        return [None] * len(levels)

    @cached_property
    def _written_headings(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        before = ""
        for line, row in enumerate(self._rows, start=self._first):
            if match := _ATX.match(row):
                found.append((len(match[1]), line))
            elif (match := _SETEXT.match(row)) and before.strip() and not _ATX.match(before):
                found.append((1 if match[1][0] == "=" else 2, line - 1))
            before = row
        return found
