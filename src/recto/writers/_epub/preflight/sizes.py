"""Rules about how large a book may be, and a part of it."""

from __future__ import annotations

from collections.abc import Iterator

from recto.writers._devices import MEGABYTE, Device
from recto.writers._epub.preflight.book import Book, find, resolved
from recto.writers._epub.preflight.rule import ERROR, EVERYWHERE, WARNING, Found, rule

_MAIL = 50 * MEGABYTE
_CHAPTER = 10 * MEGABYTE


@rule("epub-size", ERROR, *EVERYWHERE)
def is_taken(book: Book, device: Device) -> Iterator[Found]:
    """A book is no larger than what the shop takes.

    Send to Kindle 200 MB (amazon.com/sendtokindle); Kobo 1 GB (kobolabs/epub-spec, "Limitations and
    Maximums"); Apple 2 GB (Asset Guide, "Audio and Video Overview").
    """
    if book.size > device.book_bytes:
        yield Found(
            f"The book weighs {book.size / MEGABYTE:.0f} MB, more than the "
            f"{device.book_bytes // MEGABYTE} MB that are taken."
        )


@rule("epub-size-mail", WARNING, "kindle")
def goes_by_mail(book: Book, device: Device) -> Iterator[Found]:
    """Send to Kindle takes 50 MB by mail (amazon.co.uk/gp/help, "Using Your Send to Kindle Email Address").

    Between 50 and 200 MB the web page has failed too: input-output-hk/mastering-cardano#47.
    """
    if _MAIL < book.size <= device.book_bytes:
        yield Found(f"The book weighs {book.size / MEGABYTE:.0f} MB; Send to Kindle takes 50 MB by mail.")


@rule("epub-page-size", WARNING, "kobo", "generic")
def chapters_are_light(book: Book, _device: Device) -> Iterator[Found]:
    """A page and its images weigh at most 10 MB (kobolabs/epub-spec, "Limitations and Maximums")."""
    for path, tree in book.pages():
        shown = {
            place[0]
            for image in find(tree, "//h:img[@src]")
            if (place := resolved(path, image.get("src", "")))
        }
        weight = book.sizes[path] + sum(book.sizes.get(name, 0) for name in shown)
        if weight > _CHAPTER:
            yield Found(
                f"With its images it weighs {weight / MEGABYTE:.0f} MB: e-readers take long to open it.",
                path,
                hint="Split it, or take smaller images.",
            )


RULES = (is_taken, goes_by_mail, chapters_are_light)
