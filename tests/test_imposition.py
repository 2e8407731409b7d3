"""The arithmetic of booklets: what comes out when the sheets are printed, folded and put together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recto.writers._imposition import (
    MARK_ROOM,
    Binding,
    Booklet,
    Folded,
    Side,
    Size,
    booklet,
    marks,
    n_up,
    signatures,
)

A4, A5 = Size(595.276, 841.89), Size(419.528, 595.276)
COUNTS = st.integers(1, 300)
SIZES = st.none() | st.integers(1, 16).map(lambda sheets: 4 * sheets)
BINDINGS: st.SearchStrategy[Binding] = st.sampled_from(["left", "right"])


def read(signature: list[Folded], binding: Binding) -> list[int | None]:
    """Fold the sheets into one another and leaf through: the right-hand pages lead, or the left-hand ones."""
    near, far = (1, 0) if binding == "left" else (0, 1)
    opening = [page for sheet in signature for page in (sheet.front[near], sheet.back[far])]
    closing = [page for sheet in reversed(signature) for page in (sheet.back[near], sheet.front[far])]
    return opening + closing


@given(COUNTS, SIZES, BINDINGS)
def test_a_folded_booklet_reads_from_the_first_page_to_the_last(
    count: int, size: int | None, binding: Binding
) -> None:
    """Each page once, in order, and the blank ones behind them, as few as a whole sheet wants."""
    folded = [page for part in signatures(count, size, binding) for page in read(part, binding)]

    assert [*range(count), *[None] * (-count % 4)] == folded


@given(COUNTS, st.integers(1, 16))
def test_each_signature_has_the_pages_asked_for_and_the_last_the_rest(count: int, sheets: int) -> None:
    """A signature of 4·k pages is k sheets, nested from 0 to k - 1."""
    parts = signatures(count, 4 * sheets)

    assert {sheets} >= {len(part) for part in parts[:-1]}
    assert 1 <= len(parts[-1]) <= sheets
    assert all([*range(len(part))] == [sheet.depth for sheet in part] for part in parts)


@given(COUNTS, SIZES)
def test_binding_right_is_the_mirror_of_binding_left(count: int, size: int | None) -> None:
    """What is read from right to left opens the other way round."""
    mirrored = [
        [Folded(sheet.front[::-1], sheet.back[::-1], sheet.depth) for sheet in part]
        for part in signatures(count, size)
    ]

    assert mirrored == signatures(count, size, "right")


@pytest.mark.parametrize("size", [-4, 3, 6])
def test_pages_that_no_sheet_holds_are_no_signature(size: int) -> None:
    """A sheet that is folded has four pages."""
    with pytest.raises(ValueError, match="multiple of 4"):
        signatures(12, size)


@given(st.integers(1, 80), st.floats(0, 2), BINDINGS)
def test_creep_moves_inner_pages_to_the_fold_by_a_sheets_thickness_each(
    count: int, thickness: float, binding: Binding
) -> None:
    """The knife cuts where the outermost sheet ends; what each page has at its outer edge stays the same."""
    sides = booklet([A5] * count, None, Booklet(binding=binding, thickness=thickness))

    for depth, (front, back) in enumerate(sides):
        creep = depth * thickness
        for side in (front, back):
            assert pytest.approx((creep, 2 * A5.width - creep)) == (side.trim.left, side.trim.right)
            for placed in side.placed:
                is_left = placed.cell.left < A5.width / 2
                edge = placed.cell.left if is_left else placed.cell.right
                assert pytest.approx(side.trim.left if is_left else side.trim.right) == edge
                assert (A5.width if is_left else placed.clip.right) == placed.clip.right
                assert (placed.clip.left if is_left else A5.width) == placed.clip.left


def first(sheet: Size | None, page: Size = A4, **wishes: float) -> Side:
    front, _ = next(booklet([page] * 4, sheet, Booklet(**wishes)))  # type: ignore[arg-type]
    return front


def test_a_sheet_is_twice_the_page_unless_one_is_named() -> None:
    """A named one lies so that the pages are largest; they shrink to fit, and never grow."""
    assert pytest.approx((2 * A4.width, A4.height)) == first(None).size
    assert pytest.approx((A4.height, A4.width)) == first(A4).size
    assert pytest.approx(0.7071, abs=1e-3) == first(A4).placed[0].scale
    assert 1.0 == first(Size(2000, 3000)).placed[0].scale
    assert (3000, 2000) == first(Size(2000, 3000)).size


@pytest.mark.parametrize(("page", "turned_by_long"), [(A4, True), (A4.turned, True), (Size(100, 300), False)])
def test_a_back_lies_head_down_where_the_sheet_turns_over_by_the_edge_across_the_fold(
    page: Size, *, turned_by_long: bool
) -> None:
    """A sheet wider than high is folded along its short edge; a narrow page's sheet along its long one."""
    by_long = next(booklet([page] * 4, None, Booklet(flip="long-edge")))
    by_short = next(booklet([page] * 4, None, Booklet(flip="short-edge")))

    assert (False, turned_by_long) == tuple(side.is_turned for side in by_long)
    assert (False, not turned_by_long) == tuple(side.is_turned for side in by_short)


