"""Places in an article's body that hold across editions: an element's number, and signs of its own text.

Each edition has a tree of its own and changes it in its own way, but all start from the same body. So a place
is found by the element's number in that body, which an edition may carry along as an attribute, and by how
many characters of the text that stands directly in it come before. Spaces and hyphens are not counted, nor is
what nobody sees: print adds hyphens, and characters that bind words or let lines end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PLACE = "data-place"
"""Attribute that holds an element's number."""
_UNCOUNTED = frozenset("-\u2010\u2011\u00ad\u200b\u200c\u200d\u2060\ufeff")


def numbered(body: Element) -> Iterator[Element]:
    """Yield the elements of `body` in the order of their numbers; the parts of drawings have none."""
    for element in body.iter(etree.Element):
        parent = element.getparent()
        if element is not body and parent is not None and not str(parent.tag).startswith("{"):
            yield element


def number_elements(body: Element) -> None:
    """Write its number on each element of `body`, which must be as the article has it."""
    for number, element in enumerate(numbered(body)):
        element.set(PLACE, str(number))


def carry_place(old: Element, new: Element) -> None:
    """Let `new`, which comes into the place of `old`, have its number."""
    if PLACE in old.attrib:
        new.set(PLACE, old.get(PLACE, ""))


def counts(char: str) -> bool:
    """Say whether a character is one of those that are counted."""
    return not char.isspace() and char not in _UNCOUNTED
