"""Pictures for screens of ink, which show a few greys: made there what a device would make badly.

    upright (reader) ▶ on white ▶ grey ▶ scaled to the screen ▶ sharpened ▶ the screen's greys ▶ PNG or JPEG

Photographs get their greys by error diffusion, so that skies have no steps; drawings and screenshots the
nearest ones, so that letters have no specks. Same picture, same bytes. SVG is left to the device.
"""

from __future__ import annotations

import dataclasses
import io
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from recto.article import Asset
from recto.images import SUFFIXES, SVG_TYPE, THOROUGH, InvalidImageError, opened
from recto.writers._devices import Device
from recto.writers._pictures import plain, resized, scaled_size

if TYPE_CHECKING:
    from PIL.Image import Image

_FLAT_COLOURS, _FLAT_SHARE = 8, 0.7
"""A picture without loss is a drawing or a screenshot if so few colours fill so much of it."""
_QUALITY = 75
"""Of a JPEG: one pixel in six is a step off its grey, which nobody sees; at 85, a PNG is always smaller."""


def in_greys(asset: Asset, device: Device) -> Asset:
    """Return `asset` in the greys of `device`, as large as its screen; unchanged if that shows colours."""
    if device.greys is None or asset.media_type == SVG_TYPE or asset.media_type not in SUFFIXES:
        return asset
    try:
        with opened(asset.data, asset.media_type) as image:
            size = scaled_size(image.size, min(1.0, device.scale(image.size)))
            if asset.media_type == "image/jpeg":
                image.draft(None, size)
            whole = plain(image, scaled=True)
            is_drawn = asset.media_type != "image/jpeg" and _is_drawn(whole)
            made = _sharpened(resized(_grey(whole), size))
    except InvalidImageError:  # reported when it was read
        return asset
    media_type, data = _smaller(
        _levelled(made, device.greys, diffused=not is_drawn), device.greys, lossless=is_drawn
    )
    name = str(PurePosixPath(asset.name).with_suffix(SUFFIXES[media_type]))
    return dataclasses.replace(
        asset, name=name, media_type=media_type, data=data, width=made.width, height=made.height
    )


def _is_drawn(image: Image) -> bool:
    found = image.getcolors(2**16)
    most = sorted((count for count, _ in found or ()), reverse=True)[:_FLAT_COLOURS]
    return sum(most) >= _FLAT_SHARE * image.width * image.height


def _grey(image: Image) -> Image:
    """Return the picture in 256 greys, what shows through it white."""
    from PIL import Image as Images

    if not image.has_transparency_data:
        return image.convert("L")
    coloured = image.convert("RGBA")
    ground = Images.new("RGBA", coloured.size, "white")
    return Images.alpha_composite(ground, coloured).convert("L")


def _sharpened(image: Image) -> Image:
    """Give edges back what scaling and ink take from them."""
    from PIL import ImageFilter

    return image.filter(ImageFilter.UnsharpMask(radius=1, percent=60, threshold=2))


def _levelled(image: Image, levels: int, *, diffused: bool) -> Image:
    from PIL.Image import Dither

    # From RGB: Pillow would take the greys of "L" for numbers in the palette.
    way = Dither.FLOYDSTEINBERG if diffused else Dither.NONE
    return image.convert("RGB").quantize(palette=_palette(levels), dither=way)


@cache
def _palette(levels: int) -> Image:
    from PIL import Image as Images

    palette = Images.new("P", (1, 1))
    palette.putpalette([round(at * 255 / (levels - 1)) for at in range(levels) for _ in "RGB"])
    return palette


def _smaller(image: Image, levels: int, *, lossless: bool) -> tuple[str, bytes]:
    """Return media type and bytes of the picture as PNG, or as baseline JPEG where that is smaller."""
    png, jpeg = io.BytesIO(), io.BytesIO()
    small = image.width * image.height <= THOROUGH
    image.save(png, format="PNG", bits=(levels - 1).bit_length(), optimize=small)
    if not lossless:
        image.convert("L").save(jpeg, format="JPEG", quality=_QUALITY)
    if lossless or len(png.getvalue()) <= len(jpeg.getvalue()):
        return "image/png", png.getvalue()
    return "image/jpeg", jpeg.getvalue()
