"""Rules about the archive: what byte readers look at first, and whether all that should be in it is."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from recto.writers._devices import Device
from recto.writers._epub.preflight.book import Book
from recto.writers._epub.preflight.rule import ERROR, EVERYWHERE, WARNING, Found, rule

_PLAIN_NAME = re.compile(r"[A-Za-z0-9._/-]+")


@rule("epub-mimetype", ERROR, *EVERYWHERE)
def mimetype(book: Book, _device: Device) -> Iterator[Found]:
    """The first file is `mimetype`, stored, and holds 20 ASCII characters.

    EPUB 3.3, "OCF ZIP container media type identification".
    """
    first = min(book.archive.infolist(), key=lambda info: info.header_offset)
    stored = first.compress_type == zipfile.ZIP_STORED and not first.extra
    if first.filename != "mimetype" or not stored or book.data("mimetype") != b"application/epub+zip":
        yield Found(
            "The archive does not begin with an uncompressed file `mimetype` that says application/epub+zip.",
            hint="Pack that file first, stored, then the others.",
        )


@rule("epub-xml-broken", ERROR, *EVERYWHERE)
def well_formed(book: Book, _device: Device) -> Iterator[Found]:
    """Pages are XML, and readers show an error for one that is not (EPUB 3.3, "XHTML")."""
    for path, fault in book.faults.items():
        if not fault.is_comment:
            yield Found(f"It is not well-formed XML: {fault.message}.", path, fault.line)


@rule("epub-comment-hyphens", ERROR, *EVERYWHERE)
def no_hyphens_in_comments(book: Book, _device: Device) -> Iterator[Found]:
    """A comment with `--` in it is no XML; Send to Kindle refuses the book with E999.

    harvard-edge/cs249r_book#1052, abuseofnotation/category-theory-illustrated#62.
    """
    for path, fault in book.faults.items():
        if fault.is_comment:
            yield Found(
                "A comment has two hyphens in it, which XML forbids.",
                path,
                fault.line,
                hint="Take comments out.",
            )


@rule("epub-file-missing", ERROR, *EVERYWHERE)
def manifest_is_kept(book: Book, _device: Device) -> Iterator[Found]:
    """What the manifest lists is in the archive (EPUB 3.3, "The manifest element"; EPUBCheck RSC-001)."""
    for item in book.items:
        if item.path not in book.sizes:
            yield Found(
                f"The manifest lists {item.path!r}, which is not in the book.", book.package_path, item.line
            )


@rule("epub-file-name", WARNING, "kobo", "generic")
def plain_names(book: Book, _device: Device) -> Iterator[Found]:
    """Files have names of plain letters and digits: Kobo may not find others (kobolabs/epub-spec, "OPF")."""
    for item in book.items:
        if not _PLAIN_NAME.fullmatch(item.path):
            yield Found(
                f"The file name {item.path!r} has signs that Kobo's readers may stumble over.",
                book.package_path,
                item.line,
                hint="Letters from a to z, digits, full stops and hyphens are safe.",
            )


RULES = (mimetype, well_formed, no_hyphens_in_comments, manifest_is_kept, plain_names)
