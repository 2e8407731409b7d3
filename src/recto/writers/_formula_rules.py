"""The rules in a table of a formula, `\\begin{array}{c|c}`: ziamath, which draws formulas, has none.

MathML Core says them with the borders of cells, MathML 3 with `columnlines`, `rowlines` and `frame`; here
they are the numbers of the columns and rows before which they stand, up to the one behind the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ACROSS, _DOWN = "data-across", "data-down"
_THICKNESS = 5.0
_GAP = 14.0
"""Between a table and the rules around it; both in the units of the drawing, a hundred to an em."""
MARGIN = _GAP + _THICKNESS
"""What the rules around a table take of the room around it."""


def note(table: Element, copy: ElementTree.Element) -> None:
    """Say in `copy` where the rules of `table` are, and take away the row that is there only for its rule."""
    rows = [row for row in table if isinstance(row.tag, str)]
    if not rows:
        return
    across = {number for number, row in enumerate(rows) if _has_border(row, "top")}
    down = {number for cell_row in rows for number, cell in enumerate(cell_row, 1) if _has(cell, "right")}
    width = max(map(len, rows))
    if _has(table, "left"):
        down.add(0)
    if _has(table, "top"):
        across.add(0)
    if _has(table, "bottom") or any(_has(cell, "bottom") for cell in rows[-1]):
        across.add(len(rows))
    across |= _numbers(table.get("rowlines", ""), len(rows))
    down |= _numbers(table.get("columnlines", ""), width)
    if table.get("frame", "none") != "none":
        across |= {0, len(rows)}
        down |= {0, width}
    if len(rows) > 1 and not "".join(rows[-1].itertext()).strip() and len(copy) == len(rows):
        copy.remove(copy[-1])
    for name, numbers in ((_ACROSS, across), (_DOWN, down)):
        if numbers:
            copy.set(name, " ".join(map(str, sorted(numbers))))


def _has(part: Element, side: str) -> bool:
    return f"border-{side}:" in part.get("style", "")


def _has_border(row: Element, side: str) -> bool:
    return any(_has(cell, side) for cell in row)


def _numbers(lines: str, count: int) -> set[int]:
    """Return before which columns or rows stand rules; the last word holds for those that follow."""
    kinds = lines.split()
    return {at for at in range(1, count) if kinds and kinds[min(at, len(kinds)) - 1] != "none"}


def draw(node: Any, drawable: Any) -> bool:
    """Add the rules of all tables in `node`, as ziamath's `drawable` has them; say whether there are any."""
    found = False
    for table in _tables(node):
        across, down = (_read(table.element.get(name, "")) for name in (_ACROSS, _DOWN))
        if across or down:
            found = True
            _add(table, across, down, drawable)
    return found


def _tables(node: Any) -> Iterator[Any]:
    pending = [node]
    while pending:
        part = pending.pop()
        pending.extend(part.nodes)
        pending.extend(filter(None, [getattr(part, "base", None)] if not part.nodes else []))
        if getattr(part, "mtag", "") == "mtable":
            yield part


def _read(numbers: str) -> list[int]:
    return list(map(int, numbers.split()))


def _add(table: Any, across: Iterable[int], down: Iterable[int], drawable: Any) -> None:
    columns: dict[int, list[tuple[float, float]]] = {}
    rows: dict[int, list[tuple[float, float]]] = {}
    cells = iter(zip(table.nodes, table.nodexy, strict=True))
    for r, row in enumerate(table.element):
        for c, _ in enumerate(row):
            node, (x, y) = next(cells)
            columns.setdefault(c, []).append((x + node.bbox.xmin, x + node.bbox.xmax))
            rows.setdefault(r, []).append((y - node.bbox.ymax, y - node.bbox.ymin))
    xs, ys = _places(columns), _places(rows)
    for number in across:
        if number < len(ys):
            table.nodes.append(drawable.HLine(xs[-1] - xs[0], _THICKNESS, style=table.style))
            table.nodexy.append((xs[0], ys[number] - _THICKNESS / 2))
    for number in down:
        if number < len(xs):
            table.nodes.append(drawable.VLine(ys[-1] - ys[0], _THICKNESS, style=table.style))
            table.nodexy.append((xs[number], ys[0]))


def _places(extents: dict[int, list[tuple[float, float]]]) -> list[float]:
    """Return where rules can stand: before the first, in the middle between two, and behind the last."""
    starts = [min(start for start, _ in extents[number]) for number in sorted(extents)]
    ends = [max(end for _, end in extents[number]) for number in sorted(extents)]
    between = [(end + start) / 2 for end, start in zip(ends, starts[1:], strict=False)]
    return [starts[0] - _GAP, *between, ends[-1] + _GAP]
