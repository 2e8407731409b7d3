"""Tables on a small screen: a row that is a record can be read as one, each value after its column's name.

The names stand in an attribute, which only a style sheet shows: readers that know none of it have the table,
and no word twice. Tables with spans, without a head or with blocks in their cells stay tables; wide ones are
set small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recto import markup
from recto.writers._table_grid import least_width

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NARROW = 32
"""Characters that fit side by side on a phone."""
MIDDLING = 56
"""The same on an e-reader of six inches."""
OF_TEXT = 12
"""Characters: a column of text wants to be as wide."""
RECORDS, WIDE_RECORDS, WIDE = "records", "records-wide", "wide"
"""Classes of tables that the style sheet knows."""


def mark_tables(tree: Element) -> None:
    """Mark the tables of `tree` that are wider than a small screen, and name the columns of records."""
    for table in markup.elements(tree, "table"):
        width = least_width(table, of_text=OF_TEXT)
        if width <= NARROW:
            continue
        names = _names(table)
        if names:
            table.set("class", RECORDS if width <= MIDDLING else WIDE_RECORDS)
            for row in table.iterfind("*/tr"):
                _name_cells(row, names)
        else:
            table.set("class", WIDE)


def has_records(tree: Element) -> bool:
    """Say whether tables that are marked as records stand in `tree`."""
    return any(table.get("class") in (RECORDS, WIDE_RECORDS) for table in tree.iter("table"))


def _names(table: Element) -> list[str]:
    """Return what the columns are called; nothing if the rows are no records."""
    heads = table.findall("thead/tr")
    rows = [*table.iterfind("tbody/tr"), *table.iterfind("tfoot/tr")]
    if len(heads) != 1 or not rows or len(heads[0]) < 2:
        return []
    cells = [cell for row in (heads[0], *rows) for cell in row]
    if any("colspan" in cell.attrib or "rowspan" in cell.attrib for cell in cells):
        return []
    if any(element.tag not in markup.PHRASING for cell in cells for element in markup.elements(cell)):
        return []
    # What a name is more than its words would be lost where the head is not shown.
    if any("id" in element.attrib or element.tag == "a" for element in heads[0].iter()):
        return []
    names = [markup.text_of(cell) for cell in heads[0]]
    return names if all(names[1:]) else []


def _name_cells(row: Element, names: list[str]) -> None:
    part = row.getparent()
    if part is not None and part.tag == "thead":
        return
    for cell, name in zip(row, names, strict=False):
        if cell.tag == "td" and name:
            cell.set("data-label", name)
