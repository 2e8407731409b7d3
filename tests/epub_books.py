"""Books to look into: an article made by hand, its e-book, and the parts of that."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lxml import etree

from recto import markup, theme
from recto.article import Article, Asset, Author, Meta, Section, Source
from recto.diagnostics import Diagnostic
from recto.writers import Edition, PageStart, Writer
from recto.writers.epub import EpubWriter

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": markup.XHTML,
    "epub": markup.EPUB,
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
EPUB = EpubWriter()
IDENTIFIER = "urn:uuid:92986f83-1a5d-4d05-bb1c-2f98ff7f3926"


def article(
    body: str, *, assets: Iterable[Asset] = (), sections: tuple[Section, ...] = (), **meta: Any
) -> Article:
    """Make an article as a reader would; sections are read off the body's h2 unless given."""
    facts = {"title": "A title", "lang": "en", "identifier": IDENTIFIER, **meta}
    facts["authors"] = tuple(
        Author(name) if isinstance(name, str) else name for name in facts.get("authors", ())
    )
    tree = markup.parse(body)
    found = tuple(Section(h2.get("id", ""), markup.text_of(h2), 2) for h2 in markup.elements(tree, "h2"))
    return Article(
        Meta(**facts),
        markup.xhtml(tree),
        sections or found,
        {asset.name: asset for asset in assets},
        Source("folder/talk.md", "folder/talk", "", {}, {}, 1),
    )


class Book:
    """An e-book, taken apart."""

    def __init__(
        self,
        made: Article,
        *,
        by: Writer = EPUB,
        in_theme: theme.Theme | None = None,
        pages: tuple[PageStart, ...] = (),
        **options: Any,
    ) -> None:
        self.findings: list[Diagnostic] = []
        edition = Edition(made, in_theme or theme.load("default"), by.options(**options), pages=pages)
        (self.artifact,) = by.write(edition, self.findings.append)
        self._open(self.artifact.data)

    def _open(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.archive.namelist()

    @classmethod
    def of(cls, data: bytes) -> Book:
        """Take a finished book apart."""
        book = cls.__new__(cls)
        book._open(data)
        return book

    def read(self, name: str) -> bytes:
        return self.archive.read(f"EPUB/{name}")

    def page(self, name: str) -> Element:
        tree: Element = etree.fromstring(self.read(f"{name}.xhtml"))
        return tree

    @cached_property
    def package(self) -> Element:
        return etree.fromstring(self.read("content.opf"))

    def toc(self) -> Element:
        """The table of contents for old readers."""
        tree: Element = etree.fromstring(self.read("toc.ncx"))
        return tree

    @property
    def spine(self) -> list[str]:
        return list(self.find(self.package, "//opf:itemref/@idref"))

    def chapters(self) -> list[str]:
        """The names of the documents with the article's text."""
        return [name for name in self.spine if name.startswith(("chapter", "introduction"))]

    def meta(self, name: str) -> list[str]:
        return list(self.find(self.package, f"//opf:meta[@property='{name}']/text()"))

    def item(self, name: str) -> Element:
        (found,) = self.find(self.package, f"//opf:item[@id='{name}']")
        assert isinstance(found, etree._Element)
        return found

    @staticmethod
    def find(tree: Element, path: str) -> Any:
        return tree.xpath(path, namespaces=NAMES)


def links(book: Book, page: str) -> list[str]:
    """Return the addresses that the text of a page links to."""
    return [str(href) for href in book.find(book.page(page), "//h:section//h:a/@href")]


def call(number: int, time: int = 1) -> str:
    """Write a footnote's call."""
    return f'<sup id="fnref-{number}-{time}"><a href="#fn-{number}" role="doc-noteref">{number}</a></sup>'


def notes(*texts: str, times: int = 1) -> str:
    """Write the footnotes, each called so many times."""
    items = ""
    for number, text in enumerate(texts, 1):
        back = " ".join(
            f'<a href="#fnref-{number}-{time}" role="doc-backlink" aria-label="Back to text">↑</a>'
            for time in range(1, times + 1)
        )
        items += f'<li id="fn-{number}">\n<p>{text} {back}</p>\n</li>\n'
    return (
        f'<section class="footnotes" role="doc-endnotes"><h2 id="notes">Notes</h2><ol>{items}</ol></section>'
    )


def notes_of(book: Book, page: str) -> list[str]:
    """Return the ids of the notes that stand on a page."""
    return [str(name) for name in book.find(book.page(page), "//h:aside[@epub:type='footnote']/@id")]
