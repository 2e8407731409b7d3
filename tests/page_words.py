"""What stands on each printed page, and behind the mark of each page in the other editions: letters only.

Read from the finished files alone: the PDF's structure and the editions' text. Spaces, signs and hyphens are
left out, as are the notes, which stand in each edition somewhere else.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pikepdf
from lxml import etree

from recto import formula_text, markup
from tests.pdf_listing import _runs

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BULLET = re.compile(r"\W*|\(?\w{1,4}[.)]")
_CALL = re.compile(r"\[\d+\]")
_PASSED_OVER = ("doc-footnote", "doc-backlink")


def letters(text: str) -> str:
    return "".join(char for char in _CALL.sub("", text) if char.isalnum())


def of_pdf(document: bytes) -> dict[int, str]:
    """Return the letters of each page, from 1, in the order in which they are read."""
    pages: dict[int, list[str]] = defaultdict(list)
    with pikepdf.open(io.BytesIO(document)) as pdf:
        indices = {page.objgen: index for index, page in enumerate(pdf.pages, 1)}
        words = {
            (index, run.id): run.text
            for index, page in enumerate(pdf.pages, 1)
            for run in _runs(page)
            if run.id is not None
        }
        for page, text in _read(pdf.Root.StructTreeRoot, None, indices, words):
            pages[page].append(text)
        return {number: letters(" ".join(pages[number])) for number in indices.values()}


def _read(element: Any, page: Any, indices: Any, words: Any) -> Iterator[tuple[int, str]]:
    page = element.get("/Pg", page)
    kind = str(element.get("/S", ""))
    if kind in ("/Note", "/Figure"):
        return
    if kind == "/Formula":
        yield indices[page.objgen], str(element.Alt)
        return
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int) or kid.get("/Type") == "/MCR":
            on, number = (page, kid) if isinstance(kid, int) else (kid.get("/Pg", page), int(kid.MCID))
            text = words[indices[on.objgen], number]
            if not (kind == "/Lbl" and _BULLET.fullmatch(text)):
                yield indices[on.objgen], text
        elif kid.get("/Type") != "/OBJR":
            yield from _read(kid, page, indices, words)


def of_book(book: bytes) -> dict[str, str]:
    """Return the page list of an e-book: number → the letters that follow where it leads."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        nav = etree.fromstring(archive.read("EPUB/nav.xhtml"))
        spine = [
            name for name in archive.namelist() if re.search(r"/(introduction|chapter-\d+)\.xhtml$", name)
        ]
        trees = {name.rpartition("/")[2]: etree.fromstring(archive.read(name)) for name in spine}
    path = "//h:nav[@e:type='page-list']//h:a"
    names = {"h": markup.XHTML, "e": markup.EPUB}
    found = {}
    for link in nav.xpath(path, namespaces=names):
        name, _, anchor = link.get("href").partition("#")
        following = list(trees)[list(trees).index(name) + 1 :]
        text = _after(trees[name], anchor) + "".join(_text(trees[each]) for each in following)
        found["".join(link.itertext())] = letters(text)
    return found


def of_page(page: bytes) -> dict[str, str]:
    """Return the marks of a web page: number → the letters that follow."""
    tree = markup.parse(page.decode().partition("<main")[2])
    return {
        span.get("data-page", ""): letters(_after(tree, span.get("id", "")))
        for span in tree.iter("span")
        if span.get("role") == "doc-pagebreak"
    }


def _after(tree: Element, anchor: str) -> str:
    """Return the text behind an element; to the end of the note that it stands in, if it does."""
    (mark,) = (each for each in tree.iter(etree.Element) if each.get("id") == anchor)
    parts = [mark.tail or ""]
    around: Element = mark
    while (parent := around.getparent()) is not None:
        parts += (_text(sibling) for sibling in around.itersiblings())
        if parent.get("role") == "doc-footnote":
            break
        parts.append(parent.tail or "")
        around = parent
    return "".join(parts)


def _text(element: Element) -> str:
    return "".join(_words(element))


def _words(element: Element) -> Iterator[str]:
    name = etree.QName(element).localname if isinstance(element.tag, str) else "svg"
    if name == "math":
        yield formula_text.words_of(element)
    elif name not in ("svg", "head", "style") and element.get("role") not in _PASSED_OVER:
        yield element.text or ""
        for child in element:
            yield from _words(child)
    yield element.tail or ""
