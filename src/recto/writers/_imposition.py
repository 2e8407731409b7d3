"""Which page goes where on which sheet: the arithmetic of booklets and of several pages to a sheet.

    pages ▶ signatures (folded together) ▶ sheets ▶ sides ▶ placed pages

Nothing here knows PDF. Lengths are in points, the origin is the sheet's lower left corner, pages are counted
from 0. The front of a booklet's sheet is its outside when folded. A side is upright as it is described;
whether it is painted upside down, for a printer that turns sheets over by the other edge, is `is_turned`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Binding = Literal["left", "right"]
Flip = Literal["short-edge", "long-edge"]

MARK_GAP, MARK_LENGTH, LEAST_MARK = 3 / 25.4 * 72, 5 / 25.4 * 72, 2 / 25.4 * 72
"""How far a mark stands from what is cut, how long it is, and how short it may be."""
MARK_ROOM = 10 / 25.4 * 72
"""What a sheet has to have on each side for whole marks and the printer's own edge."""

_FOLDED = 4
"""Pages of a sheet that is folded once."""


class Size(NamedTuple):
    """How wide and how high something is."""

    width: float
    height: float

    @property
    def turned(self) -> Size:
        """The same, a quarter turn on."""
        return Size(self.height, self.width)

    @property
    def is_wide(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height

    def grown(self, by: float) -> Size:
        """Return the size with `by` more on all four sides."""
        return Size(self.width + 2 * by, self.height + 2 * by)


class Area(NamedTuple):
    """A rectangle on a sheet."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> Size:
        """Its width and height."""
        return Size(self.right - self.left, self.top - self.bottom)


@dataclass(frozen=True, slots=True)
class Folded:
    """A sheet of a signature: the pages that stand side by side on it, None where one is blank."""

    front: tuple[int | None, int | None]
    back: tuple[int | None, int | None]
    depth: int
    """How many sheets of the signature lie around it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A page and its place."""

    page: int
    cell: Area
    """Where the trimmed page stands: in the middle, as large as `scale` makes it."""
    clip: Area
    """What of the page and its bleed may be seen."""
    scale: float
    is_turned: bool = False
    """A quarter turn to the left, as a page lies that is wide where the others are high."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet, a page of the imposed file."""

    size: Size
    trim: Area
    """What is left of the sheet when it is cut, before it is folded."""
    placed: tuple[Placed, ...]
    fold: float | None = None
    """How far from the left the sheet is folded."""
    is_turned: bool = False
    """Painted upside down."""


@dataclass(frozen=True, slots=True)
class Booklet:
    """How a booklet is to be made."""

    signature: int | None = None
    """Pages of the sheets that are folded together; None is one signature of all."""
    binding: Binding = "left"
    flip: Flip = "short-edge"
    thickness: float = 0.0
    """Of a sheet: by so much for each sheet around it, a sheet's pages move towards the fold."""
    bleed: float = 0.0
    """What of a page beyond its trimmed edges may be seen."""
    margin: float = 0.0
    """How much a sheet that is as large as its pages is larger on all sides."""


def signatures(count: int, size: int | None = None, binding: Binding = "left") -> list[list[Folded]]:
    """Return the signatures of a booklet of `count` pages, each as its sheets, the outermost first.

    A signature has `size` pages, a multiple of 4; the last has as few as hold the rest.
    """
    whole = -(-count // _FOLDED) * _FOLDED
    size = size or max(whole, _FOLDED)
    if size % _FOLDED or size < 0:
        raise ValueError("the pages of a signature are a multiple of 4")
    pages: list[int | None] = [page if page < count else None for page in range(whole)]
    return [
        list(_nested(pages[first : first + size], is_mirrored=binding == "right"))
        for first in range(0, whole, size)
    ]


def _nested(pages: Sequence[int | None], *, is_mirrored: bool) -> Iterator[Folded]:
    """Yield the sheets that hold `pages` when they are folded into one another."""
    for depth in range(len(pages) // _FOLDED):
        first, last = 2 * depth, len(pages) - 1 - 2 * depth
        outside, inside = (pages[last], pages[first]), (pages[first + 1], pages[last - 1])
        if is_mirrored:
            outside, inside = (outside[1], outside[0]), (inside[1], inside[0])
        yield Folded(outside, inside, depth)


def scale_to_fit(page: Size, room: Size) -> float:
    """Return by how much `page` may be enlarged to fill `room`, below 1 if it has to shrink."""
    return min(room.width / page.width, room.height / page.height)


def best_turned(sheet: Size, content: Size) -> Size:
    """Return `sheet` upright or on its side: as `content` fits better, and like it if it is all the same."""
    upright, turned = scale_to_fit(content, sheet), scale_to_fit(content, sheet.turned)
    if abs(upright - turned) > 1e-6:
        return sheet if upright > turned else sheet.turned
    return sheet if sheet.is_wide == content.is_wide else sheet.turned


def booklet(pages: Sequence[Size], sheet: Size | None, how: Booklet) -> Iterator[tuple[Side, Side]]:
    """Yield front and back of each sheet of a booklet, in the order in which they are printed.

    Without a `sheet` it is twice the page and the margin. Pages that are too large for half of it are made
    smaller, all by the same measure.
    """
    page = cell_of(pages)
    sheet = best_turned(sheet, _spread(page)) if sheet else _spread(page).grown(how.margin)
    scale = min(1.0, scale_to_fit(_spread(page), sheet))
    # The axis is upright that the sheet is folded by; turned over by the other one, the back lies head down.
    back_is_turned = (how.flip == "long-edge") == (sheet.width >= sheet.height)
    for signature in signatures(len(pages), how.signature, how.binding):
        for folded in signature:
            plan = _Plan(pages, page, sheet, scale, how, creep=folded.depth * how.thickness)
            yield plan.side(folded.front), plan.side(folded.back, is_turned=back_is_turned)


def _spread(page: Size) -> Size:
    return Size(2 * page.width, page.height)


def cell_of(pages: Sequence[Size]) -> Size:
    """Return the room that holds each of `pages`, those that lie across the first one turned."""
    lying = [size.turned if _is_across(size, pages[0]) else size for size in pages]
    return Size(max(size.width for size in lying), max(size.height for size in lying))


def _is_across(page: Size, first: Size) -> bool:
    return page.is_wide != first.is_wide and page.width != page.height


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the two sides of a sheet have in common."""

    pages: Sequence[Size]
    page: Size
    sheet: Size
    scale: float
    how: Booklet
    creep: float

    def side(self, pair: tuple[int | None, int | None], *, is_turned: bool = False) -> Side:
        fold = self.sheet.width / 2
        wide, high = self.page.width * self.scale, self.page.height * self.scale
        bottom = (self.sheet.height - high) / 2
        trim = Area(fold - wide + self.creep, bottom, fold + wide - self.creep, bottom + high)
        cells = (
            Area(trim.left, bottom, trim.left + wide, trim.top),
            Area(trim.right - wide, bottom, trim.right, trim.top),
        )
        seen = _grown(trim, self.how.bleed * self.scale, self.sheet)
        clips = (seen._replace(right=fold), seen._replace(left=fold))
        return Side(
            self.sheet,
            trim,
            tuple(
                Placed(page, cell, clip, self.scale, _is_across(self.pages[page], self.pages[0]))
                for page, cell, clip in zip(pair, cells, clips, strict=True)
                if page is not None
            ),
            fold,
            is_turned,
        )


def _grown(area: Area, by: float, sheet: Size) -> Area:
    return Area(
        max(0.0, area.left - by),
        max(0.0, area.bottom - by),
        min(sheet.width, area.right + by),
        min(sheet.height, area.top + by),
    )


class Line(NamedTuple):
    """A mark, from one point to another."""

    start: tuple[float, float]
    end: tuple[float, float]


def marks(side: Side, bleed: float = 0.0) -> Iterator[Line]:
    """Yield the marks that say where `side` is cut and folded, as far as the sheet has room for them."""
    sheet, trim = side.size, side.trim
    gap = max(MARK_GAP, bleed)
    across = [trim.left, trim.right] + ([side.fold] if side.fold is not None else [])
    for edge, step, room in ((trim.bottom, -1, trim.bottom), (trim.top, 1, sheet.height - trim.top)):
        start, length = edge + step * gap, min(MARK_LENGTH, room - gap)
        if length >= LEAST_MARK:
            yield from (Line((x, start), (x, start + step * length)) for x in across)
    for edge, step, room in ((trim.left, -1, trim.left), (trim.right, 1, sheet.width - trim.right)):
        start, length = edge + step * gap, min(MARK_LENGTH, room - gap)
        if length >= LEAST_MARK:
            yield from (Line((start, y), (start + step * length, y)) for y in (trim.bottom, trim.top))


def n_up(
    pages: Sequence[Size], per_side: int, sheet: Size | None, binding: Binding = "left"
) -> Iterator[Side]:
    """Yield sides with `per_side` pages each, row by row, as large as the sheet allows.

    Without a `sheet` it is as large as a page; it lies on its side where pages get larger so.
    """
    page = cell_of(pages)
    columns, rows, sheet = _grid(page, per_side, sheet or page)
    wide, high = sheet.width / columns, sheet.height / rows
    for first in range(0, len(pages), per_side):
        placed = []
        for at, number in enumerate(range(first, min(first + per_side, len(pages)))):
            row, column = divmod(at, columns)
            left = (column if binding == "left" else columns - 1 - column) * wide
            cell = Area(left, sheet.height - (row + 1) * high, left + wide, sheet.height - row * high)
            scale = scale_to_fit(page, cell.size)
            placed.append(Placed(number, cell, cell, scale, _is_across(pages[number], pages[0])))
        yield Side(sheet, Area(0, 0, *sheet), tuple(placed))


def _grid(page: Size, per_side: int, sheet: Size) -> tuple[int, int, Size]:
    """Return the columns and rows, and how the sheet lies, that make pages largest."""
    ways = [
        (scale_to_fit(page, Size(lying.width / columns, lying.height * columns / per_side)), columns, lying)
        for lying in (sheet, sheet.turned)
        for columns in range(1, per_side + 1)
        if per_side % columns == 0
    ]
    _, columns, lying = max(ways, key=lambda way: round(way[0], 9))  # the first of those alike
    return columns, per_side // columns, lying
