"""A body as text to compare line by line: one block element a line, indented; inline markup as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CONTAINERS = frozenset(
    "article aside blockquote body dd details div dl figure footer header li nav ol section table tbody "
    "tfoot thead tr ul".split()
)
"""Elements whose children may stand on lines of their own."""
BLOCKS = CONTAINERS | frozenset("caption dt figcaption h1 h2 h3 h4 h5 h6 hr p pre summary td th".split())
"""Elements that have a line of their own, at least."""


def blocks(tree: Element) -> str:
    """Write what is below `tree`, each block element on a line of its own."""
    return "".join(f"{line}\n" for child in tree for line in _lines(child, ""))


def _lines(element: Element, indent: str) -> Iterator[str]:
    inner = [child for child in element if child.tag in BLOCKS]
    if element.tag not in CONTAINERS or not inner or any((child.tail or "").strip() for child in inner):
        yield indent + _inline(element)
        return
    # A list item may begin with words and go on with a list: the words stay on the item's own line.
    first = element.index(inner[0])
    if any(child.tag not in BLOCKS for child in element[first:]):
        yield indent + _inline(element)
        return
    yield indent + _inline(element, only=first).removesuffix(f"</{element.tag}>").rstrip()
    for child in inner:
        yield from _lines(child, indent + "  ")
    yield f"{indent}</{element.tag}>"


def _inline(element: Element, *, only: int | None = None) -> str:
    """Write one element, or it with its first children `only`; white space stays, as in `pre` it counts."""
    holder = etree.Element("body")
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    if only is not None:
        del copy[only:]
    holder.append(copy)
    return markup.html(holder).strip("\n")
