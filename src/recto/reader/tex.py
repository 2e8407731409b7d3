r"""TeX → MathML Core, by math-core, which is imported here when the first formula is met.

    source ▶ what authors write that math-core does not know, written as it does ▶ math-core ▶ elements
    that MathML 3's schema allows as well: `mstyle` for styles, `style` for CSS, no variation selectors

One `Converter` serves one article: a macro that a formula defines holds in those after it. math-core is
recursive and has no limit, so what could nest too deeply never reaches it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from recto.markup import MATHML

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LONGEST = 10_000
"""Characters of one formula."""
DEEPEST = 60
"""Elements within one another that a formula may come to."""
_MOST_IN_A_ROW = 200
"""Commands side by side: each may be the argument of the one before it."""
_MOST_EXPANSIONS = 250
_MOST_MACROS = 200
_MOST_IN_MACRO = 8
"""Commands and braces that may nest in a macro: times the expansions, what math-core's stack can hold."""

_MACROS = {
    "substack": r"\begin{subarray}{c}#1\end{subarray}",
    "pmb": r"\boldsymbol{#1}",
    "smash": r"#1",
}
_PLAIN = {"split": "aligned", "align": "aligned", "alignat": "aligned", "alignedat": "aligned",
    "flalign": "aligned", "gather": "gathered", "multline": "gathered", "multlined": "gathered",
    "smallmatrix": "matrix"}  # fmt: skip
_ENVIRONMENT = re.compile(
    rf"\\(begin|end)\{{(equation|eqnarray|{'|'.join(_PLAIN)})\*?\}}"
    r"(?:(?:(?<=at\})|(?<=at\*\})|(?<=ated\}))\{\d+\})?"
)
_NEW_COMMAND = re.compile(
    r"\\(?:(?:re)?new|provide)command\*?\s*\{?\s*\\([a-zA-Z]+)\s*\}?\s*(?:\[([1-9])\])?\s*(?=\{)"
)
_OPERATOR = re.compile(r"\\DeclareMathOperator(\*?)\s*\{?\s*\\([a-zA-Z]+)\s*\}?\s*\{([^{}]*)\}")
_DEFINES = re.compile(r"\\(?:(?:(?:re)?new|provide)command|def|DeclareMathOperator)(?![a-zA-Z])")
_TEXT = re.compile(r"\\(?:text|mbox|hbox)\{((?:[^{}$]|\\\$)*\$[^{}]*)\}")
_BOX = re.compile(r"\\[mh]box(?=\{)")
_STEP = re.compile(r"\\(?:begin|end)(?=\{)(?:\{[^{}]*\})?|\\[a-zA-Z]+|\\.|[{}&]|%[^\n]*", re.DOTALL)
_CHAIN = re.compile(rf"(?:\\(?:[a-zA-Z]+|.)\s*|\^\s*|_\s*){{{_MOST_IN_A_ROW},}}", re.DOTALL)
_RUN = re.compile(r"(?:\\[a-zA-Z]+\s*)++")
_NAME = re.compile(r"\s*\\[a-zA-Z]+\s*")
_SELECTORS = dict.fromkeys((0xFE00, 0xFE01))
_SPACING = {
    "\u20d7": "→", "\u20d6": "←", "\u0332": "_", "\u0305": "¯", "\u0302": "^", "\u0303": "~", "\u0307": "˙",
    "\u0308": "¨", "\u030c": "ˇ", "\u0306": "˘", "\u030a": "˚", "\u20db": "…",
}  # fmt: skip
"""Combining accent → the character that stands by itself: a text must not begin with the former."""
_REASON = re.compile(r"^\d+: ")
_M = f"{{{MATHML}}}"


class FormulaError(Exception):
    """A formula cannot be rendered; says why, in words that go on a sentence."""


class Converter:
    """Converts the formulas of one article, in their order."""

    def __init__(self) -> None:
        from math_core import LatexToMathML

        self._core = LatexToMathML(
            macros=_MACROS,
            xml_namespace=True,
            global_group=True,
            fancy_error=False,
            allow_unreliable_rendering=True,
            max_expansions=_MOST_EXPANSIONS,
        )

    def convert(self, tex: str, *, display: bool) -> Element | None:
        """Return `tex` as a `math` element, None if it only defines macros; raises `FormulaError`."""
        from math_core import LatexError

        _check(tex)
        try:
            text = self._core.convert_with_global_state(_known(tex), displaystyle=display)
        except LatexError as problem:
            reason = _REASON.sub("", str(problem)).strip().rstrip(".")
            raise FormulaError(reason[:1].lower() + reason[1:]) from problem
        # math-core 0.9 may write an attribute twice (\mathop\middle|); the first one counts.
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
        math = etree.fromstring(text.replace("&ApplyFunction;", "\u2061").translate(_SELECTORS), parser)
        if not len(math):
            if _DEFINES.search(tex):
                return None
            raise FormulaError("it is empty")
        _standardise(math)
        if max(_depths(math)) > DEEPEST:
            raise FormulaError(_TOO_DEEP)
        math.set("display", "block" if display else "inline")
        math.set("alttext", " ".join(tex.split()))
        return math


_TOO_DEEP = f"it nests more than {DEEPEST} levels deep"


