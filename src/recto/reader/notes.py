"""Footnotes in the shape that all editions share: numbered by call, each with its ways back.

Numbers follow the order of the calls in the text, those inside notes last. The notes become one
section at the end of the body; a print edition takes them to the foot of the page from there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.markup import make
from recto.reader.draft import Draft
from recto.reader.lines import line_of
from recto.reader.walk import has_text, parent_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WAY_BACK = "↑"


@dataclass(slots=True)
class _Note:
    """One footnote and where it is called."""

    label: str
    item: Element
    calls: list[Element] = field(default_factory=list)


def number(tree: Element, draft: Draft) -> None:
    """Number the footnotes, link calls and notes both ways, and gather the notes at the end."""
    boxes = tree.xpath(".//div[@class='footnote'][ol/li[starts-with(@id, 'fn:')]]")
    if not boxes:
        return
    notes = _take_out(boxes[-1])
    called = _in_order(tree, notes)
    for number_, note in enumerate(called, start=1):
        _link(note, number_, draft)
    for note in notes.values():
        if not note.calls:
            draft.warn(
                "footnote-unused",
                f"The footnote [^{note.label}] is called nowhere, so no edition shows it.",
                line=line_of(note.item),
                hint=f"Put [^{note.label}] where it belongs, or take it out.",
            )
    if called:
        tree.append(_section(called, draft))
    # lxml looks through a detached tree for each element of it that is let go of, unless its top is held.
    notes.clear()


def _take_out(box: Element) -> dict[str, _Note]:
    """Remove the engine's list of notes from the body; return them by the address of their calls."""
    markup.remove(box)
    listed = box.find("ol")
    return {
        f"#{item.get('id')}": _Note(item.get("id", "")[len("fn:") :], item)
        for item in (listed if listed is not None else ())
        if item.get("id", "").startswith("fn:")
    }


def _in_order(tree: Element, notes: dict[str, _Note]) -> list[_Note]:
    """Return the notes that are called, by first call, and gather each one's calls."""
    called: list[_Note] = []
    places = [tree]
    for place in places:  # grows: a note may call others
        for link in place.iter("a"):
            note = notes.get(link.get("href", ""))
            if note is None or link.get("class") != "footnote-ref" or parent_of(link).tag != "sup":
                continue
            if not note.calls:
                called.append(note)
                places.append(note.item)
            note.calls.append(link)
    return called


def _link(note: _Note, number_: int, draft: Draft) -> None:
    anchors: list[str] = []
    for count, link in enumerate(note.calls, start=1):
        anchors.append(f"fnref-{number_}" if count == 1 else f"fnref-{number_}-{count}")
        parent_of(link).set("id", anchors[-1])
        link.attrib.clear()
        link.attrib.update({"href": f"#fn-{number_}", "role": "doc-noteref"})
        link.text = str(number_)
    item = note.item
    item.set("id", f"fn-{number_}")
    if not len(item) or item[-1].tag != "p" or _is_figure(item[-1]):
        etree.SubElement(item, "p")
    last = item[-1]
    if len(last):
        last[-1].tail = f"{last[-1].tail or ''}\xa0"
    elif has_text(last):
        last.text = f"{last.text}\xa0"
    only = len(anchors) == 1
    for count, anchor in enumerate(anchors, start=1):
        link = make("a", _WAY_BACK if only else f"{_WAY_BACK}{count}", href=f"#{anchor}", role="doc-backlink")
        link.set("aria-label", draft.labels.back if only else f"{draft.labels.back} {count}")
        last.append(draft.labels.mark(link, draft.lang))
        link.tail = "\xa0" if count < len(anchors) else None


def _is_figure(paragraph: Element) -> bool:
    """Say whether `paragraph` will be a figure: it holds an image, perhaps as a link, and no words."""
    return not markup.text_of(paragraph) and paragraph.find(".//img") is not None


def _section(called: list[_Note], draft: Draft) -> Element:
    section = make("section", class_="footnotes", role="doc-endnotes")
    section.append(draft.labels.mark(make("h2", draft.labels.notes), draft.lang))
    notes = etree.SubElement(section, "ol")
    for note in called:
        note.item.tail = "\n"
        notes.append(note.item)
    return section
