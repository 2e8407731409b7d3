"""Blocks inside a construct: parsed in place, or out of a text of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from markdown_it.rules_block import StateBlock

_LOOKED_AT = 100


class _InnerState(StateBlock):
    """What a text of its own is parsed with."""


@contextmanager
def indented(state: StateBlock, by: int) -> Iterator[None]:
    """Let blocks stand `by` columns further to the right."""
    indent, state.blkIndent = state.blkIndent, state.blkIndent + by
    parent, state.parentType = state.parentType, "root"
    tight, list_indent = state.tight, state.listIndent
    try:
        yield
    finally:
        state.blkIndent, state.parentType = indent, parent
        state.tight, state.listIndent = tight, list_indent


def parse_hanging(state: StateBlock, row: int, end: int, *, content: int, indent: int) -> None:
    """Parse what begins on `row` at the offset `content`, and goes on below, indented by `indent` columns."""
    saved = state.bMarks[row], state.tShift[row], state.sCount[row]
    text = state.src[content : state.eMarks[row]]
    state.bMarks[row] = content
    state.tShift[row] = len(text) - len(text.lstrip())
    with indented(state, indent):
        state.sCount[row] = state.blkIndent
        state.md.block.tokenize(state, row, end)
    state.bMarks[row], state.tShift[row], state.sCount[row] = saved


def parse_text(state: StateBlock, text: str, row: int) -> None:
    """Parse `text`, whose first line is `row`, as blocks at the place where `state` is."""
    inner = _InnerState(text, state.md, state.env, [])
    inner.level = state.level + 1  # an element that no token opens is around it
    state.md.block.tokenize(inner, 0, inner.lineMax)
    for token in inner.tokens:
        if token.map:
            token.map = [token.map[0] + row, token.map[1] + row]
    state.tokens += inner.tokens


def is_inner(state: StateBlock) -> bool:
    """Say whether `state` is in a text that `parse_text` was given."""
    return isinstance(state, _InnerState)


def first_indent(state: StateBlock, row: int, end: int) -> int:
    """Return by how much the text that goes on below the mark on `row` is indented: by four from the mark, if
    not clearly by less.

    Text goes on further to the right than the mark, by two columns at least. Only the next paragraph is
    looked at, and the first lines of a long one.
    """
    mark = max(0, state.sCount[row] - state.blkIndent)
    least, most = max(2, mark + 1), mark + 4
    after_blank = False
    for below in range(row + 1, min(end, row + _LOOKED_AT)):
        if state.isEmpty(below):
            after_blank = True
            continue
        indent = state.sCount[below] - state.blkIndent
        if indent >= least and (after_blank or below == row + 1):
            return min(indent, most)
        if after_blank or indent < 0:
            break
    return most


def begins_with(state: StateBlock, row: int, characters: str) -> bool:
    """Say whether the text of `row` begins with one of `characters`, and is no code."""
    at = state.bMarks[row] + state.tShift[row]
    return at < state.eMarks[row] and state.src[at] in characters and not state.is_code_block(row)


def line_of(state: StateBlock, row: int) -> str:
    """Return the text of `row`, without its indentation."""
    return state.src[state.bMarks[row] + state.tShift[row] : state.eMarks[row]]
