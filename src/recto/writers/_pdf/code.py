"""Code as print wants it: in pieces that join where it is long, in lines that may wrap where they are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.writers._code_lines import is_numbered, lines_of, numbered

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CODE_LINES = 120
"""WeasyPrint's time for a block of code grows with the square of its lines."""
SHORT_CODE = 14
"""Lines: a block of code up to this long stands on one page."""
CODE_HEAD = 6
"""Lines: of a longer one, so many stay together at its beginning."""
CODE_WIDTH = 64
"""Characters: where a line of code is longer, lines wrap with an indent that shows it."""


TAB = 4
"""Characters from one tab stop to the next, as the style sheets have it."""


def set_code(pre: Element, code: Element, number: int) -> None:
    """Cut a long block of code in pieces that join, and make blocks of its lines if some may wrap."""
    _expand_tabs(code)
    text = "".join(code.itertext())
    count = text.rstrip("\n").count("\n") + 1
    has_numbers = is_numbered(pre)
    as_blocks = has_numbers or any(len(line) > CODE_WIDTH for line in text.split("\n"))
    kind = " numbered" if has_numbers else ""
    pre.set("class", f"whole{kind}")
    if count <= SHORT_CODE and not as_blocks:
        return
    lines = numbered(pre, lines_of(code)) if has_numbers else lines_of(code)
    groups = [lines] if count <= SHORT_CODE else _pieces(lines)
    pieces = [pre] + [etree.Element("pre", {**pre.attrib, "class": f"part{kind}"}) for _ in groups[1:]]
    pre.replace(code, made := _code(code, groups[0], as_blocks=as_blocks))
    for piece, group in zip(pieces[1:], groups[1:], strict=True):
        piece.attrib.pop("id", None)
        piece.append(_code(made, group, as_blocks=as_blocks))
    for piece, following in reversed([*pairwise(pieces)]):
        markup.put_after(pre, following)
        piece.set("class", f"{piece.get('class', '')} cut".strip())
    for piece in pieces:
        piece.set("data-code", str(number))


def _expand_tabs(code: Element) -> None:
    """Put spaces for the tabs in `code`: on a page, nothing stands in the gap to be read or copied."""
    if not any("\t" in text for text in code.itertext()):
        return
    column = 0

    def expanded(text: str | None) -> str | None:
        nonlocal column
        made = []
        for char in text or "":
            width = TAB - column % TAB if char == "\t" else 1
            made.append(" " * width if char == "\t" else char)
            column = 0 if char == "\n" else column + width
        return "".join(made) or None

    for step, element in etree.iterwalk(code, events=("start", "end")):
        if step == "start":
            element.text = expanded(element.text)
        elif element is not code:
            element.tail = expanded(element.tail)


def _pieces(lines: list[Element]) -> list[list[Element]]:
    """Cut `lines` into a beginning that stays with the heading above it, and the rest."""
    rest = lines[CODE_HEAD:]
    return [
        lines[:CODE_HEAD],
        *(rest[start : start + CODE_LINES] for start in range(0, len(rest), CODE_LINES)),
    ]


def _code(model: Element, lines: list[Element], *, as_blocks: bool) -> Element:
    code = etree.Element("code", dict(model.attrib))
    for line in lines:
        code.append(line)
        if not as_blocks:
            line.tail = "\n"
            markup.unwrap(line)
    return code
