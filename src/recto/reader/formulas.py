"""Formulas (MathML): elements of their own kind only, and words in the elements made for words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.reader.draft import Draft
from recto.reader.walk import name_of, wrap_runs

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MATHML = f"{{{markup.MATHML}}}"
_MATH = f"{_MATHML}math"
_TOKENS = frozenset(f"{_MATHML}{name}" for name in ("mi", "mn", "mo", "ms", "mspace", "mtext"))


def repair(tree: Element, _draft: Draft) -> None:
    """Give each formula MathML's content model."""
    for formula in tree.xpath(".//m:math[not(ancestor::m:math)]", namespaces={"m": markup.MATHML}):
        for part in list(formula.iter("*")):
            if part is not formula and (part.tag == _MATH or not name_of(part).startswith(_MATHML)):
                markup.unwrap(part)
        for part in list(formula.iter("*")):
            if part.tag not in _TOKENS:
                wrap_runs(part, lambda: etree.Element(f"{_MATHML}mtext"), beside=lambda _: True)
