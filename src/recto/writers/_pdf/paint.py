"""A laid-out page that hands its structure to the tagger as soon as it is painted.

It stands in WeasyPrint's document for the page it wraps. Once a page is painted, its boxes are not
needed any more: they are let go and the content stream is packed, so that the memory for the boxes
of a long article is there again while the rest of it is painted.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import pydyf

from recto.writers._pdf.inks import Inks, inked
from recto.writers._pdf.letters import tell_letters
from recto.writers._pdf.line_numbers import LineNumbers
from recto.writers._pdf.tags import Tagger

_LEVEL = 6
"""Of compression: the tightest makes a file smaller by a thousandth, in twice the time."""
Link = tuple[str, str, tuple[float, float, float, float], Any]
"""As WeasyPrint has it: internal or external, target, rectangle (left, top, right, bottom), box."""


class PaintedPage:
    """A page of a WeasyPrint document."""

    def __init__(
        self, page: Any, tagger: Tagger, *, numbers: LineNumbers | None, inks: Inks | None, letters: bool
    ) -> None:
        self.width = page.width
        self.height = page.height
        self.bleed = page.bleed
        self.anchors = page.anchors if inks is None else {}
        self.bookmarks = page.bookmarks
        self.forms = page.forms
        # On a press nothing can be clicked, and nothing else may lie on the page (ISO 15930-7, 6.17).
        self.links = one_each(page.links) if inks is None else []
        self._page = page
        self._page_box = page._page_box
        self._tagger = tagger
        self._numbers = numbers
        self._inks = inks
        self._letters = letters

    def paint(self, stream: Any, scale: float) -> None:
        """Paint the page on `stream` and take its marked content into the structure."""
        if self._letters:
            tell_letters(stream)
        if self._inks is not None:
            inked(stream, self._inks)
        self._page.paint(stream, scale)
        if self._numbers is not None:
            with stream.stacked():
                stream.transform(a=scale, d=scale)
                numbers = self._numbers.draw(self._page_box, stream)
            self._tagger.additions.declared.append(numbers)
        artifacts = self._tagger.add_page(self._page_box, stream._tags, self.height)
        _mark_artifacts(stream.stream, artifacts)
        _speak(stream.stream, self._tagger.spoken)
        _pack(stream)
        # WeasyPrint tags what is still in the page, which is nothing.
        self._page_box.children = ()


def one_each(links: Iterable[Link]) -> list[Link]:
    """Leave out the rectangles that lie in another one of the same link.

    WeasyPrint makes one for the link and one more for each element in it.
    """
    kept: list[Link] = []
    for link in links:
        kind, target, inner, box = link
        nested = box.element_tag != "a"
        if nested and any(
            _covers(outer, inner) for k, t, outer, _ in reversed(kept) if (k, t) == (kind, target)
        ):
            continue
        kept.append(link)
    return kept


def _covers(outer: tuple[float, ...], inner: tuple[float, ...]) -> bool:
    left, top, right, bottom = inner
    shared = min(bottom, outer[3]) - max(top, outer[1])
    return outer[0] - 1 <= left and right <= outer[2] + 1 and shared >= (bottom - top) / 2


def _mark_artifacts(operators: list[Any], artifacts: Mapping[int, str]) -> None:
    """Turn marked content that stands in no structure into artifacts: MCID → their properties."""
    left = len(artifacts)
    index = len(operators)
    while left:  # from the end, where the page's margins are
        index -= 1
        item = operators[index]
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in artifacts:
            operators[index] = artifacts[item["MCID"]].encode()
            operators[index - 1] = b"/Artifact"
            left -= 1


def _speak(operators: list[Any], spoken: Mapping[int, str]) -> None:
    """Say of marked content what is read in the place of its letters: MCID → words."""
    for item in operators if spoken else ():
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in spoken:
            item["ActualText"] = pydyf.String(spoken[item["MCID"]])


def freeze(pdf: Any) -> None:
    """Put the objects of `pdf` into the bytes they will be: for its identifier, each would be done twice."""
    for number, item in enumerate(pdf.objects):
        if getattr(item, "compress", False):
            _pack(item)
        elif item.free != "f" and item.compressible:
            pdf.objects[number] = _Frozen(item)


class _Frozen(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """An object that changes no more."""

    data = b""

    def __init__(self, item: Any) -> None:
        self.__dict__.update(vars(item), data=item.data)


def _pack(stream: Any) -> None:
    """Compress the finished content of `stream` now: a page of operators takes half a megabyte."""
    whole = b"\n".join(item if isinstance(item, bytes) else pydyf._to_bytes(item) for item in stream.stream)
    stream.stream = [zlib.compress(whole, _LEVEL)]
    stream.extra = pydyf.Dictionary({**stream.extra, "Filter": "/FlateDecode"})
    stream.compress = False
