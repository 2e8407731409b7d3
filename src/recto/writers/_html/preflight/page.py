"""A web page, opened to be looked through: its text, and its elements by their names.

Bounded before anything is parsed: how large, how many tags, how deep. What travels in data: addresses is
taken out first, since no rule reads it. HTML is read as browsers read it, nearly (libxml2); XHTML as XML,
without entities, DTDs or network. What cannot be opened raises `RefusedError`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from recto.writers._html.preflight.attributes import has_more_than
from recto.writers._html.preflight.elements import tag_of
from recto.writers._html.preflight.loads import Load, loads_of
from recto.writers._rule import Found

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LARGEST = 128 * 2**20
_TEXT = 16 * 2**20
"""Characters that are parsed, after what is packed into data: addresses has been taken out."""
_TAGS = 1_000_000
_ATTRIBUTES = 1000
"""Of one element."""
_DATA = re.compile(r"(data:[a-z0-9.+/;=-]{1,100};base64,)[A-Za-z0-9+/=]{32,}", re.IGNORECASE)
_DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_SEARCHED = 1024
"""Bytes in which browsers look for the encoding (HTML, "Determining the character encoding")."""


class RefusedError(Exception):
    """The page cannot be looked through at all."""

    def __init__(self, code: str, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.code, self.found = code, Found(message, line=line)


@dataclass(frozen=True)
class Page:
    """A page, opened."""

    path: Path
    text: str = field(repr=False)
    """What was parsed."""
    root: Element = field(repr=False)
    encoding: str | None
    """As the page names it."""
    is_utf_8: bool
    """Every byte of it can be read as UTF-8."""

    @cached_property
    def elements(self) -> list[Element]:
        """All elements, in their order."""
        return [element for element in self.root.iter() if isinstance(element.tag, str)]

    @cached_property
    def _by_tag(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            found.setdefault(tag_of(element), []).append(element)
        return found

    def all(self, *tags: str) -> list[Element]:
        """Return the elements of these names, one name after the other."""
        return [element for tag in tags for element in self._by_tag.get(tag, ())]

    @cached_property
    def ids(self) -> frozenset[str]:
        """What addresses within the page can lead to."""
        ids = {element.get("id", "") for element in self.elements}
        return frozenset(ids | {anchor.get("name", "") for anchor in self.all("a")} - {""})

    @cached_property
    def named(self) -> frozenset[Element]:
        """The elements that have a name to be read aloud: text, or an alternative, in them or of them."""
        found: set[Element] = set()
        for element in reversed(self.elements):  # what is inside comes before what it is in
            said = (element.get(name, "") for name in ("aria-label", "aria-labelledby", "alt", "title"))
            if element in found or (element.text or "").strip() or any(words.strip() for words in said):
                found.add(element)
            parent = element.getparent()
            if parent is not None and (element in found or (element.tail or "").strip()):
                found.add(parent)
        return frozenset(found)

    @cached_property
    def loads(self) -> list[Load]:
        """All that the page makes a browser ask for."""
        return loads_of(self)

    @cached_property
    def base(self) -> str:
        """What relative addresses refer to, as the page says; empty when they refer to itself."""
        return next((each.get("href", "").strip() for each in self.all("base") if each.get("href")), "")

    def address(self, written: str) -> str:
        """Return an address as a browser would ask for it; relative ones stay so without a base."""
        plain = "".join(written.split()) if "\n" in written else written.strip()
        try:
            return urljoin(self.base, plain) if self.base else plain
        except ValueError:
            return plain


def open_page(path: Path) -> Page:
    """Return the page in the file `path`; raises `RefusedError`, and `OSError` where there is none."""
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise RefusedError(
            "html-too-large", f"It is larger than {_LARGEST >> 20} MB, the most looked through."
        )
    is_xml = path.suffix.lower() == ".xhtml"
    encoding = _encoding(data, is_xml=is_xml)
    decoded, is_utf_8 = _decoded(data, encoding)
    text = _DATA.sub(r"\1", decoded)
    if len(text) > _TEXT or text.count("<") > _TAGS:
        raise RefusedError("html-too-large", "It has more text or tags than are looked through.")
    if not is_xml and has_more_than(text, _ATTRIBUTES):
        raise RefusedError("html-too-large", f"An element has more than {_ATTRIBUTES} attributes.")
    return Page(path, text, _parsed(text, is_xml=is_xml), encoding, is_utf_8)


def _encoding(data: bytes, *, is_xml: bool) -> str | None:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return name
    found = (_XML_DECLARED if is_xml else _DECLARED).search(data[:_SEARCHED])
    return found[1].decode("ascii").lower() if found else "utf-8" if is_xml else None


def _decoded(data: bytes, encoding: str | None) -> tuple[str, bool]:
    try:
        return data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(encoding or "utf-8", "replace"), False
    except LookupError:  # no such encoding
        return data.decode("utf-8", "replace"), False


def _parsed(text: str, *, is_xml: bool) -> Element:
    data = text.encode("utf-8", "replace")
    if is_xml:
        return _xml(data)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise RefusedError("html-unreadable", "It is empty, or no HTML at all.") from fault
    if root is None or not isinstance(root.tag, str):
        raise RefusedError("html-unreadable", "It is empty, or no HTML at all.")
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            raise RefusedError(
                "html-nesting", "Its elements are nested deeper than browsers nest them.", entry.line or None
            )
    return root


def _xml(data: bytes) -> Element:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        message = (fault.msg or "it is empty").partition(", line ")[0].strip().rstrip(".")
        raise RefusedError(
            "html-xml-broken", f"It is not well-formed XML: {message}.", fault.lineno
        ) from fault
