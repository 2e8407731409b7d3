"""The table of contents: where `[TOC]` stands alone in a paragraph, or at the top when `toc` is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.article import Section
from recto.markup import make
from recto.reader.draft import Draft
from recto.reader.headings import outline
from recto.reader.lines import line_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 4


def place(tree: Element, draft: Draft) -> None:
    """Put the table of contents where the author wants it, once."""
    markers = [
        paragraph
        for paragraph in tree.iter("p")
        if not len(paragraph) and (paragraph.text or "").strip().upper() == "[TOC]"
    ]
    if not markers and not draft.general.toc:
        return
    line = line_of(markers[0]) if markers else None
    contents = _contents(outline(tree), draft, tree)
    if markers and contents is not None and markers[0].getparent() is tree:
        markup.replace(markers.pop(0), contents)
    elif contents is not None:
        tree.insert(0, contents)
    for marker in markers:
        markup.remove(marker)
    if contents is None:
        draft.note(
            "toc-empty",
            "A table of contents is asked for, but the article has no headings.",
            line=line,
        )


def _contents(sections: tuple[Section, ...], draft: Draft, tree: Element) -> Element | None:
    if not sections:
        return None
    taken = set(tree.xpath(".//@id"))
    identifier = next(
        name for name in ("contents", "toc", *map("contents-{}".format, range(2, 10**6))) if name not in taken
    )
    contents = make("nav", class_="toc", role="doc-toc", aria_labelledby=identifier)
    heading = make("h2", draft.labels.contents, class_="title", id=identifier)
    contents.append(draft.labels.mark(heading, draft.lang))
    contents.append(_list(sections))
    return contents


def _list(sections: tuple[Section, ...]) -> Element:
    entries = make("ol")
    for section in sections:
        entry = etree.SubElement(entries, "li")
        entry.append(make("a", section.title or section.anchor, href=f"#{section.anchor}"))
        if section.children and section.level < _DEEPEST:
            entry.append(_list(section.children))
    return entries
