"""Tables whose columns or rows nothing heads: a screen reader cannot say what a cell is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recto.checks.manuscript import Manuscript
from recto.diagnostics import Diagnostic
from recto.markup import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def table_headless(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A table of data has no header cells."""
    for table in manuscript.tree.iter("table"):
        if next(table.iter("th"), None) is None and _holds_data(table):
            yield manuscript.note(
                "table-headless",
                "A table has no header cells, so that nobody hears what its cells are about.",
                line=manuscript.line_of(table),
                hint="Name the columns in its first row, or let the cells in front head their rows.",
            )


def _holds_data(table: Element) -> bool:
    """Say whether it has two rows and columns of words; one of pictures, or within another, is a layout."""
    if next(table.iterancestors("table"), None) is not None or next(table.iter("img"), None) is not None:
        return False
    filled = [sum(1 for cell in row.iterchildren("td") if text_of(cell)) for row in table.iter("tr")]
    return sum(count > 1 for count in filled) > 1
