"""Citations as footnotes, in the shape in which the engine leaves an author's own.

`reader.notes` numbers both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from recto.markup import make
from recto.reader.lines import LINE

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BOX = ".//div[@class='footnote'][ol/li[starts-with(@id, 'fn:')]]"
_AFTER = re.compile(r"[.,;:!?…。，、]+[\"'”’»)\]]*|[\"”’»]+(?=[\s.,;:!?]|$)[.,;:!?]*")
_BEFORE_PUNCTUATION = ("fr",)
"""Languages in which the call of a note stands before the punctuation."""


def _box(tree: Element) -> Element | None:
    boxes = tree.xpath(_BOX)
    return boxes[-1] if boxes else None


def is_box(block: Element) -> bool:
    """Say whether `block` holds the footnotes' texts."""
    return block.tag == "div" and block.get("class") == "footnote"


def texts(tree: Element) -> dict[str, Element]:
    """Return the footnotes' texts by the address of their calls."""
    box = _box(tree)
    listed = None if box is None else box.find("ol")
    return {f"#{item.get('id')}": item for item in (() if listed is None else listed)}


class Notes:
    """The footnotes that are made of citations."""

    def __init__(self, tree: Element) -> None:
        self._tree = tree
        self._count = 0
        self._list: Element | None = None

    def add(self, line: str) -> Element:
        """Return the paragraph of a new footnote, for its words."""
        if self._list is None:
            box = _box(self._tree)
            if box is None:
                box = etree.SubElement(self._tree, "div", {"class": "footnote"})
                etree.SubElement(box, "ol")
            self._list = box.find("ol")
        self._count += 1
        listed = self._list
        if listed is None:
            raise AssertionError("a box of notes holds a list")
        item = etree.SubElement(listed, "li", {"id": self._id, LINE: line})
        return etree.SubElement(item, "p")

    @property
    def _id(self) -> str:
        # With a space, which no label of an author's can have.
        return f"fn:citation {self._count}"

    def call(self, line: str) -> Element:
        """Return the call of the footnote that was added last."""
        call = make("sup")
        call.append(make("a", class_="footnote-ref", href=f"#{self._id}"))
        call[0].set(LINE, line)
        return call


def hang(call: Element, lang: str) -> None:
    """Move what is raised behind the punctuation that follows it, and close up to the word before."""
    before, parent = call.getprevious(), call.getparent()
    text = (parent.text if parent is not None else "") if before is None else before.tail
    text = (text or "").rstrip()
    match = _AFTER.match(call.tail or "")
    if match and lang.lower().partition("-")[0] not in _BEFORE_PUNCTUATION:
        text += match[0]
        call.tail = (call.tail or "")[match.end() :]
    if before is not None:
        before.tail = text
    elif parent is not None:
        parent.text = text


def within(text: str, element: Element, *, narrative: bool) -> str:
    """Return a note's words as they stand within an author's own: its full stop goes where text follows."""
    following = (element.tail or "").strip()
    if not text.endswith(".") or (not following and element.getnext() is None):
        return f"({text[:-1]})" if narrative and text.endswith(".") else text
    return f"({text[:-1]})" if narrative else text[:-1]
