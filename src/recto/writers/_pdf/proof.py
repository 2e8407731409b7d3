"""A proof of the laid-out pages: what a reader of the printed copy would miss, found in the boxes.

    pages ▶ one walk over their boxes ▶ faults, each with its page and its line ▶ findings (`_pdf.faults`)

WeasyPrint says nothing of text that runs off the sheet, or is cut off by its box. The walk carries down
what a box inherits: the line of the source, the room it was meant to keep to, the box that cuts it off.
Room is what the page and every box around leave, and beyond them as far as a style sheet moved a box
into the margin on purpose. Boxes are only read, and all is over before they are painted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from math import inf
from typing import Any, NamedTuple

from recto.article import LINE
from recto.writers._pdf.faults import Fault, Faults
from recto.writers._pdf.images import ASSET
from recto.writers._pdf.spacing import SpaceWidth, stretch_of, words_of

TOLERANCE = 4.0
"""CSS pixels, about a millimetre: so far text may stand out before anybody sees it."""
_SHEET_TOLERANCE = 1.0
_TELLING = 5
"""Characters of a word that says where in its paragraph a line stands."""
_ROWS = 60
"""Lines of the source that are searched for it."""
_NO_LIMIT = (inf, "px")
_CALL = "::footnote-call"


class Room(NamedTuple):
    """A rectangle, in CSS pixels from the sheet's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def beyond(self, other: Room) -> tuple[float, str]:
        """Return how far this stands out of `other` at the most, and on which side."""
        return max(
            (self.right - other.right, "right"),
            (other.left - self.left, "left"),
            (self.bottom - other.bottom, "bottom"),
            (other.top - self.top, "top"),
        )

    def within(self, other: Room) -> Room:
        """Return what both have in common."""
        return Room(*map(max, self[:2], other[:2]), *map(min, self[2:], other[2:]))


_ANYWHERE = Room(-inf, -inf, inf, inf)


@dataclass(frozen=True, slots=True)
class _Place:
    """What a box is told by those around it."""

    line: int | None
    room: Room
    """Where it is meant to stay."""
    what: str = "Text"
    cut: Room = _ANYWHERE
    """What is outside of this is not printed."""
    cut_line: int | None = None
    is_beside: bool = False
    """Whether something may stand to its right: it is in a cell, or in one of several columns."""
    is_content: bool = True
    """Whether it is the article's own, and no running head."""
    is_told: bool = False
    """Whether one around it has been found fault with already, or is turned, so that places mean nothing."""


@dataclass(slots=True)
class _Sheet:
    """The page that is being looked at."""

    number: int
    paper: Room
    bleed: Room
    """What of the paper is printed, before it is cut."""
    area: Room
    is_empty: bool = True


@dataclass(slots=True)
class _Proof:
    """What gathers over all pages."""

    source: Sequence[str]
    space_width: SpaceWidth
    loose: float
    faults: Faults = field(default_factory=Faults)
    calls: dict[Any, tuple[int, int | None]] = field(default_factory=dict)
    """A note's element → page and line on which it is called."""
    notes: dict[Any, int] = field(default_factory=dict)
    """A note's element → the page on which it begins."""
    last_line: int | None = None

    def row(self, words: str, begin: int | None) -> int | None:
        """Return the line that holds the longest of `words`, if one does of those that begin with `begin`."""
        longest = max((word.rstrip("-") for word in words.split()), key=len, default="")
        if begin is None or len(longest) < _TELLING:
            return begin
        found = [
            number
            for number in range(begin, min(begin + _ROWS, len(self.source)) + 1)
            if longest in self.source[number - 1]
        ]
        return found[0] if len(found) == 1 else begin


def proof(document: Any, source: str, space_width: SpaceWidth, *, loose: float) -> Faults:
    """Return the faults of a laid-out document; lines are loose above `loose` times their spaces' width."""
    made = _Proof(source.split("\n"), space_width, loose)
    sheet = None
    for number, page in enumerate(document.pages, 1):
        box = page._page_box
        left, top = box.content_box_x(), box.content_box_y()
        area = Room(left, top, left + box.width, top + box.height)
        paper = Room(0, 0, box.margin_width(), box.margin_height())
        sheet = _Sheet(number, paper, _bled(paper, page.bleed), area)
        for child in box.children:
            place = _Place(None, area)
            if getattr(child, "at_keyword", None):
                place = _Place(None, _ANYWHERE, "A running head", is_content=False)
            _walk(made, sheet, child, place)
    for note, (page, line) in made.calls.items():
        if made.notes.get(note, page) != page:
            made.faults.add(Fault("note-elsewhere", page, line, other=made.notes[note]))
    if sheet is not None and sheet.is_empty and sheet.number > 1:
        made.faults.add(Fault("page-empty", sheet.number, made.last_line))
    return made.faults


