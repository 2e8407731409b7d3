"""Where chapters open: a new page, and heads that come only after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from recto import markup

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

OPENING = "opening"
"""Class of the headings that begin a page."""

OPENINGS = """
.opening { break-before: page; string-set: title "", section "" }
html.right-hand .opening { break-before: recto }
.opening > .heads { string-set: title attr(data-title), section attr(data-head) }
"""
"""A page shows its first strings, the pages after it its last: heads are empty on the opening page only."""


def set_openings(body: Element, *, title: str) -> None:
    """Mark the headings of the top-level sections as such that begin a page; `title` is the running one.

    A heading right below the head of the article needs no page: the article has just begun.
    """
    for heading in list(markup.elements(body, "h2")):
        around = heading.getparent()
        if around is None or not (around is body or around.tag == "section"):
            continue
        first = heading if around is body else around
        if first.getparent() is not body or body.index(first) == 0:
            continue
        heading.set("class", " ".join((OPENING, heading.get("class", ""))).strip())
        heads = etree.Element("span", {"class": "heads", "data-title": title})
        heads.set("data-head", heading.get("data-head", ""))
        heads.tail, heading.text = heading.text, None
        heading.insert(0, heads)
