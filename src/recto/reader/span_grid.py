"""Where the cells of a table stand whose author wrote down only their order and their spans.

Pure arithmetic, told in columns and rows: a construct that has cells asks for their places, and learns which
spans were cut and which rows lack cells. A short text cannot make it long: `place` gives up in time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_MOST_STEPS = 2**20
_MOST_EMPTY = 2**16
"""Cells that rows may lack in all, as in tables of pipes."""


@dataclass(slots=True)
class Span:
    """How many columns and rows a cell takes up, and where it begins."""

    columns: int = 1
    rows: int = 1
    column: int = 0
    """From 0; known when it is placed."""
    overlaps: bool = False
    """It was cut because another cell reaches into its place."""
    leaves: bool = False
    """It was cut because the table, or its head, ends before it does."""


class TooSparseError(Exception):
    """Nearly all cells of the table are missing."""


def place(rows: Sequence[Sequence[Span]], *, heads: int) -> tuple[int, list[int]]:
    """Give the spans their columns, cut those that do not fit; return the table's width and what rows lack.

    The first `heads` rows are the table's head, which no cell reaches out of. Raises `TooSparseError`.
    """
    arranged = _arrange(rows, heads)
    width = _width(rows, [extent for extent, _ in arranged])
    lacking: list[int] = []
    for row, (extent, free) in zip(rows, arranged, strict=True):
        for span in row:
            if span.column + span.columns > width:
                span.columns, span.leaves = width - span.column, True
        lacking.append(max(0, width - extent) + sum(column < width for column in free))
    if sum(lacking) > _MOST_EMPTY:
        raise TooSparseError
    return width, lacking


def _arrange(rows: Sequence[Sequence[Span]], heads: int) -> list[tuple[int, list[int]]]:
    """Give the spans their columns; return how far each row reaches, and which columns it leaves free."""
    reach: list[int] = []
    """By column, the first row that no cell from above reaches into."""
    arranged: list[tuple[int, list[int]]] = []
    steps_left = _MOST_STEPS + 8 * sum(map(len, rows))
    for at, row in enumerate(rows):
        end = min(heads, len(rows)) if at < heads else len(rows)
        column = 0
        for span in row:
            while column < len(reach) and reach[column] > at:
                column += 1
            span.column = column
            if at + span.rows > end:
                span.rows, span.leaves = end - at, True
            reach += [0] * (column + span.columns - len(reach))
            taken = next((c for c in range(column, column + span.columns) if reach[c] > at), None)
            if taken is not None:
                span.columns, span.overlaps = taken - column, True
            column += span.columns
            reach[span.column : column] = [at + span.rows] * span.columns
            steps_left -= span.columns
        steps_left -= len(reach)
        if steps_left < 0:
            raise TooSparseError
        extent = next((c + 1 for c in range(len(reach) - 1, -1, -1) if reach[c] > at), 0)
        arranged.append((extent, [c for c in range(extent) if reach[c] <= at]))
    return arranged


def _width(rows: Sequence[Sequence[Span]], extents: Sequence[int]) -> int:
    """Return the width that most rows have, but leave no cell outside."""
    counted = Counter(extents)
    usual = max(counted, key=lambda extent: (counted[extent], extent), default=0)
    return max([usual, *(row[-1].column + 1 for row in rows if row)])
