"""What a book says about its accessibility: computed from what it holds, and nothing claimed beyond.

The five properties of schema.org that EPUB Accessibility 1.1 asks for. That a book conforms to a
standard is not among them: it takes more than a program to say that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recto import markup
from recto.article import Asset
from recto.writers._epub_words import sentences
from recto.writers._ocf import Statement

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PICTURE = f"{{{markup.SVG}}}svg"
_MOVES = (b"<animate", b"<set ", b"NETSCAPE2.0")
"""What animated SVG and GIF hold."""


@dataclass(frozen=True, slots=True)
class Content:
    """The facts that the properties follow from."""

    headings: bool
    pictures: bool
    """Apart from the cover and from boxes of tasks."""
    described: bool
    """Each picture has a text alternative."""
    math: bool
    languages: bool
    """Some passages are in other languages than the article."""
    moving: bool


def survey(tree: Element, pictures: Iterable[Asset], *, lang: str) -> Content:
    """Look at what `tree`, the body, and its pictures hold."""
    alternatives = list(_alternatives(tree))
    return Content(
        headings=next(tree.iter(*markup.HEADINGS), None) is not None,
        pictures=bool(alternatives),
        described=all(alternatives),
        math=next(tree.iter(f"{{{markup.MATHML}}}math"), None) is not None,
        languages=any(element.get("lang", lang) != lang for element in markup.elements(tree)),
        moving=any(mark in asset.data for asset in pictures for mark in _MOVES),
    )


def _alternatives(tree: Element) -> Iterator[str]:
    """Yield each picture's text alternative, empty when it has none.

    An empty `alt` counts as none: nobody can tell whether the author meant a decoration.
    """
    for element in markup.elements(tree, "img", _PICTURE):
        parent = element.getparent()
        if element.tag == "img":
            yield element.get("alt", "").strip()
        elif (
            not (parent is not None and parent.get("class") == "task")
            and element.get("aria-hidden") != "true"
        ):
            title = element.findtext(f"{{{markup.SVG}}}title") or ""
            yield (element.get("aria-label") or title).strip()


def accessibility(content: Content, *, lang: str) -> Iterator[Statement]:
    """Yield the package's statements."""
    yield from _each("accessMode", ["textual", *(["visual"] if content.pictures else [])])
    if content.described:
        yield from _each("accessModeSufficient", ["textual"])
    if content.pictures:
        yield from _each("accessModeSufficient", ["textual,visual"])
    features = {
        "displayTransformability": True,
        "readingOrder": True,
        "tableOfContents": True,
        "structuralNavigation": content.headings,
        "alternativeText": content.pictures and content.described,
        "MathML": content.math,
    }
    yield from _each("accessibilityFeature", [name for name, there in features.items() if there])
    yield from _each("accessibilityHazard", ["unknown" if content.moving else "none"])
    yield _summary(content, lang)


def _summary(content: Content, lang: str) -> Statement:
    words = sentences(lang)
    said = (
        (words.text, True),
        (words.described, content.pictures and content.described),
        (words.undescribed, not content.described),
        (words.math, content.math),
        (words.languages, content.languages),
    )
    text = words.joint.join(sentence for sentence, holds in said if holds)
    return _property("accessibilitySummary", text, lang=words.lang if words.lang != lang else None)


def _each(name: str, values: Iterable[str]) -> Iterator[Statement]:
    for value in values:
        yield _property(name, value)


def _property(name: str, value: str, *, lang: str | None = None) -> Statement:
    attributes = {"property": f"schema:{name}"}
    if lang:
        attributes |= {f"{{{markup.XML}}}lang": lang, "dir": "ltr"}
    return Statement("meta", value, attributes)
