"""Small transforms of blocks, each from what the engine writes to the shape that editions share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.article import direction_of
from recto.markup import SVG
from recto.reader.draft import Draft

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def admonitions(tree: Element, draft: Draft) -> None:
    """`div.admonition.kind` → `aside[role=note].kind` with `p.title` first, the title by language."""
    for block in list(tree.iter("div")):
        classes = block.get("class", "").split()
        if classes[:1] != ["admonition"]:
            continue
        kind = classes[1] if len(classes) > 1 else "note"
        block.tag = "aside"
        block.set("class", kind)
        block.set("role", "note")
        title = block.find("p")
        if title is None or title.get("class") != "admonition-title":
            continue
        title.set("class", "title")
        if markup.text_of(title) == kind.capitalize():  # as the engine puts it when the author gave none
            title.text = draft.labels.title_of(kind)
            if title.text != kind.capitalize():
                draft.labels.mark(title, draft.lang)


_BOX = "M1.5 1.5h13v13h-13z"
_TICK = "M4 8.5l3 3 5-7"


def task_boxes(tree: Element, draft: Draft) -> None:
    """`li.task.done` and `li.task.todo` → `li.task` that begins with a drawn box."""
    for item in tree.iter("li"):
        classes = item.get("class", "").split()
        if classes[:1] != ["task"] or len(classes) < 2 or classes[1] not in ("done", "todo"):
            continue
        done = classes.pop(1) == "done"
        item.set("class", " ".join(classes))
        first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        box = _drawn_box(draft, done=done)
        box.tail = f" {(first.text or '').lstrip()}"
        first.text = None
        first.insert(0, box)


def _drawn_box(draft: Draft, *, done: bool) -> Element:
    box = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    box.attrib.update(
        {"class": "task", "role": "img", "viewBox": "0 0 16 16", "width": "1em", "height": "1em"}
    )
    draft.labels.mark(box, draft.lang)
    title = etree.SubElement(box, f"{{{SVG}}}title")
    title.text = draft.labels.done if done else draft.labels.todo
    path = etree.SubElement(box, f"{{{SVG}}}path")
    stroke = {"fill": "none", "stroke": "currentColor", "stroke-width": "1.5"}
    path.attrib.update({"d": _BOX + _TICK if done else _BOX, **stroke})
    return box


def leftovers(tree: Element, _draft: Draft) -> None:
    """`span[data-leftover]`, which kept another tool's markup as it was typed, → its text."""
    markup.unwrap_all(tree, list(tree.iterfind(".//span[@data-leftover]")))


def directions(tree: Element, draft: Draft) -> None:
    """Say which way text in another language runs, where it is not the way of what is around it.

    Code runs from left to right in every language.
    """
    for element in tree.xpath(".//*[@lang and not(@dir)]"):
        way = direction_of(element.get("lang"))
        if way != _way_around(element, draft):
            element.set("dir", way)
    for code in tree.iter("pre", "code", "kbd", "samp"):
        if not code.get("dir") and _way_around(code, draft) == "rtl":
            code.set("dir", "ltr")


def _way_around(element: Element, draft: Draft) -> str:
    around = element.xpath("ancestor::*[@dir][1]/@dir")
    return str(around[0]).lower() if around else direction_of(draft.lang)


def breaks(tree: Element, _draft: Draft) -> None:
    """Put each block of the body on a line of its own, so that a body can be read and compared."""
    tree.text = None
    for block in tree:
        block.tail = "\n" if block.getnext() is not None else None
    for line_break in tree.iter("br"):
        if line_break.tail:
            line_break.tail = re.sub(r"^\n+", "\n", line_break.tail)
