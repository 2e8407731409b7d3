"""The encoder for pictures in sixteen colours."""

from __future__ import annotations

import io

from PIL import Image

from recto.writers._indexed_png import png

PALETTE = bytes(range(48))


def test_a_png_holds_the_pixels_and_the_palette() -> None:
    """As Pillow, which checks the sums of all chunks, reads them."""
    places = bytes((x * y + y) % 16 for y in range(5) for x in range(12))
    read = Image.open(io.BytesIO(png(Image.frombytes("P", (12, 5), places), PALETTE)))

    assert (read.mode, read.size) == ("P", (12, 5))
    assert read.tobytes() == places
    assert bytes(read.getpalette() or [])[:48] == PALETTE


def test_the_same_picture_has_the_same_bytes() -> None:
    """Nothing but the picture is in them."""
    image = Image.new("P", (640, 480), 7)

    assert png(image, PALETTE) == png(image.copy(), PALETTE)
    assert len(png(image, PALETTE)) < 2000
