"""Tables (GFM 0.29, 4.10), read as their authors mean them.

A pipe in a code span or a formula splits no cell. Where a row has more cells than the header, the rest
stays in the last one with its pipes, and is told: GitHub drops it. Below may stand a caption, pandoc's
`: Caption`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from recto.reader.engine.dollars import formula_at
from recto.reader.engine.inside import begins_with, line_of
from recto.reader.engine.reading import reading_of

_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?$")
_PIECE = re.compile(r"\\[\\|$]|`+|\||\$")
_ESCAPED = re.compile(r"\\[\\|]")
_CAPTION = re.compile(r"(?::|Table:)[ \t]+(?=\S)")
_MOST_EMPTY = 2**16
"""Cells that rows may lack in all, so that a short text cannot become an endless table."""


def extend(grammar: MarkdownIt) -> None:
    """Put the rule in the place of markdown-it's, whose cells know no code."""
    grammar.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def _table(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    head = _head(state, row, end)
    if head is None or silent:
        return head is not None
    header, aligns = head
    outer, state.parentType = state.parentType, "table"
    table = state.push("table_open", "table", 1)
    at = len(state.tokens)
    state.push("thead_open", "thead", 1)
    _push_row(state, row, header, aligns, tag="th")
    state.push("thead_close", "thead", -1)
    below = _push_body(state, row + 2, end, aligns)
    caption, below = _caption(state, below, end)
    state.tokens[at:at] = caption
    state.push("table_close", "table", -1)
    state.parentType = outer
    table.map = [row, below]
    state.line = below
    return True


def _head(state: StateBlock, row: int, end: int) -> tuple[list[str], list[str]] | None:
    """Return the cells and alignments of the table whose header is on `row`, if one is."""
    if row + 2 > end or state.sCount[row + 1] < state.blkIndent or not begins_with(state, row + 1, "|-:"):
        return None
    first, ruled = line_of(state, row), line_of(state, row + 1)
    if "|" not in first or state.is_code_block(row) or not _DELIMITERS.match(ruled):
        return None
    if "|" not in ruled and not _code_aware(first):
        return None  # a heading with an escaped pipe, underlined
    aligns = [_align(cell) for cell in ruled.strip().strip("|").split("|")]
    header = _cells(first, len(aligns), is_bare=_is_bare(ruled))
    return (header, aligns) if len(header) == len(aligns) else None


def _is_bare(ruled: str) -> bool:
    """Say whether the rows of a table begin with their first cell, and not with a pipe."""
    return not ruled.lstrip().startswith("|")


def _align(cell: str) -> str:
    cell = cell.strip()
    return {(True, True): "center", (True, False): "left", (False, True): "right"}.get(
        (cell.startswith(":"), cell.endswith(":")), ""
    )


def _push_body(state: StateBlock, row: int, end: int, aligns: list[str]) -> int:
    """Push the rows from `row` on; return the row behind the last."""
    begin, lacking, is_bare = row, 0, _is_bare(line_of(state, row - 1))
    interrupts = state.md.block.ruler.getRules("blockquote")
    while row < end and state.sCount[row] >= state.blkIndent and not state.isEmpty(row):
        text = line_of(state, row)
        if state.is_code_block(row) or any(rule(state, row, end, True) for rule in interrupts):
            break
        if "|" not in text and _CAPTION.match(text):
            break
        cells = _cells(text, len(aligns), is_bare=is_bare)
        lacking += len(aligns) - len(cells)
        if lacking > _MOST_EMPTY:
            break
        while len(cells) > len(aligns) and not cells[-1]:
            cells.pop()  # an empty one too many is a slip of the pen
        if len(cells) > len(aligns):
            _report(state, row, len(cells), len(aligns))
            cells[len(aligns) - 1 :] = [" | ".join(cells[len(aligns) - 1 :])]
        if row == begin:
            state.push("tbody_open", "tbody", 1)
        _push_row(state, row, cells, aligns, tag="td")
        row += 1
    if row > begin:
        state.push("tbody_close", "tbody", -1)
    return row


def _push_row(state: StateBlock, row: int, cells: list[str], aligns: list[str], *, tag: str) -> None:
    state.push("tr_open", "tr", 1).map = [row, row + 1]
    for at, align in enumerate(aligns):
        cell = state.push(f"{tag}_open", tag, 1)
        # An attribute rather than a style, which cleaning would drop; a transform makes it a class.
        cell.attrs = {"align": align} if align else {}
        inline = state.push("inline", "", 0)
        inline.content = cells[at] if at < len(cells) else ""
        inline.map, inline.children = [row, row + 1], []
        state.push(f"{tag}_close", tag, -1)
    state.push("tr_close", "tr", -1)


def _report(state: StateBlock, row: int, cells: int, columns: int) -> None:
    reading = reading_of(state)
    reading.draft.warn(
        "table-cells",
        f"This row has {cells} cells, its table {columns} columns; the last cell holds the rest.",
        line=reading.line(row),
        hint="Write \\| for a pipe that is no border, or give the header a cell more.",
    )


def _caption(state: StateBlock, row: int, end: int) -> tuple[list[Token], int]:
    """Return the tokens of the caption at `row`, or behind a blank line, and the row behind it."""
    begin = row + 1 if row < end and state.isEmpty(row) else row
    if begin >= end or state.is_code_block(begin) or state.sCount[begin] < state.blkIndent:
        return [], row
    match = _CAPTION.match(line_of(state, begin))
    if match is None:
        return [], row
    below = begin + 1
    while below < end and not state.isEmpty(below) and state.sCount[below] >= state.blkIndent:
        below += 1
    text = state.getLines(begin, below, state.blkIndent, False).strip()[match.end() :]
    level = state.level
    return [
        Token("caption_open", "caption", 1, level=level, map=[begin, below], block=True),
        Token("inline", "", 0, content=text, level=level + 1, map=[begin, below], children=[]),
        Token("caption_close", "caption", -1, level=level, block=True),
    ], below


def _cells(text: str, columns: int, *, is_bare: bool) -> list[str]:
    """Return the cells of a row that should have `columns` of them."""
    text = text.strip()
    cells = _split(text, _code_aware(text))
    if is_bare and text.startswith("|") and len(cells) < columns:
        cells.insert(0, "")  # in such a table this pipe stands behind an empty cell
    if len(cells) != columns and ("`" in text or "$" in text):
        # Backticks that are no code, one in this cell and one in that: then every pipe is a border. So with
        # dollar signs that are money.
        plain = _split(text, [match.start() for match in _PIECE.finditer(text) if match[0] == "|"])
        cells = plain if len(plain) == columns else cells
    return cells


def _split(text: str, pipes: list[int]) -> list[str]:
    bounds = [-1, *pipes, len(text)]
    cells = [text[begin + 1 : end] for begin, end in pairwise(bounds)]
    if not cells[0].strip():
        del cells[0]
    if cells and not cells[-1].strip() and len(pipes) > 0:
        del cells[-1]
    return [_ESCAPED.sub(_pipe, cell.strip()) for cell in cells]


def _pipe(escaped: re.Match[str]) -> str:
    """Return a pipe for one that is escaped; a backslash that is stays for the step that knows code."""
    return "|" if escaped[0] == "\\|" else escaped[0]


def _code_aware(text: str) -> list[int]:
    """Return where the pipes are that are neither escaped nor in a code span or a formula."""
    runs: defaultdict[int, list[int]] = defaultdict(list)
    for run in re.finditer("`+", text):
        runs[len(run[0])].append(run.start())
    pipes: list[int] = []
    code_end = 0
    for piece in _PIECE.finditer(text):
        if piece.start() < code_end:
            continue
        if piece[0] == "|":
            pipes.append(piece.start())
        elif piece[0][0] == "`":
            same = runs[len(piece[0])]
            closing = bisect_right(same, piece.start())
            if closing < len(same):
                code_end = same[closing] + len(piece[0])
        elif piece[0] == "$" and (formula := formula_at(text, piece.start(), len(text))):
            code_end = formula[1]
    return pipes
