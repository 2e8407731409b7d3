r"""TeX formulas in the tree → MathML, equations with their numbers, and references to them.

    span[data-math]   →  math with display and alttext; a display formula in `div.equation`
    \label, {#eq:x}   →  the equation's id, and its number in `span.number`
    a[data-ref]       →  a link to it that says the number

Only what has a label or a tag has a number. Where the lines of one formula have labels of their own, each
line's number is a cell of it, `mtd.number`. `numbered` returns what was numbered, for those who refer to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.markup import MATHML, make
from recto.reader.draft import Draft
from recto.reader.engine.dollars import formula_at
from recto.reader.lines import LINE, line_of
from recto.reader.tex import Converter, FormulaError
from recto.reader.walk import name_of, parent_of, rewrite_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_M = f"{{{MATHML}}}"
_IN_A_LINE = frozenset((*markup.HEADINGS, "caption", "figcaption", "dt", "summary", "a"))
"""Where a display formula cannot stand by itself."""
_MARK = re.compile(
    r"\\label\s*\{(?P<label>[^{}]*)\}|\\tag(?P<star>\*?)\s*\{(?P<tag>(?:[^{}]|\{[^{}]*\})*)\}|\\(?:nonumber|notag)(?![a-zA-Z])"
)
_REFERENCE = re.compile(r"\\(?P<kind>eq)?ref\s*\{(?P<label>[^{}]*)\}")
_LINES = re.compile(
    r"\s*\\begin\{(?P<name>align|gather|alignat|flalign|eqnarray)(?P<star>\*?)\}(?P<columns>\{\d+\})?"
    r"(?P<body>.*)\\end\{(?P=name)(?P=star)\}\s*",
    re.DOTALL,
)
_STEP = re.compile(r"\\(?:begin|end)(?=\{)(?:\{[^{}]*\})?|\\\\(?:\*|\[[^\]]*\])?|\\.|[{}]|%[^\n]*", re.DOTALL)


@dataclass(slots=True)
class _Number:
    """What stands beside an equation or one of its lines."""

    text: str = ""
    """As it is shown, brackets included; empty when it has no number."""
    label: str | None = None

    @property
    def bare(self) -> str:
        return self.text.removeprefix("(").removesuffix(")")


@dataclass(slots=True)
class _Equation:
    """A display formula: its TeX without labels, and the numbers of its lines."""

    tex: str
    numbers: list[_Number] = field(default_factory=list)
    """One, or one for each line."""


def settle(tree: Element, draft: Draft) -> None:
    """Make MathML of the formulas that the parser found."""
    spans = [span for span in tree.iter("span") if "data-math" in span.attrib]
    references = [link for link in tree.iter("a") if "data-ref" in link.attrib]
    if not spans and not references:
        return
    equations = _Equations(draft)
    read = [(span, equations.read(span)) for span in spans]
    for link in references:
        equations.refer(link)
    for span, equation in read:
        equations.render(span, equation)
    for box in list(tree.iterfind(".//div[@class='equation']")):
        if not len(box) and not (box.text or "").strip():
            markup.remove(box)


def in_captions(tree: Element, draft: Draft) -> None:
    """Set the formulas in what attributes said: in captions as such, in alternatives as their words."""
    equations = _Equations(draft)
    for image in tree.iter("img", "video", "audio"):
        if "$" in image.get("alt", ""):
            holder = make("p", image.get("alt"))
            equations.set_text(holder, image, report=False)
            image.set("alt", markup.text_of(holder))
    for caption in tree.iter("figcaption"):
        if any("$" in text for text in caption.xpath("text()")):
            rewrite_texts(caption, partial(equations.set_text, place=caption, report=True))


def numbered(tree: Element) -> dict[str, str]:
    """Return the numbers of the equations in `tree`, without brackets: id → number."""
    found: dict[str, str] = {}
    for number in tree.iter("span", f"{_M}mtd"):
        if number.get("class") != "number":
            continue
        place = parent_of(number) if number.tag == "span" else number
        if place.get("id") and (place is number or place.get("class") == "equation"):
            found.setdefault(place.get("id", ""), _Number("".join(number.itertext()).strip()).bare)
    return found


class _Equations:
    """The formulas of one article."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._numbers: dict[str, _Number] = {}
        self._count = 0

    def read(self, span: Element) -> _Equation:
        """Return what `span` holds, its lines numbered if it is a display formula."""
        tex = "".join(span.itertext())
        if span.get("data-math") != "display":
            return _Equation(tex)
        outer = self._id_of(span)
        equation = _lines_of(tex) or _whole(tex)
        if outer and not any(number.label for number in equation.numbers):
            equation.numbers[0].label = outer
        for number in equation.numbers:
            if number.label and not number.text:
                self._count += 1
                number.text = f"({self._count})"
            if number.label:
                self._numbers.setdefault(number.label, number)
        return equation

    @staticmethod
    def _id_of(span: Element) -> str | None:
        parent = parent_of(span)
        return span.get("id") or (parent.get("id") if parent.get("class") == "equation" else None)

    def refer(self, link: Element) -> None:
        """Let a link say the number of the equation it leads to."""
        label, shown = link.get("href", "")[1:], link.attrib.pop("data-ref")
        number = self._numbers.get(label)
        if number is None:
            self._unknown(label, link)
            del link.attrib["href"]
            return
        link.text = number.text if shown == "(1)" else number.bare

    def _unknown(self, label: str, place: Element) -> None:
        self._draft.error(
            "equation-unknown",
            f"No equation has the label {label!r}, to which the text refers.",
            line=line_of(place),
            hint=f"Write \\label{{{label}}} into the equation, or {{#{label}}} behind it.",
        )

    def render(self, span: Element, equation: _Equation) -> None:
        """Put the formula in the place of `span`."""
        display = span.get("data-math") == "display"
        try:
            math = self._convert(equation, span, display=display)
        except FormulaError as problem:
            self._report(span, equation.tex, problem)
            span.tag = "code"
            del span.attrib["data-math"]
            return
        if math is None:  # it defines macros and shows nothing
            markup.remove(span)
        elif not display or any(name_of(around) in _IN_A_LINE for around in span.iterancestors()):
            _put_in_line(span, math, equation)
        else:
            _put_by_itself(span, math, equation)

    def _convert(self, equation: _Equation, place: Element, *, display: bool) -> Element | None:
        tex = _REFERENCE.sub(lambda match: self._number_in(match, place), equation.tex)
        math = self._converter().convert(tex, display=display)
        if math is not None and len(equation.numbers) > 1:
            _number_lines(math, equation.numbers)
        return math

    def _converter(self) -> Converter:
        converter = self._draft.converter = self._draft.converter or Converter()
        return converter

    def set_text(self, holder: Element, place: Element, *, report: bool) -> None:
        """Set the formulas in the text of `holder`, which came from an attribute; `place` has its line."""
        text, begin = holder.text or "", 0
        holder.text = None
        while (at := text.find("$", begin)) >= 0:
            found = formula_at(text, at, len(text))
            if found is None:
                _append(holder, text[begin : at + 1])
                begin = at + 1
                continue
            _append(holder, text[begin:at])
            begin = found[1]
            try:
                math = self._convert(_Equation(found[0]), place, display=False)
            except FormulaError as problem:
                if report:
                    self._report(place, found[0], problem)
                _append(holder, text[at:begin])
                continue
            if math is not None:
                holder.append(math)
        _append(holder, text[begin:])

    def _number_in(self, match: re.Match[str], place: Element) -> str:
        number = self._numbers.get(match["label"])
        if number is None:
            self._unknown(match["label"], place)
            return r"\text{?}"
        return rf"\text{{{number.text if match['kind'] else number.bare}}}"

    def _report(self, span: Element, tex: str, problem: FormulaError) -> None:
        shown = " ".join(tex.split())
        shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
        subject = f"The formula '{shown}'" if shown else "A formula"
        self._draft.error(
            "formula-broken",
            f"{subject} cannot be set: {problem}.",
            line=line_of(span),
            hint="Dollar signs that are none of a formula's are written \\$." if shown else None,
        )


