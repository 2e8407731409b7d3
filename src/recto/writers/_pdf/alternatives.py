"""What is said for what is no text: a picture's alternative, a link's description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TITLE = "{http://www.w3.org/2000/svg}title"
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))


def alternative_of(element: Element) -> str:
    """Return what is read out for an image or a drawing; nothing for an ornament."""
    title = element.find(_TITLE)
    text = (
        element.get("aria-label")
        or element.get("alt")
        or ("" if title is None else "".join(title.itertext()))
    )
    return " ".join(text.split())


def words_of(link: Element) -> str:
    """Return what is said of a link: its label, else its words, else what its images show."""
    text = link.get("aria-label") or link.get("title") or "".join(_pieces(link))
    text = text.translate(_UNSEEN)
    return " ".join(text.split()) or " ".join(image.get("alt", "") for image in link.iter("img")).strip()


def _pieces(element: Element) -> Iterator[str]:
    yield element.get("alt", "") if element.get("class") == "formula" else element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
