"""What print says beside the article's words, told by page and marked-content number.

Added elements bear an attribute in the tree that is laid out: templates and print's own parts set it, and
for those of the reader and of all formats it is set here. What a style sheet generates (an item's number, the
page that a reference leads to) and what is an artifact is known by its box.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recto import markup
from recto.additions import ADDED, ARTIFACT, Addition, mark
from recto.writers._stills import SOURCE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Laid

    from lxml.etree import _Element as Element


def mark_added(body: Element) -> None:
    """Mark, in a body for print, what the reader and all formats add to notes and recordings."""
    for element in markup.elements(body, "a", "h2", "span"):
        around = element.getparent()
        is_heading = element.tag == "h2" and around is not None and around.get("role") == "doc-endnotes"
        is_number = element.get("class") == "number" and _is_in_note(element)
        if is_heading or is_number or element.get("role") == "doc-backlink" or element.get("class") == SOURCE:
            element.set(ADDED, "")


def _is_in_note(element: Element) -> bool:
    return any(around.get("role") == "doc-footnote" for around in element.iterancestors("span"))


class Additions:
    """Gathers what a document adds, while its pages are taken in."""

    def __init__(self) -> None:
        self.declared: list[Addition] = []
        self._elements: set[Laid] = set()

    def holds(self, box: Any) -> bool:
        """Say whether what `box` shows is no part of the article."""
        element = box.element
        if element is None:
            return False
        if element.get(ADDED) is not None and element not in self._elements:
            self._elements.update(element.iter())
        return "::" in box.element_tag or element in self._elements

    def declare(self, box: Any, page: int, number: int) -> None:
        """Declare what `box` shows, marked with `number` on a page counted from 1."""
        self._add(mark(page, number), box)

    def declare_artifact(self, box: Any) -> None:
        """Declare what `box` shows beside the structure."""
        if getattr(box, "text", "").strip():
            self._add(ARTIFACT, box)

    def _add(self, where: str, box: Any) -> None:
        self.declared.append(Addition(where, getattr(box, "text", "")))
