"""Figures: an image, video or audio alone in its paragraph, with the caption that its author gave it.

A title is the caption. Without one the words between the brackets are, as pandoc has it: they are written
to be read. Not those of a link, such as a badge, nor what only names the file or the kind of picture, nor
a description too long for a caption.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from recto import markup
from recto.markup import make
from recto.reader import image_captions
from recto.reader.draft import Draft
from recto.reader.titles import fold
from recto.reader.walk import has_text, name_of, parent_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PLACES = frozenset("body blockquote div li dd aside details td".split())
_NO_CAPTIONS = frozenset(
    "alt altext alttext badge banner figure icon image img logo photo pic picture screenshot".split()
)
_LONGEST = 160


def make_figures(tree: Element, _draft: Draft) -> None:
    """An image alone in its paragraph → `figure` with its caption."""
    for image in list(tree.iter("img", "video", "audio")):
        paragraph = _paragraph_of(image)
        if paragraph is None:
            continue
        place = name_of(parent_of(paragraph))
        if place == "figure":
            markup.unwrap(paragraph)
        elif place in _PLACES:
            _make_figure(paragraph, image)
    image_captions.drop(tree)


def _paragraph_of(image: Element) -> Element | None:
    """Return the paragraph in which `image`, perhaps as a link, stands alone."""
    parent = parent_of(image)
    content = parent if parent.tag == "a" and len(parent) == 1 and not has_text(parent) else image
    paragraph = parent_of(content)
    alone = paragraph.tag == "p" and len(paragraph) == 1 and not has_text(paragraph)
    followed = (content.tail or "").strip() or (image.tail or "").strip()
    return paragraph if alone and not followed else None


def _make_figure(paragraph: Element, image: Element) -> None:
    paragraph.tag = "figure"
    paragraph.text = paragraph[0].tail = None
    for name in ("id", "class"):
        if name in image.attrib:
            paragraph.set(name, image.attrib.pop(name))
    if title := image.attrib.pop("title", None):
        captioned = image_captions.take(image, "title")
        paragraph.append(make("figcaption", title) if captioned is None else captioned)
    elif caption := _caption_of(image):
        captioned = image_captions.take(image, "alt")
        # Its words are the image's alternative already: nobody should hear them twice.
        hidden = make("figcaption", caption, aria_hidden="true")
        paragraph.append(hidden if captioned is None else captioned)


def _caption_of(image: Element) -> str:
    """Return the words that show as the caption of an image without a title; none if they are no caption."""
    alternative = " ".join(image.get("alt", "").split())
    if image_captions.calls_notes(image_captions.of(image, "alt")) and parent_of(image).tag != "a":
        return alternative  # nobody calls a note for those who do not see the image
    words = fold(alternative)
    name = fold(posixpath.splitext(posixpath.basename(image.get("src", "")))[0])
    if parent_of(image).tag == "a" or len(alternative) > _LONGEST or words in (name, *_NO_CAPTIONS):
        return ""
    return alternative
