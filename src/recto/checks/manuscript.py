"""What a rule looks at: the article's tree, its words passage by passage, and the author's lines.

    Article ▶ Manuscript ▶ each rule ▶ findings

A passage is the text straight in one block. Code, formulas and the calls of notes are one `OPAQUE` character
in it, and where an inline element begins or ends stands an `EDGE`; no text can hold either. The words that
Recto adds itself (the contents, the heading of the notes, numbers, ways back) are in no passage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from recto import diagnostics
from recto.article import LINE, Article, line_of
from recto.diagnostics import Diagnostic
from recto.markup import HEADINGS, MATHML, PHRASING, SVG
from recto.settings import General

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

EDGE, OPAQUE = "\0", "\2"

_BLOCK = "\1"
_BLANK = f" \t\n\xa0{EDGE}{OPAQUE}"
_BLOCKS = (
    *("body p li td th dt dd figcaption caption summary blockquote div aside section article main".split()),
    *("header footer nav address figure details center ul ol dl".split()),
    *HEADINGS,
)
_OPAQUE = frozenset(("code", "pre", "kbd", "samp", "var", f"{{{SVG}}}svg", f"{{{MATHML}}}math"))
_OWN = frozenset(("doc-toc", "doc-bibliography", "doc-biblioref", "doc-noteref", "doc-backlink"))
_INLINE = PHRASING | {"audio", "video"}
_REACH = 40
"""Lines in which a word is looked for where it is not known on which its passage begins."""
_SLACK = 1
"""Lines of the source that left no line in the text: a comment, an address on a line of its own."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The text straight in one block."""

    text: str
    lang: str
    """The primary subtag of its language: `en`."""
    block: Element


class Manuscript:
    """One article, ready to be looked through."""

    def __init__(self, article: Article, general: General) -> None:
        self.article = article
        self.general = general
        self.tree = article.tree()
        self.lang = primary(article.meta.lang)
        self._is_lined = False

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The article's words, in their order."""
        return tuple(_passages(self.tree, self.lang))

    @cached_property
    def rows(self) -> list[str]:
        """The lines of the source; the first is line 1."""
        return self.article.source.text.split("\n")

    def line_of(self, element: Element) -> int | None:
        """Return the line of the source where `element` of the tree, or the nearest around it, begins."""
        if not self._is_lined:  # few articles have findings, and the lines of all elements take a while
            self.article.set_lines(self.tree)
            self._is_lined = True
        return line_of(element)

    def line_at(self, passage: Passage, offset: int, words: str) -> int | None:
        """Return the line on which `words` stand, at `offset` of `passage`; if none holds them, its first."""
        rows = self._rows_of(passage)
        reckoned = rows.start + passage.text.count("\n", 0, offset)
        for row in range(reckoned, rows.stop):
            if words in self.rows[row]:
                return row + 1
        return rows.start + 1 if rows else None

    def is_escaped(self, passage: Passage, *signs: str) -> bool:
        """Say whether the author wrote one of `signs` with a backslash in `passage`, and so means it."""
        written = "\n".join(self.rows[row] for row in self._rows_of(passage))
        return any(f"\\{sign}" in written for sign in signs)

    def _rows_of(self, passage: Passage) -> range:
        """Return the rows of the source, from 0, on which `passage` may stand: none if nobody knows."""
        first = self.line_of(passage.block)
        if first is None:
            return range(0)
        # A block that has no line of its own stands somewhere in one that has.
        reach = passage.text.count("\n") + 1 if LINE in passage.block.attrib else _REACH
        return range(first - 1, min(first - 1 + reach + _SLACK, len(self.rows)))

    def note(self, code: str, message: str, *, line: int | None, hint: str) -> Diagnostic:
        """Make a finding of what an author may well have meant."""
        return diagnostics.note(code, message, file=self.article.source.name, line=line, hint=hint)

    def warning(self, code: str, message: str, *, line: int | None, hint: str) -> Diagnostic:
        """Make a finding of what nobody can have meant, or readers stumble over."""
        return diagnostics.warning(code, message, file=self.article.source.name, line=line, hint=hint)


def primary(lang: str) -> str:
    """Return the first subtag of a language tag."""
    return lang.lower().partition("-")[0]


def quoted(text: str, longest: int = 60) -> str:
    """Return `text` in quotation marks, on one line, and shortened if it is long."""
    plain = " ".join(text.replace(EDGE, "").replace(OPAQUE, "…").split())
    return repr(plain if len(plain) <= longest else f"{plain[: longest - 1]}…")


def _passages(tree: Element, lang: str) -> Iterator[Passage]:
    """Yield what stands straight in each block, by the order in which the blocks begin."""
    skipped = {inner for own in tree.iter("nav", "div") if own.get("role") in _OWN for inner in own.iter()}
    skipped |= set(tree.iterfind("section[@role='doc-endnotes']/h2"))  # "Notes"
    has_others = tree.find(".//*[@lang]") is not None
    for block in tree.iter(*_BLOCKS):
        if block in skipped:
            continue
        spoken = _lang_of(block, lang) if has_others else lang
        pieces = [block.text or ""]
        if len(block):
            _gather(block, spoken, pieces)
        for text in "".join(pieces).split(_BLOCK):
            begin = text.lstrip(_BLANK)
            if begin:
                yield Passage(begin, spoken, block)


def _gather(element: Element, lang: str, pieces: list[str]) -> None:
    """Add the text of what is in `element` to `pieces`; a block in it, a passage of its own, parts them."""
    for child in element:
        if child.tag in _OPAQUE:
            pieces.append(OPAQUE)
        elif child.tag not in _INLINE:
            pieces.append(_BLOCK)
        elif child.attrib and _is_not_prose(child, lang):
            pieces.append(OPAQUE)
        else:
            pieces += (EDGE, child.text or "")
            if len(child):
                _gather(child, lang, pieces)
            pieces.append(EDGE)
        if child.tail:
            pieces.append(child.tail)


def _is_not_prose(inline: Element, lang: str) -> bool:
    """Say whether `inline` holds what Recto wrote, or words of another language than those around it."""
    spoken = inline.get("lang")
    if spoken is not None and primary(spoken) != lang:
        return True
    return inline.get("role") in _OWN or inline.get("class") in ("label", "number")


def _lang_of(block: Element, lang: str) -> str:
    around: Element | None = block
    while around is not None and "lang" not in around.attrib:
        around = around.getparent()
    return lang if around is None else primary(around.get("lang", lang))
