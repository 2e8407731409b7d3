"""The devices that an e-book may be made for, and what each of them changes in it: one table.

Screens are those of a maker's large readers in grey (so that few have to enlarge), as comic converters list
them: ciromattia/kcc, image.py, ProfileData. The other figures are the makers' own, named beside each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

DeviceName = Literal["generic", "kindle", "kobo", "apple", "remarkable"]
MEGABYTE = 2**20
_GREYS = 16
"""What screens of ink show."""


@dataclass(frozen=True, slots=True)
class Device:
    """What one kind of reader shows, and what its maker takes."""

    name: str
    screen: tuple[int, int] | None = None
    """Pixels, upright: pictures are scaled down to it. None: they stay as large as the shops take them."""
    greys: int | None = None
    """The levels that its screen shows; None where it has colours."""
    picture_pixels: int = 5_600_000
    """The most that a picture may have: Apple Books Asset Guide, "Images"; no other shop is stricter."""
    picture_bytes: int = 5 * MEGABYTE
    """The most that a picture may weigh: Kindle Publishing Guidelines, from 2014.1; kobolabs/epub-spec,
    "Limitations and Maximums"."""
    book_bytes: int = 200 * MEGABYTE
    """The most that a book may weigh: what Send to Kindle takes on the web (amazon.com/sendtokindle)."""
    woff2: bool = True
    """Whether fonts are packed as WOFF2, which EPUB 3.3's reading systems know; else as TrueType."""

    def scale(self, size: tuple[int, int]) -> float:
        """Return by what `size` is scaled to be as large as the screen, held either way, and shops allow."""
        scales = [(self.picture_pixels / size[0] / size[1]) ** 0.5]
        if self.screen:
            scales += [max(self.screen) / max(size), min(self.screen) / min(size)]
        return float(min(scales))


_DEVICES = (
    Device("generic"),
    # Amazon makes pictures for each of a reader's devices, some of which have colours, from what it is sent.
    # Of fonts, its guidelines name OpenType and TrueType only.
    Device("kindle", screen=(1860, 2480), woff2=False),
    # Kobo names TTF, OTF and WOFF 1 only (kobolabs/epub-spec, "Supported Fonts"), and 1 GB a book.
    Device("kobo", screen=(1440, 1920), greys=_GREYS, book_bytes=1024 * MEGABYTE, woff2=False),
    # 2 GB: Apple Books Asset Guide, "Audio and Video Overview".
    Device("apple", book_bytes=2048 * MEGABYTE),
    Device("remarkable", screen=(1404, 1872), greys=_GREYS, woff2=False),
)
DEVICES = MappingProxyType({device.name: device for device in _DEVICES})
"""Name → device."""


def device_for(name: str, *, images: str = "auto") -> Device:
    """Return the device `name`, its screen taken to be in `colour` or `grey` unless that is `auto`."""
    device = DEVICES[name]
    if images == "auto":
        return device
    return replace(device, greys=None if images == "colour" else device.greys or _GREYS)
