"""Rules about the tables of contents: nav.xhtml for EPUB 3, toc.ncx for the readers before it.

Of the books that Send to Kindle refuses with E999, most had a fault in one of the two: bookfere.com/post/973,
TheOnlyWayUp/WattpadDownloader#11, innocenat/kindle-epub-fix#25.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from recto.writers._devices import Device
from recto.writers._epub.preflight.book import TYPE, XHTML, Book, find, line_of
from recto.writers._epub.preflight.rule import ERROR, EVERYWHERE, WARNING, Found, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 hgroup".split())


@rule("epub-nav-missing", ERROR, *EVERYWHERE)
def has_navigation(book: Book, _device: Device) -> Iterator[Found]:
    """An EPUB 3 has one navigation document, an EPUB 2 an NCX.

    EPUB 3.3, "EPUB navigation document"; OPF 2.0.1, 2.4.1.
    """
    if book.version.startswith("2"):
        if book.ncx() is None:
            yield Found("There is no NCX, by which an EPUB 2 has its contents.", book.package_path)
        return
    if sum("nav" in item.properties for item in book.items) != 1:
        yield Found(
            "The manifest does not mark exactly one navigation document.",
            book.package_path,
            hint='One item has properties="nav".',
        )


@rule("epub-nav-shape", ERROR, *EVERYWHERE)
def navigation_is_a_list(book: Book, _device: Device) -> Iterator[Found]:
    """One `nav` of type toc: a heading if any, then a list of links that have words.

    EPUB 3.3, "The nav element: restrictions".
    """
    navigation = book.navigation()
    if navigation is None:
        return
    path, tree = navigation
    tables = [nav for nav in find(tree, "//h:nav") if "toc" in nav.get(TYPE, "").split()]
    if len(tables) != 1:
        yield Found(f"It has {len(tables)} tables of contents (nav of type toc), and should have one.", path)
    for table in tables:
        children = [_name(child) for child in table if isinstance(child.tag, str)]
        if children not in (["ol"], *([heading, "ol"] for heading in _HEADINGS)):
            yield Found("The table of contents is not a heading and one list.", path, line_of(table))
        yield from _faulty_lines(path, table)


def _faulty_lines(path: str, table: Element) -> Iterator[Found]:
    for line in find(table, ".//h:li"):
        names = [_name(child) for child in line if isinstance(child.tag, str)]
        if names not in (["a"], ["a", "ol"], ["span", "ol"]):
            yield Found(
                "A line of the contents is not a link, with a list below it if any.", path, line_of(line)
            )
        elif not "".join(line[0].itertext()).strip() and not find(line[0], ".//h:img[@alt!='']"):
            yield Found("A line of the contents has no words.", path, line_of(line))
    for empty in find(table, ".//h:ol[not(h:li)]"):
        yield Found("A list in the contents is empty.", path, line_of(empty))


def _name(element: Element) -> str:
    name = etree.QName(element)
    return name.localname if name.namespace == XHTML else f"{name.namespace}:{name.localname}"


@rule("epub-ncx-missing", WARNING, "kindle", "generic")
def has_ncx(book: Book, _device: Device) -> Iterator[Found]:
    """An NCX stands beside the navigation: older Kindles and readers on RMSDK know no other contents.

    Kindle Publishing Guidelines, "Navigation Guidelines"; TheOnlyWayUp/WattpadDownloader#11.
    """
    if not book.version.startswith("2") and book.ncx() is None:
        yield Found("There is no NCX: older readers will have no table of contents.", book.package_path)


@rule("epub-ncx-shape", ERROR, *EVERYWHERE)
def ncx_is_in_order(book: Book, _device: Device) -> Iterator[Found]:
    """Each point has words and an address, and playOrder only grows (OPF 2.0.1, 2.4.1)."""
    ncx = book.ncx()
    if ncx is None:
        return
    path, tree = ncx
    points = find(tree, "//ncx:navMap//ncx:navPoint")
    if not points:
        yield Found("The NCX lists nothing.", path)
    last = 0
    for point in points:
        if not "".join(text.text or "" for text in find(point, "ncx:navLabel/ncx:text")).strip():
            yield Found("A point of the NCX has no words.", path, line_of(point))
        if len(find(point, "ncx:content[@src]")) != 1:
            yield Found("A point of the NCX has no address.", path, line_of(point))
        order = point.get("playOrder")
        if order is None:
            continue
        number = int(order) if order.isascii() and order.isdigit() and len(order) < 9 else -1
        if number < last:
            yield Found(f"playOrder {order!r} follows on {last}: it may only grow.", path, line_of(point))
        last = max(last, number)


RULES = (has_navigation, navigation_is_a_list, has_ncx, ncx_is_in_order)
