"""Rules about footnotes: the shapes by which readers find a note and show it on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from recto.writers._devices import Device
from recto.writers._epub.preflight.book import TYPE, Book, find, line_of, resolved
from recto.writers._epub.preflight.rule import EVERYWHERE, WARNING, Found, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_INLINE = frozenset(
    "a abbr b bdi bdo cite code dfn em i kbd mark q s samp small span strong sub sup u var".split()
)
_NOTES = frozenset({"footnote", "endnote", "rearnote"})


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else "!--"


def _calls(book: Book) -> Iterator[tuple[str, Element]]:
    for path, tree in book.pages():
        for link in find(tree, "//h:a[@href]"):
            if "noteref" in link.get(TYPE, "").split() or link.get("role") == "doc-noteref":
                yield path, link


def _targets(book: Book) -> Iterator[tuple[str, Element]]:
    """Yield each element that a call leads to, once."""
    seen: set[tuple[str, str]] = set()
    for path, link in _calls(book):
        place = resolved(path, link.get("href", ""))
        if place is None or place in seen:
            continue
        seen.add(place)
        target = book.elements_by_id(place[0]).get(place[1])
        if target is not None:
            yield place[0], target


@rule("epub-noteref-shape", WARNING, "apple", "generic")
def call_holds_only_words(book: Book, _device: Device) -> Iterator[Found]:
    """A footnote's call holds nothing but its words: with `sup` in it, Apple Books opens no pop-up.

    jgm/pandoc#1995, dvschultz/99problems#13.
    """
    for path, link in _calls(book):
        if len(link):
            yield Found(
                f"A footnote's call has <{_name(link[0])}> in it: Apple Books will not show the note.",
                path,
                line_of(link),
                hint="Put the link into the <sup>, not the <sup> into the link.",
            )


@rule("epub-noteref-target", WARNING, "apple", "generic")
def call_leads_to_a_note(book: Book, _device: Device) -> Iterator[Found]:
    """What a call of type noteref leads to is of type footnote: else Apple Books' link is dead.

    Apple Books Asset Guide, "Pop-up Footnotes"; dvschultz/99problems#13.
    """
    for path, target in _targets(book):
        if not _NOTES & set(target.get(TYPE, "").split()):
            yield Found(
                f"A footnote's call leads to #{target.get('id')}, which is not marked as a footnote.",
                path,
                line_of(target),
                hint='Give it epub:type="footnote".',
            )


@rule("epub-note-inline", WARNING, "kobo", "kindle", "generic")
def note_is_a_block(book: Book, _device: Device) -> Iterator[Found]:
    """A footnote's id stands on a block: links to others have been dead on Kobo, and lost for Kindle.

    jgm/pandoc#9851, kobolabs/epub-spec#59; ciscoriordan/kindling#50, Michael-F-Bryan/mdbook-epub#65.
    """
    for path, target in _targets(book):
        name = _name(target)
        if name in _INLINE:
            yield Found(
                f"The footnote #{target.get('id')} is a <{name}>: Kobo may not find it.",
                path,
                line_of(target),
                hint="Put the id on the paragraph, the list item or an aside.",
            )


@rule("epub-note-way-back", WARNING, *EVERYWHERE)
def note_leads_back(book: Book, _device: Device) -> Iterator[Found]:
    """A note has a link back to its call, for readers without pop-ups (kb.daisy.org, "Notes")."""
    for path, target in _targets(book):
        if _name(target) not in _INLINE and not find(target, ".//h:a[@href]"):
            yield Found(
                f"The footnote #{target.get('id')} has no way back to the text.", path, line_of(target)
            )


RULES = (call_holds_only_words, call_leads_to_a_note, note_is_a_block, note_leads_back)
