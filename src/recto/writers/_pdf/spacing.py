"""How evenly the lines of a laid-out page are set: read from WeasyPrint's boxes, however they were broken.

Only justified lines are looked at: a paragraph's last line, and one that the author ended, stand as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Any

LOOSE = 1.5
"""A line whose spaces are stretched beyond this is loose."""
TIGHT = 0.75
"""A line whose spaces are shrunk below this is tight."""
_SPACES = (" ", "\xa0")
_SLACK = 1.0
"""CSS pixels by which a line that cannot be stretched may fall short."""
_NARROWEST = 0.15
"""Em: no face has a narrower space; what it would not stretch far is not measured."""
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))

SpaceWidth = Callable[[Any], float]
"""Says how wide a space is in the style of a box."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """A justified line of a page."""

    stretch: float
    """The width of its spaces as a share of their natural width; infinite if it has none and is short."""
    hyphenated: bool
    """It ends in a hyphen that was put there."""
    box: Any
    """WeasyPrint's."""

    @property
    def loose(self) -> bool:
        return self.stretch > LOOSE

    @property
    def tight(self) -> bool:
        return self.stretch < TIGHT


def set_lines(page: Any, space_width: SpaceWidth) -> Iterator[SetLine]:
    """Yield the justified lines of `page`, a page's box; in order."""
    for parent in page.descendants():
        if not hasattr(parent, "children"):
            continue
        for line in parent.children:
            if type(line).__name__ == "LineBox" and line.style["text_align_all"] == "justify":
                stretch = _stretch(line, parent.width, space_width)
                if stretch is not None:
                    yield SetLine(stretch, _is_hyphenated(line), line)


def stretch_of(line: Any, space_width: SpaceWidth, *, above: float) -> float:
    """Return how many times their own width the spaces of `line` have; 1 where it is not `above`."""
    text = next(_texts(line), None)
    if text is None or text.justification_spacing <= (above - 1) * _NARROWEST * text.style["font_size"]:
        return 1.0
    stretch = _stretch(line, line.width, space_width)
    return stretch if stretch is not None and stretch > above else 1.0


def words_of(line: Any) -> str:
    """Return the words of `line`."""
    return "".join(text.text for text in _texts(line)).translate(_UNSEEN).strip()


def _stretch(line: Any, measure: float, space_width: SpaceWidth) -> float | None:
    """Return how far a line's spaces are stretched; nothing, if it is not justified."""
    natural = added = 0.0
    for text in _texts(line):
        spaces = sum(text.text.count(space) for space in _SPACES)
        natural += spaces * space_width(text.style)
        added += spaces * text.justification_spacing
    if natural:
        return 1 + added / natural if added else None
    short = line.width < measure - _SLACK
    ended = getattr(line, "resume_at", None) is None or _ends_as_wanted(line)
    return inf if short and not ended else None


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if hasattr(child, "justification_spacing"):
            yield child
        elif hasattr(child, "children"):  # no stand-in for what is positioned elsewhere
            yield from _texts(child)


def _ends_as_wanted(line: Any) -> bool:
    return any(str(box.element_tag).startswith("br") for box in line.descendants())


def _is_hyphenated(line: Any) -> bool:
    box = line
    while getattr(box, "children", ()):
        box = box.children[-1]
    return hasattr(box, "text") and str(box.text).endswith(box.style["hyphenate_character"])
