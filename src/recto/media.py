"""Video and audio: which files are such, whether they are what their names say, how large a video is.

The name decides what a reference means, before anything is read; the content has to bear it out. Nothing
is decoded: of a video's header, only the size of its picture is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

TYPES = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
}
"""The file name's ending → media type."""
_BEGINNINGS = {
    "mp4": re.compile(rb".{4}ftyp", re.DOTALL),
    "webm": re.compile(rb"\x1a\x45\xdf\xa3"),
    "ogg": re.compile(rb"OggS"),
    "mpeg": re.compile(rb"ID3|\xff[\xe0-\xff]"),
    "wav": re.compile(rb"RIFF.{4}WAVE", re.DOTALL),
    "flac": re.compile(rb"fLaC"),
}
"""The second half of the media type → how such a file begins."""
# A video track's PixelWidth and PixelHeight (Matroska, RFC 9559, 5.1.4.1.28.6), in one or two bytes each.
_WEBM_SIZE = re.compile(rb"\xb0(?:\x81(.)|\x82(..))\xba(?:\x81(.)|\x82(..))", re.DOTALL)
_WEBM_HEAD = 65_536
_LARGEST = 16_384


def type_of(address: str) -> str | None:
    """Return the media type that the path `address` names, None if it is neither video nor audio."""
    return TYPES.get(PurePosixPath(address).suffix.lower())


def is_what_it_says(data: bytes, media_type: str) -> bool:
    """Say whether `data` begins as a file of `media_type` does."""
    return _BEGINNINGS[media_type.partition("/")[2]].match(data) is not None


def size_of(data: bytes, media_type: str) -> tuple[int, int] | None:
    """Return width and height of a video in pixels, as it is to be shown; None if the header hides them."""
    size = None
    if media_type == "video/mp4":
        size = next((found for track in _tracks(data) if (found := _size_of_track(track))), None)
    elif media_type == "video/webm" and (match := _WEBM_SIZE.search(data, 0, _WEBM_HEAD)):
        width, height = match[1] or match[2], match[3] or match[4]
        size = int.from_bytes(width, "big"), int.from_bytes(height, "big")
    return size if size and all(0 < side <= _LARGEST for side in size) else None


def _tracks(data: bytes) -> Iterator[memoryview]:
    for movie in _boxes(memoryview(data), b"moov"):
        for track in _boxes(movie, b"trak"):
            yield from _boxes(track, b"tkhd")


def _boxes(data: memoryview, name: bytes) -> Iterator[memoryview]:
    """Yield what the boxes `name` directly in `data` hold (ISO 14496-12, 4.2)."""
    position = 0
    while position + 8 <= len(data):
        length, head = int.from_bytes(data[position : position + 4], "big"), 8
        if length == 1:
            length, head = int.from_bytes(data[position + 8 : position + 16], "big"), 16
        elif length == 0:
            length = len(data) - position
        if length < head:
            return
        if data[position + 4 : position + 8] == name:
            yield data[position + head : position + length]
        position += length


def _size_of_track(header: memoryview) -> tuple[int, int] | None:
    """Return what a track header (ISO 14496-12, 8.3.2) says of the picture, None for one without."""
    matrix = 52 if header[0] == 1 else 40
    if len(header) < matrix + 44:
        return None
    width, height = (int.from_bytes(header[at : at + 2], "big") for at in (matrix + 36, matrix + 40))
    if not width or not height:
        return None
    # A telephone held upright: the picture is turned by a quarter.
    is_turned = not any(header[matrix : matrix + 4])
    return (height, width) if is_turned else (width, height)
