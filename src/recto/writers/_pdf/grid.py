"""Tables of the structure tree made regular, and each of their cells told what heads it.

PDF/UA-1 asks for more than HTML does: one head at most and a body under it, rows that are all equally
wide, spans that stay in their group. Heads have IDs, and a data cell names those that it stands under
and beside (ISO 32000-1, 14.8.5.7), so that a reader need not guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from recto.writers._pdf.nodes import Node

Rows = Sequence[Node]


def complete_tables(tables: Iterable[Node]) -> None:
    """Make each table regular and connect its cells with their heads."""
    heads = 0
    for table in tables:
        groups = _groups(table)
        _even_out([list(_nodes(group)) for group in groups])
        heads = _connect([row for group in groups for row in _nodes(group)], heads)


def _nodes(node: Node) -> Iterator[Node]:
    return (kid for kid in node.kids if isinstance(kid, Node))


def _groups(table: Node) -> list[Node]:
    """Give a table one head at most and a body under it; return its groups of rows."""
    groups: list[Node] = []
    for kid in _nodes(table):
        if kid.role == "TR":  # a row of the table itself
            if not groups or groups[-1].role != "TBody" or groups[-1].element is not None:
                groups.append(Node("TBody", table))
            kid.parent = groups[-1]
            groups[-1].kids.append(kid)
        elif kid.role in {"THead", "TBody", "TFoot"}:
            groups.append(kid)
    captions = [kid for kid in _nodes(table) if kid.role == "Caption"]
    heads = [group for group in groups if group.role == "THead"]
    without_body = not any(group.role == "TBody" for group in groups)
    for group in heads if without_body else heads[1:]:
        group.role = "TBody"
    for group in [group for group in groups if group.role == "TFoot"][1:]:
        group.role = "TBody"
    table.kids = [*captions[:1], *groups]
    return groups


def _even_out(groups: Sequence[Rows]) -> None:
    """Write the spans of the cells, and add the cells that are missing in their rows."""
    cells = [cell for rows in groups for row in rows for cell in _nodes(row)]
    width = max((cell.grid[0] + cell.grid[1] for cell in cells), default=1)
    for rows in groups:
        taken: list[set[int]] = [set() for _ in rows]
        for index, row in enumerate(rows):
            for cell in _nodes(row):
                _occupy(cell, taken[index:])
            for _ in range(width - len(taken[index])):
                row.add("TD")


def _occupy(cell: Node, taken: Sequence[set[int]]) -> None:
    """Note in `taken` (of the cell's row and those below) the columns of the cell, and write its spans."""
    column, columns, down = cell.grid
    own = [place for place in range(column, column + columns) if place not in taken[0]]
    for places in taken[:down]:
        places.update(own)
    for name, count in (("ColSpan", len(own)), ("RowSpan", min(down, len(taken)))):
        if count > 1:
            _describe(cell, f"/{name} {count}")


def _describe(cell: Node, attribute: str) -> None:
    cell.attributes = ("Table", (cell.attributes or ("", ""))[1] + attribute)


@dataclass(slots=True)
class _Column:
    """What heads the cells of a column, going down."""

    heads: list[Node] = field(default_factory=list)
    is_in_data: bool = False
    """A data cell came since the last head."""

    def add(self, head: Node) -> None:
        if self.is_in_data:  # a new head, halfway down, takes the place of those that were as wide
            self.heads = [other for other in self.heads if other.grid[1] != head.grid[1]]
        self.heads.append(head)
        self.is_in_data = False


def _connect(rows: Rows, heads: int) -> int:
    """Name the heads, and in each data cell what heads it; return how many heads there are by now."""
    columns: dict[int, _Column] = {}
    beside: list[list[Node]] = [[] for _ in rows]
    for index, row in enumerate(rows):
        for head in [cell for cell in _nodes(row) if cell.role == "TH" and cell.kids]:
            heads += 1
            head.entries["ID"] = f"head {heads}"  # no element's id has a space in it
            if _heads_a_row(head):
                for others in beside[index : index + head.grid[2]]:
                    others.append(head)
        for cell in _nodes(row):
            column, count, _ = cell.grid
            above = [columns.setdefault(place, _Column()) for place in range(column, column + count)]
            if cell.role == "TD" and cell.kids:
                _name_heads(cell, above, beside[index])
                for each in above:
                    each.is_in_data = True
            elif "ID" in cell.entries and not _heads_a_row(cell):
                for each in above:
                    each.add(cell)
    return heads


def _heads_a_row(cell: Node) -> bool:
    return "/Scope/Row" in (cell.attributes or ("", ""))[1]


def _name_heads(cell: Node, above: Iterable[_Column], beside: Iterable[Node]) -> None:
    heads = [*(head for column in above for head in column.heads), *beside]
    ids = dict.fromkeys(head.entries["ID"] for head in heads)
    if ids:
        _describe(cell, f"/Headers[{''.join(f'({name})' for name in ids)}]")
