"""A book as text to compare: its files, what the package says, the spine and the table of contents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from posixpath import dirname, join
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAMES = {
    "ocf": "urn:oasis:names:tc:opendocument:xmlns:container",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
}


def of(book: bytes) -> str:
    """List the book's files in their order, its metadata, spine and table of contents; no sizes or dates."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        place = container.xpath("string(//ocf:rootfile/@full-path)", namespaces=NAMES)
        package = etree.fromstring(archive.read(place))
        nav_item = package.xpath(
            "//opf:item[contains(concat(' ', @properties, ' '), ' nav ')]", namespaces=NAMES
        )[0]
        nav = etree.fromstring(archive.read(join(dirname(place), nav_item.get("href"))))
        parts = {
            "files": archive.namelist(),
            "metadata": _metadata(package),
            "spine": _spine(package),
            "contents": _contents(nav),
        }
    return "".join(
        f"{line}\n" for title, lines in parts.items() for line in (title, *(f"  {each}" for each in lines))
    )


def _metadata(package: Element) -> Iterator[str]:
    yield f"xml:lang {package.get('{http://www.w3.org/XML/1998/namespace}lang')}"
    for element in package.xpath("opf:metadata/*", namespaces=NAMES):
        name = element.get("property") or element.get("name") or etree.QName(element).localname
        refines = f" {element.get('refines')}" if element.get("refines") else ""
        yield f"{name}{refines} = {element.text or element.get('content')}"


def _spine(package: Element) -> Iterator[str]:
    items = {item.get("id"): item for item in package.xpath("//opf:item", namespaces=NAMES)}
    for reference in package.xpath("//opf:itemref", namespaces=NAMES):
        item = items[reference.get("idref")]
        remarks = [item.get("properties"), "not linear" if reference.get("linear") == "no" else None]
        yield " ".join(filter(None, (item.get("href"), *remarks)))


def _contents(nav: Element) -> Iterator[str]:
    # The page list follows from print's line breaks; test_pages.py holds it.
    for link in nav.xpath("//h:nav[not(@epub:type='page-list')]//h:a", namespaces=NAMES):
        depth = len(link.xpath("ancestor::h:ol", namespaces=NAMES)) - 1
        words = "".join(link.itertext())
        kinds = " ".join(link.xpath("ancestor::h:nav/@epub:type | @epub:type", namespaces=NAMES))
        yield f"{'  ' * depth}{words} → {link.get('href')} ({kinds})"
