"""Running text in columns, between the blocks that stand across all of them.

    body ▶ runs of blocks in boxes of columns, between them what is wider, with the headings right above it

A run is laid out as columns of one height, which WeasyPrint finds by trying. What spans stands outside the
boxes: its own `column-span` loses count of the notes at the foot of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from recto import markup
from recto.article import Asset
from recto.writers._pdf.images import ASSET
from recto.writers._pictures import print_size

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SPANS = "data-spans"
"""Attribute of a table that stands across the columns."""
LEAST_RUN = 60
"""Characters in each column: a shorter run makes no columns, but a line or two that span as well."""
_SHRINKS = 1.5
"""How much wider than a column a picture may be that is scaled down to it."""
_CODE = "0" * 10
_PROBE = f"<div class='columns'><p>x</p><pre class='whole'><code>{_CODE}</code></pre></div>"
_DRAWN = re.compile(r"width: ([\d.]+)em")


@dataclass(frozen=True, slots=True)
class Column:
    """What fits in a column, in the units of the layout."""

    width: float
    em: float
    characters: int
    """Of code, in a line."""


def probe() -> str:
    """Return the body of a page that shows how wide a column is."""
    return f"<main>{_PROBE}</main>"


def measured_column(document: Any) -> Column:
    """Return what the page made of `probe` measures."""
    boxes = list(document.pages[0]._page_box.descendants())
    text = next(box for box in boxes if box.element_tag == "p")
    code = next(box for box in boxes if box.element_tag == "pre")
    letters = next(box for box in boxes if getattr(box, "text", None) == _CODE)
    advance = letters.width / len(_CODE)
    return Column(text.width, text.style["font_size"], int(code.width / advance + 0.01))


def set_columns(body: Element, column: Column, assets: Mapping[str, Asset], *, count: int) -> None:
    """Put the runs of blocks between those that span into boxes of columns."""
    run: list[Element] = []
    for block in [*body, None]:
        if block is not None and not _spans(block, column, assets):
            run.append(block)
            continue
        while block is not None and run and run[-1].tag in markup.HEADINGS:
            run.pop()  # what it stands above spans, and so does the heading
        if sum(map(len, _texts(run))) >= LEAST_RUN * count:
            box = markup.wrap(run[0], markup.make("div", class_="columns"))
            box.extend(run[1:])
        run = []


def _texts(blocks: Iterable[Element]) -> Iterator[str]:
    return (markup.text_of(block) for block in blocks)


def _spans(block: Element, column: Column, assets: Mapping[str, Asset]) -> bool:
    """Say whether a block stands across the columns: it opens a chapter, or something in it is too wide."""
    if block.get("class") in ("opening", "toc", "sideways"):
        return True
    if any(table.get(SPANS) for table in block.iter("table")):
        return True
    if block.tag == "pre" or block.get("class") == "listing":
        lines = (line for pre in block.iter("pre") for line in "".join(pre.itertext()).split("\n"))
        return block.get("data-code") is not None or max(map(len, lines), default=0) > column.characters
    if block.get("class") == "equation":
        return _widest_drawing(block) * column.em > column.width
    return block.tag == "figure" and any(
        _width_of(image, assets) > column.width * _SHRINKS for image in block.iter("img")
    )


def _widest_drawing(equation: Element) -> float:
    widths = (_DRAWN.search(image.get("style", "")) for image in equation.iter("img"))
    return max((float(width[1]) for width in widths if width), default=0.0)


def _width_of(image: Element, assets: Mapping[str, Asset]) -> float:
    """Return how wide an image would like to be: as its author says, else as it is."""
    asset = assets.get(unquote(image.get("src", "").removeprefix(ASSET)))
    wanted = image.get("width", "")
    return float(wanted) if wanted.isdecimal() else print_size(asset)[0] if asset is not None else 0.0


def align_tops(document: Any, *, count: int) -> None:
    """Let columns begin at one height: WeasyPrint keeps the space above their first blocks."""
    pages = document.pages
    for number, page in enumerate(pages if count > 1 else ()):
        columns = [box for box in page._page_box.descendants() if box.is_column]
        for column in columns:
            _raise(column)
        if columns:
            pages[number] = type(page)(page._page_box)  # links and bookmarks know where their boxes stand


def _raise(column: Any) -> None:
    first = next((child for child in column.children if child.is_in_normal_flow()), None)
    space = first.border_box_y() - column.content_box_y() if first is not None else 0.0
    if space > 0:
        for child in column.children:
            child.translate(dy=-space)
