"""Pictures as each edition can use them: no larger than it can show, in a format that it knows.

    for_screen    no wider than the widest figure on a screen of double density
    for_print     no larger than a page can show; sRGB, since the whole file is (ISO 19005-3, 6.2.4.3)
    for_readers   baseline JPEG or PNG in RGB, as large as a device and the sellers of e-books take

What fits already keeps its bytes, and so does what cannot be read: to report that is the reader's matter.
Same asset, same bytes.
"""

from __future__ import annotations

import dataclasses
import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from recto.article import Asset
from recto.diagnostics import Diagnostic, note
from recto.images import SUFFIXES, SVG_TYPE, InvalidImageError, encode, opened
from recto.writers._devices import Device

if TYPE_CHECKING:
    from PIL.Image import Image

SCREEN_WIDTH = 1920
"""Pixels: twice the 960 that the default theme gives its widest figure on the largest screen."""
PRINT_SIDE = 4000
"""Pixels of the longer side: 550 in an inch, if it is as long as the tallest figure on A4."""
_NEARLY = 0.9
"""A picture that is hardly larger than a screen with colours keeps its size."""
_SAVED_AS = {"image/png": "PNG", "image/jpeg": "JPEG"}


def for_screen(asset: Asset) -> Asset:
    """Return `asset` for the web page: scaled down if it is too wide and gets smaller by it."""
    if not asset.width or asset.width <= SCREEN_WIDTH or asset.media_type == SVG_TYPE:
        return asset
    try:
        with opened(asset.data, asset.media_type) as image:
            if _moves(image):
                return asset
            scaled = _made_anew(asset, image, SCREEN_WIDTH / image.width)
    except InvalidImageError:
        return asset
    return scaled if len(scaled.data) < len(asset.data) else asset


def for_print(asset: Asset) -> Asset:
    """Return `asset` as the PDF can hold it."""
    return _fitted(asset)


def for_readers(asset: Asset, device: Device) -> Asset:
    """Return `asset` as `device` shows it."""
    if asset.width and asset.height and device.scale((asset.width, asset.height)) >= _NEARLY:
        device = dataclasses.replace(device, screen=None)  # scaling would only soften it
    made = _fitted(asset, device)
    if made.media_type != "image/png" or len(made.data) <= device.picture_bytes:
        return made
    try:  # A photograph; a drawing would have to be huge.
        with opened(made.data, made.media_type) as image:
            return _with(made, *encode(plain(image, scaled=False), lossless=False))
    except InvalidImageError:
        return made


def print_size(asset: Asset) -> tuple[int, int]:
    """Return the size in pixels of what `for_print` makes of `asset`, without making it."""
    width, height = asset.width or 0, asset.height or 0
    if asset.media_type == SVG_TYPE or max(width, height) <= PRINT_SIDE:
        return width, height
    return scaled_size((width, height), PRINT_SIDE / max(width, height))


def is_moving(asset: Asset) -> bool:
    """Say whether the picture has more than one frame."""
    if asset.media_type in (SVG_TYPE, "image/jpeg"):
        return False
    try:
        with opened(asset.data, asset.media_type) as image:
            return _moves(image)
    except InvalidImageError:
        return False


def stands_still(asset: Asset, *, file: str) -> Diagnostic:
    """Say that only the first frame of `asset` is shown; the same words whichever edition shows it."""
    return note(
        "image-still",
        f"The image {asset.address or asset.name!r} moves on the web page only: print and the e-book show "
        "its first frame.",
        file=file,
        line=asset.line,
    )


def _moves(image: Image) -> bool:
    return bool(getattr(image, "is_animated", False))


def _fitted(asset: Asset, device: Device | None = None) -> Asset:
    """Return `asset` for a device, or for print."""
    if asset.media_type not in SUFFIXES or asset.media_type == SVG_TYPE:
        return asset
    try:
        with opened(asset.data, asset.media_type) as image:
            largest = device.scale(image.size) if device else PRINT_SIDE / max(image.size)
            known = asset.media_type in _SAVED_AS and image.mode != "CMYK" and not _is_deep(asset)
            if largest < 1 or not known or _moves(image):
                return _made_anew(asset, image, min(largest, 1.0))
            if device and image.info.get("progressive"):
                return _with(asset, "image/jpeg", _as_baseline(image))
    except InvalidImageError:
        pass
    return asset


def _is_deep(asset: Asset) -> bool:
    """Say whether a PNG has 16 bits for a channel (PNG, third edition, 11.2.1): neither edition's matter."""
    return asset.media_type == "image/png" and asset.data[24:25] == b"\x10"


def _as_baseline(image: Image) -> bytes:
    """Write a progressive JPEG as a sequential one, with the tables it has: next to nothing is lost."""
    out = io.BytesIO()
    profile = image.info.get("icc_profile")
    image.save(out, format="JPEG", quality="keep", icc_profile=profile)
    return out.getvalue()


def _made_anew(asset: Asset, image: Image, scale: float) -> Asset:
    """Return the first frame of `asset`, scaled, as JPEG or PNG."""
    size = scaled_size(image.size, scale)
    lossless = asset.media_type in ("image/png", "image/gif")
    if asset.media_type == "image/jpeg" and scale < 1:
        image.draft(None, size)  # unpacks an eighth of a large one
    return _with(asset, *encode(resized(plain(image, scaled=scale < 1), size), lossless=lossless))


def scaled_size(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """Return `size` scaled down, but not to nothing."""
    # Cut off, not rounded: a limit is kept.
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _with(asset: Asset, media_type: str, data: bytes) -> Asset:
    with opened(data, media_type) as made:
        width, height = made.size
    name = str(PurePosixPath(asset.name).with_suffix(SUFFIXES[media_type]))
    return dataclasses.replace(asset, name=name, media_type=media_type, data=data, width=width, height=height)


def resized(image: Image, size: tuple[int, int]) -> Image:
    """Return `image` scaled to `size`."""
    if image.size == size:
        return image
    from PIL.Image import Resampling

    resized = image.resize(size, Resampling.LANCZOS, reducing_gap=3.0)
    resized.info = image.info
    return resized


def plain(image: Image, *, scaled: bool) -> Image:
    """Return `image` in eight bits of grey or RGB, and not as a palette if it is to be scaled."""
    if image.mode == "CMYK":
        return _in_screen_colours(image)
    if image.mode.startswith("I"):
        grey = image.convert("I").point(lambda level: level / 257)  # Pillow would cut the levels off
        grey = grey.convert("L")
        grey.info = {}
        return grey
    if scaled and image.mode not in ("L", "LA", "RGB", "RGBA"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _in_screen_colours(image: Image) -> Image:
    """Turn a picture for the printing press, in cyan, magenta, yellow and black, into one for the screen."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    converted = None
    if profile:
        try:
            screen = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, io.BytesIO(profile), screen, outputMode="RGB")
        except ImageCms.PyCMSError:  # a profile that is none
            pass
    converted = converted or image.convert("RGB")
    converted.info.pop("icc_profile", None)
    return converted