def test_a_page_that_lies_across_is_turned_into_its_place() -> None:
    """A wide table's page among upright ones takes no more room than they do."""
    pages = [A4, A4, A4.turned, A4]
    sides = [side for pair in booklet(pages, None, Booklet()) for side in pair]

    assert {2: True, 0: False, 1: False, 3: False} == {
        placed.page: placed.is_turned for side in sides for placed in side.placed
    }
    assert all(pytest.approx((2 * A4.width, A4.height)) == side.size for side in sides)


def test_marks_stand_outside_what_is_cut_and_only_where_there_is_room() -> None:
    """Two at each corner and two for the fold; none on a sheet that is all page."""
    side = first(None, margin=MARK_ROOM)
    lines = list(marks(side))
    trim, sheet = side.trim, side.size

    assert [] == list(marks(first(None)))
    assert 10 == len(lines)
    assert 2 == sum(line.start[0] == line.end[0] == side.fold for line in lines)
    for x, y in (point for line in lines for point in line):
        assert not (trim.left - 8 < x < trim.right + 8 and trim.bottom - 8 < y < trim.top + 8)
        assert 0 <= x <= sheet.width
        assert 0 <= y <= sheet.height


@given(st.integers(1, 40), st.sampled_from([2, 4, 6, 8, 9, 16]), BINDINGS)
def test_pages_up_stand_in_rows_each_once_and_inside_the_sheet(
    count: int, per_side: int, binding: Binding
) -> None:
    """From the top down, and in the direction of reading; pages do not overlap."""
    sides = list(n_up([A4] * count, per_side, A4, binding))
    step = 1 if binding == "left" else -1

    assert [*range(count)] == [placed.page for side in sides for placed in side.placed]
    for side in sides:
        order = [(-placed.cell.top, step * placed.cell.left) for placed in side.placed]
        assert sorted(order) == order
        assert len(set(order)) == len(order)
        assert all(placed.cell.right <= side.size.width + 1e-6 for placed in side.placed)
        assert all(-1e-6 <= placed.cell.bottom for placed in side.placed)


def test_two_pages_up_lie_side_by_side_on_a_sheet_on_its_side() -> None:
    """The grid and the way the sheet lies are those that make pages largest."""
    two, four = next(n_up([A4] * 4, 2, A4)), next(n_up([A4] * 4, 4, A4))

    assert (A4.turned, A4) == (two.size, four.size)
    assert pytest.approx(0.7071, abs=1e-3) == two.placed[0].scale
    assert 0.5 == pytest.approx(four.placed[0].scale)
