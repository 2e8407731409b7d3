"""Which columns the cells of a table stand in: HTML says it only by order and spans.

Style sheets cannot count columns either. A row whose first column belongs to a cell from above begins with a
cell that is `first-child` and does not stand at the edge; `mark_inner` marks it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

GAP = 3
"""Characters: what the space between two columns takes up on a screen."""


def grid(table: Element) -> Iterator[tuple[Element, list[tuple[int, Element]]]]:
    """Yield the rows of `table`, each with its cells and the columns in which they begin."""
    for part in (table, *table.iterchildren("thead", "tbody", "tfoot")):
        reach: dict[int, int] = {}
        """By column, the first row that no cell from above reaches into."""
        for at, row in enumerate(part.iterchildren("tr")):
            column = 0
            placed: list[tuple[int, Element]] = []
            for cell in row:
                while reach.get(column, 0) > at:
                    column += 1
                placed.append((column, cell))
                end, down = column + span(cell), at + span(cell, "rowspan")
                if down > at + 1:
                    reach |= dict.fromkeys(range(column, end), down)
                column = end
            yield row, placed


def span(cell: Element, name: str = "colspan") -> int:
    """Return how many columns, or rows, `cell` takes up."""
    value = cell.get(name, "1")
    return int(value) if value.isdecimal() else 1


def least_width(table: Element, *, of_text: int = 0) -> int:
    """Estimate, in characters, the least width that `table` can shrink to.

    Text that is longer than its longest word wants to be `of_text` characters wide, if it is as long.
    """
    widths: defaultdict[int, int] = defaultdict(int)
    for _, placed in grid(table):
        for column, cell in placed:
            text = " ".join("".join(cell.itertext()).split())
            longest = max((width_of(word) for word in text.split()), default=0)
            width = max(longest, min(width_of(text), of_text)) // span(cell)
            widths[column] = max(widths[column], width + GAP)
    return sum(widths.values())


def width_of(text: str) -> int:
    """Return how wide `text` is, in characters."""
    # Beyond U+1100 stand the scripts whose letters are as wide as high.
    return len(text) if text.isascii() else len(text) + sum(char > "\u1100" for char in text)


def mark_inner(table: Element) -> None:
    """Give the first and the last cell of a row a class if it does not stand at the table's edge."""
    if table.find(".//*[@rowspan]") is None:
        return
    rows = [placed for _, placed in grid(table) if placed]
    width = max(column + span(cell) for placed in rows for column, cell in placed)
    for placed in rows:
        column, last = placed[-1]
        if placed[0][0] > 0:
            _add_class(placed[0][1], "inner-start")
        if column + span(last) < width:
            _add_class(last, "inner-end")


def _add_class(cell: Element, name: str) -> None:
    cell.set("class", f"{cell.get('class', '')} {name}".strip())
