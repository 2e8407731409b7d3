"""The EPUB container: finished files in, one archive out. EbookLib is boxed in here.

EbookLib only packs: documents, nav and NCX reach it as bytes that it does not open. It would date
every entry with the current time, so it is handed an archive that gives them one date: the mimetype
first and stored (OCF 3.3, 4.2), the other entries in the package's order. Same package, same bytes, as
long as zlib is the same: another zlib (zlib-ng, say) may deflate to other bytes with the same content.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from recto.article import EARLIEST

FOLDER = "EPUB"
"""Where everything but the mimetype and the container's own file stands."""
PUBLICATION = "publication"
"""The id of the element with the publication's own identifier."""
NCX_ID = "ncx"
"""The id that the spine names the NCX by: EbookLib writes it whether there is one or not."""
_PACKED_ALREADY = frozenset({".gif", ".jpeg", ".jpg", ".png", ".webp", ".woff2"})
_LEVEL = 6
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the publication."""

    id: str
    href: str
    """Relative to the package document; ASCII."""
    media_type: str
    data: bytes = field(repr=False)
    properties: tuple[str, ...] = ()
    in_spine: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One element of the package's metadata: a Dublin Core term, or `meta`."""

    name: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Package:
    """A whole publication."""

    identifier: str
    lang: str
    direction: str
    modified: datetime
    """In UTC; what is before 1980 counts as 1980, where the archive's calendar begins."""
    statements: tuple[Statement, ...]
    items: tuple[Item, ...]
    """In the archive's order; those of the spine in reading order."""


def pack(package: Package) -> bytes:
    """Return the publication as an EPUB file."""
    moment = max(package.modified, EARLIEST)
    file = io.BytesIO()
    _writer(file, _book(package), moment).write()
    return file.getvalue()


def _book(package: Package) -> Any:
    from ebooklib import epub

    book = epub.EpubBook()
    book.metadata = {}  # EbookLib's own entries: its name, and a random identifier
    book.FOLDER_NAME = FOLDER
    book.IDENTIFIER_ID = PUBLICATION
    book.set_identifier(package.identifier)
    book.set_language(package.lang)
    book.set_direction(package.direction)
    for statement in package.statements:
        namespace = None if statement.name == "meta" else _DUBLIN_CORE
        book.add_metadata(namespace, statement.name, statement.text, dict(statement.attributes))
    for item in package.items:
        entry = epub.EpubItem(item.id, item.href, item.media_type, item.data)
        entry.properties = list(item.properties)
        book.add_item(entry)
        if item.in_spine:
            book.spine.append(entry)
    return book


def _writer(file: io.BytesIO, book: Any, moment: datetime) -> Any:
    from ebooklib import epub

    class Writer(epub.EpubWriter):  # type: ignore[misc]
        """EbookLib's writer, which cannot say the package's language (EPUB Accessibility wants it)."""

        def write(self) -> None:
            with _Archive(file, moment) as self.out:
                self.out.writestr("mimetype", "application/epub+zip")
                self._write_container()
                self._write_opf()
                self._write_items()

        def _write_opf_metadata(self, root: Any) -> None:
            root.set(_XML_LANG, book.language)
            super()._write_opf_metadata(root)

    options = {"mtime": moment, "package_direction": True, "raise_exceptions": True}
    return Writer(file, book, options)


class _Archive(zipfile.ZipFile):
    """An archive whose entries all have one date, and are packed as what they are."""

    def __init__(self, file: io.BytesIO, moment: datetime) -> None:
        super().__init__(file, "w")
        self._date = (min(moment.year, 2107), *moment.timetuple()[1:6])

    def writestr(self, zinfo_or_arcname: str | zipfile.ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        """Add a file; how EbookLib would pack it is passed over."""
        name = str(zinfo_or_arcname)
        entry = zipfile.ZipInfo(name, self._date)
        stored = name == "mimetype" or PurePosixPath(name).suffix in _PACKED_ALREADY
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        entry.create_system = 3  # Unix, wherever it is made: the next line's mode is read by it
        entry.external_attr = 0o100644 << 16
        super().writestr(entry, data, compresslevel=_LEVEL)