def _check(tex: str) -> None:
    """Refuse what math-core might not survive."""
    if not tex.strip():
        raise FormulaError("it is empty")
    if len(tex) > LONGEST:
        raise FormulaError(f"it has more than {LONGEST:,} characters")
    if _CHAIN.search(tex):
        raise FormulaError(f"it has more than {_MOST_IN_A_ROW} commands in a row")
    if _depth(tex) > DEEPEST:
        raise FormulaError(_TOO_DEEP)
    definitions = list(_DEFINES.finditer(tex))
    if len(definitions) > _MOST_MACROS:
        raise FormulaError(f"it defines more than {_MOST_MACROS} macros")
    for definition in definitions:
        body = _body(tex[definition.end() :])
        if _depth(body) + max(map(_commands, _RUN.findall(body)), default=0) > _MOST_IN_MACRO:
            raise FormulaError("it defines a macro that nests too deeply")


def _depth(tex: str) -> int:
    depth = deepest = 0
    for step in _STEP.findall(tex):
        depth += _change(step)
        deepest = max(deepest, depth)
    return deepest


def _change(step: str) -> int:
    if step in ("{", r"\left") or step.startswith(r"\begin{"):
        return 1
    return -1 if step in ("}", r"\right") or step.startswith(r"\end{") else 0


def _body(definition: str) -> str:
    """Return what a macro stands for, given what follows `\\newcommand` or `\\def`."""
    depth = begin = 0
    for match in _STEP.finditer(definition):
        if match[0] == "{":
            depth += 1
            begin = match.end() if depth == 1 else begin
        elif match[0] == "}":
            depth -= 1
            if depth == 0 and not _NAME.fullmatch(definition, begin, match.start()):
                return definition[begin : match.start()]
    return definition[begin:]


def _commands(run: str) -> int:
    return run.count("\\")


def _known(tex: str) -> str:
    """Write what math-core does not know as it does."""
    tex = _OPERATOR.sub(r"\\def\\\2{\\operatorname\1{\3}}", tex)
    tex = _NEW_COMMAND.sub(_definition, tex)
    tex = _TEXT.sub(_mixed, tex)
    tex = _BOX.sub(r"\\text", tex)
    tex = _ENVIRONMENT.sub(_environment, tex)
    top = _at_top(tex)
    if "&" in top:
        return rf"\begin{{aligned}}{tex}\end{{aligned}}"
    return rf"\begin{{gathered}}{tex}\end{{gathered}}" if r"\\" in top else tex


def _definition(match: re.Match[str]) -> str:
    """`\\newcommand`, which math-core refuses for a name that it knows, as `\\def`."""
    return rf"\def\{match[1]}" + "".join(f"#{number}" for number in range(1, int(match[2] or 0) + 1))


def _environment(match: re.Match[str]) -> str:
    side, name = match[1], match[2]
    if name == "equation":
        return "" if side == "begin" else " "
    if name == "eqnarray":
        return r"\begin{array}{rcl}" if side == "begin" else r"\end{array}"
    return rf"\{side}{{{_PLAIN[name]}}}"


def _mixed(match: re.Match[str]) -> str:
    """`\\text{a $x$ b}` as text, formula and text."""
    pieces = re.split(r"(?<!\\)\$", match[1])
    if len(pieces) % 2 == 0:
        return match[0]
    return "".join(
        f"{{{piece}}}" if number % 2 else rf"\text{{{piece}}}" for number, piece in enumerate(pieces) if piece
    )


def _at_top(tex: str) -> set[str]:
    """Return the ends of lines and cells that stand in no environment and no braces."""
    found: set[str] = set()
    depth = 0
    for step in _STEP.findall(tex):
        depth += _change(step)
        if depth == 0 and step in ("&", r"\\"):
            found.add(step)
    return found


def _standardise(math: Element) -> None:
    """Use elements and attributes that MathML 3 has as well: validators of e-books know no other."""
    for part in list(math.iter(etree.Element)):
        name = etree.QName(part).localname
        if name in ("b", "i", "span"):
            _restyle(part, name)
        elif name == "mo":
            part.text = _SPACING.get(part.text or "", part.text)
            around = part.getparent()
            if part.text == "_" and around is not None and around.tag == f"{_M}mover":
                part.text = "¯"
        elif name == "mtable":
            part.attrib.pop("scriptlevel", None)
            part.attrib.pop("style", None) if "width" in part.get("style", "") else None
            _align(part)
        elif "displaystyle" in part.attrib or "scriptlevel" in part.attrib:
            _move_style(part, name)
        if part.get("class", "").startswith("m"):
            del part.attrib["class"]  # math-core's own, for its own style sheet


def _restyle(part: Element, name: str) -> None:
    """Make HTML in an `mtext` a style of that."""
    text = part.getparent()
    if text is None:
        return
    text.text = (text.text or "") + (part.text or "") + (part.tail or "")
    text.remove(part)
    if name != "span":
        text.set("style", "font-weight: bold" if name == "b" else "font-style: italic")


def _move_style(part: Element, name: str) -> None:
    if name == "mrow":
        part.tag = f"{_M}mstyle"
    if name in ("mrow", "mstyle"):
        return
    style = etree.Element(f"{_M}mstyle")
    for attribute in ("displaystyle", "scriptlevel"):
        if attribute in part.attrib:
            style.set(attribute, part.attrib.pop(attribute))
    parent = part.getparent()
    if parent is not None:
        parent.replace(part, style)
        style.append(part)


def _align(table: Element) -> None:
    """Say how columns are aligned in MathML 3's way too; MathML Core's is a style of each cell."""
    widest = max(table, key=len, default=None)
    if widest is None:
        return
    ways = [re.search(r"text-align: (left|right)", cell.get("style", "")) for cell in widest]
    if any(ways):
        table.set("columnalign", " ".join(way[1] if way else "center" for way in ways))


def _depths(math: Element) -> list[int]:
    depth, depths = 0, [0]
    for step, _ in etree.iterwalk(math, events=("start", "end")):
        depth += 1 if step == "start" else -1
        depths.append(depth)
    return depths
