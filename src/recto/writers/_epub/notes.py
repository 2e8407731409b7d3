"""Footnotes in the shape that e-readers show on the spot.

Each note becomes an `aside` of its own with the id on that block and its number first, linked back:
what Kindle, Kobo, Apple Books and KOReader recognise. Apple Books hides such asides from the page,
so nothing else stands with them: the notes' heading becomes the name of their section.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recto import markup
from recto.additions import Addition
from recto.writers._epub.body import TYPE, fragment_of
from recto.writers._page_marks import is_mark

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of an article, taken out of its body."""

    notes: Sequence[Element]
    """One aside each, in their order."""
    name: str | None
    """The words of their heading, None when they are not in the article's language."""
    id: str | None
    """The id of the section, the heading's if it had none."""
    heading: str | None
    """The id of the heading, which is gone."""
    additions: Sequence[Addition]
    """Their numbers."""

    def distribute(self, bodies: Sequence[Element]) -> None:
        """Put each note at the end of the body that calls it first."""
        sections: dict[int, Element] = {}
        homes = self._homes(bodies)
        for note in self.notes:
            home = homes.get(note.get("id", ""), len(bodies) - 1)
            if home not in sections:
                sections[home] = self._section(with_id=not sections)
                bodies[home].append(sections[home])
            sections[home].append(note)

    def _homes(self, bodies: Sequence[Element]) -> dict[str, int]:
        homes: dict[str, int] = {}
        for number, body in enumerate(bodies):
            for name in calls(body):
                homes.setdefault(name, number)
        by_id = {note.get("id", ""): note for note in self.notes}
        pending = [name for name in homes if name in by_id]
        for name in pending:  # grows while it is gone through: notes may call notes
            for called in calls(by_id[name]):
                if called not in homes:
                    homes[called] = homes[name]
                    pending += [called] if called in by_id else []
        return homes

    def _section(self, *, with_id: bool) -> Element:
        section = markup.make("section", "\n", role="doc-endnotes")
        section.set(TYPE, "footnotes")
        if self.name:
            section.set("aria-label", self.name)
        if with_id and self.id:
            section.set("id", self.id)
        section.tail = "\n"
        return section


def calls(tree: Element) -> Iterator[str]:
    """Yield the ids of the notes that `tree` calls."""
    for link in markup.elements(tree, "a"):
        if link.get(TYPE) == "noteref":
            yield fragment_of(link.get("href", "#"))


def take_notes(tree: Element) -> Notes | None:
    """Take the notes out of `tree`, each made an aside; None when it has none."""
    found = [child for child in tree if child.tag == "section" and child.get("class") == "footnotes"]
    if not found:
        return None
    section = found[-1]
    heading = section.find("h2")
    gone = heading.get("id") if heading is not None else None
    name = markup.text_of(heading) if heading is not None and "lang" not in heading.attrib else None
    items = [item for list_ in section.iterfind("ol") for item in list_.iterfind("li")]
    if items:
        _keep_marks(section, items[0])
    numbers = _numbers(tree)
    shown = [numbers.get(item.get("id", ""), str(place)) for place, item in enumerate(items, 1)]
    asides = [_aside(item, number) for item, number in zip(items, shown, strict=True)]
    markup.remove(section)
    additions = [
        Addition(f"aside[role=doc-footnote] {where}", f"{number}.")
        for number in shown
        for where in ("a[role=doc-backlink]", "span.number")
    ]
    return Notes(asides, name, section.get("id") or gone, gone, additions)


def _keep_marks(section: Element, first: Element) -> None:
    """Let a page that begins with the heading, which goes, begin with the first note."""
    paragraph = first.find("p")
    place = first if paragraph is None else paragraph
    for mark in [child for child in section if is_mark(child)]:
        markup.remove(mark)
        mark.tail, place.text = place.text, None
        place.insert(0, mark)


def _numbers(tree: Element) -> dict[str, str]:
    """Return note's id → the words of the first call for it."""
    numbers: dict[str, str] = {}
    for link in markup.elements(tree, "a"):
        if link.get(TYPE) == "noteref":
            numbers.setdefault(fragment_of(link.get("href", "#")), markup.text_of(link))
    return numbers


def _aside(item: Element, number: str) -> Element:
    aside = markup.make("aside", role="doc-footnote")
    aside.set(TYPE, "footnote")
    for name in ("id", "lang", "dir", f"{{{markup.XML}}}lang"):
        if name in item.attrib:
            aside.set(name, item.get(name, ""))
    markup.move_content(item, aside)
    aside.tail = "\n"
    first = _first_paragraph(aside)
    mark = _way_back(aside, number)
    mark.tail = f"\N{NO-BREAK SPACE}{(first.text or '').lstrip()}"
    first.text = None
    first.insert(0, mark)
    return aside


def _first_paragraph(aside: Element) -> Element:
    """Return the paragraph that a note begins with, made when it begins with something else."""
    if len(aside) and aside[0].tag == "p" and not (aside.text or "").strip():
        return aside[0]
    paragraph = markup.make("p", aside.text)
    aside.text = None
    line = _line(aside)
    aside.insert(0, paragraph)
    paragraph.extend(line)
    return paragraph


def _line(aside: Element) -> Sequence[Element]:
    """Return the elements of the line of text that `aside` begins with."""
    line: list[Element] = []
    for child in aside:
        if child.tag not in markup.PHRASING:
            break
        line.append(child)
    return line


def _way_back(aside: Element, number: str) -> Element:
    """Make the note's number; the first link back to the text becomes it."""
    link = next((each for each in markup.elements(aside, "a") if each.get(TYPE) == "backlink"), None)
    if link is None:
        return markup.make("span", f"{number}.", class_="number")
    _remove_with_space(link)
    mark = markup.make("a", f"{number}.", href=link.get("href", "#"), role="doc-backlink")
    if "id" in link.attrib:
        mark.set("id", link.get("id", ""))
    mark.set(TYPE, "backlink")
    return mark


def _remove_with_space(link: Element) -> None:
    """Take `link` out with the space before it (unless another follows), and its paragraph if that is all."""
    before, parent, last = link.getprevious(), link.getparent(), link.getnext() is None
    markup.remove(link)
    if before is not None:
        before.tail = _trimmed(before.tail, last=last)
    elif parent is not None:
        parent.text = _trimmed(parent.text, last=last)
        if parent.tag == "p" and last and not parent.text:
            markup.remove(parent)


def _trimmed(text: str | None, *, last: bool) -> str:
    return (text or "").rstrip() + ("" if last else " ")
