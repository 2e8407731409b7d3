"""Footnotes on the web page: beside the line that calls them, or below it where there is no room beside.

A short note stands in the text behind its call. On a wide window the style sheet floats it into the margin;
on a narrow one it shows when its call is followed, since it is then the page's target, and its way back
hides it again. No script is needed for either. Long notes stay in the list at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recto import markup
from recto.additions import Addition
from recto.writers._notes import Note, footnotes, put_beside

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SIDE_NOTE = "sidenote"


def put_notes_beside(body: Element) -> Iterator[Addition]:
    """Put the short notes of `body` where they are called first; number those that stay as they were."""
    for note in footnotes(body):
        note.item.set("value", str(note.number))
        if note.may_stand_in_text:
            put_beside(note.calls[0], _side_note(note))
            yield Addition(f"span.{SIDE_NOTE} span.number", str(note.number))


def _side_note(note: Note) -> Element:
    made = markup.make("span", class_=SIDE_NOTE, id=note.item.get("id", ""), role="doc-footnote")
    paragraphs = note.take_out()
    for paragraph in paragraphs:
        paragraph.tag = "span"
        paragraph.set("class", "par")
        paragraph.tail = None
    number = markup.make("span", str(note.number), class_="number")
    number.tail, paragraphs[0].text = f" {(paragraphs[0].text or '').lstrip()}", None
    paragraphs[0].insert(0, number)
    made.extend(paragraphs)
    return made
