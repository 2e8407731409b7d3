"""Captions that begin with a label, "Figure 3": those of what is referred to, or of all, as settings have it.

Figures, tables and listings are each counted in the order in which they stand. What an image that could not
be had left behind keeps its number.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.markup import make
from recto.reader.draft import Draft
from recto.reader.labelled import kind_named
from recto.reader.labels import mark
from recto.reader.reference_words import reference_words
from recto.reader.walk import has_text, name_of, parent_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CAPTION = "data-caption"
"""The attribute of a block of code that has a caption."""
_OF_FIGURES = ("figure", "table", "listing")
_PLURAL = {"figure": "figures", "table": "tables", "listing": "listings"}


def make_listings(tree: Element, _draft: Draft) -> None:
    """`pre` with a caption or a label → `figure.listing` with the caption first."""
    for pre in list(tree.iter("pre")):
        caption = pre.attrib.pop(CAPTION, "").strip()
        if not caption and kind_named(pre.get("id", "")) != "listing":
            continue
        figure = markup.wrap(pre, make("figure", class_="listing"))
        if "id" in pre.attrib:
            figure.set("id", pre.attrib.pop("id"))
        if caption:
            figure.insert(0, make("figcaption", caption))


def make_stand_ins(tree: Element) -> None:
    """A paragraph with nothing but the words or the link that a labelled image gave way to → `figure`."""
    for words in list(tree.iter("a", "span")):
        paragraph = parent_of(words)
        if (
            kind_named(words.get("id", "")) in _OF_FIGURES
            and paragraph.tag == "p"
            and len(paragraph) == 1
            and not has_text(paragraph)
            and not (words.tail or "").strip()
        ):
            figure = markup.wrap(paragraph, make("figure", id=words.attrib.pop("id")))
            figure.tail = "\n"


def label_captions(
    tree: Element, draft: Draft, labelled: Container[Element]
) -> dict[Element, tuple[str, str]]:
    """Number what is `labelled`, and all that the settings name; return the kind and the number of each."""
    found: dict[Element, tuple[str, str]] = {}
    counts = dict.fromkeys(_OF_FIGURES, 0)
    for element, kind in _countable(tree):
        if element in labelled or _is_asked_for(element, kind, draft):
            counts[kind] += 1
            found[element] = kind, str(counts[kind])
            _label(element, kind, str(counts[kind]), draft)
    return found


def _countable(tree: Element) -> Iterator[tuple[Element, str]]:
    for element in list(tree.iter("figure", "table")):
        yield element, "table" if element.tag == "table" else _kind_of_figure(element)


def _kind_of_figure(figure: Element) -> str:
    """Return what a figure is: what its label says, as a table may come as an image; else what it holds."""
    named = kind_named(figure.get("id", ""))
    if named in _OF_FIGURES:
        return str(named)
    held = next((name_of(part) for part in figure.iter("img", "table", "pre")), "")
    return {"table": "table", "pre": "listing"}.get(held, "figure")


def _is_asked_for(element: Element, kind: str, draft: Draft) -> bool:
    """Say whether the settings number `element`, which then has a caption and is no part of a figure."""
    if _PLURAL[kind] not in draft.general.numbering or _caption_of(element) is None:
        return False
    return not any(around.tag in ("figure", "table") for around in element.iterancestors())


def _caption_of(element: Element) -> Element | None:
    return element.find("caption" if element.tag == "table" else "figcaption")


def _label(element: Element, kind: str, number: str, draft: Draft) -> None:
    words = reference_words(draft.lang)
    caption = _caption_of(element)
    if caption is None:
        caption = make("caption" if element.tag == "table" else "figcaption")
        # Tables and listings are read from the top, so there the caption stands first.
        is_first = element.tag == "table" or element.get("class") == "listing"
        element.insert(0 if is_first else len(element), caption)
    label = make("span", words.named(kind, number, capital=True), class_="label")
    mark(label, words.lang, draft.lang)
    if markup.text_of(caption) or len(caption):
        if caption.attrib.pop("aria-hidden", None):
            _hide_words(caption)
        label.tail, caption.text = words.separator + (caption.text or "").lstrip(), None
    caption.insert(0, label)


def _hide_words(caption: Element) -> None:
    """Hide only the words that repeat the image's alternative: the label stands nowhere else."""
    words = etree.Element("span", {"aria-hidden": "true"})
    markup.move_content(caption, words)
    caption.append(words)
