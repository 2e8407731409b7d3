"""Lines that end where the paragraph as a whole is best, set by WeasyPrint.

WeasyPrint 70 fills each line as far as it goes. Here a paragraph is read when its first line is asked for
(_pdf.paragraph), and then each line is set by itself: WeasyPrint gets a copy of the paragraph that ends
where the line does, and as much room as it likes. So it has nothing to try out, and boxes, notes,
positions and page breaks are its own as ever.

Four functions of the engine are replaced, once, by ones that do as before unless they meet a paragraph
of ours: what gives out lines, what fills them, what fills inline boxes, and what justifies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Any

from recto.writers._pdf.paragraph import SPACES, Line, Paragraph, Piece
from recto.writers._pdf.ruler import Parts, Ruler, UnforeseeableError

Path = tuple[int, ...]

# What copies of boxes are marked with: the line they hold; their beginning, or their end, is on another line.
_LINE = "_recto_line"
_BEGUN = "_recto_begun"
_GOES_ON = "_recto_goes_on"
_LATER = {0: None}
"""A place to resume at: not the beginning, that is all."""
_JUSTIFIED = ("justify", "start", "normal")
"""How text is aligned, how its last line is, and how its white space is treated, in a planned paragraph."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line, and how it hangs together with the lines around it."""

    line: Line
    begun: int
    """How many boxes deep, from the paragraph's own, it goes on with what the line before began."""
    goes_on: int
    """How many deep its boxes go on in the next line."""
    resume: Any
    """Where WeasyPrint resumes behind it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines of a paragraph."""

    pieces: list[Piece]
    lines: list[PlannedLine]
    begins: dict[Path, int]
    """Where WeasyPrint resumes, and the line that begins there."""


class Planner:
    """Plans the paragraphs of one document, each once for a measure."""

    def __init__(self, parts: Parts, context: Any) -> None:
        self._ruler = Ruler(parts, context)
        self._plans: dict[int, tuple[tuple[Any, ...], Plan | None]] = {}

    def plan_for(self, box: Any, container: Any, path: Path) -> Plan | None:
        """Return a plan for a paragraph's line box that has a line which begins at `path`.

        There is none where WeasyPrint is to find the lines by itself.
        """
        style = box.style
        if (style["text_align_all"], style["text_align_last"], style["white_space"]) != _JUSTIFIED:
            return None
        # Texts that name a page change between WeasyPrint's passes.
        texts = [*_texts(box, self._ruler.boxes)]
        measure: float = container.width
        key = (box, measure, texts, [text.text for text in texts])
        known, plan = self._plans.get(id(box), (None, None))
        if known != key or (plan is not None and path not in plan.begins):
            plan = None
            if sum(len(text.text) for text in texts) * style["font_size"] > measure:
                plan = self._plan(box, container, path)
            self._plans[id(box)] = (key, plan)
        return plan

    def _plan(self, box: Any, container: Any, path: Path) -> Plan | None:
        try:
            paragraph = Paragraph(box, self._ruler, container)
        except UnforeseeableError:
            return None
        start = paragraph.place_of(path)
        lines = start and paragraph.lines(container.width, 0.0 if path else box.text_indent, *start)
        return _plan(paragraph.pieces, lines, path) if lines else None


def _texts(box: Any, boxes: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child, boxes)


def _plan(pieces: list[Piece], lines: list[Line], path: Path) -> Plan:
    planned: list[PlannedLine] = []
    begins = {path: 0}
    begun = len(path) - 1
    for number, line in enumerate(lines, 1):
        if number == len(lines):
            planned.append(PlannedLine(line, begun, -1, None))
            break
        before, after = pieces[line.last], pieces[lines[number].first]
        goes_on = _shared(before.path, after.path)
        path = after.path[: goes_on + 1]
        if before is after:
            path = (*path, len(after.box.text[: lines[number].begin].encode()))
        begins[path] = number
        planned.append(PlannedLine(line, begun, goes_on, _resume(path)))
        begun = goes_on
    return Plan(pieces, planned, begins)


def _shared(one: Path, other: Path) -> int:
    """Return how many of the first steps of two paths are the same."""
    for depth, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return depth
    return min(len(one), len(other))


def _resume(path: Path) -> Any:
    resume: Any = None
    for index in reversed(path):
        resume = {index: resume}
    return resume


def _path(resume: Any) -> Path:
    path: list[int] = []
    while resume is not None:
        ((index, resume),) = resume.items()
        path.append(index)
    return tuple(path)


