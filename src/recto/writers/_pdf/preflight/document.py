"""A PDF, opened to be looked through: what it says of itself, its pages, its tags.

Nothing in it is trusted: what is unpacked, and how much is looked at, has bounds. qpdf reads it, and mends
what it can. What cannot be opened raises `RefusedError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf

from recto.writers._pdf.preflight.painted import Painting
from recto.writers._pdf.preflight.values import BROKEN, array, entry, items, key_of, name, text, tree_items
from recto.writers._rule import Found
from recto.writers._xmp import facts_in

DC = "{http://purl.org/dc/elements/1.1/}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
PDFX = "{http://www.npes.org/pdfx/ns/id/}"
_UNPACKED = 64 * 2**20
"""Bytes that a stream may unpack to."""
_PACKET = 4 * 2**20
_PAGES = 5_000
"""Pages that are looked at."""
_ELEMENTS = 300_000
"""Structure elements that are looked at."""


class RefusedError(Exception):
    """The document cannot be looked through at all."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code, self.found = code, Found(message, hint=hint)


@dataclass(frozen=True, slots=True)
class Claims:
    """The standards that a document says it conforms to."""

    ua: str = ""
    """The part of PDF/UA, `1`."""
    a: str = ""
    """The part of PDF/A and its level, `3a`."""
    x: str = ""
    """The version of PDF/X, `PDF/X-4`."""


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element."""

    role: str
    """After the role map."""
    has_words: bool
    """An alternative, or the text itself."""
    table: int
    """Which table it is in, counted from 1; of a table, itself."""
    page: int | None


class Document:
    """A PDF, opened."""

    def __init__(self, pdf: pikepdf.Pdf, header: bytes, path: Path) -> None:
        self.pdf = pdf
        self.root: Any = pdf.Root
        self.header = header
        self._path = path

    @cached_property
    def pages(self) -> list[Any]:
        """The pages, as dictionaries; not all of too many."""
        count = min(len(self.pdf.pages), _PAGES)
        return [self.pdf.pages[number].obj for number in range(count)]

    @cached_property
    def page_count(self) -> int:
        """How many there are."""
        return len(self.pdf.pages)

    @cached_property
    def numbers(self) -> dict[tuple[int, int], int]:
        """Object → number of the page, from 1."""
        return {key_of(page): number for number, page in enumerate(self.pages, 1)}

    @property
    def warnings(self) -> list[str]:
        """What qpdf has told up to now."""
        return [str(each).removeprefix(str(self._path)).lstrip(" :") for each in self.pdf.get_warnings()]

    @cached_property
    def facts(self) -> dict[str, str]:
        """What XMP says: `{namespace}name` → text."""
        stream = entry(self.root, "/Metadata")
        if not isinstance(stream, pikepdf.Stream):
            return {}
        packet = stream.read_bytes()
        return facts_in(packet) if len(packet) <= _PACKET else {}

    @cached_property
    def claims(self) -> Claims:
        """What the document says it conforms to."""
        facts = self.facts
        level = facts.get(f"{PDFA}conformance", "").strip().lower()
        part = facts.get(f"{PDFA}part", "").strip()
        press = facts.get(f"{PDFX}GTS_PDFXVersion", "") or text(entry(self.properties, "/GTS_PDFXVersion"))
        return Claims(facts.get(f"{PDFUA}part", "").strip(), f"{part}{level}" if part else "", press.strip())

    @property
    def properties(self) -> Any:
        """The document's properties (Info)."""
        return entry(self.pdf.trailer, "/Info")

    @cached_property
    def title(self) -> str:
        """The title, in XMP or in the properties."""
        return self.facts.get(f"{DC}title", "") or text(entry(self.properties, "/Title"))

    @property
    def lang(self) -> str:
        """The language of the whole document."""
        return text(entry(self.root, "/Lang"))

    @property
    def shows_title(self) -> bool:
        """Whether readers show the title, and not the file's name."""
        return entry(self.root, "/ViewerPreferences", "/DisplayDocTitle") is True

    @property
    def is_tagged(self) -> bool:
        """Whether it says what is what."""
        has_tree = isinstance(entry(self.root, "/StructTreeRoot"), pikepdf.Dictionary)
        return has_tree and entry(self.root, "/MarkInfo", "/Marked") is True

    @cached_property
    def elements(self) -> list[Element]:
        """The structure elements, in their order; not all of too many."""
        root = entry(self.root, "/StructTreeRoot")
        roles = {str(key)[1:]: name(value) for key, value in items(entry(root, "/RoleMap"))}
        found: list[Element] = []
        pending: list[tuple[Any, int]] = [(entry(root, "/K"), 0)]
        seen: set[tuple[int, int]] = set()
        tables = 0
        while pending and len(found) < _ELEMENTS:
            item, table = pending.pop()
            if isinstance(item, pikepdf.Array):
                pending += [(kid, table) for kid in reversed(array(item)) if isinstance(kid, pikepdf.Object)]
                continue
            key = key_of(item)
            if (
                not isinstance(item, pikepdf.Dictionary)
                or "/S" not in item
                or (key != (0, 0) and key in seen)
            ):
                continue
            seen.add(key)
            role = _mapped(name(item.get("/S")), roles)
            if role == "Table":
                tables += 1
                table = tables
            has_words = bool(text(item.get("/Alt")) or text(item.get("/ActualText")))
            found.append(Element(role, has_words, table, self.numbers.get(key_of(item.get("/Pg")))))
            pending.append((item.get("/K"), table))
        return _with_pages(found)

    @cached_property
    def painting(self) -> Painting:
        """What the pages paint."""
        return Painting(self.pages)

    @property
    def is_cut_short(self) -> bool:
        """Whether it has more than is looked at."""
        return self.page_count > _PAGES or len(self.elements) >= _ELEMENTS or self.painting.is_cut_short

    @cached_property
    def targets(self) -> dict[str, Any]:
        """Name → where it leads."""
        found = {
            text(key): value for key, value in tree_items(entry(self.root, "/Names", "/Dests"), "/Names")
        }
        return {str(key)[1:]: value for key, value in items(entry(self.root, "/Dests"))} | found


