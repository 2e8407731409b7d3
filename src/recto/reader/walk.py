"""Steps in a tree whose outcome is known: the element has a parent, and its name is text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def parent_of(element: Element) -> Element:
    """Return the parent of `element`, which is not the root."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root of a tree has no parent")
    return parent


def name_of(element: Element) -> str:
    """Return the name of `element`, with its namespace if it has one."""
    return str(element.tag)


def has_text(element: Element) -> bool:
    """Say whether `element` has words of its own before its first child."""
    return bool((element.text or "").strip())
