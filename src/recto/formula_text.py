"""A formula's words in one line: what a heading in the contents, a bookmark and a voice say of it.

`E = mc²`, `(a + b)/2`, `∑_(i = 1)^n x_i`: Unicode's own signs where there are some, else carets and
brackets, as people write formulas in plain text. TeX's commands would be read out by their spelling.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RAISED = dict(zip("0123456789+−=()nixT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣᵀ", strict=True))
_LOWERED = dict(zip("0123456789+−=()ijnkxt", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ᵢⱼₙₖₓₜ", strict=True))
_PRIMES = frozenset("′″‴⁗'*∗†‡°∘")
_ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0304", "̲": "\u0332",
    "ˉ": "\u0304", "_": "\u0332", "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307", ".": "\u0307", "¨": "\u0308",
    "ˇ": "\u030c",
    "˘": "\u0306", "˚": "\u030a", "´": "\u0301", "`": "\u0300", "…": "\u20db", "←": "\u20d6", "↔": "\u20e1",
    "⏞": "", "⏟": "", "⎴": "", "⎵": "",
}  # fmt: skip
_SIGNS = frozenset("+−±∓")
_SPACED = _SIGNS | frozenset("=<>≤≥≠≈≡≃≅∼∝≪≫≔≝×÷⋅·∘∗∧∨⊕⊗∩∪∖∈∉∋⊂⊃⊆⊇→←↔↦⇒⇐⇔⟶⟵⟹⟸⟺⟷⊢⊨∥⟂∣:")
_UNSEEN = dict.fromkeys((0x2061, 0x2062, 0x2063, 0x2064, 0xFE00, 0xFE01))
_BEFORE_SIGNS = _SPACED | frozenset(("", *"([{|‖,;/"))
"""After these, a plus or minus belongs to what follows."""
_SCRIPTED = frozenset("msub msup msubsup munder mover munderover".split())
_FENCES = frozenset("([|‖")
_BIG = frozenset("∑∏∐∫∬∭∮⋃⋂⋁⋀⨁⨂")
_GAP = 0.16
"""Width in em from which a space counts as one."""


def words_of(math: Element) -> str:
    """Return the formula `math` as a line of text."""
    return unicodedata.normalize("NFC", " ".join(_row(math).split()))


def _name(part: Element) -> str:
    return etree.QName(part).localname


def _row(parent: Iterable[Element]) -> str:
    out = ""
    apart = False
    for part in parent:
        if not isinstance(part.tag, str):
            continue
        text = _text(part)
        if _name(part) == "mo":
            text = _operator(text, out)
        elif (apart or _has_name(part)) and out[-1:].isalnum() and text[:1].isalnum():
            text = f" {text}"
        if text:
            # `x^k a`, and no letter sticks to a function's name.
            is_marked = _name(part) in _SCRIPTED and ("^" in text or "_" in text)
            apart = is_marked or (_has_name(part) and text[-2:].isalpha())
        out += text
    return out


def _operator(text: str, before: str) -> str:
    if text in (",", ";"):
        return f"{text} "
    if text not in _SPACED or (text in _SIGNS and before.strip()[-1:] in _BEFORE_SIGNS):
        return text
    return f" {text} " if before.strip() else f"{text} "


def _has_name(part: Element) -> bool:
    while _name(part) in ("mrow", "mstyle", "munder", "msub", "msup") and len(part):
        part = next((child for child in part if _name(child) != "mspace"), part[0])
    return _name(part) == "mi" and len((part.text or "").strip()) > 1


def _text(part: Element) -> str:
    name = _name(part)
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        text = "".join(part.itertext())
        if name == "mo" and "\u2061" in text:
            return " "  # between a function and its argument
        text = text.translate(_UNSEEN)
        return text if name == "mtext" else text.strip().replace("-", "−")
    if name == "mspace":
        return " " if _width(part.get("width", "")) >= _GAP else ""
    special: Callable[[Element], str] = _SPECIAL.get(name, _row)
    return special(part)


def _width(length: str) -> float:
    try:
        return float(length.removesuffix("em"))
    except ValueError:
        return 0.0


def _group(text: str) -> str:
    """Put brackets around what is more than one thing."""
    text = text.strip()
    if text[:1] == "√" and len(text) == 2:
        return text
    whole = text.replace(".", "").isalnum() and (text[:1].isdigit() or len(text) == 1)
    return text if whole or len(text) <= 1 or _is_bracketed(text) else f"({text})"


def _is_bracketed(text: str) -> bool:
    if text[0] != "(" or text[-1] != ")":
        return False
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0 and at < len(text) - 1:
            return False
    return True


def _script(text: str, signs: dict[str, str], mark: str) -> str:
    text = text.strip()
    small = text.replace(" ", "")
    if not small:
        return ""
    if mark == "^" and all(character in _PRIMES for character in small):
        return small
    if all(character in signs for character in small):
        return "".join(signs[character] for character in small)
    return f"{mark}{_group(text)}"


def _scripts(part: Element) -> str:
    base, *rest = (_text(child) for child in part)
    lower = rest.pop(0) if _name(part) in ("msub", "msubsup", "munder", "munderover") and rest else ""
    upper = rest.pop(0) if rest else ""
    mark = _ACCENTS.get((upper or lower).strip()) if _name(part) in ("mover", "munder") else None
    if mark == "":
        return base
    if mark:
        return "".join(f"{letter}{mark}" for letter in base) if len(base) < 4 else f"({base}){mark}"
    base = f"({base})" if " " in base.strip() and not _is_bracketed(base.strip()) else base
    text = base + _script(lower, _LOWERED, "_") + _script(upper, _RAISED, "^")
    return f"{text} " if base.strip() in _BIG else text


def _fraction(part: Element) -> str:
    above, below = (_text(child) for child in part) if len(part) == 2 else ("", _row(part))
    sign = "¦" if part.get("linethickness") in ("0", "0em", "0px", "0pt") else "/"
    return f"{_group(above)}{sign}{_group(below)}"


def _root(part: Element) -> str:
    if _name(part) == "msqrt" or len(part) != 2:
        return f"√{_group(_row(part))}"
    index = _text(part[1])
    raised = all(character in _RAISED for character in index)
    return f"{_script(index, _RAISED, '') if raised else f'{_group(index)} '}√{_group(_text(part[0]))}"


def _table(part: Element) -> str:
    """Write a matrix with commas, and lines that belong together, such as aligned ones, without."""
    before = part.getprevious()
    fenced = before is not None and _name(before) == "mo" and (before.text or "").strip() in _FENCES
    rows = []
    for row in part:
        cells = [_row(cell).strip() for cell in row if cell.get("class") != "number"]
        rows.append((", " if fenced else " ").join(filter(None, cells)))
    return "; ".join(filter(None, rows))


_SPECIAL: dict[str, Callable[[Element], str]] = {
    **dict.fromkeys(_SCRIPTED, _scripts),
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    "mtable": _table,
    "mphantom": lambda _: "",
}
