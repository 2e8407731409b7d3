"""Pictures: what they really are, how large, and upright.

The content decides what a picture is, never its name. Nothing is decoded that claims more pixels than
`PIXEL_LIMIT`. The author's bytes stay as they are unless the picture has to be turned upright.
Drawings (SVG) are recognised here; what is in them is the reader's matter.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

PIXEL_LIMIT = 89_478_485
"""Pixels: more could fill a machine's memory; also what Pillow warns of."""
SVG_TYPE = "image/svg+xml"
SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    SVG_TYPE: ".svg",
}
"""The media types that articles may use → the file name's ending."""
_PILLOW = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/avif": "AVIF",
}
_ORIENTATION = 0x0112
THOROUGH = 1_000_000
"""Pixels: up to so many, a PNG is made as small as it can be."""


class InvalidImageError(ValueError):
    """It cannot be used as an image; its text completes the sentence "… cannot be used: "."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image ready for use."""

    media_type: str
    data: bytes
    width: int | None
    height: int | None
    removed: tuple[str, ...] = ()
    """What was taken out of it because it is not safe: of drawings only."""


def load(data: bytes) -> Picture:
    """Return the raster image that `data` holds, upright and checked; raises `InvalidImageError`."""
    media_type = sniff(data)
    if media_type == SVG_TYPE:
        raise InvalidImageError("it is a drawing, not a raster image")
    with opened(data, media_type) as image:
        _check(image, media_type)
    with opened(data, media_type) as image:
        if not _is_turned(image, data):
            return Picture(media_type, data, *image.size)
        from PIL import ImageOps

        upright = ImageOps.exif_transpose(image)
        media_type, data = encode(upright, lossless=media_type == "image/png")
        return Picture(media_type, data, *upright.size)


def _is_turned(image: Image, data: bytes) -> bool:
    """Say whether the camera asks for the image to be turned (Exif 3.0, tag Orientation)."""
    if image.format == "PNG" and b"eXIf" not in data:
        return False  # Pillow would unpack all of it to look
    return image.getexif().get(_ORIENTATION, 1) in range(2, 9)


def sniff(data: bytes) -> str:
    """Return the media type that the content of `data` shows; raises `InvalidImageError` for others."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")) and (b"<svg" in head or b"<\0s\0v\0g" in head):
        return SVG_TYPE
    raise InvalidImageError(f"it is {_guess(data)}, and not PNG, JPEG, GIF, WebP, AVIF or SVG")


def _guess(data: bytes) -> str:
    known = {
        b"BM": "a BMP image", b"II*\0": "a TIFF image", b"MM\0*": "a TIFF image", b"%PDF": "a PDF document",
        b"%!PS": "a PostScript document", b"PK\x03\x04": "a ZIP archive", b"8BPS": "a Photoshop document",
    }  # fmt: skip
    for start, name in known.items():
        if data.startswith(start):
            return name
    if data[4:8] == b"ftyp":
        return "a HEIC image or a video"
    if not data:
        return "empty"
    try:
        text = data[:512].decode("utf-8", "strict" if len(data) <= 512 else "ignore")
    except UnicodeDecodeError:
        return "of an unknown kind"
    if "\0" in text:
        return "of an unknown kind"
    return "an HTML page" if text.lstrip().lower().startswith(("<!doctype html", "<html")) else "text"


@contextmanager
def opened(data: bytes, media_type: str) -> Iterator[Image]:
    """Open a raster image, unpacking nothing yet.

    Whatever Pillow raises in the block comes out as `InvalidImageError`.
    """
    from PIL import Image

    with warnings.catch_warnings(), _whole_images_only():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=[_PILLOW[media_type]]) as image:
                _refuse_bomb(image)
                yield image
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
            raise InvalidImageError(
                f"it claims more than the {PIXEL_LIMIT // 10**6} megapixels allowed"
            ) from bomb
        except InvalidImageError:
            raise
        except (
            OSError,
            SyntaxError,
            ValueError,
            EOFError,
            IndexError,
            KeyError,
            TypeError,
            struct.error,
        ) as fault:
            raise InvalidImageError(f"its {_PILLOW[media_type]} data is damaged") from fault


@contextmanager
def _whole_images_only() -> Iterator[None]:
    """Let Pillow refuse files that break off: importing WeasyPrint tells it, for the process, not to."""
    from PIL import ImageFile

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _refuse_bomb(image: Image) -> None:
    if image.width * image.height > PIXEL_LIMIT:
        allowed = f"the {PIXEL_LIMIT // 10**6} megapixels allowed"
        raise InvalidImageError(f"it has {image.width} × {image.height} pixels, more than {allowed}")


def _check(image: Image, media_type: str) -> None:
    """Read the whole image, the cheapest way its format has, so that a damaged one is found here."""
    if media_type == "image/png":
        image.verify()  # each chunk's checksum, without unpacking
        return
    if media_type == "image/jpeg":
        image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
    image.load()


def encode(image: Image, *, lossless: bool) -> tuple[str, bytes]:
    """Return media type and bytes of `image` as PNG where `lossless` or translucent, else as JPEG."""
    see_through = image.has_transparency_data and _least_alpha(image) < 255
    profile = image.info.get("icc_profile")
    out = io.BytesIO()
    if lossless or see_through:
        picture = image.convert("RGBA") if see_through and image.mode not in ("RGBA", "LA") else image
        # The last tenth of a large one's bytes would cost seconds.
        small = image.width * image.height <= THOROUGH
        picture.save(out, format="PNG", optimize=small, icc_profile=profile)
        return "image/png", out.getvalue()
    picture = image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")
    # Not optimised: Pillow would fail on noise that takes more than a byte for a pixel.
    picture.save(out, format="JPEG", quality=92, subsampling=0, icc_profile=profile)
    return "image/jpeg", out.getvalue()


def _least_alpha(image: Image) -> int:
    least = image.convert("RGBA").getchannel("A").getextrema()[0]
    return least if isinstance(least, int) else 255
