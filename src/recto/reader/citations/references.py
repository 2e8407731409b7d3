"""The list of works: at the end, or where the author wants it, each entry a place that citations lead to.

The author's place is an element with the id `refs` (a `div`, or the heading of a section), or else a heading
at the end of the text with nothing below it. Without one the list gets a heading of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.markup import HEADINGS, make
from recto.reader.citations import marked, notes
from recto.reader.draft import Draft
from recto.reader.walk import name_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PLACE = "refs"


def list_works(tree: Element, draft: Draft) -> None:
    """Put the list of the works in its place."""
    library = draft.library
    if library is None:
        return
    place = next(iter(tree.xpath(f".//*[@id='{_PLACE}']")), None)
    if not library.listed:
        if place is not None and place.tag == "div" and not markup.text_of(place):
            markup.remove(place)
        return
    listed = _list(library.listed)
    if place is not None and place.tag == "div":
        place.append(listed)
        place.set("class", "references")
        place.set("role", "doc-bibliography")
        return
    box = make("div", class_="references", role="doc-bibliography")
    box.append(listed)
    below = _notes_of(tree)
    end = len(tree) if below is None else tree.index(below)
    heading = place if place is not None and place.tag in HEADINGS else None
    if heading is not None:
        _last_of_section(heading).addnext(box)
        return
    if not end or tree[end - 1].tag not in HEADINGS:
        heading = draft.labels.mark(make("h2", draft.labels.references), draft.lang)
        tree.insert(end, heading)
        end += 1
    tree.insert(end, box)


def _list(works: list[tuple[str, str]]) -> Element:
    listed = make("ul")
    for anchor, text in works:
        entry = etree.SubElement(listed, "li", id=anchor)
        entry.tail = "\n"
        marked.fill(entry, text)
    return listed


def _notes_of(tree: Element) -> Element | None:
    """Return the box with the footnotes, as the engine leaves it at the end."""
    last = tree[-1] if len(tree) else None
    return last if last is not None and notes.is_box(last) else None


def _last_of_section(heading: Element) -> Element:
    """Return the last block below `heading` and before the next of its level."""
    last = heading
    for block in heading.itersiblings():
        if notes.is_box(block) or (block.tag in HEADINGS and name_of(block) <= name_of(heading)):
            break
        last = block
    return last