def _bled(paper: Room, bleed: Mapping[str, float]) -> Room:
    return Room(
        paper.left - bleed["left"],
        paper.top - bleed["top"],
        paper.right + bleed["right"],
        paper.bottom + bleed["bottom"],
    )


@cache
def _kind(box_type: type) -> str:
    """Return what a type of WeasyPrint's boxes is to the proof."""
    names = {each.__name__ for each in box_type.__mro__}
    for name, kind in (
        ("TextBox", "text"),
        ("LineBox", "line"),
        ("ReplacedBox", "image"),
        ("TableBox", "table"),
        ("TableCellBox", "cell"),
        ("InlineBox", "inline"),
        ("FootnoteAreaBox", "notes"),
        ("TableRowGroupBox", "rows"),
        ("TableRowBox", "rows"),
        ("TableColumnGroupBox", "columns"),
        ("TableColumnBox", "columns"),
        ("AbsolutePlaceholder", "elsewhere"),
    ):
        if name in names:
            return kind
    return "block"


def _walk(proof: _Proof, sheet: _Sheet, top: Any, place: _Place) -> None:
    pending: list[tuple[Any, _Place]] = [(top, place)]
    while pending:
        box, place = pending.pop()
        kind = _kind(box.__class__)
        if kind in ("text", "columns"):
            continue
        if kind == "elsewhere":
            box = box._box
            place, kind = replace(place, room=_ANYWHERE, cut=_ANYWHERE), _kind(box.__class__)
        if place.is_content and box.element is not None and (line := box.element.get(LINE)):
            proof.last_line = int(line)
            if proof.last_line != place.line:
                place = replace(place, line=proof.last_line)
                proof.faults.pages.setdefault(proof.last_line, sheet.number)
        look = _LOOKS.get(kind)
        inside = look(proof, sheet, box, place) if look else place
        pending.extend([(child, inside) for child in reversed(box.children)])


def _look_at_call(proof: _Proof, sheet: _Sheet, box: Any, place: _Place) -> _Place:
    if box.element_tag.endswith(_CALL):
        proof.calls[box.element] = (sheet.number, place.line)
    return place


def _look_at_notes(proof: _Proof, sheet: _Sheet, box: Any, place: _Place) -> _Place:
    proof.notes |= {note.element: sheet.number for note in box.children if note.element is not None}
    return place


def _look_at_block(proof: _Proof, sheet: _Sheet, box: Any, place: _Place) -> _Place:
    """Return what the children of a block are told."""
    if box.transformation_matrix is not None:
        place = replace(place, is_told=True)
    kind, tag = _kind(box.__class__), box.element_tag
    left, top = box.content_box_x(), box.content_box_y()
    content = Room(left, top, left + box.width, top + box.height)
    around = _moved(place.room, box)
    is_table = kind == "table"
    what = "A table" if is_table else "Code" if tag == "pre" else place.what
    if is_table:
        place = _checked(proof, sheet, content, replace(place, what=what, room=around))
    cut, cut_line = place.cut, place.cut_line
    if box.style["overflow"] != "visible":
        x, y = box.padding_box_x(), box.padding_box_y()
        cut = Room(x, y, x + box.padding_width(), y + box.padding_height()).within(cut)
        cut_line = place.line
    elif kind == "block" and (box.style["height"] != "auto" or box.style["max_height"] != _NO_LIMIT):
        _look_at_height(proof, sheet, box, place)
    return replace(
        place,
        what=what,
        # Below its box, text that is too much for it is still on the page.
        room=Room(max(left, around.left), around.top, min(left + box.width, around.right), around.bottom),
        cut=cut,
        cut_line=cut_line,
        is_beside=place.is_beside or kind == "cell" or box.is_column,
    )


def _moved(room: Room, box: Any) -> Room:
    """Return `room`, wider by what a style sheet moves `box` out of it on purpose."""
    width = room.right - room.left
    if width == inf:
        return room
    before = _into_margin(box.style["margin_left"], width)
    after = _into_margin(box.style["margin_right"], width)
    return Room(room.left - before, room.top, room.right + after, room.bottom)


def _into_margin(margin: Any, width: float) -> float:
    """Return how far a style sheet moves a side of a box out of the one around it."""
    value = getattr(margin, "value", 0)
    if value >= 0:
        return 0.0
    return float(-value * width / 100 if margin.unit == "%" else -value)


