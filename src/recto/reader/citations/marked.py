"""Marked text: what a style's rules are given and give back, text with one character for each tag.

citeproc-py joins and cuts strings without looking at what is in them, and half of what it is given it
escapes. So there is nothing to escape here: tags are characters that no text holds (Unicode's noncharacters;
an author's are taken out), and elements are made of them one by one. What is not such a character is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import etree

from recto.reader.punctuation import smarten

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TAGS = ("i", "b", "sup", "sub", "sc", "u")
OPEN = {tag: chr(0xFDD0 + 2 * at) for at, tag in enumerate(_TAGS)}
CLOSE = {tag: chr(0xFDD1 + 2 * at) for at, tag in enumerate(_TAGS)}
NAMES_OPEN, NAMES_CLOSE = "\ufddc", "\ufddd"
"""Around the names, or what stands for them, that a reference begins with."""
FIELD_END = "\ufdde"
"""Behind the number that an entry of the list begins with."""
LINK_OPEN, LINK_CLOSE = "\ufddf", "\ufde0"
SLOT = "\ufde1"
"""Stands for elements that are put there later: the author's own words around a reference."""
OTHERS = "\ufde2"
"""Stands for the people whom a list of names leaves out."""
_KEPT = "\ufde3"
ANY = "\ufdd0-\ufdef"

_MARK = re.compile(f"[{ANY}]")
_ELEMENTS = {"i": "em", "b": "strong", "sup": "sup", "sub": "sub", "sc": "span", "u": "span"}
_BY_OPEN = {character: tag for tag, character in OPEN.items()}
_BY_CLOSE = {character: tag for tag, character in CLOSE.items()}
_RICH = re.compile(
    r"<(?P<end>/?)(?P<tag>i|em|b|strong|sup|sub|sc|span)"
    r"(?:\s+(?:class=[\"']nocase[\"']|style=[\"']font-variant:\s*(?P<caps>small-caps);?[\"']))?\s*>"
)
_SAME = {"em": "i", "strong": "b"}
# A gap is no mark: something will stand there.
_M = "[\ufdd0-\ufde0\ufde2-\ufdef]*"
_FIXES = (
    (re.compile(rf"([.,;:!?])({_M})\1"), r"\1\2"),
    (re.compile(rf"([!?…])({_M})\."), r"\1\2"),
    (re.compile(rf"([.!?][”’»]?{_M}[”’»])({_M})\."), r"\1\2"),
    (re.compile(rf",({_M})\."), r"\1."),
    (re.compile(rf"([:;])({_M}),"), r"\1\2"),
    (re.compile(rf" ({_M}) +"), r" \1"),
    (re.compile(r"\(\)|\[\]"), ""),
)
# CSL's Hebrew locale has the mark of "p." before the letters that it shortens.
_MISPRINT = ("'עמ", "עמ׳")
_INTO_QUOTES = re.compile(rf"({_M})([”’]+{_M})([.,])(?![.,\d])")
_ADDRESS = re.compile(rf"https?://[^\s<>\"“”{ANY}]+|(?<=doi:)\s?10\.\d{{4,9}}/[^\s“”{ANY}]+", re.IGNORECASE)
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\..*)", re.IGNORECASE)


def strip(text: str) -> str:
    """Return `text` without any mark."""
    return re.sub(f"[{ANY}]", "", text)


def pieces_of(text: str, lang: str | None = None) -> list[tuple[str, bool]]:
    """Return CSL's rich text as marked text, in pieces that may and that must not change their case.

    Quotation marks, apostrophes and dashes typed on a keyboard become those of `lang`, if that is given.
    """
    text = strip(text)
    pieces: list[tuple[str, bool]] = []
    open_: list[str] = []
    position = 0
    for match in _RICH.finditer(text):
        pieces.append((text[position : match.start()], "nocase" in open_))
        position = match.end()
        tag = _SAME.get(match["tag"], match["tag"])
        if tag == "span" and not match["end"]:
            tag = "sc" if match["caps"] else "nocase"
        if match["end"]:
            if not open_ or (tag != "span" and open_[-1] != tag):
                pieces.append((match[0], False))
                continue
            pieces.append((CLOSE.get(open_.pop(), ""), "nocase" in open_))
        else:
            open_.append(tag)
            pieces.append((OPEN.get(tag, ""), "nocase" in open_))
    pieces.append((text[position:], "nocase" in open_))
    pieces += [(CLOSE.get(tag, ""), False) for tag in reversed(open_)]
    return _whole_words(pieces, lang)


