"""List tables: a list of rows, each a list of cells that hold any Markdown, for what pipes cannot draw.

```{list-table} Caption        as MyST and reStructuredText have it; `~~~` and `:::` do as well, and
:header-rows: 1                so does `/// list-table | Caption` … `///`, its options indented
* - Port
  - Boats {colspan=2}          spans stand at the beginning or the end of a cell
```

What is no table of cells is an error and stays the list, or the text, that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from recto.reader.engine.inside import begins_with, line_of
from recto.reader.engine.nesting import container
from recto.reader.engine.reading import reading_of
from recto.reader.span_grid import Span, TooSparseError, place

_OPENS = re.compile(
    r"(?:(?P<mark>`{3,}|~{3,}|:{3,})[ \t]*\{list-table\}|(?P<slashes>/{3,})[ \t]*list-table[ \t]*(?:\||$))"
    r"[ \t]*(?P<caption>.*)$"
)
_OPTION = re.compile(r"(?P<colon>:?)(?P<name>[a-z][\w-]*):(?:[ \t]+(?P<value>.*))?$", re.IGNORECASE)
_ATTRIBUTES = (
    r"\{:?[ ]*(?P<list>(?:[\w-]+=\"?\d+\"?|[.#][\w:.-]+)(?:[ ]+(?:[\w-]+=\"?\d+\"?|[.#][\w:.-]+))*)[ ]*\}"
)
_AT_START = re.compile(rf"{_ATTRIBUTES}[ \t]*\n?")
_AT_END = re.compile(rf"(?:^|(?<=\s)){_ATTRIBUTES}[ \t]*$")
_ATTRIBUTE = re.compile(r"(?P<name>[\w-]+)=\"?(?P<value>\d+)\"?|\.(?P<class>[\w:.-]+)|#(?P<id>[\w:.-]+)")
_OPTIONS = ("header-rows", "stub-columns", "widths", "align", "name", "label", "width", "class")
"""The last two, and an `align` of the whole table, are the theme's matter: they are read over."""
_ALIGNS = ("left", "center", "right")
_MOST_SPAN = 1000
_INTERRUPTS = ["paragraph", "reference", "blockquote", "list"]


@dataclass(slots=True)
class _Cell:
    tokens: list[Token]
    row: int
    """Of the text."""
    span: Span = field(default_factory=Span)
    attrs: dict[str, str | int | float] = field(default_factory=dict)
    is_head: bool = False


