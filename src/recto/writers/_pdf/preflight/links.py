"""Rules about what leads from one place to another: links and the outline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from recto.writers._pdf.preflight.document import Document
from recto.writers._pdf.preflight.values import array, entry, key_of, name, text
from recto.writers._rule import ERROR, WARNING, Found, rule

_LINKS = 100_000
"""Links and entries of the outline that are looked at."""


def _links(document: Document) -> Iterator[tuple[int, Any]]:
    """Yield the number of the page and the annotation of each link."""
    left = _LINKS
    for number, page in enumerate(document.pages, 1):
        for annotation in array(entry(page, "/Annots")):
            left -= 1
            if left < 0:
                return
            if name(entry(annotation, "/Subtype")) == "Link":
                yield number, annotation


@rule("pdf-link-contents", WARNING)
def links_say_where_they_lead(document: Document) -> Iterator[Found]:
    """A link has words for those who do not see it (ISO 14289-1, 7.18.5)."""
    for number, link in _links(document):
        if not text(entry(link, "/Contents")):
            yield Found(f"A link on page {number} does not say where it leads (Contents).")


@rule("pdf-link-dead", ERROR)
def links_lead_somewhere(document: Document) -> Iterator[Found]:
    """What leads within the document leads to a place in it (ISO 32000-1, 12.3.2)."""
    for number, link in _links(document):
        fault = _fault(document, link)
        if fault:
            yield Found(f"A link on page {number} {fault}.")
    for item in _outline(document):
        fault = _fault(document, item)
        if fault:
            yield Found(f"The entry {text(entry(item, '/Title'))!r} of the outline {fault}.")


def _fault(document: Document, link: Any) -> str | None:
    """Say what is wrong with where a link leads."""
    action = entry(link, "/A")
    target, kind = entry(link, "/Dest"), name(entry(action, "/S"))
    if kind == "GoTo":
        target = entry(action, "/D")
    elif kind == "URI":
        address = text(entry(action, "/URI"))
        return None if address else "has an empty address"
    elif target is None:
        return None if kind else "leads nowhere"
    if isinstance(target, pikepdf.Name | pikepdf.String):
        called = text(target)
        if called not in document.targets:
            return f"leads to {called!r}, a place that the document does not have"
        target = document.targets[called]
    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/D")
    place = next(iter(array(target)), None)
    if isinstance(place, int) and 0 <= place < document.page_count:
        return None
    if key_of(place) in document.numbers or document.page_count > len(document.pages):
        return None
    return "leads to a page that the document does not have"


def _outline(document: Document) -> Iterator[Any]:
    pending: list[Any] = [entry(document.root, "/Outlines", "/First")]
    seen: set[tuple[int, int]] = set()
    while pending and len(seen) < _LINKS:
        item = pending.pop()
        if not isinstance(item, pikepdf.Dictionary) or key_of(item) in seen:
            continue
        seen.add(key_of(item))
        yield item
        pending += [entry(item, "/Next"), entry(item, "/First")]


@rule("pdf-file-address", ERROR)
def leads_to_no_disk(document: Document) -> Iterator[Found]:
    """No link leads to the disk of whoever made the document (RFC 8089)."""
    for number, link in _links(document):
        address = text(entry(link, "/A", "/URI"))
        if address.lower().startswith("file:"):
            yield Found(f"A link on page {number} leads to {address!r}, which is on one machine only.")


RULES = (links_say_where_they_lead, links_lead_somewhere, leads_to_no_disk)
