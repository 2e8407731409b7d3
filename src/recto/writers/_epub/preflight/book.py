"""An EPUB opened to be looked through: everything in it that is text, parsed; nothing ever written to a disk.

Bounded before anything is unpacked: how many files, how large, no protection, no name that leads out. Text is
read at once, pictures one at a time when a rule asks. XML is parsed without entities, DTDs or network.
What cannot be opened raises `RefusedError`; a document that is no XML has no tree, and says why.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree

from recto.diagnostics import Diagnostic, error
from recto.images import SVG_TYPE
from recto.writers._epub.preflight.look import Look, look_at
from recto.writers._rule import placed, shown

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
TYPE = f"{{{OPS}}}type"
NAMES = {
    "ocf": "urn:oasis:names:tc:opendocument:xmlns:container",
    "enc": "http://www.w3.org/2001/04/xmlenc#",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": XHTML,
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
_TEXT_TYPES = frozenset({"application/xhtml+xml", "application/x-dtbncx+xml", SVG_TYPE})
_FILES = 20_000
_PART = 16 * 2**20
_TEXT = 64 * 2**20
_PICTURE = 64 * 2**20
"""Bytes: no picture is unpacked that claims more."""
_ENCRYPTED = 0x1
_FONT_MANGLING = (
    "http://www.idpf.org/2008/embedding",
    "http://ns.adobe.com/pdf/enc#RC",
)
"""What fonts may be obfuscated with (EPUB 3.3, "Font obfuscation"); anything else is a lock."""


class RefusedError(Exception):
    """The book cannot be looked through at all."""

    def __init__(self, code: str, message: str, *, file: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self._code, self._message, self._file, self._line = code, message, file, line

    @property
    def reason(self) -> str:
        """What completes the sentence "It cannot be shown: "."""
        return self._message[:1].lower() + self._message[1:].rstrip(".")

    def finding(self, name: str) -> Diagnostic:
        """Return the one finding about the book `name`."""
        return error(self._code, shown(self._message), file=placed(name, self._file), line=self._line)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the manifest."""

    id: str
    path: str
    """The name inside the archive, whether it is there or not."""
    media_type: str
    properties: frozenset[str]
    line: int | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a document is no XML."""

    message: str
    line: int | None
    is_comment: bool
    """It is the two hyphens in a comment that XML forbids."""


@dataclass(frozen=True)
class Book:
    """An EPUB, opened."""

    archive: zipfile.ZipFile
    size: int
    """Of the whole file, in bytes."""
    package_path: str
    package: Element
    items: tuple[Item, ...]
    trees: Mapping[str, Element] = field(repr=False)
    """Name → root of each document that is XML: pages, the NCX, drawings."""
    faults: Mapping[str, Fault]
    """Name → why each other one is none."""
    sheets: Mapping[str, str] = field(repr=False)
    """Name → text of each style sheet, without comments, its lines kept."""

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Name → bytes, unpacked, of each file in the archive."""
        return {info.filename: info.file_size for info in self.archive.infolist()}

    @cached_property
    def by_path(self) -> dict[str, Item]:
        """Name → its line of the manifest."""
        return {item.path: item for item in self.items}

    @cached_property
    def version(self) -> str:
        """`2.0` or `3.0`, as the package says."""
        return self.package.get("version", "")

    def pages(self) -> Iterator[tuple[str, Element]]:
        """Yield the name and the root of each XHTML document."""
        for item in self.items:
            if item.media_type == "application/xhtml+xml" and item.path in self.trees:
                yield item.path, self.trees[item.path]

    def navigation(self) -> tuple[str, Element] | None:
        """Return the name and the root of the navigation document."""
        for item in self.items:
            if "nav" in item.properties and item.path in self.trees:
                return item.path, self.trees[item.path]
        return None

    def ncx(self) -> tuple[str, Element] | None:
        """Return the name and the root of the NCX."""
        for item in self.items:
            if item.media_type == "application/x-dtbncx+xml" and item.path in self.trees:
                return item.path, self.trees[item.path]
        return None

    def looks(self) -> Iterator[tuple[Item, Look]]:
        """Yield the images in the archive that are no drawings, and what their heads say."""
        for item in self.pictures():
            if item.media_type == SVG_TYPE or self.sizes[item.path] > _PICTURE:
                continue
            if item.path not in self._looks:
                try:
                    self._looks[item.path] = look_at(self.data(item.path))
                except RefusedError as refusal:
                    self._looks[item.path] = Look(fault=refusal.reason)
            yield item, self._looks[item.path]

    @cached_property
    def _looks(self) -> dict[str, Look]:
        return {}

    def pictures(self) -> Iterator[Item]:
        """Yield the images that are in the archive, drawings too."""
        for item in self.items:
            if item.media_type.startswith("image/") and item.path in self.sizes:
                yield item

    @cached_property
    def cover(self) -> Item | None:
        """The cover image: as EPUB 3 names it, or as EPUB 2 did."""
        old = {meta.get("content") for meta in find(self.package, "//opf:meta[@name='cover']")}
        marked = [item for item in self.items if "cover-image" in item.properties]
        return next(iter(marked or [item for item in self.items if item.id in old]), None)

    def elements_by_id(self, path: str) -> dict[str, Element]:
        """Return id → the first element with it, in the document `path`."""
        if path not in self._by_id:
            found: dict[str, Element] = {}
            tree = self.trees.get(path)
            for element in find(tree, "//*[@id]") if tree is not None else ():
                found.setdefault(element.get("id", ""), element)
            self._by_id[path] = found
        return self._by_id[path]

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Element]]:
        return {}

    def data(self, path: str) -> bytes:
        """Return the bytes of a file; raises `RefusedError` when they cannot be unpacked."""
        return _unpacked(self.archive, path, _PICTURE)


