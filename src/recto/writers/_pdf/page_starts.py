"""Where in the article's body each printed page begins, read from the pages once they are laid out.

Of a page, the first text or picture counts that is the article's own: not what stands in the margins and at
the foot, not the head of the article, not what print adds (addresses of links), not a table's head that is
repeated. A page that holds nothing of the kind has no place in the other editions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from recto.writers import PageStart
from recto.writers._page_places import PLACE, counts
from recto.writers._pdf.tags import PAGE_NOTE

_ADDED = frozenset(("linkcall",))
"""Classes of what print adds in an element; what else has no number holds a piece of the element's text."""
_FIRST = "1"


def page_starts(pages: Iterable[Any]) -> tuple[PageStart, ...]:
    """Return where the `pages` of a WeasyPrint document begin.

    The first page begins with the article, also when nothing but its head is on it.
    """
    reader = _Reader()
    read = (reader.read(page._page_box, number) for number, page in enumerate(pages, start=1))
    found = [start for start in read if start is not None]
    if found and found[0].label != _FIRST:
        found.insert(0, replace(found[0], label=_FIRST))
    return tuple(found)


class _Reader:
    """Reads page after page, and remembers how far it has come in each element."""

    def __init__(self) -> None:
        self._read: Counter[int] = Counter()
        """Element → characters of its own text on the pages so far."""
        self._furthest = 0
        """The highest number of an element so far."""
        self._heads: dict[Any, int] = {}
        """Table head → the first page it is on."""

    def read(self, page_box: Any, number: int) -> PageStart | None:
        """Read a page, and return where it begins."""
        start: PageStart | None = None
        for box, place in self._boxes(page_box, number):
            text = getattr(box, "text", None)
            if text is None:
                if start is None and hasattr(box, "replacement"):
                    start = PageStart(str(number), place, self._read[place])
                continue
            count = sum(map(counts, text))
            if start is None and count:
                start = PageStart(str(number), place, self._read[place])
            self._read[place] += count
            self._furthest = max(self._furthest, place)
        return start

    def _boxes(self, page_box: Any, number: int) -> Iterator[tuple[Any, int]]:
        """Yield the boxes of the article's own content in their order, and their elements' numbers."""
        # Boxes in the margins have a keyword; only the area for notes has a page.
        flow = [
            child
            for child in page_box.children
            if not getattr(child, "at_keyword", None) and not hasattr(child, "page")
        ]
        pending: list[tuple[Any, Any, int | None]] = [(box, None, None) for box in reversed(flow)]
        while pending:
            box, outer, place = pending.pop()
            box = getattr(box, "_box", box)  # WeasyPrint's stand-in for an absolutely positioned box
            element = box.element
            if "::" in (box.element_tag or ""):  # bullets, numbers of lines and the like
                continue
            if (
                element is not None and element.get("class") == PAGE_NOTE
            ):  # where a theme sets it below its line
                continue
            if element is not None and element is not outer:
                place = _place_of(element, place)
                if element.tag == "thead" and not self._is_new(element, place, number):
                    continue
            if place is not None:
                yield box, place
            pending.extend((child, element, place) for child in reversed(box.children))

    def _is_new(self, head: Any, place: int | None, number: int) -> bool:
        """Say whether a table's head is not repeated; WeasyPrint may leave it out where it would be first."""
        return self._heads.setdefault(head, number) == number and (place or 0) >= self._furthest


def _place_of(element: Any, around: int | None) -> int | None:
    if element.get("role") == "doc-backlink":  # an arrow back to the text
        return None
    own = element.get(PLACE)
    if own is not None:
        return int(own)
    return None if element.get("class") in _ADDED else around
