"""Typographic punctuation for what is typed on a keyboard, by the article's language.

All text is joined into one string, in which NUL stands where an inline element begins or ends, SOH where a
block does and STX for what is not touched (code, formulas, other languages). So a quotation mark beside
emphasis sees the letter behind it, and a long article costs a few passes of regular expressions. The three
characters cannot come from an author: no XML document can hold them. Line breaks and words never change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from recto.markup import MATHML, PHRASING, SVG
from recto.reader.draft import Draft
from recto.reader.quotes import Marks, marks_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_INLINE, _BLOCK, _OPAQUE = "\0", "\1", "\2"
_UNTOUCHED = ("code", "pre", "kbd", "samp", "var", f"{{{SVG}}}svg", f"{{{MATHML}}}math")

_APOSTROPHE, _PRIME, _DOUBLE_PRIME = "’", "′", "″"
# An address is matched as a whole, and passed over; its scheme holds nothing that is typed for another.
_TYPED = re.compile(r"""://[^\s\0\1\2]+|-{2,}|\.{3,}|["']""")
# Words that English shortens at the front: their mark is an apostrophe, not the start of a quotation.
_CLIPPED = re.compile(
    r"(?:\d\ds?|tis|twas|twere|twill|twould|em|til|till|cause|bout|cos|cuz|neath|n|round)(?![^\W_])",
    re.IGNORECASE,
)
_OPENERS = frozenset("([{<“‘„‚«»‹›”’「『—–-/\\=¿¡…" + _BLOCK)
_CLOSERS = frozenset(".,;:!?)]}>”’“‘»«›‹」』…—–" + _BLOCK)


def set_punctuation(tree: Element, draft: Draft) -> None:
    """Set quotation marks, apostrophes, dashes and ellipses in the text of `tree`, unless switched off."""
    if not draft.general.smart:
        return
    places, pieces = _gather(tree, draft.lang)
    old = "".join(pieces)
    new = _set(old, draft.lang)
    if new == old:
        return
    # Nothing set is or removes a boundary, so there are as many pieces as before.
    texts = new.replace(_BLOCK, _INLINE).split(_INLINE)
    for (element, is_tail), before, after in zip(places, pieces, texts, strict=True):
        if before.lstrip(_INLINE + _BLOCK) != after:
            if is_tail:
                element.tail = after
            else:
                element.text = after


def smarten(text: str, lang: str) -> str:
    """Return a line of plain text with its punctuation set."""
    return _set(text, lang)


def _gather(tree: Element, lang: str) -> tuple[list[tuple[Element, bool]], list[str]]:
    """Return the places of all text in document order, and each text behind the boundary before it."""
    places: list[tuple[Element, bool]] = [(tree, False)]
    pieces = [tree.text or ""]
    skipped = {
        *tree.iter(*_UNTOUCHED),
        *tree.iterfind(".//span[@data-leftover]"),
        *tree.iterfind(".//a[@role='doc-biblioref']"),
        *tree.iterfind(".//div[@role='doc-bibliography']"),
        *_other_languages(tree, lang),
    }
    walk = etree.iterwalk(tree, events=("start", "end"))
    next(walk)
    for event, element in walk:
        boundary = _INLINE if element.tag in PHRASING else _BLOCK
        if event == "end":
            if element is not tree:
                places.append((element, True))
                pieces.append(boundary + (element.tail or ""))
        elif element in skipped:
            walk.skip_subtree()
            places.append((element, False))
            pieces.append(_INLINE + _OPAQUE)
        else:
            places.append((element, False))
            pieces.append(boundary + (element.text or ""))
    return places, pieces


def _other_languages(tree: Element, lang: str) -> list[Element]:
    primary = lang.lower().partition("-")[0]
    marked: list[Element] = tree.xpath(".//*[@lang]")
    return [element for element in marked if element.get("lang", "").lower().partition("-")[0] != primary]


def _set(text: str, lang: str) -> str:
    marks = marks_of(lang)
    setter = _Setter(text, marks, lang.lower().partition("-")[0])
    text = setter.run()
    return _space(text, marks) if marks.before_colon else text


