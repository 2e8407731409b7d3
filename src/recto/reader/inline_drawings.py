"""Drawings written into the text itself: safe as the files are, and named for those who cannot see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from recto.drawings import make_safe
from recto.markup import SVG, text_of
from recto.reader.draft import Draft

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SVG, _TITLE = f"{{{SVG}}}svg", f"{{{SVG}}}title"


def settle(tree: Element, draft: Draft) -> None:
    """Make each inline drawing safe, an image in name, and warn of one without a title."""
    for drawing in list(tree.iter(_SVG)):
        if next(drawing.iterancestors(_SVG), None) is not None:
            continue
        for removed in dict.fromkeys(make_safe(drawing)):
            draft.warn(
                "svg-unsafe",
                f"A drawing in the text was made safe: {removed} went.",
                line=draft.lines.find("<svg"),
            )
        drawing.set("role", "img")
        title = drawing.find(_TITLE)
        label = drawing.attrib.pop("aria-label", "")
        if (title is None or not text_of(title)) and label.strip():
            if title is None:
                title = etree.Element(_TITLE)
                drawing.insert(0, title)
            title.text = label
        elif title is None or not text_of(title):
            draft.warn(
                "image-alt",
                "A drawing in the text has no text alternative.",
                line=draft.lines.find("<svg"),
                hint="Let <title>…</title>, straight after <svg …>, say what it shows.",
            )
