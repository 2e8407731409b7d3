"""Kobo's marks in the pages of an e-book: sentences in spans, text in two boxes.

Kobo counts, marks and keeps its place by `span.koboSpan`, and sets its margins on two boxes around the text.
What it expects is known from its own books, as kepubify has it (github.com/pgaskin/kepubify,
kepub/transform.go); unlike there, a sentence ends by the rules of its language. Notes, lists of
contents, code, formulas and drawings stay as they are, and no word changes: it still is an EPUB 3.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.writers._epub.ocf import Item, Package
from recto.writers._sentences import sentence_starts

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_XHTML = f"{{{markup.XHTML}}}"
_TYPE = f"{{{markup.EPUB}}}type"
_SPAN = "koboSpan"
_STYLE = "#book-inner { margin-top: 0; margin-bottom: 0; }"
"""The box that carries the reader's margins adds none of its own."""
_LEFT_ALONE = frozenset("audio code kbd nav pre rp rt samp script style svg video".split())
_KINDS_LEFT_ALONE = frozenset({"footnote", "noteref"})
_OBJECT = "\ufffc"
"""Stands in a line for what is no text."""


def marked(package: Package) -> Package:
    """Return `package` with its sentences marked and its pages in Kobo's boxes."""
    return replace(package, items=tuple(_for_kobo(item) for item in package.items))


def _for_kobo(item: Item) -> Item:
    if not item.in_spine:
        return item
    page = etree.fromstring(
        item.data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    )
    head, body = page.find(f"{_XHTML}head"), page.find(f"{_XHTML}body")
    if head is None or body is None:
        return item
    number = 1
    for line in list(_lines(body)):
        number += _mark(line, number)
    _box(body)
    style = etree.SubElement(head, f"{_XHTML}style", {"type": "text/css", "id": "kobostylehacks"})
    style.text = _STYLE
    style.tail = "\n"
    text = markup.polyglot(etree.tostring(page, encoding="unicode"))
    whole = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{text}\n'
    return replace(item, data=whole.encode())


def _box(body: Element) -> None:
    """Put Kobo's two boxes around what is in `body`."""
    inner = etree.Element(f"{_XHTML}div", {"id": "book-inner"})
    markup.move_content(body, inner)
    outer = etree.SubElement(body, f"{_XHTML}div", {"id": "book-columns"})
    outer.append(inner)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line: the text in, or behind, an element; or an element that is no text."""

    element: Element
    kind: str
    """`text`, `tail`, `image` or `object`."""

    @property
    def words(self) -> str:
        """What it says; U+FFFC if it is no text."""
        if self.kind == "text":
            return self.element.text or ""
        return self.element.tail or "" if self.kind == "tail" else _OBJECT


@dataclass(slots=True)
class _Line:
    """What is read in one go: a paragraph, a cell, a heading."""

    lang: str
    pieces: list[_Piece] = field(default_factory=list)


def _lines(body: Element) -> Iterator[_Line]:
    """Yield the lines of `body`, in their order; each is to be used up after the walk."""
    langs = [_lang(body, "")]
    line = _Line(langs[0], [_Piece(body, "text")])
    walk = etree.iterwalk(body, events=("start", "end"))
    for step, element in walk:
        if element is body:
            continue
        is_block = etree.QName(element).localname not in markup.PHRASING and element.tag != _FORMULA
        if step == "start":
            langs.append(_lang(element, langs[-1]))
            if is_block:
                yield line
                line = _Line(langs[-1])
            if _stays(element):
                walk.skip_subtree()
                line.pieces += _standing_for(element)
            else:
                line.pieces.append(_Piece(element, "text"))
        else:
            langs.pop()
            if is_block:
                yield line
                line = _Line(langs[-1])
            line.pieces.append(_Piece(element, "tail"))
    yield line


_FORMULA = f"{{{markup.MATHML}}}math"


def _lang(element: Element, around: str) -> str:
    return element.get(f"{{{markup.XML}}}lang") or element.get("lang") or around


def _stays(element: Element) -> bool:
    name = etree.QName(element)
    return (
        name.namespace != markup.XHTML
        or name.localname in _LEFT_ALONE
        or name.localname == "img"
        or not _KINDS_LEFT_ALONE.isdisjoint(element.get(_TYPE, "").split())
    )


def _standing_for(element: Element) -> Iterable[_Piece]:
    """Return what an element that stays as it is counts for in its line; a note's call counts for nothing."""
    if element.get(_TYPE) == "noteref":
        return ()
    return (_Piece(element, "image" if element.tag == f"{_XHTML}img" else "object"),)


def _mark(line: _Line, number: int) -> bool:
    """Put the sentences of `line` in spans, several where elements cut one; say whether there are any."""
    texts = [piece.words for piece in line.pieces]
    starts = iter([*sentence_starts("".join(texts), line.lang), -1])
    start, place, count = next(starts), 0, 0
    images: list[tuple[Element, str]] = []
    for piece, text in zip(line.pieces, texts, strict=True):
        cuts = [0]
        while place <= start < place + len(text):
            cuts.append(start - place)
            start = next(starts)
        place += len(text)
        if piece.kind == "object" or not text.strip():
            continue
        if len(cuts) > 1 and text[: cuts[1]].isspace():
            del cuts[1]  # only the space behind the sentence before, which a note's call cut off
        parts = [text[begin:end] for begin, end in pairwise([*cuts, len(text)]) if begin < end]
        ids = [f"kobo.{number}.{count + each}" for each in range(1, len(parts) + 1)]
        count += len(parts)
        if piece.kind == "image":
            images.append((piece.element, ids[0]))
        else:
            _replace(piece, [_span(name, part) for name, part in zip(ids, parts, strict=True)])
    for image, name in images:  # not before the text behind it has been looked for there
        markup.wrap(image, _span(name))
    return count > 0


def _replace(piece: _Piece, spans: list[Element]) -> None:
    """Put `spans` where the text of `piece` was."""
    if piece.kind == "text":
        piece.element.text = None
        for span in reversed(spans):
            piece.element.insert(0, span)
    else:
        piece.element.tail = None
        for span in reversed(spans):
            piece.element.addnext(span)


def _span(name: str, text: str | None = None) -> Element:
    span = etree.Element(f"{_XHTML}span", {"class": _SPAN, "id": name})
    span.text = text
    return span