def _whole_words(pieces: Iterable[tuple[str, bool]], lang: str | None) -> list[tuple[str, bool]]:
    """Put pieces of one kind together; a word of which a part keeps its case keeps it as a whole."""
    joined = "".join((text if not kept else re.sub(r"(\S)", f"{_KEPT}\\1", text)) for text, kept in pieces)
    if lang is not None:
        joined = smarten(joined, lang)
    whole: list[tuple[str, bool]] = []
    for word in re.findall(r"\S+|\s+", joined):
        kept, text = _KEPT in word, word.replace(_KEPT, "")
        if whole and whole[-1][1] == kept:
            whole[-1] = (whole[-1][0] + text, kept)
        else:
            whole.append((text, kept))
    return whole


def tidy(text: str, *, points_in_quotes: bool, quotes: tuple[str, str, str, str]) -> str:
    """Return `text` with its punctuation as it is printed, and quotations in quotations told apart."""
    text = _inner_quotes(text, quotes).replace(*_MISPRINT)
    for pattern, instead in _FIXES:
        text = pattern.sub(instead, text)
    if points_in_quotes:
        text = _INTO_QUOTES.sub(r"\1\3\2", text)
        for pattern, instead in _FIXES[:3]:
            text = pattern.sub(instead, text)
    return text


def _inner_quotes(text: str, quotes: tuple[str, str, str, str]) -> str:
    outer_open, outer_close, inner_open, inner_close = quotes
    if outer_open == outer_close or text.count(outer_open) < 2:
        return text
    depth, out = 0, []
    for character in text:
        if character == outer_open:
            depth += 1
            out.append(inner_open if depth % 2 == 0 else character)
        elif character == outer_close and depth:
            out.append(inner_close if depth % 2 == 0 else character)
            depth -= 1
        else:
            out.append(character)
    return "".join(out)


def without_names(text: str) -> str:
    """Return `text` without its first names and the punctuation that follows them."""
    found = _names_in(text)
    if found is None:
        return text
    begin, end = found
    before, after = text[:begin], text[end:]
    return before + re.sub(rf"^({_M})[\s,;:.]+", r"\1", after)


def names_of(text: str) -> str:
    """Return the first names in `text`, empty if there are none."""
    found = _names_in(text)
    if found is None:
        return ""
    return re.sub(f"[{NAMES_OPEN}{NAMES_CLOSE}]", "", _balanced(text[found[0] : found[1]]))


def _names_in(text: str) -> tuple[int, int] | None:
    begin, depth = text.find(NAMES_OPEN), 0
    if begin < 0:
        return None
    for match in re.finditer(f"[{NAMES_OPEN}{NAMES_CLOSE}]", text[begin:]):
        depth += 1 if match[0] == NAMES_OPEN else -1
        if depth == 0:
            return begin, begin + match.end()
    return None


def _balanced(text: str) -> str:
    """Return `text` without the marks whose other half is elsewhere."""
    open_: list[tuple[str, int]] = []
    lone: set[int] = set()
    for at, character in enumerate(text):
        if character in _BY_OPEN:
            open_.append((_BY_OPEN[character], at))
        elif character in _BY_CLOSE:
            if open_ and open_[-1][0] == _BY_CLOSE[character]:
                open_.pop()
            else:
                lone.add(at)
    lone.update(at for _, at in open_)
    return "".join(character for at, character in enumerate(text) if at not in lone)


# Elements