def find(tree: Element, path: str) -> list[Element]:
    """Return what the XPath `path` finds, by the prefixes of `NAMES`."""
    found: list[Element] = _compiled(path)(tree)
    return found


@lru_cache(maxsize=256)
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=NAMES)


def resolved(base: str, href: str) -> tuple[str, str] | None:
    """Return the name inside the archive, and the fragment, that `href` in the file `base` leads to.

    None for addresses outside the book.
    """
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    name = posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else base
    return name, unquote(parts.fragment)


def open_book(file: IO[bytes]) -> Book:
    """Return the EPUB in `file`, opened; raises `RefusedError`."""
    # What `zipfile` raises for archives that are cut off, scrambled or of a later version.
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as fault:
        raise RefusedError("epub-unreadable", "It is no ZIP archive, and so no EPUB.") from fault
    _check_bounds(archive)
    _check_locks(archive)
    path = _package_path(archive)
    package = _required(archive, path, "epub-package-missing")
    items = tuple(_items(package, path))
    trees, faults, sheets = _texts(archive, items)
    size = file.seek(0, 2)
    return Book(archive, size, path, package, items, trees, faults, sheets)


def _check_bounds(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > _FILES:
        raise RefusedError(
            "epub-bomb", f"It holds {len(infos)} files, more than the {_FILES} looked through."
        )
    for info in infos:
        name = info.filename
        if name.startswith(("/", "\\")) or "\\" in name or ":" in name[:3] or ".." in name.split("/"):
            raise RefusedError("epub-path-unsafe", f"It holds a file whose name leads out of it: {name!r}.")


def _check_locks(archive: zipfile.ZipFile) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in archive.infolist()):
        raise RefusedError("epub-encrypted", "It is locked with a password.")
    if ENCRYPTION not in archive.NameToInfo:
        return
    tree = _required(archive, ENCRYPTION, "epub-encrypted")
    for method in find(tree, "//enc:EncryptionMethod"):
        if method.get("Algorithm") not in _FONT_MANGLING:
            raise RefusedError(
                "epub-encrypted", "It is protected (DRM), and cannot be looked through.", file=ENCRYPTION
            )


def _package_path(archive: zipfile.ZipFile) -> str:
    tree = _required(archive, CONTAINER, "epub-container-missing")
    roots = find(tree, "//ocf:rootfile[@full-path]")
    if not roots:
        raise RefusedError("epub-container-missing", "It does not say where its package is.", file=CONTAINER)
    return roots[0].get("full-path", "")


def _required(archive: zipfile.ZipFile, path: str, code: str) -> Element:
    """Return the root of a document without which nothing goes; raises `RefusedError` with `code`."""
    if path not in archive.NameToInfo:
        raise RefusedError(code, f"There is no {path or 'package'} in it.")
    parsed = _parsed(_unpacked(archive, path, _PART))
    if isinstance(parsed, Fault):
        raise RefusedError(code, f"It is not XML: {parsed.message}.", file=path, line=parsed.line)
    return parsed


def _unpacked(archive: zipfile.ZipFile, path: str, most: int) -> bytes:
    info = archive.NameToInfo[path]
    if info.file_size > most:
        raise RefusedError(
            "epub-bomb",
            f"It unpacks to {info.file_size} bytes, more than the {most} looked through.",
            file=path,
        )
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as fault:
        raise RefusedError("epub-unreadable", "It is damaged, and cannot be unpacked.", file=path) from fault


def _parsed(data: bytes) -> Element | Fault:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        hyphens = fault.code == etree.ErrorTypes.ERR_HYPHEN_IN_COMMENT
        message = (fault.msg or "it is empty").partition(", line ")[0].strip().rstrip(".")
        return Fault(message, fault.lineno or None, is_comment=hyphens)
    except (ValueError, LookupError) as fault:  # an encoding that does not exist
        return Fault(str(fault).rstrip("."), None, is_comment=False)


def _items(package: Element, path: str) -> Iterator[Item]:
    for element in find(package, "opf:manifest/opf:item[@href]"):
        place = resolved(path, element.get("href", ""))
        if place is not None:
            yield Item(
                element.get("id", ""),
                place[0],
                element.get("media-type", "").strip().lower(),
                frozenset(element.get("properties", "").split()),
                line_of(element),
            )


def line_of(element: Element) -> int | None:
    """Return the line that the element stands on."""
    return element.sourceline if isinstance(element.sourceline, int) else None


def _texts(
    archive: zipfile.ZipFile, items: tuple[Item, ...]
) -> tuple[dict[str, Element], dict[str, Fault], dict[str, str]]:
    trees: dict[str, Element] = {}
    faults: dict[str, Fault] = {}
    sheets: dict[str, str] = {}
    room = _TEXT
    for item in items:
        is_sheet = item.media_type == "text/css"
        if item.path not in archive.NameToInfo or not (is_sheet or item.media_type in _TEXT_TYPES):
            continue
        if item.path in trees or item.path in faults or item.path in sheets:
            continue
        room -= archive.NameToInfo[item.path].file_size
        if room < 0:
            raise RefusedError("epub-bomb", f"Its text unpacks to more than {_TEXT} bytes.", file=item.path)
        data = _unpacked(archive, item.path, _PART)
        if is_sheet:
            sheets[item.path] = data.decode("utf-8", "replace")
            continue
        parsed = _parsed(data)
        if isinstance(parsed, Fault):
            faults[item.path] = parsed
        else:
            trees[item.path] = parsed
    return trees, faults, sheets
