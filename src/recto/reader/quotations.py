"""Quotations that are more than that: pull quotes, epigraphs and verse, and who said it.

> Words.            the class on the last paragraph says which: `pullquote`, `epigraph`, `verse`
> — Somebody        a last line behind a dash names whom the words are of
> {: .epigraph }
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recto import markup
from recto.markup import make
from recto.reader.draft import Draft
from recto.reader.lines import LINE

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ROLES = {"pullquote": "doc-pullquote", "epigraph": "doc-epigraph", "verse": ""}
_DASH = re.compile(r"\s*(?:—|―|–|--+)\s*(?=\S)")
_LONGEST = 120
"""Characters of the name and work behind a dash; what is longer is said by somebody, not about them."""


def settle(tree: Element, draft: Draft) -> None:
    """Give quotations their class and role, their last line its own paragraph, and verse its lines."""
    for quotation in tree.iter("blockquote"):
        kind = _take_kind(quotation)
        if kind:
            quotation.set("class", kind)
            if _ROLES[kind]:
                quotation.set("role", _ROLES[kind])
        _set_attribution(quotation, draft)
    for holder in tree.iter("blockquote", "div"):
        if holder.get("class") == "verse":
            for stanza in holder.iterchildren("p"):
                if stanza.get("class") != "attribution":
                    _set_lines(stanza)


def _take_kind(quotation: Element) -> str:
    """Take the kind off the last paragraph's classes, and return it."""
    last = quotation[-1] if len(quotation) else None
    classes = last.get("class", "").split() if last is not None and last.tag == "p" else []
    kind = next((name for name in classes if name in _ROLES), "")
    if last is None or not kind:
        return ""
    classes.remove(kind)
    if classes:
        last.set("class", " ".join(classes))
    else:
        del last.attrib["class"]
    return kind


def _set_attribution(quotation: Element, draft: Draft) -> None:
    """Make a paragraph of its own of the line that says whose words these are, if the last one does."""
    last = quotation[-1] if len(quotation) else None
    if last is None or last.tag != "p" or set(last.keys()) - {LINE}:
        return
    before, line_end, words = "".join(last.itertext()).rpartition("\n")
    if not _names(words):
        return
    others = [line for part in quotation if part is not last for line in "".join(part.itertext()).split("\n")]
    others += before.split("\n")
    # Where several lines begin with a dash, people speak, and nobody is named.
    if not any(others) or any(map(_DASH.match, others)):
        return
    by = _cut_last_line(last) if line_end else last
    if by is not None:
        by.set("class", "attribution")
        if draft.general.smart and by.text:
            by.text = _DASH.sub("— ", by.text, count=1)


def _cut_last_line(paragraph: Element) -> Element | None:
    """Put the last of several lines of `paragraph` behind it; None if it begins within another element."""
    line = make("p")
    content: list[Element] = []
    for child in reversed(paragraph):
        above, line_end, text = (child.tail or "").rpartition("\n")
        if line_end:
            child.tail = above
            if child.tag == "br" and not above:
                markup.remove(child)
            break
        content.insert(0, child)
        if "\n" in "".join(child.itertext()):
            return None
    else:
        paragraph.text, _, text = (paragraph.text or "").rpartition("\n")
    line.text = text
    line.extend(content)
    markup.put_after(paragraph, line)
    return line


def _names(words: str) -> bool:
    return len(words) <= _LONGEST and _DASH.match(words) is not None


def _take_lines(paragraph: Element) -> list[Element]:
    """Take the content out of `paragraph`, each line in an element of its own."""
    lines = [make("span", class_="line")]
    text = paragraph.text
    for child in (*paragraph, None):
        for number, part in enumerate((text or "").split("\n")):
            if number:
                lines.append(make("span", class_="line"))
            _add(lines[-1], part)
        if child is None:
            break
        text, child.tail = child.tail, None
        if child.tag == "br":
            text = f"\n{(text or '').removeprefix(chr(10))}"
        else:
            lines[-1].append(child)
    paragraph.text = None
    del paragraph[:]
    return lines


def _set_lines(stanza: Element) -> None:
    """Give each line an element, and a break that holds where no style sheet is read."""
    for number, line in enumerate(_take_lines(stanza)):
        if number:
            stanza.append(make("br"))
        stanza.append(line)


def _add(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