def _with_pages(elements: list[Element]) -> list[Element]:
    """Give those without a page of their own that of what follows, which is what is in them."""
    page: int | None = None
    for number in range(len(elements) - 1, -1, -1):
        page = elements[number].page or page
        elements[number] = replace(elements[number], page=page)
    return elements


def _mapped(role: str, roles: dict[str, str]) -> str:
    """Return the standard role that the file's own role stands for."""
    for _ in range(len(roles) and 8):
        if role not in roles or roles[role] == role:
            break
        role = roles[role]
    return role


@contextmanager
def opened(path: Path) -> Iterator[Document]:
    """Open the document in the file `path`; raises `RefusedError`, and `OSError` where there is none."""
    with path.open("rb") as file:
        header = file.read(1024)
    # They hold for the whole process; writers, which know what they pack, go without.
    before = pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_UNPACKED,
        run_length_max_memory=_UNPACKED,
        png_max_memory=_UNPACKED,
        tiff_max_memory=_UNPACKED,
        dct_max_memory=_UNPACKED,
        doc_max_warnings=1000,
        parser_max_container_size=2_000_000,
    )
    try:
        with _pdf(path) as pdf:
            yield Document(pdf, header, path)
    finally:
        pikepdf.settings.set_qpdf_limits(**before)  # type: ignore[arg-type]  # as it was given


def _pdf(path: Path) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
        if not isinstance(pdf.Root, pikepdf.Dictionary):
            raise RefusedError("pdf-unreadable", "It has no catalog, and cannot be shown.")
        len(pdf.pages)
    except pikepdf.PasswordError as fault:
        hint = "Take the protection off first: qpdf --decrypt."
        raise RefusedError("pdf-encrypted", "It is locked with a password.", hint) from fault
    except BROKEN as fault:
        raise RefusedError("pdf-unreadable", "It is no PDF, or too damaged to be read.") from fault
    except AttributeError as fault:
        raise RefusedError("pdf-unreadable", "It has no catalog, and cannot be shown.") from fault
    return pdf
