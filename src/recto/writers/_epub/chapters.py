"""The body, cut into the documents that an e-reader opens one at a time.

An article of more than 3,000 words is cut at its topmost headings; sections that are mere paragraphs
share a document. Each note goes to the end of the chapter that calls it first, because readers show a
note on the page where it is called most surely from the same document, and not from an earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lxml import etree

from recto import markup
from recto.writers._epub.body import fragment_of, unlink
from recto.writers._epub.notes import Notes
from recto.writers._epub.options import Split
from recto.writers._page_marks import is_mark

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


LONG = 3000
"""Words from which an article is cut into chapters: about ten screens of a 6-inch reader."""
_SHORT = 150
"""Words: sections shorter than this on average are put together."""
# Scripts that write no spaces, or none between words: two of their letters count as a word.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One content document."""

    name: str
    """Its file name without ending, and its id."""
    kind: Literal["introduction", "chapter"]
    title: str
    """The words of its first heading; empty when there are none."""
    label: str | None
    """The id of that heading."""
    body: Element
    """A `body` tree."""


def chapters(tree: Element, notes: Notes | None, *, split: Split) -> list[Chapter]:
    """Cut `tree`, which is used up, into chapters with their notes; links between them are not yet mended.

    An empty body has no chapters.
    """
    parts = _parts(tree, split)
    bodies = [_body(part) for part in parts]
    if bodies and (tree.text or "").strip():
        bodies[0].text = tree.text
    if notes:
        bodies = bodies or [_body([])]
        notes.distribute(bodies)
    opening = len(bodies) > 1 and all(block.tag != "h2" for block in parts[0])
    return [
        _chapter(body, number if opening else number + 1, opening=opening and number == 0)
        for number, body in enumerate(bodies)
    ]


def _chapter(body: Element, number: int, *, opening: bool) -> Chapter:
    if opening:
        return Chapter("introduction", "introduction", "", None, body)
    first = next((block for block in body if not is_mark(block)), None)
    if first is not None and first.tag != "h2":
        first = None
    title = markup.text_of(first) if first is not None else ""
    label = first.get("id") if first is not None and title else None
    return Chapter(f"chapter-{number}", "chapter", title, label, body)


def _body(part: Iterable[Element]) -> Element:
    body = etree.Element("body", nsmap={"epub": markup.EPUB})
    body.text = "\n"
    body.extend(part)
    return body


def _parts(tree: Element, split: Split) -> list[list[Element]]:
    """Group the blocks of `tree` by document."""
    blocks = list(tree)
    if not blocks:
        return []
    sections: list[list[Element]] = [[]]
    for block in blocks:
        if block.tag == "h2" and any(not is_mark(each) for each in sections[-1]):
            # The mark of the page that begins with it comes along.
            mark = [sections[-1].pop()] if is_mark(sections[-1][-1]) else []
            sections.append(mark)
        sections[-1].append(block)
    if split == "always":
        return sections
    counts = [sum(map(_words, section)) for section in sections]
    if split == "never" or sum(counts) <= LONG:
        return [blocks]
    return sections if sum(counts) >= _SHORT * len(sections) else list(_bundled(sections, counts))


def _bundled(sections: Iterable[list[Element]], counts: Iterable[int]) -> Iterator[list[Element]]:
    """Put neighbouring sections together until they are as long as an article may be."""
    bundle: list[Element] = []
    length = 0
    for section, count in zip(sections, counts, strict=True):
        if bundle and length + count > LONG:
            yield bundle
            bundle, length = [], 0
        bundle.extend(section)
        length += count
    yield bundle


def _words(block: Element) -> int:
    text = str(block.xpath("string()"))
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2


def places_of(documents: Iterable[Chapter], moved: Mapping[str, str]) -> dict[str, str]:
    """Return where each id stands: id → document and fragment; `moved` names ids that stand for others."""
    places = {
        element.get("id", ""): f"{chapter.name}.xhtml#{element.get('id')}"
        for chapter in documents
        for element in markup.elements(chapter.body)
        if "id" in element.attrib
    }
    return places | {old: places[new] for old, new in moved.items() if new in places}


def mend_links(documents: Iterable[Chapter], places: Mapping[str, str]) -> None:
    """Let links within the article find their places in the book; what leads nowhere is unlinked."""
    for chapter in documents:
        for link in markup.elements(chapter.body, "a"):
            href = link.get("href", "")
            if not href.startswith("#"):
                continue
            place = places.get(fragment_of(href))
            if place is None:
                unlink(link)
            else:
                link.set("href", place.removeprefix(f"{chapter.name}.xhtml"))
