"""What the e-book lets one choose."""

from __future__ import annotations

from typing import Literal

import msgspec

from recto.writers._devices import DeviceName

Split = Literal["auto", "never", "always"]


class EpubOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the e-book lets one choose."""

    split: Split = "auto"
    """Whether each section is a document of its own; `auto`: in articles of more than 3,000 words."""
    cover: bool = True
    """A cover: the article's own image, else one made from its title."""
    fonts: bool = True
    """Carry the theme's fonts inside the book; without them it is set in what the reader has."""
    device: DeviceName = "generic"
    """What it is made for: images, fonts and limits, as `_devices` lists them."""
    images: Literal["auto", "colour", "grey"] = "auto"
    """Images keep their colours, or get the greys of e-ink; auto: as most models of the device."""
