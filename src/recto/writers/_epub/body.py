"""The body as e-readers want it: attributes that they know, ids and addresses that none stumbles over.

Works on one edition's own tree, before it is cut into chapters. The words stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from recto import markup
from recto.article import direction_of
from recto.diagnostics import Report, note
from recto.writers._code_lines import number_lines
from recto.writers._epub.links import usable
from recto.writers._epub.records import mark_tables

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TYPE = f"{{{markup.EPUB}}}type"
_XML_LANG = f"{{{markup.XML}}}lang"
_TYPES = {
    "doc-backlink": "backlink",
    "doc-bibliography": "bibliography",
    "doc-biblioref": "biblioref",
    "doc-epigraph": "epigraph",
    "doc-noteref": "noteref",
    "doc-pagebreak": "pagebreak",
    "doc-pullquote": "pullquote",
    "doc-toc": "toc",
}
"""ARIA role → the term of EPUB's Structural Semantics Vocabulary that older readers know instead."""
_KEYWORDS = frozenset({"k", "kc", "kd", "kn", "kp", "kr", "kt", "ow"})
"""Pygments' classes of what carries a listing's structure."""
_COMMENTS = frozenset({"c", "c1", "ch", "cm", "cp", "cpf", "cs", "sd"})
"""Those of what is said about it."""
_PLAIN_ID = re.compile(r"[A-Za-z_][\w.-]*\Z", re.ASCII)
_KOBO_ID = re.compile(r"(?:book-columns|book-inner|kobostylehacks|kobo\.[\d.]+)\Z")
"""Ids that Kobo's engine gives a meaning of its own."""
_REFERENCES = ("aria-describedby", "aria-labelledby", "for", "headers")
"""Attributes that name ids."""


def prepare(
    tree: Element, *, lang: str, base: str | None, report: Report
) -> tuple[dict[str, str], frozenset[str]]:
    """Make `tree` fit for e-readers; return the ids that were changed, old → new, and the addresses unlinked.

    Relative links to files become absolute against `base`; without one they are unlinked and reported.
    """
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    renamed = _plain_ids(tree)
    number_lines(tree)
    for element in markup.elements(tree):
        element.attrib.pop("cite", None)  # an address nobody sees, and validators take it for a resource
        _mark_role(element)
        _mark_language(element, lang)
        _suit_screen(element)
    mark_tables(tree)
    unlinked = [_mend_link(link, renamed, base, report) for link in list(markup.elements(tree, "a"))]
    _name_calls(tree)
    return renamed, frozenset(filter(None, unlinked))


def _mark_role(element: Element) -> None:
    kind = _TYPES.get(element.get("role", ""))
    if kind:
        element.set(TYPE, kind)
        if kind == "bibliography":
            for entry in element.iterfind("ul/li"):
                entry.set(TYPE, "biblioentry")


def _mark_language(element: Element, lang: str) -> None:
    own = element.get("lang")
    if own is not None:
        element.set(_XML_LANG, own)
    if "dir" in element.attrib:
        return
    if own and direction_of(own) != direction_of(lang):
        element.set("dir", direction_of(own))
    elif element.tag == "pre" and direction_of(lang) == "rtl":
        element.set("dir", "ltr")  # code runs that way everywhere; a book's style sheet must not say so


def _suit_screen(element: Element) -> None:
    if element.tag == "details":
        element.set("open", "open")  # few e-readers can unfold it
    elif element.tag == "span" and element.get("class") in _KEYWORDS:
        element.tag = "b"  # colours are lost on most e-readers; weight and slant are not
    elif element.tag == "span" and element.get("class") in _COMMENTS:
        element.tag = "i"
    elif element.tag in markup.HEADINGS and not len(element) and not (element.text or "").strip():
        element.tag = "div"  # only a place to link to


def _plain_ids(tree: Element) -> dict[str, str]:
    """Give ids that old readers (no ASCII names) or Kobo's (its own) would stumble over other names."""
    named = [element for element in markup.elements(tree) if "id" in element.attrib]
    taken = {element.get("id") for element in named}
    renamed: dict[str, str] = {}
    for element in named:
        old = element.get("id", "")
        if (_PLAIN_ID.match(old) and not _KOBO_ID.match(old)) or str(element.tag).startswith(
            f"{{{markup.SVG}}}"
        ):
            continue  # what is inside a drawing is named by url(#…) too
        new = f"id-{len(renamed) + 1}"
        while new in taken:
            new += "_"
        renamed[old] = new
        element.set("id", new)
    if renamed:
        for element in markup.elements(tree):
            for name in _REFERENCES:
                if name in element.attrib:
                    ids = element.get(name, "").split()
                    element.set(name, " ".join(renamed.get(each, each) for each in ids))
    return renamed


def _mend_link(link: Element, renamed: dict[str, str], base: str | None, report: Report) -> str | None:
    """Let `link` lead where it should in a book; return its address if that cannot be."""
    href = link.get("href")
    if href is None:
        return None
    if href.startswith("#"):
        fragment = href[1:] if href[1:] in renamed else fragment_of(href)
        link.set("href", f"#{renamed.get(fragment, fragment)}")
        return None
    address = usable(href, base)
    if address is not None:
        link.set("href", address)
        return None
    unlink(link)
    hint = None
    if base is None and ":" not in href:
        hint = "With a canonical address in the front matter, links to files lead to the web."
    report(note("epub-link", f"The e-book cannot link to {href!r}: only its words are kept.", hint=hint))
    return href


def fragment_of(href: str) -> str:
    """Return the id that an address of the form `#…` names."""
    return unquote(href[1:])


def unlink(link: Element) -> None:
    """Leave of a link only its words."""
    for name in ("href", "role", TYPE):
        link.attrib.pop(name, None)


def _name_calls(tree: Element) -> None:
    """Move a call's id from its sup to the link itself: Kindle pairs call and note by their links."""
    for sup in markup.elements(tree, "sup"):
        if (
            len(sup) == 1
            and sup[0].get(TYPE) == "noteref"
            and "id" not in sup[0].attrib
            and "id" in sup.attrib
        ):
            sup[0].set("id", sup.attrib.pop("id"))


def properties_of(tree: Element) -> tuple[str, ...]:
    """Return the manifest properties (EPUB 3.3, D.8.4) of the document that holds `tree`."""
    roots = (("mathml", f"{{{markup.MATHML}}}math"), ("svg", f"{{{markup.SVG}}}svg"))
    return tuple(name for name, tag in roots if next(tree.iter(tag), None) is not None)


Pick = Callable[[str], str | None]
"""Turns an image's name in the article into its address in the book; None when it is not there."""


def place_images(tree: Element, pick: Pick) -> None:
    """Point each image to its place in the book; what is not in the book becomes a link, or its words."""
    for image in list(markup.elements(tree, "img")):
        source = image.get("src", "")
        href = pick(source)
        if href is not None:
            image.set("src", href)
            continue
        words = image.get("alt") or source
        instead = markup.make("a", words, href=source) if usable(source) else markup.make("span", words)
        markup.replace(image, instead)
