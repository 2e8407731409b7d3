"""Rules about what leads from one part of a book to another."""

from __future__ import annotations

from collections.abc import Iterator

from recto.writers._devices import Device
from recto.writers._epub.preflight.book import Book, find, line_of, resolved
from recto.writers._epub.preflight.rule import ERROR, EVERYWHERE, WARNING, Found, rule

_HREFS = (("//h:a[@href]", "href"), ("//ncx:content[@src]", "src"))


@rule("epub-link-dead", ERROR, *EVERYWHERE)
def links_lead_somewhere(book: Book, _device: Device) -> Iterator[Found]:
    """A link within the book leads to a place in it; Send to Kindle has refused books for one that does not.

    gibbok/typescript-book#108, abuseofnotation/category-theory-illustrated#62; EPUBCheck RSC-007, RSC-012.
    """
    for path, tree in book.trees.items():
        for query, name in _HREFS:
            for link in find(tree, query):
                place = resolved(path, link.get(name, ""))
                if place is None:
                    continue
                target, fragment = place
                if target not in book.by_path:
                    yield Found(
                        f"A link leads to {target!r}, which the book does not have.", path, line_of(link)
                    )
                elif fragment and target in book.trees and fragment not in book.elements_by_id(target):
                    yield Found(f"A link leads to #{fragment} in {target}: no such id.", path, line_of(link))


@rule("epub-image-missing", ERROR, *EVERYWHERE)
def images_are_there(book: Book, _device: Device) -> Iterator[Found]:
    """An image that a page shows is in the manifest (EPUB 3.3, "The manifest element")."""
    for path, tree in book.pages():
        for image in find(tree, "//h:img"):
            place = resolved(path, image.get("src", ""))
            if not image.get("src", "").strip():
                yield Found("An image has no address.", path, line_of(image))
            elif place is not None and place[0] not in book.by_path:
                yield Found(f"It shows {place[0]!r}, which the book does not have.", path, line_of(image))


@rule("epub-remote", WARNING, *EVERYWHERE)
def needs_no_network(book: Book, _device: Device) -> Iterator[Found]:
    """Images and style sheets travel in the book: a reader at sea shows no others.

    EPUB 3.3, "Resource locations".
    """
    for path, tree in book.pages():
        for element in find(tree, "//h:img[@src] | //h:link[@href]"):
            address = element.get("src") or element.get("href") or ""
            if address.strip().lower().startswith(("http:", "https:", "//")):
                yield Found(f"It needs the network to show {address!r}.", path, line_of(element))


RULES = (links_lead_somewhere, images_are_there, needs_no_network)
