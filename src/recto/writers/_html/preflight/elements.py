"""What the rules ask of a single element, and of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMELESS = frozenset(("presentation", "none"))


def tag_of(element: Element) -> str:
    """Return the name of an element, without its namespace."""
    return str(element.tag).rpartition("}")[2]


def line_of(element: Element) -> int | None:
    """Return the line that the element stands on."""
    return element.sourceline if isinstance(element.sourceline, int) else None


def is_hidden(element: Element) -> bool:
    """Say whether the element is there for the eye alone."""
    return element.get("aria-hidden") == "true" or element.get("role", "").strip() in _NAMELESS


def scheme_of(address: str) -> str:
    """Return the scheme of an address, `//` for one that takes the page's, and nothing for a relative one."""
    if address.startswith("//"):
        return "//"
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""
