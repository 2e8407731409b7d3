"""Quotations that are more than that: pull quotes, epigraphs and verse, and who said it.

> Words.            the class on the last paragraph says which: `pullquote`, `epigraph`, `verse`
> — Somebody        a last line behind a dash names whom the words are of
> {: .epigraph }
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

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
    lines = _take_lines(last)
    words = markup.text_of(lines[-1].content)
    others = [line for part in quotation if part is not last for line in "".join(part.itertext()).split("\n")]
    others += [markup.text_of(line.content) for line in lines[:-1]]
    # Where several lines begin with a dash, people speak, and nobody is named.
    if any(others) and _names(words) and not any(map(_DASH.match, others)):
        by = lines.pop().content
        by.tag = "p"
        by.set("class", "attribution")
        if draft.general.smart and by.text:
            by.text = _DASH.sub("— ", by.text, count=1)
        markup.put_after(last, by)
    if lines:
        _put_lines(last, lines)
    else:
        markup.remove(last)


def _names(words: str) -> bool:
    return len(words) <= _LONGEST and _DASH.match(words) is not None


class _Line(NamedTuple):
    """A line of a paragraph."""

    content: Element
    is_forced: bool
    """The author broke the line before it on purpose."""


def _take_lines(paragraph: Element) -> list[_Line]:
    """Take the content out of `paragraph`, line by line."""
    lines = [_Line(make("span"), is_forced=False)]
    text = paragraph.text
    for child in (*paragraph, None):
        for number, part in enumerate((text or "").split("\n")):
            if number and not (lines[-1].is_forced and not markup.text_of(lines[-1].content)):
                lines.append(_Line(make("span"), is_forced=False))
            _add(lines[-1].content, part)
        if child is None:
            break
        text, child.tail = child.tail, None
        if child.tag == "br":
            lines.append(_Line(make("span"), is_forced=True))
        else:
            lines[-1].content.append(child)
    paragraph.text = None
    del paragraph[:]
    return lines


def _put_lines(paragraph: Element, lines: list[_Line]) -> None:
    """Put `lines` into `paragraph` as they were."""
    for number, line in enumerate(lines):
        if number and line.is_forced:
            paragraph.append(make("br"))
        if number:
            _add(paragraph, "\n")
        markup.move_content(line.content, paragraph)


def _set_lines(stanza: Element) -> None:
    """Give each line an element, and a break that holds where no style sheet is read."""
    for number, line in enumerate(_take_lines(stanza)):
        if number:
            stanza.append(make("br"))
        line.content.set("class", "line")
        stanza.append(line.content)


def _add(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
