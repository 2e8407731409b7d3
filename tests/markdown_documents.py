"""Which trees are drawn: blocks in blocks to a small depth, and never two that would be read as one."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.markdown_trees import (
    Block,
    Code,
    Heading,
    Holder,
    Listing,
    Paragraph,
    Phrase,
    Rule,
    Table,
    Terms,
    line,
)

_BETWEEN = Paragraph((Phrase("line of", "", (Phrase("text", "and"),)),))
_paragraph = st.builds(Paragraph, st.lists(line(), min_size=1, max_size=2).map(tuple), st.booleans())
_one_line = st.builds(Paragraph, line().map(lambda content: (content,)))
_heading = st.builds(Heading, st.integers(1, 6), line())
_rows = st.lists(st.sampled_from(("a", "  b < c", "*d*", "# e", "> f", "- g")), min_size=1, max_size=3).map(
    tuple
)
_fence = st.builds(Code, st.sampled_from(("", "python", "c++")), _rows)
_indented = st.builds(Code, st.none(), _rows)
_terms = st.builds(Terms, st.lists(st.tuples(line(), line()), min_size=1, max_size=2).map(tuple))


@st.composite
def _table(draw: DrawFn) -> Table:
    aligns = tuple(draw(st.lists(st.sampled_from(("", "left", "right", "center")), min_size=1, max_size=3)))
    row = st.tuples(*(line() for _ in aligns))
    return Table(aligns, tuple(draw(st.lists(row, min_size=1, max_size=3))))


def _tight(depth: int) -> SearchStrategy[Listing]:
    """Return lists whose items have a line each, and perhaps a list below it."""
    item: SearchStrategy[tuple[Block, ...]] = st.tuples(_one_line)
    if depth:
        item |= st.tuples(_one_line, _tight(depth - 1))
    items = st.lists(item, min_size=1, max_size=3).map(tuple)
    return st.builds(Listing, st.booleans(), st.just(value=True), items, st.booleans())


def _loose(depth: int) -> SearchStrategy[Listing]:
    item = st.builds(lambda first, rest: (first, *rest), _paragraph, blocks(depth - 1))
    items = st.lists(item, min_size=2, max_size=3).map(tuple)
    return st.builds(Listing, st.booleans(), st.just(value=False), items)


def _holder(depth: int) -> SearchStrategy[Holder]:
    kinds = st.sampled_from(("quote", "signs", "slashes", "alert"))
    inner = st.builds(lambda first, rest: (first, *rest), _paragraph, blocks(depth - 1))
    return st.builds(Holder, kinds, inner)


def blocks(depth: int = 2) -> SearchStrategy[tuple[Block, ...]]:
    """Return sequences of blocks that hold others to `depth`."""
    kinds: list[SearchStrategy[Block]] = [
        _paragraph,
        _heading,
        _fence,
        _indented,
        st.just(Rule()),
        _table(),
        _terms,
    ]
    kinds.append(_tight(max(depth, 0)))
    if depth > 0:
        kinds += (_loose(depth), _holder(depth))
    return st.lists(st.one_of(kinds), max_size=3).map(_apart)


def _apart(drawn: list[Block]) -> tuple[Block, ...]:
    """Put a paragraph between blocks of which the second would go on with the first."""
    kept: list[Block] = []
    open_ended = (Listing, Terms, Code, Holder)
    for block in drawn:
        if kept and isinstance(kept[-1], open_ended) and isinstance(block, open_ended):
            kept.append(_BETWEEN)
        kept.append(block)
    return tuple(kept)
