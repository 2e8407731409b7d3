"""What is painted on the pages: the fonts, and the images with the size at which each is shown.

Only pages that have images are read, and of what stands on them only what moves or paints an image. A form
may be painted in forms, these in others, and so on: how often is bounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from recto.writers._pdf.preflight.values import (
    BROKEN,
    array,
    entry,
    inherited,
    items,
    key_of,
    name,
    number,
    numbers,
)

Matrix = tuple[float, ...]
_UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_READ = 16 * 2**20
"""Bytes of what is painted that are read, for all pages together."""
_TIMES = 5_000
"""How often forms are painted."""
_DEPTH = 12
_STATES = 1_000
_END = rb"(?![^\s<>\[\](){}/%])"
_TOKEN = re.compile(
    rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)?+"  # a string
    rb"|<[0-9A-Fa-f\s]*+>"
    rb"|%[^\r\n]*+"
    rb"|/(?P<painted>[^\s<>\[\](){}/%]*+)(?:\s++(?P<do>Do)" + _END + rb")?+"
    rb"|(?P<moved>(?:[-+.\d]++\s++){6})cm" + _END + rb"|[-+.\d]++"
    rb"|(?P<word>[A-Za-z'\"*]++)",
    re.DOTALL,
)
_INLINE_END = re.compile(rb"\sEI" + _END)


@dataclass(frozen=True, slots=True)
class Shown:
    """An image as it is painted."""

    page: int
    pixels: tuple[int, int]
    size: tuple[float, float]
    """In points."""

    @property
    def resolution(self) -> float:
        """Pixels in an inch, in the direction that has fewer."""
        return min(
            (
                pixels * 72 / points
                for pixels, points in zip(self.pixels, self.size, strict=True)
                if points > 0
            ),
            default=math.inf,
        )


class Painting:
    """What the pages of a document paint."""

    def __init__(self, pages: list[Any]) -> None:
        self._left = _READ
        self._times = _TIMES
        self._page = 0
        self.fonts: dict[Any, tuple[int, Any]] = {}
        """Object → first page and font."""
        self.images: dict[Any, Shown] = {}
        """Object → where it is coarsest."""
        self.pictures: dict[Any, Any] = {}
        """Object → image that can be painted."""
        self.has_transparency = False
        self._with_images: dict[Any, bool] = {}
        for self._page, page in enumerate(pages, 1):
            resources = inherited(page, "/Resources")
            self.has_transparency |= name(entry(page, "/Group", "/S")) == "Transparency"
            if self._look(resources, 0):
                unit = number(entry(page, "/UserUnit")) or 1.0
                self._paint(_contents(entry(page, "/Contents")), resources, (unit, 0, 0, unit, 0, 0), 0)

    @property
    def is_cut_short(self) -> bool:
        """Whether there was more than is read."""
        return self._left <= 0 or self._times <= 0

    def _look(self, resources: Any, depth: int) -> bool:
        """Note the fonts, and say whether there are images in what can be painted."""
        key = key_of(resources)
        if key != (0, 0) and key in self._with_images:
            return self._with_images[key]
        self._with_images[key] = False  # for what holds itself
        for _, font in items(entry(resources, "/Font")):
            self.fonts.setdefault(key_of(font) if key_of(font) != (0, 0) else id(font), (self._page, font))
        has_images = False
        for _, item in items(entry(resources, "/XObject")):
            kind = name(entry(item, "/Subtype"))
            if kind == "Image":
                has_images = True
                self.pictures.setdefault(key_of(item), item)
                self.has_transparency |= entry(item, "/SMask") is not None
            elif kind == "Form" and depth < _DEPTH:
                self.has_transparency |= name(entry(item, "/Group", "/S")) == "Transparency"
                has_images |= self._look(entry(item, "/Resources"), depth + 1)
        self._with_images[key] = has_images
        return has_images

    def _paint(self, streams: list[Any], resources: Any, place: Matrix, depth: int) -> None:
        painted = entry(resources, "/XObject")
        states: list[Matrix] = []
        for kind, value in self._instructions(streams):
            if kind == "q":
                states += [place] * (len(states) < _STATES)
            elif kind == "Q":
                place = states.pop() if states else place
            elif kind == "cm":
                place = _times(tuple(map(_decimal, value.split())), place)
            else:
                self._place(entry(painted, _key(value)), resources, place, depth)

    def _place(self, item: Any, resources: Any, place: Matrix, depth: int) -> None:
        kind = name(entry(item, "/Subtype"))
        if kind == "Image":
            pixels = (int(number(entry(item, "/Width"))), int(number(entry(item, "/Height"))))
            size = (math.hypot(place[0], place[1]), math.hypot(place[2], place[3]))
            shown = Shown(self._page, pixels, size)
            known = self.images.get(key_of(item))
            if known is None or shown.resolution < known.resolution:
                self.images[key_of(item)] = shown
        elif kind == "Form" and depth < _DEPTH and self._times > 0:
            self._times -= 1
            own = entry(item, "/Resources")
            moved = numbers(entry(item, "/Matrix"), 6) or _UNMOVED
            self._paint([item], resources if own is None else own, _times(moved, place), depth + 1)

    def _instructions(self, streams: list[Any]) -> Iterator[tuple[str, bytes]]:
        """Yield what moves and what paints, as long as there is room to read."""
        for stream in streams:
            data = _unpacked(stream) if self._left > 0 else b""
            self._left -= len(data)
            position = 0
            while found := _TOKEN.search(data, position):
                position = found.end()
                if found["do"]:
                    yield "Do", found["painted"]
                elif found["moved"]:
                    yield "cm", found["moved"]
                elif found["word"] in (b"q", b"Q"):
                    yield found["word"].decode(), b""
                elif found["word"] == b"BI":  # the bytes of an image, which may look like anything
                    end = _INLINE_END.search(data, position)
                    position = end.end() if end else len(data)


def _contents(value: Any) -> list[Any]:
    return [value] if isinstance(value, pikepdf.Stream) else array(value)


def _unpacked(stream: Any) -> bytes:
    """Return what a stream unpacks to; nothing where it is damaged, which qpdf notes."""
    if not isinstance(stream, pikepdf.Stream):
        return b""
    try:
        return stream.read_bytes()
    except BROKEN:
        return b""


def _key(written: bytes) -> str:
    """Return a name as it is looked up: `#20` is a space (ISO 32000-1, 7.3.5)."""
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes((int(code[1], 16),)), written)
    return f"/{plain.decode('utf-8', 'replace')}"


def _decimal(written: bytes) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0


def _times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does `first`, and `then` the other (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, x, y = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + x, e * q + f * s + y)
