"""Characters that no font has: what is printed for them, and where the author wrote them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from math import inf
from typing import TYPE_CHECKING

from lxml import etree

from recto.article import LINE, Article
from recto.diagnostics import Diagnostic, warning

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SHOWN = 12
"""Characters that one message names."""
_NAMES = re.compile(r"(\s(?:id|href|src)=\"[^\"]*\")")
_TEXT = re.compile(r"(?<=>)[^<]+")


def glyphs_missing(characters: Iterable[str], replacement: str, article: Article) -> Iterator[Diagnostic]:
    """Yield a finding for each line of the source on which one of `characters` stands for the first time."""
    by_line: dict[int | None, list[str]] = {}
    lines = _lines(frozenset(characters), article)
    for char in characters:
        by_line.setdefault(lines.get(char), []).append(char)
    for line in sorted(by_line, key=lambda line: line or inf):
        yield _missing(by_line[line], replacement, file=article.source.name, line=line)


def put_in(page: str, replaced: Mapping[int, str]) -> str:
    """Return `page` with characters replaced; where many stand in a row, as in Japanese, lines may end.

    Names of places stay: two that differ in nothing else would become one.
    """
    if not replaced:
        return page
    page = "".join(
        part if number % 2 else part.translate(replaced) for number, part in enumerate(_NAMES.split(page))
    )
    wide = {sign for char, sign in replaced.items() if unicodedata.east_asian_width(chr(char)) in "WF"}
    return _TEXT.sub(lambda text: _breakable(text[0], wide), page) if wide else page


def _breakable(text: str, signs: Iterable[str]) -> str:
    for sign in signs:
        text = text.replace(sign, f"{sign}\u200b")
    return text


def _missing(characters: Collection[str], replacement: str, *, file: str, line: int | None) -> Diagnostic:
    named = ", ".join(_named(char) for char in list(characters)[:_SHOWN])
    more = f" and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    return warning(
        "glyph-missing",
        f"No font has {named}{more}; the PDF shows {replacement} instead.",
        file=file,
        line=line,
        hint="Install a font that has the characters, or add one to the theme.",
    )


def _named(char: str) -> str:
    name = unicodedata.name(char, "")
    shown = char if char.isprintable() else ""
    return " ".join(
        part for part in (shown, f"U+{ord(char):04X}", name.lower() and f"({name.lower()})") if part
    )


def _lines(characters: frozenset[str], article: Article) -> dict[str, int]:
    """Return the line on which each of `characters` stands first, as far as it is known.

    An element knows where it begins. Its character stands there or on a line below, before the next
    element's, if the author typed it; otherwise (`&hearts;`) the beginning has to do.
    """
    fronts = article.source.front_lines
    titles = ((article.meta.title, fronts.get("title")), (article.meta.subtitle, fronts.get("subtitle")))
    found = {char: line for text, line in titles if line for char in characters.intersection(text or "")}
    source = article.source.text.split("\n")
    begin, left = 0, set(characters) - found.keys()
    for text, line in _texts(article.lined_tree()):
        begin = line or begin
        for char in left.intersection(text):
            if begin:
                found[char] = _first(char, source, begin, text)
            left.discard(char)
        if not left:
            break
    return found


def _first(char: str, source: list[str], begin: int, text: str) -> int:
    """Return the first line from `begin` on that holds `char`, among as many as `text` may take up."""
    most = begin + text.count("\n") + 1
    return next(
        (number for number in range(begin, min(most, len(source)) + 1) if char in source[number - 1]), begin
    )


def _texts(tree: Element) -> Iterator[tuple[str, int | None]]:
    """Yield each piece of text with the line where the element begins that it stands in, or behind."""
    for step, element in etree.iterwalk(tree, events=("start", "end")):
        line = element.get(LINE, "")
        if step == "start":
            alternative = element.get("alt", "")
            yield f"{element.text or ''}{alternative}", int(line) if line.isdecimal() else None
        elif element.tail:
            yield element.tail, None
