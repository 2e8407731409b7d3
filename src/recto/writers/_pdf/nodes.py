"""What the PDF's structure is made of before it is written: a tree of nodes, one for an element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class Piece(tuple[int, int]):
    """A stretch of marked content: page, MCID."""

    __slots__ = ()


class Rectangle(tuple[int, Any]):
    """One rectangle of a link: page, annotation dictionary."""

    __slots__ = ()


class Node:
    """A structure element to be."""

    __slots__ = (
        "attributes",
        "content",
        "element",
        "entries",
        "grid",
        "kids",
        "lang",
        "number",
        "parent",
        "refs",
        "role",
    )

    def __init__(self, role: str, parent: Node | None, element: Element | None = None) -> None:
        self.role = role
        self.parent = parent
        self.element = element
        self.kids: list[Node | Piece | Rectangle] = []
        self.content = self
        """The node for the text inside the element: of an LI it is the LBody."""
        self.lang: str = parent.lang if parent else ""
        self.entries: dict[str, str] = {}
        """Text entries of the structure element: Lang, Alt, E, ID."""
        self.attributes: tuple[str, str] | None = None
        """Owner and attributes, written as PDF has them."""
        self.grid = (0, 1, 1)
        """Of a cell: its column from 0, and how many columns and rows it spans."""
        self.refs: list[Node] = []
        """The nodes that it refers to: PDF 2.0's Ref."""
        self.number = 0
        """Of its PDF object."""

    def add(self, role: str, element: Element | None = None) -> Node:
        """Add a node at the end of this one."""
        node = Node(role, self, element)
        self.kids.append(node)
        lang = element.get("lang") if element is not None else None
        if lang and lang != node.lang:
            node.lang = node.entries["Lang"] = lang
        return node

    def within(self, *roles: str) -> Node | None:
        """Return the nearest node of one of `roles`, looking outwards from this one."""
        node: Node | None = self
        while node is not None and node.role not in roles:
            node = node.parent
        return node

    def last(self, role: str) -> Node | None:
        """Return the last kid if it is a node of `role`."""
        last = self.kids[-1] if self.kids else None
        return last if isinstance(last, Node) and last.role == role else None


def preorder(root: Node) -> Iterator[Node]:
    """Yield `root` and all nodes in it, as they are read."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(kid for kid in reversed(node.kids) if isinstance(kid, Node))