def _append(holder: Element, text: str) -> None:
    if len(holder):
        holder[-1].tail = (holder[-1].tail or "") + text
    else:
        holder.text = (holder.text or "") + text


def _whole(tex: str) -> _Equation:
    """Read a formula that has one number at the most."""
    marks = list(_MARK.finditer(tex))
    return _Equation(_MARK.sub("", tex).strip(), [_number(marks)])


def _number(marks: list[re.Match[str]]) -> _Number:
    label = next((mark["label"].strip() for mark in marks if mark["label"]), None)
    tag = next((mark for mark in marks if mark["tag"] is not None), None)
    text = ""
    if tag is not None:
        plain = re.sub(r"[${}]|\\(?:text|mathrm)(?![a-zA-Z])", "", tag["tag"]).strip()
        text = plain if tag["star"] else f"({plain})"
    return _Number(text, re.sub(r"\s+", "-", label) if label else None)


def _lines_of(tex: str) -> _Equation | None:
    """Read a formula whose lines have numbers of their own, if it is one."""
    match = _LINES.fullmatch(tex)
    if match is None or len([mark for mark in _MARK.finditer(tex) if mark["label"] or mark["tag"]]) < 2:
        return None
    lines = list(_split(match["body"]))
    numbers = [_number(list(_MARK.finditer(line))) for line in lines]
    if sum(bool(number.text or number.label) for number in numbers) < 2:
        return None
    body = r" \\ ".join(_MARK.sub("", line).strip() for line in lines)
    name = f"{match['name']}{match['star']}"
    return _Equation(rf"\begin{{{name}}}{match['columns'] or ''}{body}\end{{{name}}}", numbers)


