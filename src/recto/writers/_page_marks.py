"""The numbers of the printed pages in the other editions: an empty element where each page begins.

It holds no words, only a name for those who hear the page, and an id to link to: `#page-7`. It stands right
before the page's first word, outside of links and before headings, whose names it would become part of; where
print breaks a word, it stands before the word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from recto import markup
from recto.writers import PageStart
from recto.writers._page_places import counts, numbered
from recto.writers._page_words import page_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ROLE = "doc-pagebreak"
NUMBER = "data-page"
"""Attribute with the page's number, for style sheets."""
_REPLACED = frozenset(("img", "video", "audio", "hr", "br"))
_BLOCK_NAMES = frozenset(markup.HEADINGS)
_JOINERS = frozenset("\u00ad\u2060\u200d\u200c'’")
"""What may stand inside a word."""


@dataclass(frozen=True, slots=True)
class _Point:
    """A place between two nodes, or in a text."""

    parent: Element
    before: Element | None
    """The child whose tail the text is; without one, it is the parent's own."""
    at: int
    """Characters of the text that come before."""

    @property
    def text(self) -> str:
        return (self.parent.text if self.before is None else self.before.tail) or ""

    @property
    def is_at_start(self) -> bool:
        """Whether nothing is before it in its parent."""
        return self.before is None and not self.text[: self.at].strip()


def mark_pages(
    body: Element, starts: Sequence[PageStart], *, lang: str, named_by: str = "aria-label"
) -> None:
    """Mark in `body`, which must be as the article has it, where the printed pages begin.

    `named_by` is the attribute that says which page it is.
    """
    if not starts:
        return
    elements = list(numbered(body))
    prefix = _free_prefix(elements, starts)
    there = (start for start in starts if start.element < len(elements))
    for number, group in groupby(sorted(there, key=_in_order), key=attrgetter("element")):
        own = list(group)
        points = _points(elements[number], own)
        # From the end, so that the places before stay as they were found.
        for start, point in zip(reversed(own), reversed(points), strict=True):
            mark = markup.make("span", id=f"{prefix}-{start.label}", role=ROLE)
            mark.set(named_by, page_name(start.label, lang))
            mark.set(NUMBER, start.label)
            _insert(_out_of_names(point), mark)


def _in_order(start: PageStart) -> tuple[int, int]:
    return start.element, start.offset


def marks(tree: Element) -> Iterator[Element]:
    """Yield the marks in `tree`, in document order."""
    return (span for span in markup.elements(tree, "span") if span.get("role") == ROLE)


def is_mark(element: Element) -> bool:
    """Say whether `element` is the mark of a page."""
    return element.tag == "span" and element.get("role") == ROLE


def _free_prefix(elements: Sequence[Element], starts: Sequence[PageStart]) -> str:
    taken = {element.get("id") for element in elements}
    prefix = "page"
    while any(f"{prefix}-{start.label}" in taken for start in starts):
        prefix += "_"
    return prefix


def _points(element: Element, starts: Sequence[PageStart]) -> list[_Point]:
    """Return the places before the first words of the pages that begin in `element`, in their order."""
    if element.tag in _REPLACED or str(element.tag).startswith("{"):
        return [_before(element)] * len(starts)
    points: list[_Point] = []
    read = 0
    for part in _texts(element):
        for at, char in enumerate(part.text):
            if not counts(char):
                continue
            while len(points) < len(starts) and starts[len(points)].offset <= read:
                points.append(_Point(part.parent, part.before, _word_start(part.text, at)))
            read += 1
        if len(points) == len(starts):
            return points
    # What has no text at all begins a page at its beginning; what has no more, at its end.
    last = element[-1] if len(element) else None
    end = _Point(element, last, 0)
    end = replace(end, at=len(end.text))
    return points + [end if start.offset else _Point(element, None, 0) for start in starts[len(points) :]]


def _texts(element: Element) -> Iterator[_Point]:
    """Yield the beginnings of the texts that stand directly in `element`."""
    yield _Point(element, None, 0)
    for child in element:
        yield _Point(element, child, 0)


def _word_start(text: str, at: int) -> int:
    """Return where the word begins that the character at `at` stands in."""
    if text[at].isalnum() and not _is_unspaced(text[at]):
        while at and _is_in_word(text[at - 1]):
            at -= 1
    return at


def _is_in_word(char: str) -> bool:
    return char.isalnum() or char in _JOINERS or unicodedata.category(char).startswith("M")


def _before(element: Element) -> _Point:
    """Return the place right before `element`."""
    parent = element.getparent()
    if parent is None:
        return _Point(element, None, 0)
    before = element.getprevious()
    text = parent.text if before is None else before.tail
    return _Point(parent, before, len(text or ""))


def _out_of_names(point: _Point) -> _Point:
    """Return the place nearest before `point` where a mark becomes part of no name."""
    around = (point.parent, *point.parent.iterancestors("*"))
    link = next((element for element in around if element.tag in ("a", "ruby")), None)
    if link is not None:
        point = _before(link)
    while point.is_at_start and _is_left(point.parent):
        point = _before(point.parent)
    while point.before is not None and is_mark(point.before) and not point.text[: point.at].strip():
        point = _before(point.before)  # a page without words of its own
    return point


def _is_left(element: Element) -> bool:
    """Say whether a mark at the beginning of `element` had better stand before it."""
    around = element.getparent()
    if around is None or around.tag == "pre":
        return False
    if element.tag in _BLOCK_NAMES or element.get("class") == "equation":
        return True
    return element.tag in markup.PHRASING and element.get("class") != "line"


def _insert(point: _Point, mark: Element) -> None:
    text = point.text
    mark.tail = text[point.at :] or None
    if point.before is None:
        point.parent.text = text[: point.at] or None
        point.parent.insert(0, mark)
    else:
        point.before.tail = None
        point.before.addnext(mark)
        point.before.tail = text[: point.at] or None


def _is_unspaced(character: str) -> bool:
    """Say whether `character` is of a script in whose words a line may end anywhere."""
    return character >= "\u0e00" and _unspaced().match(character) is not None


@cache
def _unspaced() -> re.Pattern[str]:
    """Compile what few articles need: ranges beyond U+FFFF cost a start 3 ms."""
    return re.compile(
        "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
        "\U00020000-\U0003ffff]"
    )
