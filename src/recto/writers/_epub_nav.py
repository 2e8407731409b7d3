"""An e-book's tables of contents: nav.xhtml for EPUB 3, toc.ncx for the readers before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from recto.article import Meta, Section
from recto.markup import escape

_NCX = "http://www.daisy.org/z3986/2005/ncx/"


@dataclass(frozen=True, slots=True)
class NavPoint:
    """A line of the table of contents, and the lines below it."""

    title: str
    """Never empty: neither format allows it."""
    href: str
    children: tuple[NavPoint, ...] = ()


def nav_points(sections: Iterable[Section], places: Mapping[str, str]) -> tuple[NavPoint, ...]:
    """Return the contents of `sections`; `places` maps an anchor to its address in the book.

    A heading without words, or one that is not in the book, gives its place to what is below it.
    """

    def points(some: Iterable[Section]) -> Iterator[NavPoint]:
        for section in some:
            below = tuple(points(section.children))
            title = " ".join(section.title.split())
            if title and section.anchor in places:
                yield NavPoint(title, places[section.anchor], below)
            else:
                yield from below

    return tuple(points(sections))


def nav_list(points: Sequence[NavPoint]) -> str:
    """Write `points` as the nested list that nav.xhtml holds."""
    lines = ["<ol>"]
    for point in points:
        link = f'<li><a href="{escape(point.href)}">{escape(point.title)}</a>'
        lines += [link, nav_list(point.children), "</li>"] if point.children else [f"{link}</li>"]
    return "\n".join([*lines, "</ol>"])


def ncx(points: Sequence[NavPoint], meta: Meta) -> bytes:
    """Write toc.ncx (OPF 2.0.1, 2.4.1)."""
    root = etree.Element("ncx", {"version": "2005-1"}, nsmap={None: _NCX})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", meta.lang)
    head = etree.SubElement(root, "head")
    depth = str(_depth(points))
    facts = {"uid": meta.identifier, "depth": depth, "totalPageCount": "0", "maxPageNumber": "0"}
    for name, content in facts.items():
        etree.SubElement(head, "meta", {"name": f"dtb:{name}", "content": content})
    _text(root, "docTitle", meta.title)
    for author in meta.authors:
        _text(root, "docAuthor", author.name)
    _add_points(etree.SubElement(root, "navMap"), points)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _depth(points: Iterable[NavPoint]) -> int:
    return max((1 + _depth(point.children) for point in points), default=0)


def _text(parent: etree._Element, name: str, words: str) -> None:
    etree.SubElement(etree.SubElement(parent, name), "text").text = words


def _add_points(parent: etree._Element, points: Iterable[NavPoint], number: int = 0) -> int:
    """Add the points below `parent`; returns the last number given: it counts through all levels."""
    for point in points:
        number += 1
        entry = etree.SubElement(parent, "navPoint", {"id": f"point-{number}", "playOrder": str(number)})
        _text(entry, "navLabel", point.title)
        etree.SubElement(entry, "content", {"src": point.href})
        number = _add_points(entry, point.children, number)
    return number
