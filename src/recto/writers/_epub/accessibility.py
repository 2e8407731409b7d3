"""What a book says about its accessibility: computed from its finished pages, and nothing claimed beyond.

The five properties of schema.org that EPUB Accessibility 1.1 asks for, in the words of the W3C's vocabulary
(https://www.w3.org/2021/a11y-discov-vocab/latest/). What no program can find out is not claimed: that a
description is a good one, that colour alone says nothing. That a book conforms to a standard is claimed
only with the name of who says so (`conformance`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from recto import markup
from recto.article import Asset
from recto.images import SVG_TYPE
from recto.writers._epub.ocf import Statement
from recto.writers._epub.words import sentences
from recto.writers._pictures import is_moving

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

STANDARD = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
"""What `--certify` claims that a book conforms to (EPUB Accessibility 1.1, "Conformance reporting")."""

_H = f"{{{markup.XHTML}}}"
_SVG = f"{{{markup.SVG}}}"
_MATH = f"{{{markup.MATHML}}}math"
_TYPE = f"{{{markup.EPUB}}}type"
_HEADINGS = {f"{_H}{name}": int(name[1]) for name in markup.HEADINGS}
_SOUNDS = frozenset((f"{_H}audio", f"{_H}video"))
_PICTURES = frozenset((f"{_H}img", f"{_SVG}svg"))
_COMPLEX = _PICTURES | {f"{_H}table", f"{_H}figure", _MATH}
"""What may need a longer description than its name."""
_SILENT_ROLES = frozenset(("presentation", "none", "img"))
"""ARIA roles that say nothing of a page's structure."""

_MOVES = re.compile(
    rb"<(?:[\w.-]+:)?(?:animate|set[\s/>]|script)|@keyframes|(?:animation|transition)(?:-[\w-]+)?\s*:"
)
"""What sets a drawing in motion: SMIL, scripts, and style sheets."""
_LOOPS = b"NETSCAPE2.0"
"""What animated GIF holds, also where the rest cannot be read."""
_FIXED = re.compile(
    r"!important|(?:font(?:-size)?|line-height)\s*:[^;}]*\d(?:px|pt|pc|cm|mm|in|q)\b", re.IGNORECASE
)
"""What keeps the reader's own settings from holding."""
_REORDERS = re.compile(
    r"(?<![\w-])(?:position\s*:\s*(?:absolute|fixed)|order\s*:|flex-flow|flex-direction\s*:[^;}]*reverse)",
    re.IGNORECASE,
)
"""What shows things in another order than they are read in."""
_TEX = re.compile(r"[\\^_{}]")


@dataclass(slots=True)
class Content:
    """The facts that the properties follow from, gathered page by page."""

    lang: str
    levels: list[int] = field(default_factory=lambda: [1])
    """Those of the headings, below the book's title."""
    alternatives: list[str] = field(default_factory=list)
    """One for each picture, apart from the cover and from boxes of tasks; empty where it has none."""
    formulas: list[str] = field(default_factory=list)
    """What stands in for each."""
    listed: int = 0
    """Places that the table of contents leads to."""
    pages_listed: bool = False
    page_breaks: bool = False
    long_descriptions: bool = False
    index: bool = False
    ruby: bool = False
    roles: bool = False
    languages: bool = False
    """Some passages are in other languages than the article."""
    sound: bool = False
    moving: bool = False
    fixed: bool = False
    """The style sheet overrules the reader's settings."""
    reordered: bool = False

    @property
    def described(self) -> bool:
        """Whether each picture has a text alternative."""
        return all(self.alternatives)

    def read_chapter(self, page: Element) -> None:
        """Take in a finished page of the article's text."""
        self.read_page(page)
        self.levels += (_HEADINGS[str(each.tag)] for each in page.iter(*_HEADINGS))
        body = page.find(f"{_H}body")
        self.languages = self.languages or any(
            each.get("lang", self.lang) != self.lang
            for each in markup.elements(page if body is None else body)
        )

    def read_page(self, page: Element) -> None:
        """Take in any finished page, except the one with the cover's picture."""
        ids = {each.get("id"): each for each in page.iter() if "id" in each.attrib}
        for element in markup.elements(page):
            role, kind = element.get("role", ""), element.get(_TYPE, "")
            self.roles = self.roles or bool(role and role not in _SILENT_ROLES)
            self.page_breaks = self.page_breaks or role == "doc-pagebreak" or "pagebreak" in kind.split()
            self.index = self.index or role == "doc-index" or "index" in kind.split()
            self.ruby = self.ruby or element.tag == f"{_H}rt"
            self.sound = self.sound or element.tag in _SOUNDS
            self._read_nav(element, kind)
            self._read_picture(element)
            if element.tag in _COMPLEX:
                names = f"{element.get('aria-describedby', '')} {element.get('aria-details', '')}".split()
                said = any(name in ids and markup.text_of(ids[name]) for name in names)
                self.long_descriptions = self.long_descriptions or said

    def _read_nav(self, element: Element, kind: str) -> None:
        if element.tag == f"{_H}nav" and kind in ("toc", "page-list"):
            count = sum("href" in link.attrib for link in element.iter(f"{_H}a"))
            if kind == "toc":
                # An article's own contents would count the same places again.
                self.listed = max(self.listed, count)
            else:
                self.pages_listed = count > 0

    def _read_picture(self, element: Element) -> None:
        if element.tag == _MATH:
            self.formulas.append(element.get("alttext", "").strip())
        elif element.tag in _PICTURES:
            self.alternatives += _alternative(element)
        elif str(element.tag).startswith((f"{_SVG}animate", f"{_SVG}set")):
            self.moving = True

    def read_pictures(self, pictures: Iterable[Asset]) -> None:
        """Take in the pictures that the book carries."""
        self.moving = self.moving or any(map(_moves, pictures))

    def read_style(self, css: str) -> None:
        """Take in the book's style sheets."""
        self.fixed, self.reordered, moving = _told_by(css)
        self.moving = self.moving or moving


