"""How wide a table has to be: little tables that are laid out in its place and measured.

A probe holds the table's head and, of each column, the cells with the longest words, so that measuring a
table of 2,000 rows costs what one of ten does. It stands inside copies of what is around the table, as narrow
as can be, beside an empty table that shows the room there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from recto import markup
from recto.writers._table_grid import grid, span

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NARROW = 50
"""Characters: columns whose longest words take up less side by side fit on a page of any usual size."""
NARROW_INSIDE = 0.65
"""The share of it that a list, a quotation or an aside has room for."""
PER_MILLIMETRE = 0.36
"""Characters that fit on a page, for its width."""
TYPICAL = 16
"""Characters: a column that holds text wants to be as wide."""
PADDING = 2
"""Characters: what the space between two columns takes up."""
CHARACTER = 0.5
"""Em: how wide one is on average."""
_MOST_HEAD = 12
"""Rows of a head that are laid out."""
_SAMPLES = 2
"""Cells of a column, and words of a cell: the estimate they are picked by may be wrong about the first."""
_WHOLE = ("pre", "img", "table", f"{{{markup.SVG}}}svg", f"{{{markup.MATHML}}}math")
"""What is not made of words that could be counted."""
_NAME = "data-probe"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a probe says of one setting, in the units of the layout."""

    room: float
    em: float
    least: tuple[float, ...]
    """By column, the width of its longest word."""
    typical: tuple[float, ...]
    """By column, how wide its text would like to be, at the least."""

    @property
    def fits(self) -> bool:
        """Whether no word has to be broken."""
        return sum(self.least) <= self.room + 0.5

    @property
    def is_comfortable(self) -> bool:
        """Whether no column has to be so narrow that its text becomes a column of words."""
        columns = zip(self.least, self.typical, strict=True)
        return sum(max(least, typical) for least, typical in columns) <= self.room + 0.5


def text_widths(table: Element) -> list[float]:
    """Return how wide the text of each column would like to be, in characters, up to what is typical."""
    widths: defaultdict[int, float] = defaultdict(float)
    for _, placed in grid(table):
        for column, cell in placed:
            for each in range(column, column + span(cell)):
                widths[each] = max(widths[each], min(_length(markup.text_of(cell)) / span(cell), TYPICAL))
    return [widths[column] for column in range(max(widths, default=-1) + 1)]


def may_be_wide(table: Element, characters: float) -> bool:
    """Say whether `table` could be too wide for `characters` side by side, which measuring then decides."""
    if any(element is not table for element in table.iter(*_WHOLE)):
        return True
    columns: defaultdict[int, float] = defaultdict(float)
    for _, placed in grid(table):
        for column, cell in placed:
            text = markup.text_of(cell)
            width = max(_longest_word(text), min(_length(text), TYPICAL)) / span(cell)
            columns[column] = max(columns[column], width)
    is_inside = any(around.tag not in ("body", "div", "section") for around in table.iterancestors())
    return sum(columns.values()) + PADDING * len(columns) > characters * (NARROW_INSIDE if is_inside else 1)


def _longest_word(text: str) -> float:
    return max(map(_length, text.split()), default=0.0)


def _length(text: str) -> float:
    """Return how long `text` is, in characters of the usual width."""
    if text.islower() or text.isdecimal():
        return len(text)
    # Beyond U+1100 stand the scripts whose letters are as wide as high.
    return len(text) + sum(
        1.0 if char > "\u1100" else 0.4 for char in text if char > "\u1100" or char.isupper()
    )


def sample(table: Element) -> Element:
    """Return a table of the head of `table`, and of its other cells those that may make it wide."""
    made = etree.Element("table")
    head = table.find("thead")
    if head is not None and len(head) <= _MOST_HEAD:
        made.append(deepcopy(head))
    columns: defaultdict[tuple[int, int], list[Element]] = defaultdict(list)
    width = 0
    for row, placed in grid(table):
        if len(made) == 0 or row.getparent() is not head:
            for column, cell in placed:
                columns[column, span(cell)].append(cell)
        width = max([width, *(column + span(cell) for column, cell in placed)])
    body = etree.SubElement(made, "tbody")
    for (column, columns_spanned), cells in columns.items():
        for at, cell in enumerate(_widest(cells)):
            # Cells of one column that are picked for the same reason stand in one row.
            place = at if columns_spanned == 1 else len(body)
            while len(body) <= place:
                row = etree.SubElement(body, "tr")
                row.extend([etree.Element("td") for _ in range(width)])
            _put(body[place], column, cell)
    for element in made.iter(etree.Element):
        element.attrib.pop("id", None)
        element.attrib.pop("href", None)
    return made


def _put(row: Element, column: int, cell: Element) -> None:
    if len(cell):
        copy = deepcopy(cell)
    else:
        copy = etree.Element(cell.tag, dict(cell.attrib))
        words = sorted((cell.text or "").split(), key=_length, reverse=True)
        copy.text = " ".join(words[:_SAMPLES])
    copy.attrib.pop("rowspan", None)
    copy.tail = None
    row[column : column + span(cell)] = [copy]


def _widest(cells: Sequence[Element]) -> list[Element]:
    """Return the cells with the longest words, and some of those that hold more than words."""
    if len(cells) <= _SAMPLES:
        return list(cells)
    numbers = range(len(cells))
    lengths = [_longest_word(markup.text_of(cell)) for cell in cells]
    picked = sorted(numbers, key=lambda at: lengths[at], reverse=True)[:_SAMPLES]
    whole = [at for at in numbers if next(cells[at].iter(*_WHOLE), None) is not None]
    return [cells[at] for at in dict.fromkeys([*picked, *whole[:_SAMPLES]])]


def probe(table: Element, filled: Element, name: str, *, sideways: bool) -> Element:
    """Return what is laid out for `table`: `filled`, which is its sample as it would be set."""
    place = markup.make("div", class_="sideways") if sideways else markup.make("div")
    room = etree.SubElement(place, "div", {_NAME: f"{name} room"})
    empty = etree.SubElement(room, "table", {"class": filled.get("class", "")})
    etree.SubElement(etree.SubElement(empty, "tr"), "td")
    holder = etree.SubElement(place, "div", {"style": "width: 1px", _NAME: f"{name} least"})
    holder.append(filled)
    filled.set("style", "width: auto; min-width: 0; max-width: none; margin: 0")
    for around in table.iterancestors():
        if around.tag != "body":
            outer = etree.Element(around.tag, {"class": around.get("class", "")})
            outer.append(place)
            place = outer
    return place


def measured(document: Any, typical: Mapping[str, Sequence[float]]) -> Mapping[str, Measured]:
    """Return what the probes in a laid-out document measure, by their names; `typical` is in characters."""
    holders: dict[str, Any] = {}
    for page in document.pages:
        for box in page._page_box.descendants():
            name = box.element.get(_NAME) if box.element is not None else None
            if name:
                holders.setdefault(name, box)  # the part on the first page is as wide as any
    return {
        name: _measured(holders[f"{name} room"], holders[f"{name} least"], widths)
        for name, widths in typical.items()
    }


def _measured(room: Any, least: Any, typical: Sequence[float]) -> Measured:
    table = _table_in(least)
    em: float = table.style["font_size"]
    columns = tuple(table.column_widths)
    wishes = tuple(width * CHARACTER * em for width in typical)
    return Measured(max(room.width, _table_in(room).width), em, columns, wishes)


def _table_in(holder: Any) -> Any:
    return next(box for box in holder.descendants() if hasattr(box, "column_widths"))
