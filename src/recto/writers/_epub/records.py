"""Tables on a small screen: a row that is a record can be read as one, each value after its column's name.

The names stand in an attribute, which only a style sheet shows: readers that know none of it have the table,
and no word twice. Tables with spans, without a head or with blocks in their cells stay tables; wide ones are
set small.

How much fits a screen depends on the size of its letters, which readers set, and media queries do not
see. So a table that large letters may drive off the page stands in a box of its own, which knows its width in
letters (a container query); where the reader's engine is older than those, the media queries have to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recto import markup
from recto.writers._table_grid import least_width

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LARGE = 20
"""Characters that fit side by side on an e-reader in type for weak eyes."""
NARROW = 32
"""Characters that fit side by side on a phone."""
MIDDLING = 56
"""The same on an e-reader of six inches."""
OF_TEXT = 12
"""Characters: a column of text wants to be as wide."""
RECORDS, WIDE_RECORDS, WIDE = "records", "records-wide", "wide"
"""Classes of tables that the style sheet knows."""
_BOX = "table"
"""Class of the box around a table that may be too wide."""


def mark_tables(tree: Element) -> None:
    """Mark the tables of `tree` that are wider than a small screen, and name the columns of records."""
    for table in list(markup.elements(tree, "table")):
        width = least_width(table, of_text=OF_TEXT)
        if width > NARROW:
            names = _names(table)
            table.set("class", _kind(width, names))
            for row in table.iterfind("*/tr") if names else ():
                _name_cells(row, names)
        # A box has no width of its own, so a cell around it would have none.
        if width > LARGE and next(table.iterancestors("td", "th"), None) is None:
            _put_in_box(table)


def has_boxes(tree: Element) -> bool:
    """Say whether tables that may be too wide stand in `tree`."""
    return any(box.get("class") == _BOX for box in tree.iter("div"))


def _kind(width: int, names: list[str]) -> str:
    if not names:
        return WIDE
    return RECORDS if width <= MIDDLING else WIDE_RECORDS


def _put_in_box(table: Element) -> None:
    box = table.makeelement("div", {"class": _BOX})
    box.tail, table.tail = table.tail, None
    table.addprevious(box)
    box.append(table)


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
