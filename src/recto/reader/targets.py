"""What can be referred to: the places with a label, each with its kind and its number.

Two that share a label, and labels on what they do not name, are reported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.markup import HEADINGS
from recto.reader import captions, section_numbers
from recto.reader.draft import Draft
from recto.reader.labelled import PREFIXES, canonical, kind_named
from recto.reader.lines import line_of
from recto.reader.walk import name_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PREFIX_OF = {"figure": "fig", "table": "tbl", "equation": "eq", "section": "sec", "listing": "lst"}
"""Kind of thing → what its label begins with."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a label names."""

    element: Element
    kind: str
    number: str
    """As it is shown; a section may have none."""


@dataclass(frozen=True, slots=True)
class Targets:
    """All labels of an article, in their canonical spelling."""

    known: Mapping[str, Target]
    others: Mapping[str, Element]
    """Labels on what has no number, and is no section."""


def gather(tree: Element, draft: Draft) -> Targets:
    """Number captions, and return what has a label."""
    labelled = _labelled(tree, draft)
    counted = captions.label_captions(tree, draft, frozenset(labelled.values()))
    sections = section_numbers.numbers_of(tree, draft)
    known: dict[str, Target] = {}
    others: dict[str, Element] = {}
    for label, element in labelled.items():
        if element in counted:
            known[label] = Target(element, *counted[element])
        elif element.tag in HEADINGS:
            known[label] = Target(element, "section", sections.get(element, ""))
        elif number := _number_of_equation(element):
            known[label] = Target(element, "equation", number)
        else:
            others[label] = element
            continue
        _check_kind(label, known[label], draft)
    return Targets(MappingProxyType(known), MappingProxyType(others))


def _labelled(tree: Element, draft: Draft) -> dict[str, Element]:
    """Return the elements with a label; of two that share one, the second loses it."""
    found: dict[str, Element] = {}
    for element in tree.iter(etree.Element):
        identifier = "-".join(element.get("id", "").split())
        if not kind_named(identifier) or name_of(element).startswith("{"):
            continue
        first = found.setdefault(canonical(identifier), element)
        if first is not element:
            _report_duplicate(identifier, first, element, draft)
            del element.attrib["id"]
    return found


def _report_duplicate(identifier: str, first: Element, second: Element, draft: Draft) -> None:
    line = line_of(first)
    where = f"on line {line}" if line else "further up"
    draft.error(
        "label-duplicate",
        f"The label {identifier!r} is given twice; the first is {where}.",
        line=line_of(second),
        hint="Give each place a label of its own.",
    )


def _number_of_equation(element: Element) -> str:
    if element.tag != "div" or "equation" not in element.get("class", "").split():
        return ""
    number = element.find(".//span[@class='number']")
    return markup.text_of(number) if number is not None else ""


def _check_kind(label: str, target: Target, draft: Draft) -> None:
    prefix, _, name = label.partition(":")
    if PREFIXES[prefix] == target.kind:
        return
    fitting = f"{PREFIX_OF[target.kind]}:{name}"
    draft.warn(
        "label-kind",
        f"The label {label!r} is on {_with_article(target.kind)}, so it is referred to as one.",
        line=line_of(target.element),
        hint=f"Write {{#{fitting}}}, and @{fitting} to refer to it.",
    )


def _with_article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
