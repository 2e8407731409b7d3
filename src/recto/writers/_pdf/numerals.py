"""Figures that stand among capitals: as high as these, where those of the text have ascenders and descenders.

"COVID-19", "ISO 9001", "A4" and "MP3" are read as one word of capitals; old-style figures would fall below
it. In tables, formulas and code a theme's style sheet says as much for the whole of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recto import markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

LINING = "lining"
"""Class of the words whose figures are as high as capitals."""
_UPPER = "A-ZÀ-ÖØ-ÞΑ-ΩА-Я"
_FIGURES = r"\d+(?:[.,:/–-]\d+)*"
_WORD = re.compile(
    r"(?<![\w.,/%=?&@#~+-])"  # within an address they would be torn from it
    rf"(?:[{_UPPER}]{{2,}}[ \u00a0]{_FIGURES}|[{_UPPER}]+[-–\u2011]?{_FIGURES}|\d+[{_UPPER}]+)"
    rf"[{_UPPER}\d]*(?![\w%/=&@])"
)
_LEFT_ALONE = frozenset(("code", "kbd", "samp", "pre", "table", "sup", "sub"))


def set_numerals(body: Element) -> None:
    """Put words of capitals and figures in spans."""
    pending = [body]
    while pending:
        element = pending.pop()
        pending += (child for child in element if _holds_prose(child))
        for child in list(element):
            _wrap(element, child)
        _wrap(element, None)


def _holds_prose(element: Element) -> bool:
    tag = element.tag
    return (
        isinstance(tag, str)
        and tag not in _LEFT_ALONE
        and not tag.startswith("{")
        and element.get("class") != "address"
    )


def _wrap(parent: Element, before: Element | None) -> None:
    """Wrap such words in the text of `parent` that stands after `before`, or first."""
    text = (parent.text if before is None else before.tail) or ""
    found = list(_WORD.finditer(text))
    if not found:
        return
    pieces = list(_pieces(text, found))
    if before is None:
        parent.text = text[: found[0].start()]
        parent[:0] = pieces
    else:
        before.tail = text[: found[0].start()]
        at = parent.index(before) + 1
        parent[at:at] = pieces


def _pieces(text: str, found: list[re.Match[str]]) -> Iterator[Element]:
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=True):
        span = markup.make("span", match[0], class_=LINING)
        span.tail = text[match.end() : end]
        yield span
