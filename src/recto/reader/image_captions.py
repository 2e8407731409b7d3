"""What an image's words hold besides text: notes called in them, emphasis, code, links of citations.

An image's alternative text and its title are plain text. As a caption is made of one of them, the image
carries it with all that it holds until figures are made: as a child, `span[data-caption]`, which no other
image has. The calls of notes are never lost: those that no caption shows stand behind the image.

    span[data-caption] img   as the parser has it   →   img > span[data-caption]   →   figcaption
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recto import markup
from recto.markup import make
from recto.reader.draft import Draft
from recto.reader.walk import has_text, parent_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

ROLE = "data-caption"
"""The attribute of a caption that is not made yet: the attribute of the image that it comes from."""


def hand_over(tree: Element, _draft: Draft) -> None:
    """Let each image carry the captions that the parser put before it."""
    for caption in list(tree.iter("span")):
        if ROLE not in caption.attrib:
            continue
        image = caption.getnext()
        while image is not None and image.tag == "span" and ROLE in image.attrib and not image.tail:
            image = image.getnext()
        if image is None or image.tag != "img" or caption.tail:
            del caption.attrib[ROLE]  # somebody's own HTML
            continue
        image.append(caption)


def of(image: Element, attribute: str) -> Element | None:
    """Return the caption that `image` carries for `attribute`, if any."""
    return next((caption for caption in image if caption.get(ROLE) == attribute), None)


def take(image: Element, attribute: str) -> Element | None:
    """Return a `figcaption` of what `image` carries for `attribute`, if it does."""
    caption = of(image, attribute)
    if caption is None:
        return None
    made = make("figcaption")
    markup.move_content(caption, made)
    markup.remove(caption)
    return made


def calls_notes(caption: Element | None) -> bool:
    """Say whether `caption` calls a note, and so is more than an image's alternative."""
    return caption is not None and next(_calls(caption), None) is not None


def take_calls(image: Element) -> list[Element]:
    """Take the calls of notes out of what `image` carries, and drop the rest."""
    calls = [call for caption in image for call in _calls(caption)]
    for call in calls:
        markup.remove(call)
    del image[:]
    return calls


def drop(tree: Element) -> None:
    """Take off what images carry that became no figure."""
    for image in tree.iter("img"):
        if len(image):
            call_behind(image, take_calls(image))


def call_behind(image: Element, calls: list[Element]) -> None:
    """Put the calls of notes behind `image`, outside of a link around it."""
    place = image
    while place.getparent() is not None and any(around.tag == "a" for around in place.iterancestors()):
        place = parent_of(place)
    if place.tag == "img" and parent_of(place).tag == "figure":
        figure = parent_of(place)
        caption = figure.find("figcaption")
        if caption is None:
            caption = make("figcaption")
            figure.append(caption)
        for call in calls:
            call.tail = None
            caption.append(call)
        return
    for call in reversed(calls):
        call.tail = None
        markup.put_after(place, call)


def _calls(caption: Element) -> Iterator[Element]:
    for link in caption.iter("a"):
        around = parent_of(link)
        is_call = link.get("class") == "footnote-ref" or link.get("role") == "doc-noteref"
        if around.tag == "sup" and is_call and not has_text(around):
            yield around
