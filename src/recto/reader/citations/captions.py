"""Citations in what stands for an image, its alternative text and its title, which are plain text.

Both get the citation's words. As a caption is made of one of them, the image carries it, with its links,
until figures are made: as a child, which no other image has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.reader.citations import syntax
from recto.reader.citations.cites import Citation
from recto.reader.citations.library import is_cross_reference
from recto.reader.lines import line_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from recto.reader.draft import Draft

_IN_BRACKETS = re.compile(r"\[([^\[\]]{1,1000})\]")
_ROLE = "data-caption"


def find(image: Element, draft: Draft) -> Iterator[tuple[Element, Citation]]:
    """Yield an element for each citation in the words of `image`, and the citation."""
    for attribute in ("title", "alt"):
        text = image.get(attribute, "")
        if "@" not in text or (attribute == "alt" and image.get("title")):
            continue
        found = list(_citations(text, image, draft))
        if not found:
            continue
        caption = etree.SubElement(image, "span", {_ROLE: attribute})
        position = 0
        for begin, end, citation in found:
            _append(caption, text[position:begin])
            element = etree.SubElement(caption, "span")
            position = end
            yield element, citation
        _append(caption, text[position:])


def _citations(text: str, image: Element, draft: Draft) -> Iterator[tuple[int, int, Citation]]:
    library, line = draft.library, line_of(image) or 1
    for match in _IN_BRACKETS.finditer(text) if library else ():
        works = syntax.parse(match[1], draft.lang)
        if not works or library is None or any(is_cross_reference(work.cite.key) for work in works):
            continue
        missing = [work.cite.key for work in works if work.cite.key not in library.entries]
        for key in missing if library.is_whole else ():
            draft.error(
                "citation-missing",
                f"The bibliography has no entry {key!r}.",
                line=line,
                hint=library.hint(key),
            )
        if not missing:
            yield match.start(), match.end(), Citation(tuple(work.cite for work in works), False, line)


def _append(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def settle(tree: Element) -> None:
    """Write the words of captions, now known, where they came from."""
    for image in tree.iter("img"):
        for caption in image:
            image.set(caption.get(_ROLE, "alt"), _words(caption))


def _words(caption: Element) -> str:
    """Return a caption as text: without the numbers of notes."""
    parts = caption.xpath("descendant::text()[not(ancestor::sup[a[@class='footnote-ref']])]")
    return " ".join("".join(map(str, parts)).split())


def take(image: Element, attribute: str) -> Element | None:
    """Take the caption that was made of `attribute` off `image`."""
    for caption in list(image):
        if caption.get(_ROLE) == attribute:
            markup.remove(caption)
            return caption
    return None


def drop(tree: Element) -> None:
    """Take off the captions of images that became no figure."""
    for image in tree.iter("img"):
        del image[:]
