"""Images in print: made printable once, set at the size that the author gave, looked at as they came out.

A picture is set at its own size, a pixel being a 96th of an inch as on the web, at the author's
`width` if there is one, and never wider than the measure or higher than three fifths of the page. At
how many pixels an inch that prints it is known after layout only, from the boxes that were painted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from recto import markup
from recto.article import Asset
from recto.diagnostics import Diagnostic, note
from recto.images import SVG_TYPE
from recto.writers._pictures import for_print, is_moving, print_size, stands_still

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ASSET = "recto:asset/"
"""How the addresses of the article's images begin on the printed page."""
LEAST_RESOLUTION = 150
"""Pixels in an inch: with fewer, a picture looks soft at reading distance; presses ask for 300."""
_PIXELS_OF_AN_INCH = 96
_NOTICED = 96.0
"""CSS pixels of the longer side: what is printed smaller than an inch shows no softness."""


class Picture(NamedTuple):
    """An image as it was painted."""

    source: str
    width: float
    """In CSS pixels."""
    height: float
    line: int | None = None
    """Of the source, where it stands."""
    page: int = 1


class Printables(Mapping[str, Asset]):
    """The article's assets as the PDF can hold them, each made when it is first asked for, and kept."""

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        self._assets = assets
        self._made: dict[str, Asset] = {}

    def __getitem__(self, name: str) -> Asset:
        if name not in self._made:
            self._made[name] = for_print(self._assets[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._assets)

    def __len__(self) -> int:
        return len(self._assets)


def set_images(body: Element, assets: Mapping[str, Asset]) -> None:
    """Lead the images of `body` to their files, and give them the size that the author wants."""
    for image in markup.elements(body, "img"):
        asset = assets.get(image.get("src", ""))
        if asset is None:
            continue
        image.set("src", ASSET + quote(asset.name))
        wanted = int(image.get("width", "")) if image.get("width", "").isdecimal() else 0
        pixels = print_size(asset)[0]
        if not wanted or not pixels:
            continue
        if asset.media_type == SVG_TYPE:  # which may have no size of its own
            image.set("style", f"width: {wanted}px")
        elif wanted != pixels:
            # Not as a width: where width and height are the layout's, no limit of them bends the picture.
            image.set("style", f"image-resolution: {pixels / wanted:.4f}dppx")


def looked_at(pictures: Iterable[Picture], assets: Mapping[str, Asset], *, file: str) -> Iterator[Diagnostic]:
    """Yield what is to be said of the printed `pictures`, of each file once."""
    widest: dict[str, Picture] = {}
    for picture in pictures:
        name = unquote(picture.source.removeprefix(ASSET))
        if name in assets and (name not in widest or picture.width > widest[name].width):
            widest[name] = picture
    for name, picture in widest.items():
        asset = assets[name]
        if is_moving(asset):
            yield stands_still(asset, file=file)
        if asset.media_type == SVG_TYPE or not asset.width or picture.width <= 0:
            continue
        resolution = asset.width / picture.width * _PIXELS_OF_AN_INCH
        if round(resolution) < LEAST_RESOLUTION and max(picture.width, picture.height) >= _NOTICED:
            yield _too_coarse(asset, picture, round(resolution), file=file)


def _too_coarse(asset: Asset, picture: Picture, resolution: int, *, file: str) -> Diagnostic:
    millimetres = picture.width / _PIXELS_OF_AN_INCH * 25.4
    wanted = round(picture.width / _PIXELS_OF_AN_INCH * LEAST_RESOLUTION)
    return note(
        "image-resolution",
        f"The image {asset.address or asset.name!r} has {resolution} pixels an inch where it is printed "
        f"{millimetres:.0f} mm wide on page {picture.page}; {LEAST_RESOLUTION} is the least that is sharp.",
        file=file,
        line=picture.line or asset.line,
        hint=f"Use one that is {wanted} pixels wide, or a drawing (SVG).",
    )
