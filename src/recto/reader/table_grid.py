"""Tables: one caption, first; and a grid in which every column begins and every row is as wide.

Raw HTML can say otherwise (`colspan="9"`). Browsers guess; a tagged PDF and the validators do not. Of the
columns, their widths are kept if they are shares of the table's: other measures are a theme's matter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.markup import HEADINGS
from recto.reader.draft import Draft

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PERCENT = re.compile(r"((?!0+(?:\.0*)?%)\d{1,3}(?:\.\d{1,6})?)%\Z", re.ASCII)


def repair(tree: Element, _draft: Draft) -> None:
    """Give each table HTML's content model; one without cells goes."""
    for cell in tree.iter("th"):
        for heading in cell.iter(*HEADINGS):
            heading.tag = "strong"
    for table in list(tree.iter("table")):
        if next(table.iter("td", "th"), None) is None:
            markup.remove(table)
            continue
        _one_caption(table)
        _straighten(table)


def _one_caption(table: Element) -> None:
    captions = table.findall("caption")
    for caption in captions[1:]:
        markup.move_content(caption, captions[0])
        markup.remove(caption)
    if captions:
        table.insert(0, captions[0])


def _straighten(table: Element) -> None:
    """Make spans of cells fit the grid, and fill up short rows."""
    widths_wished = _take_columns(table)
    placed: list[tuple[Element, int, int]] = []
    widths: list[tuple[Element, int]] = []
    for rows in _sections(table):
        taken: dict[int, int] = {}
        for at, row in enumerate(rows):
            width = _place_row(row, taken, (len(rows) - at, placed))
            widths.append((row, width))
            taken = {column: left - 1 for column, left in taken.items() if left > 1}
    begun = {start for _, start, _ in placed}
    for cell, start, span in placed:
        kept = sum(column in begun for column in range(start, start + span))
        _set(cell, "colspan", kept)
    most = len(begun)
    for row, width in widths:
        filled = sum(column in begun for column in range(width))
        for _ in range(most - filled):
            etree.SubElement(row, "td")
    if len(widths_wished) == most:
        _put_columns(table, widths_wished)


def _take_columns(table: Element) -> list[float]:
    """Take the columns out of `table`; return how wide each shall be, in percent, if all say so."""
    wished = [_PERCENT.match(column.get("width", "")) for column in table.iterfind("colgroup/col")]
    for group in table.findall("colgroup"):
        table.remove(group)
    return [float(match[1]) for match in wished if match] if all(wished) else []


def _put_columns(table: Element, widths: list[float]) -> None:
    group = etree.Element("colgroup")
    for width in widths:
        etree.SubElement(group, "col", {"style": f"width: {100 * width / sum(widths):.3g}%"})
    caption = table.find("caption")
    table.insert(0 if caption is None else 1, group)


def _sections(table: Element) -> list[list[Element]]:
    """Return the rows of each part: a cell cannot reach from one into the next."""
    parts = table.xpath("thead | tbody | tfoot")
    return [part.findall("tr") for part in parts] or [table.findall("tr")]


def _place_row(row: Element, taken: dict[int, int], grid: tuple[int, list[tuple[Element, int, int]]]) -> int:
    """Place the cells of a row beside those that reach into it; return the row's width."""
    rows_left, placed = grid
    reached = dict(taken)
    at = 0
    for cell in row:
        while at in reached:
            at += 1
        span = int(cell.get("colspan", "1"))
        free = next((column for column in range(at + 1, at + span) if column in reached), at + span)
        down = min(int(cell.get("rowspan", "1")), rows_left)
        _set(cell, "rowspan", down)
        placed.append((cell, at, free - at))
        taken |= dict.fromkeys(range(at, free), down)
        at = free
    return max([at, *(column + 1 for column in reached)])


def _set(cell: Element, name: str, span: int) -> None:
    if span > 1:
        cell.set(name, str(span))
    elif name in cell.attrib:
        del cell.attrib[name]
