"""Code line by line: each line in an element of its own, and numbered where the author asked for it.

The numbers are an attribute that style sheets show: they are no words of the article, and who copies the code
does not get them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from recto import markup

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NUMBER = "data-n"


def number_lines(tree: Element) -> None:
    """Put each line of the code that is to be numbered into a span with its number."""
    for pre in markup.elements(tree, "pre"):
        code = pre.find("code")
        if code is None or not is_numbered(pre):
            continue
        ends = "".join(code.itertext()).endswith("\n")
        lines = numbered(pre, lines_of(code))
        pre.replace(code, made := etree.Element("code", dict(code.attrib)))
        made.tail = code.tail
        made.extend(lines)
        for line in lines if ends else lines[:-1]:
            add_text(line, "\n")


def is_numbered(pre: Element) -> bool:
    """Say whether the author asked for line numbers."""
    return pre.get("class") == "numbered"


def numbered(pre: Element, lines: list[Element]) -> list[Element]:
    """Give `lines` the numbers that `pre` asks for, and return them."""
    first = pre.attrib.pop("data-first", "1")
    for number, line in enumerate(lines, start=int(first) if first.isdecimal() else 1):
        line.set(NUMBER, str(number))
    return lines


def lines_of(code: Element) -> list[Element]:
    """Return the lines of `code`, each in a span of its own, the spans for its colours opened again."""
    lines = [markup.make("span", class_="line")]
    around: list[Element] = []
    tips = [lines[0]]

    def write(text: str | None) -> None:
        first, *rest = (text or "").split("\n")
        add_text(tips[-1], first)
        for part in rest:
            lines.append(markup.make("span", class_="line"))
            tips[:] = [lines[-1]]
            for wrapper in around:
                tips.append(etree.SubElement(tips[-1], wrapper.tag, dict(wrapper.attrib)))
            add_text(tips[-1], part)

    for step, element in etree.iterwalk(code, events=("start", "end")):
        if element is code:
            write(code.text if step == "start" else None)
        elif step == "start":
            tips.append(etree.SubElement(tips[-1], element.tag, dict(element.attrib)))
            around.append(element)
            write(element.text)
        else:
            around.pop()
            tips.pop()
            write(element.tail)
    if len(lines) > 1 and not "".join(lines[-1].itertext()):
        lines.pop()
    return lines


def add_text(element: Element, text: str) -> None:
    """Append `text` to what `element` holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
