"""Headings: two alike under one, and those without a text below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from recto.article import Section
from recto.checks.manuscript import Manuscript, quoted
from recto.diagnostics import Diagnostic
from recto.markup import HEADINGS, MATHML, SVG
from recto.reader.headings import heading_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SHOWN = ("img", "audio", "video", "input", f"{{{SVG}}}svg", f"{{{MATHML}}}math")

_VERSION = re.compile(r"\d+\.\d+|\d{4}-\d\d-\d\d")
"""Logs of changes: a heading for each release, the same ones below each, and some with nothing to tell."""
_CALL = re.compile(r"\w\(.*\)\s*\Z", re.DOTALL)
"""References of programs: the forms of one function are headings in a row."""


def heading_duplicate(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Two headings below the same one have the same words."""
    places = {heading.get("id"): heading for heading in manuscript.tree.iter(*HEADINGS)}
    pending = [manuscript.article.sections]
    while pending:
        first: dict[str, Section] = {}
        for section in pending.pop():
            if _VERSION.search(section.title):
                first.clear()  # in a log of changes, what comes below belongs to this version
            title = section.title.casefold()
            earlier = first.setdefault(title, section)
            if title and earlier is not section:
                at = manuscript.line_of(places[earlier.anchor])
                yield manuscript.note(
                    "heading-duplicate",
                    f"The heading {quoted(section.title)} stands twice in the same section.",
                    line=manuscript.line_of(places[section.anchor]),
                    hint=f"Tell them apart in their words{f'; the first is on line {at}' if at else ''}.",
                )
            pending.append(section.children)


def section_empty(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A heading has nothing below it, neither words nor a lower heading."""
    headings = manuscript.tree.iterchildren(*HEADINGS)
    for heading in headings:
        if not _is_empty_below(heading):
            continue
        words = heading_text(heading)
        if not _stands_alone(heading, words):
            yield manuscript.note(
                "section-empty",
                f"There is nothing below the heading {quoted(words)}.",
                line=manuscript.line_of(heading),
                hint="Write what belongs there, or take the heading out.",
            )


def _stands_alone(heading: Element, words: str) -> bool:
    """Say whether `heading` says all there is: a release, a function, an option, `Licence: MIT`, a link."""
    is_code = any(code.text == words for code in heading.iterchildren("code"))
    is_link = any(link.get("role") is None for link in heading.iter("a"))
    is_whole = is_code or is_link or ": " in words
    return is_whole or bool(_VERSION.search(words) or _CALL.search(words))


def _is_empty_below(heading: Element) -> bool:
    """Say whether no words come before the next heading of the same level or above, or the end."""
    below = heading.getnext()
    while below is not None:
        if below.tag in HEADINGS:
            return str(below.tag) <= str(heading.tag)
        if below.get("role") == "doc-endnotes":
            return True
        if below.tag != "hr" and (_has_words(below) or next(below.iter(*_SHOWN), None) is not None):
            return False
        below = below.getnext()
    return True


def _has_words(element: Element) -> bool:
    return any(text.strip() for text in element.itertext())
