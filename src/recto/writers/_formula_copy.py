"""A formula as ziamath wants it: a copy in which all is said outright that it would take another way.

MathML Core leaves to the browser's dictionary and style sheet how far things stand apart, what grows and
where limits go; ziamath's own dictionary is MathML 2's, and it reads attributes instead of styles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from lxml import etree

from recto.writers import _formula_rules

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CLOSED_SPACE, _CELL_SPACE, _LINE_SPACE = "0.001em", "0.9em", "0.45em"

_MOVABLE = frozenset("∑∏∐⋃⋂⋁⋀⨁⨂⨀⨄⨆")
_INTEGRALS = frozenset("∫∬∭∮∯∰")
_LARGE = _MOVABLE | _INTEGRALS
_INVISIBLE = dict.fromkeys((0x2061, 0x2062, 0x2063, 0x2064, 0xFE00, 0xFE01, 0x200B))
_VECTOR = "\u20d7"
_WIDE = {"^": "\u0302", "~": "\u0303"}
"""Accent → the character that the font has in several widths."""
_BARS = frozenset("¯_‾―")
_AS_MINUS = {"-": "−"}
ROWS = frozenset("math mrow mstyle merror mpadded mphantom mtd msqrt menclose".split())
_KEPT = frozenset(
    "accent accentunder columnalign columnspacing depth displaystyle height linethickness lspace "
    "mathbackground mathcolor mathsize mathvariant maxsize minsize notation rowspacing rspace "
    "scriptlevel stretchy voffset width".split()
)
_SCRIPTS = {"munder": "msub", "mover": "msup", "munderover": "msubsup"}
_COLOUR = re.compile(r"(?:^|;)\s*color:\s*(#[0-9A-Fa-f]{3,6})")
_MARGIN_LEFT = re.compile(r"margin-left:\s*(-?[\d.]+em)")


def as_ziamath_reads(part: Element, *, display: bool) -> ElementTree.Element:
    """Return a copy of `part` that ziamath draws right, `display` in its large form."""
    name = etree.QName(part).localname
    if name == "semantics":
        return as_ziamath_reads(part[0], display=display)
    copy = ElementTree.Element("mrow" if name == "mstyle" else name, _attributes(part))
    if name == "math":
        copy.set("display", "block" if display else "inline")
    if "displaystyle" in part.attrib:
        display = part.get("displaystyle") == "true"
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        return _token(copy, "".join(part.itertext()))
    inner = display and name not in ("mfrac", "mtable")
    if name == "mtable":
        copy.set("displaystyle", str(inner := part.get("displaystyle") == "true").lower())
        _space(copy, part)
    is_script = name in _SCRIPTS or name in ("msub", "msup", "msubsup", "mmultiscripts")
    for number, child in enumerate(child for child in part if isinstance(child.tag, str)):
        copy.append(as_ziamath_reads(child, display=inner and not (is_script and number)))
    return _settled(copy, part, display=display)


def _settled(copy: ElementTree.Element, part: Element, *, display: bool) -> ElementTree.Element:
    """See to what depends on the children of `copy`, which are there."""
    name = etree.QName(part).localname
    if name == "mtable":
        _formula_rules.note(part, copy)
    elif name in _SCRIPTS:
        _settle_script(copy, part, display=display)
    elif name == "msub" and len(copy) and copy[0].text in _INTEGRALS:
        return _with_room(copy)
    elif not len(copy) and name in ROWS:
        copy.append(ElementTree.Element("mspace", {"width": "0"}))
    return copy[0] if name in ("mrow", "mstyle") and len(copy) == 1 and not copy.attrib else copy


def _with_room(integral: ElementTree.Element) -> ElementTree.Element:
    """Put room behind an integral that has only a lower limit: it leans over what follows."""
    row = ElementTree.Element("mrow")
    row.append(integral)
    ElementTree.SubElement(row, "mspace", {"width": "0.2em"})
    return row


def _settle_script(copy: ElementTree.Element, part: Element, *, display: bool) -> None:
    """Put limits beside a sign such as a sum where it stands in a line, and see to accents."""
    if len(copy) == 2:
        _set_accent(copy)
    is_movable = len(copy) > 0 and copy[0].tag == "mo" and copy[0].text in _MOVABLE
    if is_movable and not display and part[0].get("movablelimits") != "false":
        copy.tag = _SCRIPTS[copy.tag]


def _attributes(part: Element) -> dict[str, str]:
    kept = {str(name): value for name, value in part.attrib.items() if name in _KEPT}
    style = part.get("style", "")
    if colour := _COLOUR.search(style):
        kept["mathcolor"] = colour[1]
    if margin := _MARGIN_LEFT.search(style):
        kept["width"] = margin[1]
    if "font-weight: bold" in style:
        kept["mathvariant"] = "bold"
    elif "font-style: italic" in style:
        kept["mathvariant"] = "italic"
    return kept


def _token(copy: ElementTree.Element, text: str) -> ElementTree.Element:
    visible = text.translate(_INVISIBLE)
    if copy.tag != "mtext":
        visible = " ".join(visible.split())
    if not visible:
        # What stands between a function's name and its argument is a thin space.
        return ElementTree.Element("mspace", {"width": copy.get("lspace", "0")})
    if copy.tag == "mi" and len(visible) > 1:
        copy.tag = "mtext"  # ziamath puts space around names, and takes some for operators
    if copy.tag == "mo":
        visible = _AS_MINUS.get(visible, visible)
        if visible in _LARGE:
            copy.set("stretchy", "false")
    copy.text = visible
    return copy


def _set_accent(copy: ElementTree.Element) -> None:
    """Let a bar be a line as long as what it is over, and the arrow over a letter the small one."""
    accent = copy[1]
    if accent.tag != "mo":
        return
    if accent.text in _WIDE and accent.get("stretchy") != "false":
        accent.text = _WIDE[accent.text]
    elif accent.text in _BARS and accent.get("stretchy") != "false":
        accent.text = "―"  # ziamath draws a line for it
    elif accent.text in ("→", _VECTOR) and accent.get("stretchy") == "false" and copy.get("accent") == "true":
        accent.text = _VECTOR
        row = ElementTree.Element("mrow")  # else it would be stretched all the same
        row.append(accent)
        copy[1] = row


def _space(copy: ElementTree.Element, table: Element) -> None:
    """Say how far apart columns and lines are: those of aligned equations touch in pairs."""
    columns = max(map(len, table), default=1)
    is_aligned = table.get("columnalign", "").startswith("right left")
    spaces = [_CLOSED_SPACE if is_aligned and at % 2 == 0 else _CELL_SPACE for at in range(columns)]
    copy.attrib.setdefault("columnspacing", " ".join(spaces))
    copy.attrib.setdefault("rowspacing", _LINE_SPACE)
