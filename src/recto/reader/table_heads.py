"""Which cells of a table head which others: `th`, and its scope.

A header cell over several columns heads the column group that it spans, if the table has one (HTML,
4.9.12.2); one beside all rows of a part of the table heads that row group. Both are made here where cells
ask for them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.markup import SVG
from recto.reader.draft import Draft

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def settle(tree: Element, _draft: Draft) -> None:
    """Give header cells their scope, and take away parts without cells."""
    for table in tree.iter("table"):
        for part in list(table.iterchildren("thead", "tbody", "tfoot")):
            if next(part.iter("td", "th"), None) is None or (part.tag == "thead" and not _has_content(part)):
                markup.remove(part)
        for foot in list(table.iterchildren("tfoot")):
            table.append(foot)
        for body in list(table.iterchildren("tbody")):
            _part_rows(body)
        spanning = _group_columns(table)
        for part in (table, *table.iterchildren("thead", "tbody", "tfoot")):
            rows = part.findall("tr")
            for row in rows:
                _mark_row(row, spanning, in_head=part.tag == "thead", height=len(rows))


def _has_content(element: Element) -> bool:
    return bool(markup.text_of(element)) or next(element.iter("img", f"{{{SVG}}}svg"), None) is not None


def _count(cell: Element, name: str) -> int:
    return int(cell.get(name, "1"))


def _part_rows(body: Element) -> None:
    """Make a part of its own of the rows that one header cell in front of them belongs to."""
    rows = body.findall("tr")
    starts = {0}
    end = 0
    """The first row that no cell of those before reaches into."""
    for at, row in enumerate(rows):
        spans = [_count(cell, "rowspan") for cell in row]
        heads = at == end and len(row) > 0 and row[0].tag == "th" and spans[0] == max(spans) > 1
        end = max(end, *(at + span for span in spans)) if spans else end
        if heads:
            starts |= {at, end}
    bounds = sorted(starts - {len(rows)})
    if len(bounds) < 2:
        return
    for first, behind in reversed([*pairwise([*bounds, len(rows)])][1:]):
        part = etree.Element("tbody")
        part.extend(rows[first:behind])
        body.addnext(part)


def _group_columns(table: Element) -> set[Element]:
    """Make column groups of what the cells of the first row span; return the cells over several columns."""
    first = table.find("thead/tr")
    spanning = {cell for cell in first if _count(cell, "colspan") > 1} if first is not None else set()
    if first is None or not spanning:
        return set()
    old = table.find("colgroup")
    columns = iter(old if old is not None else ())
    caption = table.find("caption")
    place = 0 if caption is None else 1
    for at, cell in enumerate(first):
        group = etree.Element("colgroup")
        span = _count(cell, "colspan")
        if old is not None:
            group.extend([next(columns) for _ in range(span)])
        elif span > 1:
            group.set("span", str(span))
        table.insert(place + at, group)
    if old is not None:
        table.remove(old)
    return spanning


def _mark_row(row: Element, spanning: set[Element], *, in_head: bool, height: int) -> None:
    """Give header cells their scope, in a part of `height` rows; one without words heads nothing."""
    only_heads = len(row) > 1 and all(cell.tag == "th" for cell in row)
    leads = True
    for cell in row:
        leads = leads and cell.tag == "th"
        if cell.tag != "th":
            continue
        if not _has_content(cell):
            cell.tag = "td"
            cell.attrib.pop("scope", None)
        elif not cell.get("scope"):
            if in_head or only_heads or not leads:
                cell.set("scope", "colgroup" if cell in spanning else "col")
            else:
                cell.set("scope", "rowgroup" if 1 < _count(cell, "rowspan") == height else "row")
