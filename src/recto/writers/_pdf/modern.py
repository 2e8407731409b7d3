"""What PDF/UA-2 wants otherwise than PDF/UA-1: the structure in PDF 2.0's terms (ISO 14289-2, ISO 32000-2).

    the nodes ▶ renamed and connected ▶ written (_pdf.structure) ▶ every destination an element

The title of the article is a Title, and the headings below it begin at H1. Notes and the contents' items
know what they refer to.
"""

from __future__ import annotations

from typing import Any

import pydyf

from recto.writers._pdf.nesting import HEADINGS, fit
from recto.writers._pdf.nodes import Node, Rectangle, preorder
from recto.writers._pdf.tags import Tagger

RENAMED = {"H1": "Title", **{f"H{level}": f"H{level - 1}" for level in range(2, 7)}, "Note": "FENote"}


def modernise(tagger: Tagger) -> None:
    """Change the nodes of `tagger`, complete by now, into what PDF 2.0 has for them."""
    places = tagger.places()
    for node in list(preorder(tagger.root)):
        node.role = RENAMED.get(node.role, node.role)
        if node.role == "Sect" and node.element is not None and node.element.tag == "aside":
            node.role = "Aside"
        elif node.role == "Div":
            _give_caption(node)
        elif node.role == "FENote":
            node.attributes = ("FENote", "/NoteType/Footnote")
        elif node.role == "L":
            _say_how_numbered(node)
        elif node.role == "Link":
            _refer(node, places)
    fit(tagger.root, tagger.pages)


def _give_caption(holder: Node) -> None:
    """Put a caption into its figure; code, and what holds several figures, is an Aside with a caption.

    A Div may not hold one of its own (ISO 32005).
    """
    kids = [kid for kid in holder.kids if isinstance(kid, Node)]
    captions = [kid for kid in kids if kid.role == "Caption"]
    figures = [kid for kid in kids if kid.role == "Figure"]
    if len(captions) == len(figures) == 1 and len(kids) == len(holder.kids) == 2:
        holder.kids = [figures[0]]
        figures[0].kids.append(captions[0])
        captions[0].parent = figures[0]
    elif captions:
        holder.role = "Aside"


def _say_how_numbered(node: Node) -> None:
    """A list whose items have labels is numbered somehow (ISO 14289-2, 8.2.5.25)."""
    items = [kid for kid in node.kids if isinstance(kid, Node)]
    if not any(isinstance(kid, Node) and kid.role == "Lbl" for item in items for kid in item.kids):
        return
    if node.attributes is None:
        node.attributes = ("List", "/ListNumbering/Description")
    elif node.attributes[1] == "/ListNumbering/None":
        node.attributes = ("List", "/ListNumbering/Unordered")


def _refer(link: Node, places: dict[str, Node]) -> None:
    """Connect a note with what calls it, and an item of the contents with its heading."""
    address = link.element.get("href", "") if link.element is not None else ""
    target = places.get(address[1:]) if address.startswith("#") else None
    if target is None:
        return
    item = link.within("TOCI")
    if item is not None:
        item.refs.append(target)
    elif target.role in {"Note", "FENote"} and link.within("Note", "FENote") is not target:
        link.refs.append(target)
        target.refs.append(link)


def lead_to_elements(pdf: Any, tagger: Tagger) -> None:
    """Let links, outlines and named places of `pdf` lead to elements of its written structure."""
    nodes = tagger.places()
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    places: dict[str, Any] = {}
    at: dict[tuple[bytes, ...], Node] = {}
    for index in range(0, len(names), 2):
        name, place = names[index].string, names[index + 1]
        node = nodes.get(name, tagger.root)
        if node.role in HEADINGS or _key(place) not in at:
            at[_key(place)] = node
        places[name] = _action(place, node)
        names[index + 1] = pydyf.Dictionary({"SD": places[name]["SD"], "D": place})
    for node in preorder(tagger.root):
        for kid in node.kids:
            if isinstance(kid, Rectangle) and "Dest" in kid[1]:
                kid[1]["A"] = places[kid[1].pop("Dest").string]
    title = next((node for node in preorder(tagger.root) if node.role in HEADINGS), tagger.root)
    for item in pdf.objects:
        if isinstance(item, dict) and "Title" in item and "Dest" in item:
            place = item.pop("Dest")
            item["A"] = _action(place, at.get(_key(place), title))


def _key(place: Any) -> tuple[bytes, ...]:
    return tuple(part if isinstance(part, bytes) else str(part).encode() for part in place)


def _action(place: Any, node: Node) -> Any:
    """Return the action that leads to `node`, and readers that know no elements to `place`."""
    element = pydyf.Array((b"%d 0 R" % node.number, *place[1:]))
    return pydyf.Dictionary({"S": "/GoTo", "D": place, "SD": element})
