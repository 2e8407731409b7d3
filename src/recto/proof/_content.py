"""The words of a page, read from its content stream: by marked-content number, and those outside it.

Only what shows text, marks it or chooses a font is looked at: one regular expression over the stream, which
takes a millisecond a page. Codes become characters by the fonts' ToUnicode maps (ISO 32000-1, 9.10.3).
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from recto.proof._speech import HYPHEN, SOFT, plain

_SHOWN = re.compile(
    rb"/(?P<tag>\w+)\s*(?:<<(?P<properties>(?:[^>]|>(?!>\s*BDC\b))*)>>\s*BDC|(?:/\w+\s+BDC|BMC))\b"
    rb"|(?P<end>\bEMC\b)"
    rb"|/(?P<font>[^\s/<\[(]+)\s+[-+.\d]+\s+Tf\b"
    rb"|\[(?P<array>[^\]]*)\]\s*TJ\b"
    rb"|<(?P<string>[\s\da-fA-F]*)>\s*Tj\b"
    rb"|(?P<move>\bTm\b)"
)
_NUMBER = re.compile(rb"/MCID\s*(\d+)")
_ACTUAL = re.compile(rb"/ActualText\s*(?:<([\s\da-fA-F]*)>|\(((?:[^()\\]|\\.)*)\))", re.DOTALL)
_HEX = re.compile(rb"<([\s\da-fA-F]*)>")
_PAIRS = re.compile(rb"<([\da-fA-F]+)>\s*<([\da-fA-F]+)>")
_RANGES = re.compile(rb"<([\da-fA-F]+)>\s*<([\da-fA-F]+)>\s*<([\da-fA-F]+)>")
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
UNKNOWN = "\N{REPLACEMENT CHARACTER}"

_AT_END = re.compile(r"-(?=\s*(?:\n|\Z))")

Characters = dict[bytes, str]
"""A font's codes, in hexadecimal, and what they stand for."""


@dataclass(slots=True)
class Content:
    """The words of one page, in pieces."""

    marked: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By marked-content number."""
    painted: dict[int, str] = field(default_factory=dict)
    """Of those that say what they stand for: what is painted for it."""
    outside: list[list[str]] = field(default_factory=list)
    """Of each artifact, and of what stands outside all marks."""

    def text(self, number: int) -> str:
        """Return the words that bear the marked-content number; a hyphen at the end of a line is told."""
        return _with_hyphens("".join(self.marked.get(number, ())))

    def painted_text(self, number: int) -> str:
        """Return the words that are painted with the marked-content number, whatever they stand for."""
        painted = self.painted.get(number)
        return self.text(number) if painted is None else _with_hyphens(painted)


def _with_hyphens(text: str) -> str:
    return _AT_END.sub(f"-{HYPHEN}", plain(text))


@dataclass(slots=True)
class _Mark:
    """One that is open."""

    pieces: list[str]
    """Where words in it go."""
    actual: str | None
    """What its content stands for, if it says so."""
    number: int | None
    painted: list[str] = field(default_factory=list)
    """Its content, if it stands for something."""


def content_of(page: Any, fonts: dict[Any, Characters]) -> Content:
    """Return the words of `page`, of pikepdf; `fonts` keeps what is known of the document's fonts."""
    made = Content()
    named = page.obj.Resources.get("/Font", {})
    _Stream(made, {str(name)[1:]: _characters(font, fonts) for name, font in named.items()}).read(_data(page))
    return made


def _data(page: Any) -> bytes:
    contents = page.obj.get("/Contents", ())
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


class _Stream:
    """What is known while a stream is read."""

    def __init__(self, made: Content, fonts: dict[str, Characters]) -> None:
        self._made = made
        self._fonts = fonts
        self._characters: Characters = {}
        self._marks: list[_Mark] = []

    def read(self, data: bytes) -> None:
        for found in _SHOWN.finditer(data):
            match found.lastgroup:
                case "array":
                    self._show(b"".join(_HEX.findall(found["array"])))
                case "string":
                    self._show(found["string"])
                case "move":
                    # A new line, or a further piece of this one: the space between two is not always painted.
                    self._say(SOFT)
                case "font":
                    self._characters = self._fonts.get(found["font"].decode("latin-1"), {})
                case "end":
                    self._end()
                case _:
                    self._begin(found["tag"], found["properties"] or b"")

    def _begin(self, tag: bytes, properties: bytes) -> None:
        number, actual = _NUMBER.search(properties), _ACTUAL.search(properties)
        if number is not None:
            pieces = self._made.marked[int(number[1])]
        elif tag == b"Artifact" or not self._marks:
            pieces = []
            self._made.outside.append(pieces)
        else:
            pieces = self._marks[-1].pieces
        self._marks.append(
            _Mark(pieces, _text(actual) if actual else None, int(number[1]) if number is not None else None)
        )

    def _end(self) -> None:
        if not self._marks:
            return
        mark = self._marks.pop()
        if mark.actual is None:
            return
        painted = "".join(mark.painted)
        if mark.number is not None:
            self._made.painted[mark.number] = painted
        # What stands for content is said when that has ended, once, and only if there was any.
        if painted.strip() and all(outer.actual is None for outer in self._marks):
            mark.pieces.append(mark.actual)

    def _show(self, codes: bytes) -> None:
        codes = b"".join(codes.lower().split())
        characters = self._characters
        self._say("".join([characters.get(codes[at : at + 4], UNKNOWN) for at in range(0, len(codes), 4)]))

    def _say(self, text: str) -> None:
        if not self._marks:
            self._made.outside.append([text])
            return
        speaking = [mark for mark in self._marks if mark.actual is not None]
        for mark in speaking:
            mark.painted.append(text)
        if not speaking:
            self._marks[-1].pieces.append(text)


def _text(actual: re.Match[bytes]) -> str:
    data = bytes.fromhex(actual[1].decode("ascii")) if actual[1] is not None else actual[2]
    if data.startswith(BOM_UTF16_BE):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("latin-1")


def _characters(font: Any, known: dict[Any, Characters]) -> Characters:
    if font.objgen not in known:
        unicode_map = font.get("/ToUnicode")
        known[font.objgen] = _mapped(unicode_map.read_bytes()) if unicode_map is not None else {}
    return known[font.objgen]


def _mapped(data: bytes) -> Characters:
    found: Characters = {}
    for kind, section in _SECTION.findall(data):
        if kind == b"bfchar":
            found |= {code.lower(): _utf16(text) for code, text in _PAIRS.findall(section)}
            continue
        for first, last, text in _RANGES.findall(section):
            start = int(first, 16)
            for code in range(start, min(int(last, 16), start + 0xFFFF) + 1):
                to = _utf16(text)
                found[b"%0*x" % (len(first), code)] = to[:-1] + chr(ord(to[-1]) + code - start)
    return found


def _utf16(text: bytes) -> str:
    return bytes.fromhex(text.decode("ascii")).decode("utf-16-be", "replace")
