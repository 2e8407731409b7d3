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


def blocks(tree: Element) -> str:
    """Write what is below `tree`, each block element on a line of its own."""
    return "".join(f"{line}\n" for child in tree for line in _lines(child, ""))


def _lines(element: Element, indent: str) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag not in CONTAINERS or not _holds_blocks(element):
        yield indent + _inline(element)
        return
    opening = _inline(element, empty=True).removesuffix(f"</{element.tag}>")
    yield indent + opening
    for child in element:
        yield from _lines(child, indent + "  ")
    yield f"{indent}</{element.tag}>"


def _holds_blocks(element: Element) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    return len(element) > 0 and not any(text and text.strip() for text in texts)


def _inline(element: Element, *, empty: bool = False) -> str:
    """Write one element, or only its tags, with its white space as it is: in `pre` it counts."""
    holder = etree.Element("body")
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    if empty:
        attributes = dict(copy.attrib)
        copy.clear()
        copy.attrib.update(attributes)
    holder.append(copy)
    return markup.html(holder).strip("\n")
