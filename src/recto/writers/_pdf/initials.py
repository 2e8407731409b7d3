"""Drop caps: the first letter of an article, and of chapters that begin pages, over some lines of the text.

    first paragraphs ▶ their letters in spans ▶ a page with them, measured ▶ sizes and places in the spans

A letter is as high as its lines: its foot stands on the baseline of the last one, its head at the height of
the capitals of the first. WeasyPrint has no `initial-letter`, so each is a float with a size of its own, from
what Pango says of the very letter; the paragraph's first child, since in an inline box WeasyPrint loses its
place from right to left. Scripts whose letters join or fill a square have no drop caps.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from recto import markup
from recto.writers._pdf.openings import OPENING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

INITIAL = "initial"
"""Class of the letter, with the opening punctuation before it."""
LEAD = "lead"
"""Class of the words after that one; with it, what a theme may set in small capitals."""
ENDING = "dropped"
"""Class of what is left of the word that the letter begins."""
WORD = "data-word"
"""Attribute of the letter: the whole word."""
SPOKEN = "data-spoken"
"""Attribute: what is to be read in the place of the element's letters."""
LINES = 3
"""Lines that a letter stands in."""
_FIRST = re.compile(r"\s*([\"'“”„‘’‚«‹»›¿¡(\[]*\s?)(\w)([\u0300-\u036f\u0591-\u05c7]*)")
_LEAD = re.compile(r"([\w’'\u2060-]*)((?:\s+[\w’'\u2060-]+){0,3})")
_JOINER = "\u2060"
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARMENIAN", "GEORGIAN")
_CAPITALS = {"LATIN": "H", "GREEK": "Η", "CYRILLIC": "Н", "HEBREW": "ה", "ARMENIAN": "Հ", "GEORGIAN": "Ⴌ"}
"""By script, a letter with a flat head and foot."""
_DEEP = 0.12
"""Em: a letter that reaches further below the baseline keeps one more line free."""
_GAP = 0.18
"""Em of the text, between the letter and its lines."""


Ink = Callable[[Any], tuple[float, float]]
"""Says how far the letters of a box of text reach above its baseline, and below."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How a letter is set, in the units of the layout."""

    size: float
    leading: float
    """Of the text."""
    lines: int
    """That the letter keeps free."""
    gap: float
    lowered: float = 0.0
    """How far it is moved down to its baseline; less than nothing is up."""

    @property
    def style(self) -> str:
        """The float's style: as high as its lines, less what rounding could make of it."""
        size = f"{self.size:.3f}px"
        below = self.lines * self.leading - self.size - self.lowered - 0.5
        return (
            f"font-size: {size}; line-height: {size}; margin-top: {self.lowered:.3f}px; "
            f"margin-bottom: {below:.3f}px; margin-inline-end: {self.gap:.3f}px"
        )


def mark_initials(body: Element, *, measure: float) -> list[Element]:
    """Put the first letters in spans, and return them; `measure` is how many characters a line may hold.

    A paragraph that is not as high as its letter would be has none.
    """
    long = (each for each in _first_paragraphs(body) if len(markup.text_of(each)) >= measure * LINES)
    marked = map(_mark, long)
    return [initial for initial in marked if initial is not None]


def set_initials(initials: Sequence[Element], lay_out: Callable[[str], Any], ink: Ink) -> None:
    """Give the letters their sizes and places, found by laying out pages that hold little else."""
    letters = [text for initial in initials for text in (_flat(initial), _letter(initial))]
    texts = _texts(lay_out(_page([_paragraph(letter) for letter in letters])))
    cuts = [_cut(*flat, own[1], ink) for flat, own in zip(texts[::2], texts[1::2], strict=True)]
    _set(initials, cuts)
    samples = [_paragraph("x") for _ in initials]
    for sample, initial in zip(samples, initials, strict=True):
        first = deepcopy(initial)
        first.tail, sample.text = sample.text, None
        sample.insert(0, first)
    placed = [text for _, text in _texts(lay_out(_page(samples)))]
    for at, (letter, text) in enumerate(zip(placed[::2], placed[1::2], strict=True)):
        foot = text.position_y + text.baseline + (LINES - 1) * cuts[at].leading
        cuts[at] = replace(cuts[at], lowered=foot - letter.position_y - letter.baseline)
    _set(initials, cuts)


def _set(initials: Sequence[Element], cuts: Sequence[Cut]) -> None:
    for initial, cut in zip(initials, cuts, strict=True):
        initial.set("style", cut.style)
        for paragraph in initial.iterancestors("p"):
            paragraph.set("style", f"orphans: {cut.lines}")


def _page(paragraphs: Sequence[Element]) -> str:
    main = markup.make("main")
    main.extend(paragraphs)
    body = markup.make("body")
    body.append(main)
    return markup.xhtml(body)


def _paragraph(text: str) -> Element:
    return markup.make("p", text)


def _texts(document: Any) -> list[tuple[Any, Any]]:
    """Return the boxes of text in the paragraphs of a document that is measured, each with its line."""
    return [
        (line, text)
        for page in document.pages
        for line in page._page_box.descendants()
        for text in getattr(line, "children", ())
        if getattr(text, "text", None) and text.element_tag in ("p", "span")
    ]


def _cut(line: Any, flat: Any, own: Any, ink: Ink) -> Cut:
    """Work out the letter for lines like `line`, with capitals as high as `flat`; `own` is the letter."""
    em: float = flat.style["font_size"]
    height, _ = ink(flat)
    _, depth = ink(own)
    size = em * ((LINES - 1) * line.height + height) / height
    return Cut(size, leading=line.height, lines=LINES + (depth > _DEEP * em), gap=_GAP * em)


def _first_paragraphs(body: Element) -> Iterator[Element]:
    """Yield the paragraph that the article begins with, and those right below headings that begin a page."""
    first = next((block for block in body if block.tag == "p"), None)
    if first is not None:
        yield first
    for heading in body.iterchildren("h2"):
        below = heading.getnext()
        is_opening = OPENING in (heading.get("class") or "").split()
        if is_opening and below is not None and below.tag == "p" and below is not first:
            yield below


def _mark(paragraph: Element) -> Element | None:
    match = _FIRST.match(paragraph.text or "")
    if match is None or not _script(match[2]):
        return None
    rest = (paragraph.text or "")[match.end() :]
    lead = _LEAD.match(rest)
    ending, words = lead.groups() if lead else ("", "")
    initial = markup.make("span", "".join(match.groups()), class_=INITIAL)
    made = [initial]
    if ending:
        # Whoever reads the letters one after another reads the whole word at its second part.
        word = f"{initial.text}{ending}".replace(_JOINER, "")
        initial.set(WORD, word)
        initial.set(SPOKEN, "")
        made.append(markup.make("span", ending, class_=ENDING))
        made[-1].set(SPOKEN, word)
    if words:
        made.append(markup.make("span", words, class_=LEAD))
    made[-1].tail = rest[len(ending) + len(words) :]
    paragraph.text = None
    paragraph[:0] = made
    return initial


def _script(letter: str) -> str:
    """Return the script of a letter that can stand over several lines, or nothing."""
    name = unicodedata.name(letter, "")
    return next((script for script in _SCRIPTS if name.startswith(script) and letter.isalpha()), "")


def _letter(initial: Element) -> str:
    match = _FIRST.match(initial.text or "")
    return match[2] if match else ""


def _flat(initial: Element) -> str:
    return _CAPITALS[_script(_letter(initial))]
