"""What the head of an image says, without unpacking it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from recto.images import SVG_TYPE, InvalidImageError, opened, sniff

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of an image."""

    media_type: str = ""
    """As its content shows it."""
    width: int = 0
    height: int = 0
    is_cmyk: bool = False
    is_progressive: bool = False
    fault: str = ""
    """Why it cannot be read; completes the sentence "It cannot be shown: "."""


def look_at(data: bytes) -> Look:
    """Return what the head of `data` says."""
    try:
        media_type = sniff(data)
        if media_type == SVG_TYPE:
            return Look(media_type)
        with opened(data, media_type) as image:
            return _seen(media_type, image)
    except InvalidImageError as fault:
        return Look(fault=str(fault))


def _seen(media_type: str, image: Image) -> Look:
    return Look(media_type, *image.size, image.mode == "CMYK", bool(image.info.get("progressive")))
