"""Raster images: sniffed, upright, checked, and made baseline."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from recto.images import InvalidImageError, load, sniff


def encoded(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (image or Image.new("RGB", (6, 4), "blue")).save(out, format=kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_good_images_keep_their_bytes(kind: str) -> None:
    """Nothing is encoded anew that need not be."""
    data = encoded(kind)
    picture = load(data)

    assert picture.data == data
    assert (picture.media_type, picture.width, picture.height) == (f"image/{kind.lower()}", 6, 4)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_orientation_is_applied_and_removed(kind: str) -> None:
    """A turned photograph stands upright, in every program that shows it."""
    image = Image.new("RGB", (6, 4), "white")
    image.paste("black", (0, 0, 3, 4))
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = load(encoded(kind, image, exif=exif.tobytes()))
    upright = Image.open(io.BytesIO(picture.data))

    assert (picture.width, picture.height) == upright.size == (4, 6)
    assert upright.getexif().get(0x0112, 1) == 1
    assert max(upright.convert("L").crop((0, 0, 4, 2)).tobytes()) < 60  # the dark half is on top now


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"hello world", "text"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"", "empty"),
        (b"II*\0....", "TIFF"),
        (b"%PDF-1.7", "PDF"),
        (b"\0\1\2\3\4", "unknown"),
        (b"\0\0\0\x20ftypheic", "HEIC"),
    ],
)
def test_other_contents_are_named(data: bytes, said: str) -> None:
    """The author learns what the file really is."""
    with pytest.raises(InvalidImageError, match=said):
        sniff(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_damaged_images_are_refused(kind: str) -> None:
    """A file that breaks off is found here, and not by a reader of the book."""
    image = Image.effect_noise((64, 64), 80).convert("RGB")
    data = encoded(kind, image)

    with pytest.raises(InvalidImageError):
        load(data[: len(data) // 2])


def test_bomb_is_refused_unopened() -> None:
    """An image that claims 10,000 megapixels is not unpacked."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))

    with pytest.raises(InvalidImageError, match="megapixels"):
        load(data + struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND")))


def test_damage_is_found_whatever_else_the_process_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing WeasyPrint makes Pillow lenient; the second article is read as strictly as the first."""
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    data = encoded("JPEG", Image.effect_noise((64, 64), 80).convert("RGB"))

    with pytest.raises(InvalidImageError):
        load(data[: len(data) // 2])