class _Setter:
    """One pass over a text; keeps which quotations are open in the block it is in."""

    def __init__(self, text: str, marks: Marks, language: str) -> None:
        self._text = text
        self._marks = marks
        self._language = language
        self._open_double = False
        self._open_single: int | None = None
        """Where in `_out` a single quotation was opened that is not closed yet."""
        self._out: list[str] = []

    def run(self) -> str:
        """Return the text with its punctuation set."""
        position = 0
        for match in _TYPED.finditer(self._text):
            between = self._text[position : match.start()]
            if _BLOCK in between:
                self._end_block()
            self._out.append(between)
            self._out.append(self._replacement(match))
            position = match.end()
        self._end_block()
        self._out.append(self._text[position:])
        return "".join(self._out)

    def _end_block(self) -> None:
        if self._open_single is not None:  # nothing closed it: so it was an apostrophe
            self._out[self._open_single] = _APOSTROPHE
        self._open_double, self._open_single = False, None

    def _replacement(self, match: re.Match[str]) -> str:
        typed = match[0]
        if typed == '"':
            return self._double(match)
        if typed == "'":
            return self._single(match)
        if typed[0] == "-":
            return self._dash(match)
        if typed[0] == ".":
            return {3: "…", 4: "….", 6: "……"}.get(len(typed), typed)
        return typed

    def _before(self) -> str:
        """Return the character before, as set already; a block's start where there is none."""
        for part in reversed(self._out):
            if stripped := part.rstrip(_INLINE):
                return stripped[-1]
        return _BLOCK

    def _after(self, match: re.Match[str]) -> str:
        at = match.end()
        while self._text[at : at + 1] == _INLINE:
            at += 1
        return self._text[at : at + 1] or _BLOCK

    def _double(self, match: re.Match[str]) -> str:
        before, after = self._before(), self._after(match)
        if before.isspace() and after.isspace():
            return match[0]
        if self._language in ("he", "yi") and _is_hebrew(before) and _is_hebrew(after):
            return "\u05f4"
        opens = _can_open(before, after) or (not self._open_double and _must_open(before, after))
        if not opens and before.isdigit() and not self._open_double:
            return _DOUBLE_PRIME
        self._open_double = opens
        return self._marks.double[0 if opens else 1]

    def _single(self, match: re.Match[str]) -> str:
        before, after = self._before(), self._after(match)
        if before.isspace() and after.isspace():
            return match[0]
        if not _is_wordy(before) and _can_open(before, after):
            return self._open_quotation(match)
        if self._open_single is None:
            return self._lone(before, after)
        if _is_wordy(before) and _is_wordy(after):
            return _APOSTROPHE
        self._open_single = None
        return self._marks.single[1]

    def _open_quotation(self, match: re.Match[str]) -> str:
        if self._language == "en" and _CLIPPED.match(self._text, match.end()):
            return _APOSTROPHE
        if self._open_single is not None:
            self._out[self._open_single] = _APOSTROPHE
        self._open_single = len(self._out)
        return self._marks.single[0]

    def _lone(self, before: str, after: str) -> str:
        """Return what a mark is after which nothing is quoted."""
        if self._language in ("he", "yi") and _is_hebrew(before):
            return "\u05f3"
        return _PRIME if before.isdigit() and not after.isalpha() else _APOSTROPHE

    def _dash(self, match: re.Match[str]) -> str:
        typed, before, after = match[0], self._before(), self._after(match)
        arrow = before in "<-" or after in ">-"
        option = after.isalnum() and (before.isspace() or before in "([" + _BLOCK)
        if len(typed) > 3 or arrow or (len(typed) == 2 and option):
            return typed
        return "–" if len(typed) == 2 else "—"


def _can_open(before: str, after: str) -> bool:
    return (before.isspace() or before in _OPENERS) and not (after.isspace() or after in _CLOSERS)


def _must_open(before: str, after: str) -> bool:
    """Say whether a mark that closes nothing opens, though punctuation follows it: "?" or "...so"."""
    return (before.isspace() or before in "([{" + _BLOCK) and not (after.isspace() or after == _BLOCK)


def _is_wordy(char: str) -> bool:
    return char.isalnum() or char == _OPAQUE


def _is_hebrew(char: str) -> bool:
    return "\u05d0" <= char <= "\u05ea"


_AFTER_WORD = r"(?<=[^\s\0\1\2;!?:])([\0]*)[ \xa0\u202f]?"
_BEFORE_GAP = r"(?=[\s\0\1\2»”’)\]]|$)"


def _space(text: str, marks: Marks) -> str:
    """Put French spaces inside guillemets and before high punctuation, instead of those typed or none."""
    if "«" in text or "»" in text:
        text = re.sub(r"«[ \xa0\u202f]?(?=\S)", f"«{marks.inside}", text)
        text = re.sub(r"(?<=\S)[ \xa0\u202f]?»", f"{marks.inside}»", text)
    text = re.sub(rf"{_AFTER_WORD}:{_BEFORE_GAP}", rf"\1{marks.before_colon}:", text)
    if marks.before_high:
        text = re.sub(rf"{_AFTER_WORD}([;!?]+){_BEFORE_GAP}", rf"\1{marks.before_high}\2", text)
    return text