class _Cut:
    """Makes a copy of a paragraph that holds just one of its lines."""

    def __init__(self, plan: Plan, number: int) -> None:
        self.planned = plan.lines[number]
        line = self.planned.line
        self._line = line
        self._first, self._last = plan.pieces[line.first], plan.pieces[line.last]
        # What goes on ends here, as far as WeasyPrint sees, with the box that does not go on.
        self._end = min(self.planned.goes_on + 1, len(self._last.path)) if self.planned.goes_on >= 0 else -1

    def of(self, paragraph: Any) -> Any:
        copy = self._inner(paragraph, 0, at_start=True, at_end=True)
        setattr(copy, _LINE, self.planned)
        return copy

    def _cut(self, box: Any, depth: int, *, at_start: bool, at_end: bool) -> Any:
        if box is self._first.box or box is self._last.box:
            copy = self._leaf(box)
        elif at_start or at_end:
            copy = self._inner(box, depth, at_start=at_start, at_end=at_end)
        if copy is not box:
            if at_start and depth <= self.planned.begun:
                setattr(copy, _BEGUN, True)
            if at_end and depth == self._end:
                setattr(copy, _GOES_ON, True)
        return copy

    def _leaf(self, box: Any) -> Any:
        if not box.is_in_normal_flow():
            return box
        copy = box.copy()
        if hasattr(box, "text"):
            begin = self._line.begin if box is self._first.box else 0
            end = self._line.end if box is self._last.box else None
            copy.text = box.text[begin:end]
            if box is self._last.box and self._line.hyphenated:
                copy.text += box.style["hyphenate_character"]
        return copy

    def _inner(self, box: Any, depth: int, *, at_start: bool, at_end: bool) -> Any:
        begin = self._first.path[depth] if at_start else 0
        end = self._last.path[depth] if at_end else len(box.children) - 1
        children = list(box.children[begin : end + 1])
        alone = begin == end
        if at_start:
            children[0] = self._cut(children[0], depth + 1, at_start=True, at_end=at_end and alone)
        if at_end and not (at_start and alone):
            children[-1] = self._cut(children[-1], depth + 1, at_start=False, at_end=True)
        return box.copy_with_children(tuple(children))


class _Hooks:
    """The engine's functions as they are, and what stands in for them.

    They are called for every box, so what is no business of theirs goes straight through.
    """

    def __init__(self, parts: Parts) -> None:
        self._inline, self._boxes = parts.inline, parts.boxes
        self._iter_line_boxes = parts.inline.iter_line_boxes
        self._split_inline_box = parts.inline.split_inline_box
        self._split_inline_level = parts.inline.split_inline_level
        self._text_align = parts.inline.text_align

    def lines(self, context: Any, box: Any, *arguments: Any) -> Iterator[tuple[Any, Any]]:
        """Yield a paragraph's lines, and where to resume behind each: those of its plan, if it has one."""
        position_y, bottom_space, skip_stack, container, *rest = arguments
        planner, plan, path = getattr(context, "planner", None), None, _path(skip_stack)
        *_, first_letter, first_line = rest
        if planner is not None and not (first_letter or first_line or _floats_below(context, position_y)):
            self._inline.resolve_one_percentage(box, "text_indent", container.width)
            plan = planner.plan_for(box, container, path)
        if plan is None:
            yield from self._iter_line_boxes(context, box, *arguments)
            return
        at = None if skip_stack is None else _LATER
        for number in range(plan.begins[path], len(plan.lines)):
            copy = _Cut(plan, number).of(box)
            found = self._iter_line_boxes(context, copy, position_y, bottom_space, at, container, *rest)
            # A copy has one line, though it says that there is more to come.
            for line, resume in found:
                position_y = line.position_y + line.height
                yield line, resume
                break
            at = _LATER

    def line(self, context: Any, box: Any, position_x: float, *arguments: Any) -> Any:
        """Fill a line or an inline box: a planned line with all that is there, however wide."""
        max_x, *rest = arguments
        planned = box.__dict__.get(_LINE)
        if planned is None:
            return self._split_inline_box(context, box, position_x, max_x, *rest)
        line, _, *found = self._split_inline_box(context, box, position_x, inf, *rest)
        return line, planned.resume, *found

    def level(self, context: Any, box: Any, position_x: float, *arguments: Any) -> Any:
        """Fill any inline-level box; say of a cut one that there is more of it before, or behind."""
        max_x, bottom_space, skip_stack, *rest = arguments
        if skip_stack is None and _BEGUN in box.__dict__:
            skip_stack = _LATER
        new, resume, *found = self._split_inline_level(
            context, box, position_x, max_x, bottom_space, skip_stack, *rest
        )
        if resume is None and _GOES_ON in box.__dict__:
            resume = _LATER
        return new, resume, *found

    def align(self, context: Any, line: Any, available_width: float, last: bool) -> float:
        """Align a line, and return by how much it is moved: justify a planned one, if need be closer."""
        if _LINE not in line.__dict__:
            offset: float = self._text_align(context, line, available_width, last)
            return offset
        missing = available_width - line.width
        spaces = self._inline.count_expandable_spaces(line)
        spacing = 0.0 if not spaces or (last and missing >= 0) else missing / spaces
        _spread(line, spacing, available_width, self._boxes)
        return 0.0


def plan_lines(parts: Parts) -> None:
    """Teach WeasyPrint to set planned lines, in documents whose layout context has a `planner`."""
    hooks = _Hooks(parts)
    parts.block.iter_line_boxes = hooks.lines
    parts.inline.split_inline_box = hooks.line
    parts.inline.split_inline_level = hooks.level
    parts.inline.text_align = hooks.align


def _floats_below(context: Any, position_y: float) -> bool:
    return any(shape.position_y + shape.margin_height() > position_y for shape in context.excluded_shapes)


def _spread(box: Any, spacing: float, measure: float, boxes: Any) -> float:
    """Add `spacing` to each space in `box`, and return how much wider that makes it.

    WeasyPrint does this too, but makes a new Pango layout of each text to find it as wide as it was.
    """
    added = 0.0
    if isinstance(box, boxes.TextBox):
        box.justification_spacing = box.pango_layout.justification_spacing = spacing
        # It had endless room; what room there is is asked for when an ellipsis is put.
        box.pango_layout.max_width = measure
        added = spacing * sum(map(box.text.count, SPACES))
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                if added:
                    child.translate(added)
                added += _spread(child, spacing, measure, boxes)
    else:
        return 0.0
    box.width += added
    return added
