"""Ids: every heading has a readable one, and no two elements of a body share theirs.

The author's own come first and keep their name; of two alike the second is renamed and reported.
A heading without one gets its words, as GitHub makes them but with single hyphens.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from lxml import etree

from recto.markup import HEADINGS
from recto.reader.draft import Draft
from recto.reader.headings import heading_text
from recto.reader.lines import line_of
from recto.reader.walk import name_of, parent_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LONGEST = 64


def assign(tree: Element, draft: Draft) -> None:
    """Give ids to headings and make all ids unique."""
    for anchor in tree.iter("a"):
        if name := anchor.attrib.pop("name", None):
            anchor.set("id", anchor.get("id", name))
    taken: dict[str, int] = {}
    # In one walk: XPath takes quadratic time to put what it finds in order.
    marked = [element for element in tree.iter(etree.Element) if "id" in element.keys()]  # noqa: SIM118
    marked.sort(key=lambda element: not _is_of_note(element))
    for element in marked:
        wanted = re.sub(r"\s+", "-", element.get("id", "").strip())
        if not wanted:
            del element.attrib["id"]
            continue
        given = _free(wanted, taken)
        if given != element.get("id"):
            _rename(element, given)
        if given != wanted:
            draft.warn(
                "id-duplicate",
                f"The id {wanted!r} is given twice; the second became {given!r}.",
                line=line_of(element),
                hint="Give each place an id of its own.",
            )
    for heading in tree.iter(*HEADINGS):
        if not heading.get("id"):
            heading.set("id", _free(_shortened(slug(heading_text(heading))) or "section", taken))


def _is_of_note(element: Element) -> bool:
    """Say whether an id is a footnote's: Recto's own, as no author can write a role, so others give way."""
    if element.tag == "sup":
        return len(element) > 0 and element[0].get("role") == "doc-noteref"
    if element.tag == "li":
        section = parent_of(parent_of(element))
        return section.get("role") == "doc-endnotes"
    return False


def slug(text: str) -> str:
    """Return `text` as an id: letters of every script, digits and hyphens."""
    text = unicodedata.normalize("NFC", text.lower())
    kept = text.translate(_ASCII) if text.isascii() else "".join(map(_slug_character, text))
    return re.sub(r"-{2,}", "-", kept).strip("-")


def _slug_character(char: str) -> str:
    if unicodedata.category(char)[0] in "LMN" or char == "_":
        return char
    return "-" if char.isspace() or char in "-–—/" else ""


_ASCII = {code: _slug_character(chr(code)) for code in range(128)}


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    words, hyphen, _ = text[: _LONGEST + 1].rpartition("-")
    return words if hyphen else text[:_LONGEST]


def _free(wanted: str, taken: dict[str, int]) -> str:
    """Take `wanted`, or it with the next number that is free; `taken` keeps the number to go on from."""
    given = wanted
    while given in taken:
        taken[wanted] += 1
        given = f"{wanted}-{taken[wanted]}"
    taken[given] = 1
    return given


def _rename(element: Element, given: str) -> None:
    """Rename an id; in a drawing, also where the drawing itself refers to it."""
    old = element.get("id", "")
    element.set("id", given)
    if not name_of(element).startswith("{"):
        return
    drawing = element.xpath("ancestor-or-self::*[local-name() = 'svg' or local-name() = 'math'][last()]")
    reference = re.compile(rf"(url\(\s*['\"]?#|^#|(?<!\S)){re.escape(old)}(?=['\"]?\s*\)|\s|$)")
    for part in drawing[0].iter("*") if drawing else ():
        for name, value in part.attrib.items():
            if old in value and (name.startswith("aria-") or "href" in name or "url(" in value):
                part.set(name, reference.sub(lambda match: match[1] + given, value))
