"""What a page makes a browser ask for by itself: pictures, programs, style sheets, and what these ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from recto.writers._html.preflight.elements import line_of, tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from recto.writers._html.preflight.page import Page

_LOADED = {
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "image": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
    "use": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
}
"""Element → the attributes whose addresses a browser asks for by itself."""
_LINKED = frozenset(
    "stylesheet icon apple-touch-icon manifest preload prefetch modulepreload preconnect dns-prefetch".split()
)
"""Kinds of `link` that make a browser ask."""
_IN_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]{1,2000})|@import\s+[\"']([^\"']{1,2000})", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)


class Load(NamedTuple):
    """An address that the page makes a browser ask for."""

    address: str
    what: str
    line: int | None


def loads_of(page: Page) -> list[Load]:
    """Return all that `page` loads, by the addresses that are asked for."""
    found = [
        load for tag, names in _LOADED.items() for each in page.all(tag) for load in _by(page, each, names)
    ]
    found += [
        Load(page.address(link.get("href", "")), "style sheet or icon", line_of(link))
        for link in page.all("link")
        if _LINKED & set(link.get("rel", "").lower().split()) and link.get("href")
    ]
    styles = [(each, each.text or "") for each in page.all("style")]
    styles += [(each, each.get("style", "")) for each in page.elements if "(" in each.get("style", "")]
    for element, css in styles:
        plain = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)
        for match in _IN_STYLE.finditer(plain):
            line = line_of(element)
            below = plain.count("\n", 0, match.start()) if tag_of(element) == "style" else 0
            address = page.address(match[1] or match[2])
            found.append(Load(address, "font or picture of its style", line + below if line else None))
    return found


def _by(page: Page, element: Element, names: tuple[str, ...]) -> Iterator[Load]:
    tag = tag_of(element)
    for name in names:
        written = element.get(name, "").strip()
        # A drawing's own parts are no files; and an input loads nothing unless it is a picture.
        if not written or written.startswith("#") or (tag == "input" and element.get("type", "") != "image"):
            continue
        addresses = _candidates(written) if name == "srcset" else [written]
        yield from (Load(page.address(address), tag, line_of(element)) for address in addresses)


def _candidates(srcset: str) -> Iterator[str]:
    """Yield the addresses in a `srcset`: each may be followed by descriptors, up to a comma."""
    is_address = True
    for token in srcset.split():
        rest = token if is_address else token.partition(",")[2]
        address = rest.strip(",")
        if address:
            yield address
        if rest or "," in token:
            is_address = token.endswith(",")