def _checked(proof: _Proof, sheet: _Sheet, extent: Room, place: _Place, *, words: str = "") -> _Place:
    """Find fault with what takes up `extent`, if there is any; return the place for what is inside."""
    if place.is_told:
        return place
    cut, _ = extent.beyond(place.cut)
    off, edge = extent.beyond(sheet.paper if words else sheet.bleed)
    out, margin = extent.beyond(sheet.area)
    over, side = extent.beyond(place.room)
    line = proof.row(words, place.line)
    if cut > TOLERANCE:
        fault = Fault("content-clipped", sheet.number, place.cut_line or line, place.what, cut)
    elif off > _SHEET_TOLERANCE:
        fault = Fault("off-page", sheet.number, line, place.what, off, edge)
    elif not place.is_content or over <= TOLERANCE:
        return place
    elif out > TOLERANCE:
        fault = Fault("into-margin", sheet.number, line, place.what, out, margin)
    elif place.is_beside:
        fault = Fault("content-overlapping", sheet.number, line, place.what, over, side)
    else:
        return place
    proof.faults.add(fault)
    return replace(place, is_told=True)


def _look_at_line(proof: _Proof, sheet: _Sheet, box: Any, place: _Place) -> _Place:
    if not box.children:
        return place
    sheet.is_empty = sheet.is_empty and not place.is_content
    extent = Room(box.position_x, box.position_y, box.position_x + box.width, box.position_y + box.height)
    # Most lines stay where they are meant to, and are done with here.
    if (
        not place.is_told
        and max(extent.beyond(place.room)[0], extent.beyond(sheet.paper)[0], extent.beyond(place.cut)[0])
        > _SHEET_TOLERANCE
    ):
        extent = _ink(box)
        if extent.left < extent.right:
            place = _checked(proof, sheet, extent, place, words=words_of(box))
    if proof.loose and place.is_content and not place.is_told:
        stretch = stretch_of(box, proof.space_width, above=proof.loose)
        if stretch > 1:
            words = words_of(box)
            proof.faults.add(Fault("line-loose", sheet.number, proof.row(words, place.line), words, stretch))
    return place


def _ink(line: Any) -> Room:
    """Return what the text in a line takes up, spaces at its ends left out."""
    parts = list(_inked(line))
    if not parts:
        return Room(0, 0, 0, 0)
    lefts, tops, rights, bottoms = zip(*parts, strict=True)
    return Room(min(lefts), min(tops), max(rights), max(bottoms))


def _inked(box: Any) -> Iterator[Room]:
    for child in box.children:
        kind = _kind(child.__class__)
        if kind == "inline":
            yield from _inked(child)
        elif kind == "text" and (text := child.text.strip()):
            share = child.width / len(child.text)
            before = len(child.text) - len(child.text.lstrip())
            left, top = child.position_x + before * share, child.position_y
            yield Room(left, top, left + len(text) * share, top + child.height)


def _look_at_image(proof: _Proof, sheet: _Sheet, box: Any, place: _Place) -> _Place:
    sheet.is_empty = sheet.is_empty and not place.is_content
    left, top = box.content_box_x(), box.content_box_y()
    element = box.element
    is_image = element is not None and element.get("src", "").startswith(ASSET)
    what = "An image" if is_image else "A drawing"
    place = replace(place, what=what, room=_moved(place.room, box))
    return _checked(proof, sheet, Room(left, top, left + box.width, top + box.height), place)


def _look_at_height(proof: _Proof, sheet: _Sheet, box: Any, place: _Place) -> None:
    """Find fault with a box of fixed height whose content lies over what comes after it."""
    bottoms = [
        child.position_y + child.margin_height()
        for child in box.children
        if hasattr(child, "margin_height") and _kind(child.__class__) != "elsewhere"
    ]
    over = max(bottoms, default=-inf) - box.content_box_y() - box.height
    if over > TOLERANCE and place.is_content and not place.is_told:
        proof.faults.add(Fault("content-overlapping", sheet.number, place.line, place.what, over))


_LOOKS: Mapping[str, Callable[[_Proof, _Sheet, Any, _Place], _Place]] = {
    "line": _look_at_line,
    "image": _look_at_image,
    "inline": _look_at_call,
    "notes": _look_at_notes,
    "table": _look_at_block,
    "cell": _look_at_block,
    "block": _look_at_block,
}
"""Kind of box → what looks at it, and says what its children are told."""