@lru_cache(maxsize=32)
def _told_by(css: str) -> tuple[bool, bool, bool]:
    """Say whether style sheets, which a theme's books share, fix sizes, reorder and move what they show."""
    return (
        _FIXED.search(css) is not None,
        _REORDERS.search(css) is not None,
        _MOVES.search(css.encode()) is not None,
    )


def _moves(picture: Asset) -> bool:
    if picture.media_type == SVG_TYPE:
        return _MOVES.search(picture.data) is not None
    return _LOOPS in picture.data or is_moving(picture)


def _alternative(picture: Element) -> Iterator[str]:
    """Yield the text alternative of a picture; nothing when it needs none.

    An empty `alt` counts as none: nobody can tell whether the author meant a decoration.
    """
    if picture.tag == f"{_H}img":
        yield picture.get("alt", "").strip()
        return
    parent = picture.getparent()
    is_box = parent is not None and parent.get("class") == "task"
    if not is_box and picture.get("aria-hidden") != "true":
        yield (picture.get("aria-label") or picture.findtext(f"{_SVG}title") or "").strip()


def features(content: Content) -> Iterator[str]:
    """Yield the values of `accessibilityFeature` that hold of the book."""
    levels = content.levels
    claims = {
        "displayTransformability": not content.fixed,
        "readingOrder": not content.reordered,
        # The first place is the title page.
        "tableOfContents": content.listed > 1,
        "structuralNavigation": len(levels) > 1 and all(b - a <= 1 for a, b in pairwise(levels)),
        "ARIA": content.roles,
        "alternativeText": bool(content.alternatives) and content.described,
        "longDescription": content.long_descriptions,
        "MathML": bool(content.formulas),
        # TeX is no description: it is read out by the spelling of its commands.
        "describedMath": bool(content.formulas)
        and all(text and not _TEX.search(text) for text in content.formulas),
        "rubyAnnotations": content.ruby,
        "index": content.index,
        "pageBreakMarkers": content.page_breaks,
        "pageNavigation": content.pages_listed,
    }
    yield from (name for name, holds in claims.items() if holds)


def accessibility(content: Content) -> Iterator[Statement]:
    """Yield the package's statements."""
    seen, heard = bool(content.alternatives), content.sound
    modes = {"textual": True, "visual": seen, "auditory": heard}
    yield from _each("accessMode", [name for name, holds in modes.items() if holds])
    if content.described and not heard:
        yield from _each("accessModeSufficient", ["textual"])
    if seen or heard:
        yield from _each("accessModeSufficient", [",".join(name for name, holds in modes.items() if holds)])
    yield from _each("accessibilityFeature", features(content))
    # Whether what moves flashes, or what sounds startles, nobody has looked at.
    yield from _each("accessibilityHazard", ["unknown" if content.moving or heard else "none"])
    yield from _summary(content)


def conformance(certifier: str) -> Iterator[Statement]:
    """Yield the claim that the book conforms to the standard, and who makes it."""
    yield Statement("meta", STANDARD, {"property": "dcterms:conformsTo", "id": "conformance"})
    yield Statement("meta", certifier, {"property": "a11y:certifiedBy", "refines": "#conformance"})


def _summary(content: Content) -> Iterator[Statement]:
    words, claimed = sentences(content.lang), frozenset(features(content))
    said = (
        (words.text, "displayTransformability" in claimed),
        (words.contents, "tableOfContents" in claimed),
        (words.pages, "pageNavigation" in claimed),
        (words.described, "alternativeText" in claimed),
        (words.undescribed, not content.described),
        (words.math, "MathML" in claimed),
        (words.languages, content.languages),
    )
    text = words.joint.join(sentence for sentence, holds in said if holds)
    if text:
        lang = words.lang if words.lang != content.lang else None
        yield _property("accessibilitySummary", text, lang=lang)


def _each(name: str, values: Iterable[str]) -> Iterator[Statement]:
    for value in values:
        yield _property(name, value)


def _property(name: str, value: str, *, lang: str | None = None) -> Statement:
    attributes = {"property": f"schema:{name}"}
    if lang:
        attributes |= {f"{{{markup.XML}}}lang": lang, "dir": "ltr"}
    return Statement("meta", value, attributes)
