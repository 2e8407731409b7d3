"""Rules about images: formats that are shown, limits that are kept, and what takes seconds on e-ink."""

from __future__ import annotations

from collections.abc import Iterator

from recto.images import SVG_TYPE
from recto.writers._devices import Device
from recto.writers._epub.preflight.book import Book
from recto.writers._epub.preflight.rule import E_INK, ERROR, EVERYWHERE, WARNING, Found, rule

_SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", SVG_TYPE})
_SLOW_PIXELS = 2048 * 1536
"""The most that an open reader's decoder takes: crosspoint-reader/crosspoint-reader#992."""


@rule("epub-image-unreadable", ERROR, *EVERYWHERE)
def is_an_image(book: Book, _device: Device) -> Iterator[Found]:
    """An image can be read (EPUBCheck PKG-021)."""
    for item, look in book.looks():
        if look.fault:
            yield Found(f"It cannot be shown: {look.fault}.", item.path)


@rule("epub-image-type", ERROR, *EVERYWHERE)
def is_what_it_says(book: Book, _device: Device) -> Iterator[Found]:
    """An image is of the type that the manifest says (EPUBCheck OPF-029)."""
    for item, look in book.looks():
        if look.media_type and look.media_type != item.media_type.replace("image/jpg", "image/jpeg"):
            yield Found(f"The manifest says {item.media_type}, and it is {look.media_type}.", item.path)


@rule("epub-image-format", ERROR, *E_INK, "generic")
def is_shown(book: Book, _device: Device) -> Iterator[Found]:
    """Images are JPEG, PNG, GIF or SVG: Kindle shows a question mark for WebP, other readers nothing.

    nikhil1raghav/kindle-send#27, openzim/gutenberg#421.
    """
    for item, look in book.looks():
        if not look.fault and look.media_type not in _SHOWN:
            yield Found(
                f"It is {look.media_type}, which most e-readers do not show.",
                item.path,
                hint="Take JPEG or PNG.",
            )


@rule("epub-image-cmyk", ERROR, "apple", "kobo", "generic")
def is_for_screens(book: Book, _device: Device) -> Iterator[Found]:
    """Images are in RGB, not in colours of ink (Apple Books Asset Guide, "Images"; kobolabs/epub-spec)."""
    for item, look in book.looks():
        if look.is_cmyk:
            yield Found("It is in CMYK, for printing presses; shops refuse it.", item.path, hint="Take RGB.")


@rule("epub-image-pixels", ERROR, "apple", "generic")
def has_not_too_many_pixels(book: Book, device: Device) -> Iterator[Found]:
    """An image has at most 5.6 million pixels (Apple Books Asset Guide, "Images")."""
    for item, look in book.looks():
        if look.width * look.height > device.picture_pixels:
            yield Found(
                f"It has {look.width} × {look.height} pixels, more than the "
                f"{device.picture_pixels / 1e6:g} million that Apple Books takes.",
                item.path,
            )


@rule("epub-image-bytes", ERROR, "kindle", "kobo", "generic")
def weighs_not_too_much(book: Book, device: Device) -> Iterator[Found]:
    """An image weighs at most 5 MB (Kindle Publishing Guidelines, from 2014.1; kobolabs/epub-spec).

    The 127 KB of older guidelines is no limit any more, only where Kindle once began to compress.
    """
    for item in book.pictures():
        if book.sizes[item.path] > device.picture_bytes:
            yield Found(
                f"It weighs {book.sizes[item.path] / 2**20:.1f} MB, more than the "
                f"{device.picture_bytes >> 20} MB that shops take.",
                item.path,
            )


@rule("epub-image-progressive", WARNING, *E_INK, "generic")
def is_sequential(book: Book, _device: Device) -> Iterator[Found]:
    """A JPEG is baseline: some readers show a progressive one as noise or not at all.

    crosspoint-reader/crosspoint-reader#1224, uxjulia/CrossInk#288.
    """
    for item, look in book.looks():
        if look.is_progressive and look.media_type == "image/jpeg":
            yield Found(
                "It is a progressive JPEG, which some e-readers do not show.",
                item.path,
                hint="Save it as baseline.",
            )


@rule("epub-image-slow", WARNING, "kobo", "remarkable")
def is_quick(book: Book, _device: Device) -> Iterator[Found]:
    """An image is no larger than what an e-reader unpacks at once: a page has taken 7 seconds, a cover 59.

    crosspoint-reader/crosspoint-reader#1224; the limit of 2048 × 1536 is #992's. Amazon makes Kindle's anew.
    """
    for item, look in book.looks():
        if look.width * look.height > _SLOW_PIXELS and look.media_type == "image/png":
            yield Found(
                f"It is a PNG of {look.width} × {look.height} pixels, which e-readers take seconds to show.",
                item.path,
            )


@rule("epub-cover-format", WARNING, "kobo", "apple", "generic")
def cover_is_a_photograph(book: Book, _device: Device) -> Iterator[Found]:
    """A cover is JPEG or PNG: Kobo makes no thumbnail of a GIF (kobolabs/epub-spec, "Cover Images")."""
    cover = book.cover
    if cover is not None and cover.media_type not in ("image/jpeg", "image/jpg", "image/png"):
        yield Found(f"The cover is {cover.media_type}, of which libraries make no thumbnail.", cover.path)


RULES = (
    is_an_image,
    is_what_it_says,
    is_shown,
    is_for_screens,
    has_not_too_many_pixels,
    weighs_not_too_much,
    is_sequential,
    is_quick,
    cover_is_a_photograph,
)