@dataclass(slots=True)
class _Table:
    """A list table that is being read."""

    row: int
    caption: str
    options: dict[str, str] = field(default_factory=dict)
    rows: list[list[_Cell]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    """The row of the text on which each row begins."""
    beside: list[Token] = field(default_factory=list)
    """What is in it and belongs to no cell, such as the text of a footnote."""

    def count(self, name: str) -> int:
        """Return the option `name`, a number of rows or columns."""
        value = self.options.get(name, "0")
        return int(value) if value.isdecimal() and len(value) < 5 else 0


class _NotATableError(Exception):
    """What the directive holds is no list of lists: why, and on which row of the text."""

    def __init__(self, reason: str, row: int) -> None:
        super().__init__(reason)
        self.row = row


def extend(grammar: MarkdownIt) -> None:
    """Add the block, before fences, of which it looks like one."""
    grammar.block.ruler.before("fence", "list-table", container(_list_table), {"alt": _INTERRUPTS})


def _list_table(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if not begins_with(state, row, "`~:/") or not (match := _OPENS.match(line_of(state, row).rstrip())):
        return False
    if silent:
        return True
    mark = match["mark"] or match["slashes"]
    close = _closing(state, row + 1, end, mark)
    is_closed = close < end and _closes(state, close, mark)
    if not is_closed and reading_of(state).once("block-unclosed", 0):  # those within it are not closed either
        message = "A list table is never closed, so everything below it belongs to it."
        hint = f"Put {mark} on a line of its own where the table ends."
        _warn(state, "block-unclosed", message, row=row, hint=hint)
    table = _Table(row, match["caption"].strip())
    begin = _read_options(state, table, row + 1, close)
    content = _parsed(state, begin, close)
    try:
        _read_rows(table, content)
        width, lacking = _settle(state, table)
    except _NotATableError as fault:
        reading = reading_of(state)
        reading.draft.error(
            "list-table-malformed",
            str(fault),
            line=reading.line(fault.row),
            hint="Write a row as an item, and its cells as the items of a list in it: `* - cell`.",
        )
        state.tokens += [*(_caption_of(table, "p") if table.caption else ()), *content]
    else:
        state.tokens += table.beside
        _push(state, table, width, lacking)
    state.line = close + is_closed
    return True


# Reading


def _closing(state: StateBlock, row: int, end: int, mark: str) -> int:
    """Return the row that closes the block, or the one behind what holds it."""
    while row < end and (state.sCount[row] >= state.blkIndent or state.isEmpty(row)):
        if _closes(state, row, mark):
            break
        row += 1
    return row


def _closes(state: StateBlock, row: int, mark: str) -> bool:
    text = line_of(state, row).rstrip()
    return text.startswith(mark) and not text.strip(mark[0]) and 0 <= state.sCount[row] - state.blkIndent < 4


def _read_options(state: StateBlock, table: _Table, row: int, close: int) -> int:
    """Read the lines of options from `row` on; return the row behind them."""
    while row < close and (match := _OPTION.match(line_of(state, row).strip())):
        if not match["colon"] and state.sCount[row] - state.blkIndent < 4:
            break
        name, value = match["name"].lower(), (match["value"] or "").strip()
        if fault := _fault(name, value):
            near = get_close_matches(name, _OPTIONS, n=1)
            hint = f"Did you mean {near[0]!r}?" if near and name not in _OPTIONS else None
            _warn(state, "list-table-option", fault, row=row, hint=hint)
        else:
            table.options["name" if name == "label" else name] = value
        row += 1
    return row


def _fault(name: str, value: str) -> str | None:
    """Return what is wrong with an option, None if nothing is."""
    if name not in _OPTIONS:
        return f"A list table has no option {name!r}."
    if name in ("header-rows", "stub-columns") and not (value.isdecimal() and len(value) < 5):
        return f"The option {name!r} of a list table is a number, not {value!r}."
    words = value.replace(",", " ").split()
    if name == "widths" and value not in ("auto", "grid") and not _are_counts(words):
        return f"The option 'widths' of a list table is a number for each column, not {value!r}."
    if name == "align" and not set(words) <= set(_ALIGNS):
        return f"The option 'align' of a list table is left, center or right for each column, not {value!r}."
    return None


def _are_counts(words: Sequence[str]) -> bool:
    return bool(words) and all(word.isdecimal() and 0 < int(word[:6]) for word in words)


def _parsed(state: StateBlock, begin: int, close: int) -> list[Token]:
    """Return the tokens of the rows from `begin` to `close`."""
    first, line_max, outer = len(state.tokens), state.lineMax, state.parentType
    state.lineMax, state.parentType = close, "root"
    state.level += 1  # what is nested without end has to meet its limit
    if begin < close:
        state.md.block.tokenize(state, begin, close)
    state.level -= 1
    state.lineMax, state.parentType = line_max, outer
    content = state.tokens[first:]
    del state.tokens[first:]
    return content


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the blocks that `tokens` are one after the other."""
    begin = depth = 0
    for at, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield list(tokens[begin : at + 1])
            begin = at + 1


def _is_list(block: Sequence[Token]) -> bool:
    return block[0].type in ("bullet_list_open", "ordered_list_open")


def _row_of(block: Sequence[Token], default: int) -> int:
    return next((token.map[0] for token in block if token.map), default)


def _read_rows(table: _Table, content: Sequence[Token]) -> None:
    """Take the rows and cells out of `content`; raises `_NotATableError`."""
    for block in _blocks(content):
        if block[0].type == "note_open" or block[0].content.startswith("<!--"):
            table.beside += block
        elif not _is_list(block):
            reason = "A list table holds something besides its rows."
            raise _NotATableError(reason, _row_of(block, table.row))
        else:
            for item in _blocks(block[1:-1]):
                table.lines.append(_row_of(item, table.row))
                table.rows.append(list(_cells(item, table.lines[-1])))
    if not any(table.rows):
        raise _NotATableError("A list table holds no list of rows.", table.row)


def _cells(item: Sequence[Token], row: int) -> Iterator[_Cell]:
    for block in _blocks(item[1:-1]):
        if not _is_list(block):
            raise _NotATableError("A row of a list table is no list of cells.", _row_of(block, row))
        for inner in _blocks(block[1:-1]):
            yield _cell(inner, _row_of(inner, row))


def _cell(item: Sequence[Token], row: int) -> _Cell:
    blocks = list(_blocks(item[1:-1]))
    checked = item[0].meta.get("checked")
    if checked is not None and blocks and blocks[0][0].type == "paragraph_open":
        blocks[0][1].content = f"[{'x' if checked else ' '}] {blocks[0][1].content}"  # no task: it stays text
    cell = _Cell([], row)
    for at, pattern in ((0, _AT_START), (-1, _AT_END)):
        if blocks and blocks[at][0].type == "paragraph_open":
            _take_attributes(cell, blocks[at][1], pattern)
            if not blocks[at][1].content.strip():
                del blocks[at]
    if len(blocks) == 1 and blocks[0][0].type == "paragraph_open":
        blocks[0][0].hidden = blocks[0][-1].hidden = True
    cell.tokens = [token for block in blocks for token in block]
    return cell


def _take_attributes(cell: _Cell, inline: Token, pattern: re.Pattern[str]) -> None:
    """Take an attribute list out of `inline`, if it is at its beginning or says how the cell spans."""
    match = pattern.match(inline.content) if pattern is _AT_START else pattern.search(inline.content)
    if not match or (pattern is _AT_END and "span=" not in match["list"]):
        return  # what is at the end without spans is read with all other attribute lists
    for attribute in _ATTRIBUTE.finditer(match["list"]):
        if attribute["class"]:
            cell.attrs["class"] = f"{cell.attrs.get('class', '')} {attribute['class']}".strip()
        elif attribute["id"]:
            cell.attrs["id"] = attribute["id"]
        elif attribute["name"] in ("colspan", "rowspan"):
            count = max(1, min(int(attribute["value"][:5]), _MOST_SPAN))
            setattr(cell.span, "columns" if attribute["name"] == "colspan" else "rows", count)
    inline.content = (inline.content[: match.start()] + inline.content[match.end() :]).strip()


# Placing


def _settle(state: StateBlock, table: _Table) -> tuple[int, list[int]]:
    """Place the cells, and tell what does not fit; return the table's width, and what each row lacks."""
    heads, stubs = min(table.count("header-rows"), len(table.rows)), table.count("stub-columns")
    try:
        width, lacking = place([[cell.span for cell in row] for row in table.rows], heads=heads)
    except TooSparseError:
        raise _NotATableError("A list table lacks nearly all of its cells.", table.row) from None
    aligns = _for_columns(state, table, "align", width)
    for at, row in enumerate(table.rows):
        for cell in row:
            cell.is_head = at < heads or cell.span.column < stubs
            if aligns and cell.span.columns == 1 and "class" not in cell.attrs:
                cell.attrs["class"] = aligns[cell.span.column]
            if cell.span.overlaps or cell.span.leaves:
                _report_span(state, cell, in_head=at < heads)
    short = [at for at, count in enumerate(lacking) if count]
    if short:
        _report_short(state, [table.lines[at] for at in short], width)
    return width, lacking


def _for_columns(state: StateBlock, table: _Table, name: str, width: int) -> list[str]:
    """Return the words of an option that has one for each column; none if it is about the table."""
    words = table.options.get(name, "").replace(",", " ").split()
    if len(words) == width and words[0] not in ("auto", "grid"):
        return words
    if len(words) > 1:
        message = f"The option {name!r} of a list table names {len(words)} columns; the table has {width}."
        _warn(state, "list-table-option", message, row=table.row)
    return []


def _report_span(state: StateBlock, cell: _Cell, *, in_head: bool) -> None:
    edge = "head of its table" if in_head else "table"
    message = (
        "A cell spans columns that a cell from above reaches into; it was cut there."
        if cell.span.overlaps
        else f"A cell spans more columns or rows than the {edge} has; it was cut at its edge."
    )
    _warn(state, "table-span", message, row=cell.row, hint="Count the cells of the rows that it stands in.")


def _report_short(state: StateBlock, rows: list[int], width: int) -> None:
    others = len(rows) - 1
    more = f", and {others} other{'s' if others > 1 else ''} further down," if others else ""
    verb = "have" if others else "has"
    columns = f"{width} columns" if width > 1 else "one column"
    message = f"This row{more} {verb} fewer cells than the {columns} of its table; empty ones were added."
    _warn(state, "table-cells", message, row=rows[0], hint="Write `-` for a cell that is empty.")


def _warn(state: StateBlock, code: str, message: str, *, row: int, hint: str | None = None) -> None:
    reading = reading_of(state)
    reading.draft.warn(code, message, line=reading.line(row), hint=hint)


# Writing


def _push(state: StateBlock, table: _Table, width: int, lacking: Sequence[int]) -> None:
    token = state.push("table_open", "table", 1)
    token.map = [table.row, table.row + 1]
    if name := table.options.get("name"):
        token.attrs["id"] = re.sub(r"\s+", "-", name)
    if table.caption:
        state.tokens += _caption_of(table, "caption")
    _push_columns(state, [int(word[:6]) for word in _for_columns(state, table, "widths", width)])
    heads = min(table.count("header-rows"), len(table.rows))
    for part, rows in groupby(range(len(table.rows)), key=lambda at: "thead" if at < heads else "tbody"):
        state.push(f"{part}_open", part, 1)
        for at in rows:
            state.push("tr_open", "tr", 1)
            for cell in table.rows[at]:
                _push_cell(state, cell)
            for _ in range(lacking[at]):
                _push_cell(state, _Cell([], table.lines[at]))
            state.push("tr_close", "tr", -1)
        state.push(f"{part}_close", part, -1)
    state.push("table_close", "table", -1)


def _caption_of(table: _Table, tag: str) -> list[Token]:
    rows = [table.row, table.row + 1]
    kind = "caption" if tag == "caption" else "paragraph"
    return [
        Token(f"{kind}_open", tag, 1, map=rows, block=True),
        Token("inline", "", 0, content=table.caption, map=rows, children=[]),
        Token(f"{kind}_close", tag, -1, block=True),
    ]


def _push_columns(state: StateBlock, widths: Sequence[int]) -> None:
    """Say how wide the columns are, if it is known."""
    if not widths:
        return
    state.push("colgroup_open", "colgroup", 1)
    for number in widths:
        # An attribute, as cleaning would drop a style; a transform makes it one.
        state.push("col", "col", 0).attrs = {"width": f"{100 * number / sum(widths):.3g}%"}
    state.push("colgroup_close", "colgroup", -1)


def _push_cell(state: StateBlock, cell: _Cell) -> None:
    tag = "th" if cell.is_head else "td"
    token = state.push(f"{tag}_open", tag, 1)
    token.attrs = dict(cell.attrs)
    for name, count in (("colspan", cell.span.columns), ("rowspan", cell.span.rows)):
        if count > 1:
            token.attrs[name] = str(count)
    state.tokens += cell.tokens
    state.push(f"{tag}_close", tag, -1)
