"""Drawings (SVG): parsed without entities and network, made safe, and measured.

What could run, load or lead elsewhere is taken out and named, so that the author hears of it. What
is left draws the same in a browser, in print and on an e-reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from recto.images import PIXEL_LIMIT, SVG_TYPE, InvalidImageError, Picture
from recto.markup import SVG, XLINK

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_UNSAFE = frozenset(
    {"script", "foreignObject", "iframe", "embed", "object", "audio", "video", "handler", "listener"}
)
_ANIMATIONS = frozenset({"animate", "set", "animateTransform", "animateMotion"})
_HREFS = ("href", f"{{{XLINK}}}href")
_PICTURE = re.compile(r"\s*data:image/(png|jpe?g|gif|webp);", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"@import|expression\s*\(|url\(\s*['\"]?(?!['\"]?\s*(#|data:image/(png|jpe?g|gif|webp|svg\+xml);|data:(application/)?font|data:font/))",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|ex|q)?\s*\Z", re.IGNORECASE
)
_PIXELS = {
    "": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "em": 16.0,
    "ex": 8.0, "q": 96 / 101.6,
}  # fmt: skip


def load(data: bytes) -> Picture:
    """Return the drawing that `data` holds, made safe; raises `InvalidImageError`."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities="internal", no_network=True, load_dtd=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise InvalidImageError(f"it is not well-formed SVG: {_reason(fault)}") from fault
    if etree.QName(root).localname != "svg":
        raise InvalidImageError(f"it is XML, but not SVG: its root is <{etree.QName(root).localname}>")
    if etree.QName(root).namespace is None:
        root = _with_namespace(root)
    removed = tuple(dict.fromkeys(make_safe(root)))
    width, height = _size(root)
    return Picture(
        SVG_TYPE, etree.tostring(root, encoding="UTF-8", xml_declaration=False), width, height, removed
    )


def _reason(fault: Exception) -> str:
    return str(fault).partition(", line")[0].partition(" (<string>")[0]


def _with_namespace(root: Element) -> Element:
    """Return a copy whose elements are in SVG's namespace: browsers show nothing otherwise."""
    from lxml import etree

    text = etree.tostring(root, encoding="unicode")
    return etree.fromstring(text.replace("<svg", f'<svg xmlns="{SVG}"', 1))


def make_safe(root: Element) -> Iterator[str]:
    """Take out of a drawing what runs, loads or leads elsewhere; yield what each was."""
    from lxml import etree

    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            if isinstance(element, etree._Entity):
                _remove(element)
                yield "an entity"
            continue
        name = etree.QName(element).localname
        if name in _UNSAFE:
            yield f"<{name}>"
            _remove(element)
        elif name in _ANIMATIONS and element.get("attributeName", "").rpartition(":")[2] == "href":
            yield f"<{name}> of an address"
            _remove(element)
        elif name == "style" and _OUTSIDE.search("".join(element.itertext())):
            yield "a style sheet that loads other files"
            _remove(element)
        else:
            yield from _safe_attributes(element, name)


def _safe_attributes(element: Element, tag: str) -> Iterator[str]:
    for attribute, value in list(element.attrib.items()):
        name = str(attribute)
        local = name.rpartition("}")[2]
        if local.lower().startswith("on"):
            yield f"the attribute {local}"
        elif name in _HREFS and not _is_safe(value, tag):
            yield f"a reference to {_shortened(value)!r}"
        elif ("url(" in value.lower() or local == "style") and _OUTSIDE.search(value):
            yield f"a reference to another file in {local}"
        else:
            continue
        del element.attrib[name]


def _is_safe(address: str, tag: str) -> bool:
    address = address.strip()
    if address.startswith("#"):
        return True
    if tag == "a":
        return re.match(r"(https?|mailto):", address, re.IGNORECASE) is not None
    return tag in ("image", "feImage") and _PICTURE.match(address) is not None


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        before = element.getprevious()
        if element.tail and before is not None:
            before.tail = (before.tail or "") + element.tail
        elif element.tail:
            parent.text = (parent.text or "") + element.tail
        parent.remove(element)


def _size(root: Element) -> tuple[int | None, int | None]:
    """Return width and height in CSS pixels, from the attributes or else from the view box."""
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    box = [
        float(part)
        for part in re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", root.get("viewBox", ""))
    ]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if width and not height:
            height = width * box[3] / box[2]
        elif height and not width:
            width = height * box[2] / box[3]
        elif not width and not height:
            width, height = box[2], box[3]
    if not width or not height:
        return None, None
    if width * height > PIXEL_LIMIT:
        scale = (PIXEL_LIMIT / (width * height)) ** 0.5
        width, height = width * scale, height * scale
    return max(1, round(width)), max(1, round(height))


def _pixels(length: str | None) -> float | None:
    match = _LENGTH.match(length or "")
    if not match:
        return None
    pixels = float(match[1]) * _PIXELS[(match[2] or "").lower()]
    return pixels if 0 < pixels < 1e9 else None
