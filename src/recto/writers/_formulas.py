"""MathML → SVG by ziamath, which is imported here when the first formula is drawn.

ziamath draws with the STIX Two Math that it brings along, as paths: it asks neither the network nor the
system, and its drawings hold no ids that could collide. Equal formulas are drawn once.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from lxml import etree

from recto import markup
from recto.markup import MATHML
from recto.writers import _formula_rules, _formula_words
from recto.writers._formula_copy import ROWS, as_ziamath_reads

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FORMULA = f"{{{MATHML}}}math"
_EM = 100.0
"""Units of the drawing for the size of the text."""
_MARGIN = 2.0
"""Units around the drawing: the ink of some letters leaves their box."""
_MOST_WORK = 30_000
"""Parts to draw; ziamath lays out what is in a row twice, for each row around it anew."""
_WIDEST = 500
"""Times the size of the text."""
_NARROW = 20
"""Characters: an equation whose words in one line are shorter fits the narrowest screen."""
_NAMES = re.compile(r' (?:alttext|id)="[^"]*"')
_FAILURES = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError
)  # fmt: skip
"""What a formula that ziamath cannot draw may raise there."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn formula; lengths are in the text's size."""

    svg: str
    width: float
    height: float
    depth: float
    """How far it reaches below the line that the text stands on."""
    lines: tuple[float, ...] = ()
    """Where the lines of a numbered formula stand, from its top."""
    unknown: str = ""
    """Characters that the font for formulas has not: they are text in the drawing."""


def drawing_of(math: Element) -> Drawing | None:
    """Draw the formula `math`, None if it cannot be drawn; equal ones are drawn once."""
    text = etree.tostring(math, encoding="unicode", with_tail=False)
    return _drawn(_NAMES.sub("", text))


@lru_cache(maxsize=1024)
def _drawn(text: str) -> Drawing | None:
    math = etree.fromstring(text)
    is_numbered = _drop_numbers(math)
    try:
        copy = as_ziamath_reads(math, display=math.get("display") == "block")
        if _work(copy) > _MOST_WORK:
            return None
        ziamath = _ziamath()
        unknown = _unknown(copy, ziamath.zmath.loadedfonts["default"])
        _formula_words.set_aside(copy, unknown)
        drawn = ziamath.Math(copy, size=_EM)
        lines = tuple(_lines(drawn.node)) if is_numbered else ()
        has_rules = _formula_rules.draw(drawn.node, ziamath.drawable)
        drawn.margin = margin = _MARGIN + (_formula_rules.MARGIN if has_rules else 0)
        svg = drawn.svg()
    except _FAILURES:
        return None
    box = drawn.node.bbox
    width, height = box.xmax - box.xmin + 2 * margin, box.ymax - box.ymin + 2 * margin
    if not (0 < width < _WIDEST * _EM and 0 < height < _WIDEST * _EM):
        return None
    return Drawing(
        svg,
        width / _EM,
        height / _EM,
        depth=(margin - box.ymin) / _EM,
        lines=tuple((box.ymax + margin + line) / _EM for line in lines),
        unknown=unknown,
    )


def _drop_numbers(math: Element) -> bool:
    """Take the cells with numbers, and those before the lines, out of a formula that has them."""
    table = math.find(f"{{{MATHML}}}mtable[@class='numbered']")
    if table is None:
        return False
    for row in table:
        row.remove(row[-1])
        row.remove(row[0])
    table.set("columnalign", " ".join(table.get("columnalign", "").split()[1:-1]) or "center")
    return True


def _lines(node: Any) -> list[float]:
    """Return where the lines of the table that `node` consists of stand, downwards from its base line."""
    table = next(part for part in node.nodes if part.mtag == "mtable")
    return list(dict.fromkeys(y for _, y in table.nodexy))


def _work(copy: ElementTree.Element) -> int:
    """Return how many parts ziamath lays out."""
    own = 1 + sum(map(_work, copy))
    return min(own * 2 if copy.tag in ROWS else own, _MOST_WORK + 1)


def _unknown(copy: ElementTree.Element, font: Any) -> str:
    return "".join(dict.fromkeys(char for char in _characters(copy) if not font.glyphindex(char)))


def _characters(copy: ElementTree.Element) -> Iterator[str]:
    for part in copy.iter():
        yield from (char for char in part.text or "" if not char.isspace())


def make_scrollable(tree: Element, name: str) -> None:
    """Let equations that may be wider than a narrow screen be scrolled by keyboard too (WCAG 2.1.1)."""
    for equation in tree.iterfind(".//div[@class='equation']"):
        if len(markup.text_of(equation)) > _NARROW:
            equation.set("tabindex", "0")
            equation.set("role", "group")
            equation.set("aria-label", name)


@cache
def _ziamath() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it finds its font in a way that Python 3.11 calls deprecated
        import ziamath
        from ziamath.nodes import mnode

    package: Any = ziamath
    package.config.svg2 = False  # paths, no symbols with ids
    package.config.precision = 1
    package.config.math.color = "currentColor"
    package.config.minsizefraction = 0.5 * _EM / 24  # of the size its font was loaded in
    node_type: Any = mnode.Mnode
    measured = node_type.size_px

    def size(node: Any, length: str, fontsize: float | None = None) -> float:
        """Return `length` in units; ziamath takes an em for four thirds of one."""
        taken: float = measured(node, length, fontsize)
        return taken * 0.75 if length.endswith(("em", "ex", "mu", "space")) else taken

    node_type.size_px = size
    _formula_words.register(node_type, package.drawable.BBox)
    return package
