"""Drawings written into the text itself: safe as the files are, and named for those who cannot see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.markup import SVG, text_of
from recto.reader.draft import Draft
from recto.reader.drawings import make_safe
from recto.reader.lines import line_of
from recto.reader.walk import name_of, parent_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SVG, _TITLE = f"{{{SVG}}}svg", f"{{{SVG}}}title"


_TEXTUAL = frozenset({f"{{{SVG}}}{name}" for name in ("text", "tspan", "textPath", "title", "desc")})


def _text_out(drawing: Element) -> None:
    """Move words that stand in a drawing but not in its text elements, where nobody sees them, behind it."""
    words: list[str] = []
    for part in list(drawing.iter("*")):
        if not name_of(part).startswith("{"):
            markup.unwrap(part)
    for part in drawing.iter("*"):
        if part.tag not in _TEXTUAL:
            words += (part.text or "").split()
            part.text = None
        if part is not drawing and parent_of(part).tag not in _TEXTUAL:
            words += (part.tail or "").split()
            part.tail = None
    if words:
        drawing.tail = f" {' '.join(words)}{drawing.tail or ''}"


def settle(tree: Element, draft: Draft) -> None:
    """Make each inline drawing safe, an image in name, and warn of one without a title."""
    for drawing in list(tree.iter(_SVG)):
        if next(drawing.iterancestors(_SVG), None) is not None:
            continue
        for removed in dict.fromkeys(make_safe(drawing)):
            draft.warn(
                "svg-unsafe",
                f"A drawing in the text was made safe: {removed} went.",
                line=line_of(drawing),
            )
        _text_out(drawing)
        _name(drawing, draft)


def _name(drawing: Element, draft: Draft) -> None:
    """Make the drawing an image by its title, its label or else its own words; without any, an ornament."""
    title = drawing.find(_TITLE)
    label = drawing.attrib.pop("aria-label", "").strip()
    if title is not None and text_of(title):
        drawing.set("role", "img")
        return
    if not label:
        draft.warn(
            "image-alt",
            "A drawing in the text has no text alternative.",
            line=line_of(drawing),
            hint="Let <title>…</title>, straight after <svg …>, say what it shows.",
        )
    label = label or text_of(drawing)
    if not label:
        drawing.attrib.pop("role", None)
        drawing.set("aria-hidden", "true")
        return
    drawing.set("role", "img")
    if title is None:
        title = etree.Element(_TITLE)
        drawing.insert(0, title)
    title.text = label
