"""An e-book's tables of contents: nav.xhtml for EPUB 3, toc.ncx for the readers before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from lxml import etree

from recto.article import Meta, Section
from recto.markup import escape
from recto.writers._page_marks import NUMBER, marks

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NCX = "http://www.daisy.org/z3986/2005/ncx/"


@dataclass(frozen=True, slots=True)
class NavPoint:
    """A line of the table of contents, and the lines below it."""

    title: str
    """Never empty: neither format allows it."""
    href: str
    children: tuple[NavPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class PageTarget:
    """A page of the print edition, and where in the book it begins."""

    label: str
    href: str


def page_targets(documents: Iterable[tuple[str, Element]]) -> tuple[PageTarget, ...]:
    """Return the pages that are marked in `documents`, each an address and a tree, in reading order."""
    return tuple(
        PageTarget(mark.get(NUMBER, ""), f"{href}#{mark.get('id')}")
        for href, body in documents
        for mark in marks(body)
    )


def page_list(pages: Iterable[PageTarget]) -> str:
    """Write `pages` as the list that nav.xhtml holds."""
    items = (f'<li><a href="{escape(page.href)}">{escape(page.label)}</a></li>' for page in pages)
    return "\n".join(("<ol>", *items, "</ol>"))


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


def ncx(
    points: Sequence[NavPoint], meta: Meta, pages: Sequence[PageTarget] = (), order: Iterable[str] = ()
) -> bytes:
    """Write toc.ncx (OPF 2.0.1, 2.4.1); `order` holds the addresses in reading order."""
    root = etree.Element("ncx", {"version": "2005-1"}, nsmap={None: _NCX})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", meta.lang)
    head = etree.SubElement(root, "head")
    depth = str(_depth(points))
    count, last = str(len(pages)), str(max((int(page.label) for page in pages), default=0))
    facts = {"uid": meta.identifier, "depth": depth, "totalPageCount": count, "maxPageNumber": last}
    for name, content in facts.items():
        etree.SubElement(head, "meta", {"name": f"dtb:{name}", "content": content})
    _text(root, "docTitle", meta.title)
    for author in meta.authors:
        _text(root, "docAuthor", author.name)
    targets = list(_add_points(etree.SubElement(root, "navMap"), points))
    if pages:
        targets += _add_pages(etree.SubElement(root, "pageList"), pages)
    _number(targets, order)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _depth(points: Iterable[NavPoint]) -> int:
    return max((1 + _depth(point.children) for point in points), default=0)


def _text(parent: Element, name: str, words: str) -> None:
    etree.SubElement(etree.SubElement(parent, name), "text").text = words


def _add_points(parent: Element, points: Iterable[NavPoint], number: int = 0) -> Iterator[Element]:
    """Add the points below `parent`, and yield them in their order."""
    for point in points:
        number += 1
        entry = etree.SubElement(parent, "navPoint", {"id": f"point-{number}"})
        _text(entry, "navLabel", point.title)
        etree.SubElement(entry, "content", {"src": point.href})
        yield entry
        for inner in _add_points(entry, point.children, number):
            number += 1
            yield inner


def _add_pages(parent: Element, pages: Iterable[PageTarget]) -> Iterator[Element]:
    for page in pages:
        facts = {"id": f"page-{page.label}", "type": "normal", "value": page.label}
        target = etree.SubElement(parent, "pageTarget", facts)
        _text(target, "navLabel", page.label)
        etree.SubElement(target, "content", {"src": page.href})
        yield target


def _number(targets: Iterable[Element], order: Iterable[str]) -> None:
    """Say in which order the targets are read: points and pages count together."""
    ranks: dict[str, int] = {}
    for rank, href in enumerate(order):
        ranks.setdefault(href, rank)  # what has two names stands where it is met first
    places = [(ranks.get(target[1].get("src", ""), 0), target) for target in targets]
    for number, (_, target) in enumerate(sorted(places, key=itemgetter(0)), start=1):
        target.set("playOrder", str(number))
