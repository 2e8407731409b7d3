"""Citations in what stands for an image, its alternative text and its title, which are plain text.

Both get the citation's words. As a caption is made of one of them, the image carries it, with its links
(`image_captions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from recto.markup import make
from recto.reader import image_captions
from recto.reader.citations import syntax
from recto.reader.citations.cites import Citation
from recto.reader.citations.library import is_cross_reference
from recto.reader.lines import line_of
from recto.reader.walk import rewrite_texts

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from recto.reader.draft import Draft

_IN_BRACKETS = re.compile(r"\[([^\[\]]{1,1000})\]")


def find(image: Element, draft: Draft) -> Iterator[tuple[Element, Citation]]:
    """Yield an element for each citation in the words of `image`, and the citation.

    What the image carries for its alternative text has its citations already.
    """
    for attribute in ("title", "alt"):
        text = image.get(attribute, "")
        carried = image_captions.of(image, attribute)
        if "@" not in text or (attribute == "alt" and (image.get("title") or carried is not None)):
            continue
        if carried is not None:
            yield from _mark_all(carried, image, draft)
            continue
        holder = make("span", text, data_caption=attribute)
        found = _mark(holder, image, draft)
        if found:
            image.append(holder)
            yield from found


def _mark_all(caption: Element, image: Element, draft: Draft) -> list[tuple[Element, Citation]]:
    """Make elements of the citations in each text that stands directly in `caption`."""
    found: list[tuple[Element, Citation]] = []
    rewrite_texts(caption, lambda holder: found.extend(_mark(holder, image, draft)))
    return found


def _mark(holder: Element, image: Element, draft: Draft) -> list[tuple[Element, Citation]]:
    """Make elements of the citations in the text of `holder`."""
    text, position = holder.text or "", 0
    holder.text = None
    found: list[tuple[Element, Citation]] = []
    for begin, end, citation in _citations(text, image, draft):
        _append(holder, text[position:begin])
        found.append((etree.SubElement(holder, "span"), citation))
        position = end
    _append(holder, text[position:])
    return found


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
            image.set(caption.get(image_captions.ROLE, "alt"), _words(caption))


def _words(caption: Element) -> str:
    """Return a caption as text: without the numbers of notes."""
    parts = caption.xpath("descendant::text()[not(ancestor::sup[a[@class='footnote-ref']])]")
    return " ".join("".join(map(str, parts)).split())
