"""Notes at the foot of the page that calls them.

When a paragraph's line does not fit above the notes any more, WeasyPrint 70 would rather carry a note
over to the next page than the paragraph's first lines: one note in fifteen then stands a page away
from its call. The layout context made here refuses that, and the paragraph moves instead.

The context cannot be told; so it tells by itself which of two places in WeasyPrint asks to carry a
note over. The one for a note that has just been tried on the page asks once whether the page is full;
the other comes later, when a further line was tried and the page was asked about again.
"""

from __future__ import annotations

from typing import Any


def keeping_notes(context_type: Any) -> Any:
    """Return a kind of WeasyPrint's `LayoutContext` that keeps notes with their calls."""

    class KeepingContext(context_type):  # type: ignore[misc]
        """A layout context that carries over no note which has its place on the page."""

        times_asked = 0
        """How often it was asked, since a note was last tried, whether the page is full."""
        without_notes = False
        """The next look at the page's notes shall find none, which ends WeasyPrint's attempts."""

        def overflows_page(self, bottom_space: float, position_y: float) -> bool:
            self.times_asked += 1
            overflows: bool = super().overflows_page(bottom_space, position_y)
            return overflows

        def layout_footnote(self, footnote: Any) -> bool:
            overflows: bool = super().layout_footnote(footnote)
            self.times_asked = 0  # laying out the note has asked too
            return overflows

        def report_footnote(self, footnote: Any) -> None:
            if self.times_asked > 1 and not self.in_column:
                self.without_notes = True
            else:
                super().report_footnote(footnote)

        @property
        def current_page_footnotes(self) -> list[Any]:
            if self.without_notes:
                self.without_notes = False
                return []
            return self._notes

        @current_page_footnotes.setter
        def current_page_footnotes(self, notes: list[Any]) -> None:
            self._notes = notes

    return KeepingContext


def notes_are_whole(document: Any, expected: int) -> bool:
    """Say whether each of the `expected` notes stands at the foot of a page once, and whole."""
    found = 0
    for page in document.pages:
        top = page._page_box.content_box_y()
        for area in page._page_box.children:
            notes = area.children if hasattr(area, "page") else ()  # only the area for notes has a page
            if any(note.position_y < top for note in notes):
                return False
            found += sum(note.element is not None for note in notes)
    return found == expected


def notes_follow_calls(document: Any) -> bool:
    """Say whether each note stands on the page that calls it, which columns cannot promise."""
    for page in document.pages:
        called: set[str] = set()
        noted: set[str] = set()
        for area in page._page_box.children:
            elements = (box.element for box in area.descendants() if box.element is not None)
            if hasattr(area, "page"):
                noted.update(each.get("id", "") for each in elements if each.get("role") == "doc-footnote")
            else:
                links = (each for each in elements if each.get("role") == "doc-noteref")
                called.update(each.get("href", "").removeprefix("#") for each in links)
        if not noted <= called:
            return False
    return True