def _split(body: str) -> Iterator[str]:
    """Yield the lines of an environment; what is in braces or in one within it is not divided."""
    begin = depth = 0
    for step in _STEP.finditer(body):
        if step[0] == "{" or step[0].startswith(r"\begin"):
            depth += 1
        elif step[0] == "}" or step[0].startswith(r"\end"):
            depth -= 1
        elif depth == 0 and step[0].startswith(r"\\"):
            yield body[begin : step.start()]
            begin = step.end()
    if body[begin:].strip():
        yield body[begin:]


def _number_lines(math: Element, numbers: list[_Number]) -> None:
    """Give each line a cell with its number, and one before it, so that the formula stays in the middle."""
    table = math.find(f"{_M}mtable")
    if table is None or len(table) != len(numbers):
        raise FormulaError("its lines cannot be counted")
    table.set("class", "numbered")
    if align := table.get("columnalign"):
        table.set("columnalign", f"center {align} right")
    for row, number in zip(table, numbers, strict=True):
        row.insert(0, etree.Element(f"{_M}mtd"))
        cell = etree.SubElement(row, f"{_M}mtd", {"class": "number"})
        if number.label:
            cell.set("id", number.label)
        if number.text:
            etree.SubElement(cell, f"{_M}mtext").text = number.text


def _put_in_line(span: Element, math: Element, equation: _Equation) -> None:
    """Set a formula in a line of text; a display formula in its large form, with its number behind it."""
    if math.get("display") == "block":
        math.set("display", "inline")
        style = etree.Element(f"{_M}mstyle", {"displaystyle": "true"})
        style.extend(list(math))
        math.append(style)
    for name in ("id", LINE):
        if span.get(name):
            math.set(name, span.get(name, ""))
    markup.replace(span, math)
    number = equation.numbers[0] if len(equation.numbers) == 1 else _Number()
    if number.text:
        math.tail = f" {number.text}{math.tail or ''}"


def _put_by_itself(span: Element, math: Element, equation: _Equation) -> None:
    box = parent_of(span)
    if box.get("class") != "equation" or box.tag != "div":
        box = markup.wrap(span, make("div", class_="equation"))
    box.text = None
    if span.get(LINE):
        math.set(LINE, span.get(LINE, ""))
    markup.replace(span, math)
    math.tail = None if box[-1] is math else math.tail
    box.attrib.pop("id", None)
    if len(equation.numbers) == 1:
        number = equation.numbers[0]
        if number.label:
            box.set("id", number.label)
        if number.text:
            box.append(make("span", number.text, class_="number"))
