"""Footnotes for editions that show them where they are called: at the foot of the page, beside the text.

An article's notes are a list at its end (`reader/notes.py`). A short one can stand in the line that calls it,
as a `span`, wherever the edition's style sheet then puts it; a long one, one with more than plain paragraphs,
and one that is called where no other text may stand, stays in the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from recto import markup

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SHORT_NOTE = 600
"""Characters: a note up to this long may stand where it is called. In print WeasyPrint does not break a note
over two pages, so that the beginning of one taller than its page is lost."""
_NO_NOTE_HERE = frozenset(("table", "figcaption", "summary", "nav", "dt", "section", *markup.HEADINGS))
_IN_A_NOTE = markup.PHRASING | {"p"}


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote in the list at the article's end."""

    item: Element
    number: int
    text: str
    """Its words, without the ways back."""
    calls: tuple[Element, ...]

    @property
    def may_stand_in_text(self) -> bool:
        """Whether the note may stand where it is called first."""
        return bool(self.calls) and self._is_short and may_hold_note(self.calls[0])

    @property
    def _is_short(self) -> bool:
        return (
            len(self.text) <= SHORT_NOTE
            and len(self.item.findall("p")) <= 3
            and all(each.tag in _IN_A_NOTE and each.tag != "img" for each in markup.elements(self.item))
        )

    def ways_back(self) -> list[Element]:
        """Return the links to where the note is called."""
        return [link for link in markup.elements(self.item, "a") if link.get("role") == "doc-backlink"]

    def take_out(self) -> list[Element]:
        """Take the note out of the list, which goes with the last of them; return its paragraphs."""
        paragraphs = self.item.findall("p")
        if not paragraphs:
            paragraphs = [markup.make("p")]
            markup.move_content(self.item, paragraphs[0])
        notes = self.item.getparent()
        section = notes.getparent() if notes is not None else None
        if notes is not None:
            notes.remove(self.item)
            if section is not None and not len(notes):
                markup.remove(section)
        return paragraphs


def footnotes(body: Element) -> list[Note]:
    """Return the notes of `body` in their order."""
    section = body.find("section[@role='doc-endnotes']")
    notes = section.find("ol") if section is not None else None
    if notes is None:
        return []
    calls: dict[str, list[Element]] = {}
    for call in markup.elements(body, "a"):
        if call.get("role") == "doc-noteref":
            calls.setdefault(call.get("href", "")[1:], []).append(call)
    return [
        Note(item, number, _words(item), tuple(calls.get(item.get("id", ""), ())))
        for number, item in enumerate(notes, start=1)
    ]


def put_beside(call: Element, note: Element) -> None:
    """Put `note` behind the outermost element of the line that `call` stands in."""
    place = call
    while (around := place.getparent()) is not None and around.tag in markup.PHRASING:
        place = around
    markup.put_after(place, note)


def may_hold_note(call: Element) -> bool:
    """Say whether a note can stand behind `call`: not in tables, headings, captions and other notes."""
    return not any(
        around.tag in _NO_NOTE_HERE or around.get("role") == "doc-footnote" for around in call.iterancestors()
    )


def anchor_of(call: Element) -> str:
    """Return the id that leads back to `call`."""
    around = call.getparent()
    return call.get("id") or (around.get("id") if around is not None else None) or ""


def _words(item: Element) -> str:
    parts = item.xpath("descendant::text()[not(ancestor::a[@role='doc-backlink'])]")
    return " ".join("".join(parts).split())