def fill(
    parent: Element,
    text: str,
    *,
    links: Iterable[Element | None] = (),
    slots: Iterable[list[Element | str]] = (),
    in_link: bool = False,
) -> None:
    """Append to `parent` what `text` stands for; `links` are its links, and `slots` fills its gaps.

    None in the place of a link leaves text. Within a link, `in_link`, nothing is one.
    """
    builder = _Builder(parent, iter(links), iter(slots), in_link=in_link)
    for piece in re.split(f"([{ANY}])", text):
        builder.add(piece)


class _Builder:
    def __init__(
        self,
        parent: Element,
        links: Iterator[Element | None],
        slots: Iterator[list[Element | str]],
        *,
        in_link: bool,
    ) -> None:
        self._open = [parent]
        self._tags = ["."]
        self._links, self._slots, self._in_link = links, slots, in_link
        self._marks: dict[str, Callable[[], None]] = {
            LINK_OPEN: self._begin_link,
            LINK_CLOSE: lambda: self._pop("a"),
            FIELD_END: self._end_field,
            SLOT: self._fill_slot,
        }

    def add(self, piece: str) -> None:
        """Append one piece: a mark or text."""
        if piece in _BY_OPEN:
            self._begin(_BY_OPEN[piece])
        elif piece in _BY_CLOSE:
            self._pop(_BY_CLOSE[piece])
        elif piece in self._marks:
            self._marks[piece]()
        elif piece and not _MARK.match(piece):
            self._linked(piece)

    def _begin(self, tag: str) -> None:
        element = etree.SubElement(self._open[-1], _ELEMENTS[tag])
        if tag == "sc":
            element.set("class", "small-caps")
        self._push(element, tag)

    def _begin_link(self) -> None:
        link = next(self._links, None)
        if link is not None and not self._in_link:
            self._open[-1].append(link)
            self._push(link, "a")

    def _fill_slot(self) -> None:
        for part in next(self._slots):
            if isinstance(part, str):
                self._text(part)
            else:
                self._open[-1].append(part)

    def _push(self, element: Element, tag: str) -> None:
        self._open.append(element)
        self._tags.append(tag)

    def _pop(self, tag: str) -> None:
        if tag in self._tags:
            while self._tags.pop() != tag:
                self._open.pop()
            self._open.pop()

    def _end_field(self) -> None:
        """Put what an entry begins with into an element of its own."""
        parent = self._open[0]
        field = etree.Element("span", {"class": "number"})
        field.text, parent.text = (parent.text or "").rstrip(), None
        field.extend(list(parent))
        if not len(field) and not field.text:
            return
        parent.append(field)
        field.tail = " "

    def _text(self, text: str) -> None:
        parent = self._open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def _linked(self, text: str) -> None:
        """Append text, its addresses as links where none is around it."""
        position = 0
        for match in () if self._in_link or "a" in self._tags else _ADDRESS.finditer(text):
            address = _trimmed(match[0])
            begin = match.start() + len(address) - len(address.lstrip())
            self._text(text[position:begin])
            link = etree.SubElement(self._open[-1], "a", href=_href(address.strip()))
            link.text = address.strip()
            position = match.start() + len(address)
        self._text(text[position:])


def _trimmed(address: str) -> str:
    end = len(address)
    while end and (address[end - 1] in ".,;:!?»”’" or _closes_nothing(address[:end])):
        end -= 1
    return address[:end]


def _closes_nothing(address: str) -> bool:
    return any(
        address.endswith(close) and address.count(close) > address.count(opening)
        for opening, close in (("(", ")"), ("[", "]"))
    )


def _href(address: str) -> str:
    """Return where an address leads; a DOI may hold any signs, and keeps them."""
    doi = _DOI.match(address)
    if doi is None and address.startswith("10."):
        return f"https://doi.org/{quote(address, safe='/:;().,-_~')}"
    return f"https://doi.org/{quote(doi[1], safe='/:;().,-_~%')}" if doi else address
