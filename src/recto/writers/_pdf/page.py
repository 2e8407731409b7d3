"""The article's body as print wants it: one tree in, the same words out.

    images ▶ heads ▶ formulas ▶ notes to the foot of the page ▶ links' addresses ▶ tables ▶ code ▶ words

Heads are named while formulas have words. Notes and addresses go before the rest, since what is done to words
has to reach theirs; code is cut into lines before its words are bound together, so that nothing is looked at
twice.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.article import LINE, Article, line_of
from recto.writers._notes import Note, anchor_of, footnotes, put_beside
from recto.writers._page_places import number_elements
from recto.writers._pdf.additions import mark_added
from recto.writers._pdf.code import set_code
from recto.writers._pdf.formulas import draw_formulas
from recto.writers._pdf.images import set_images
from recto.writers._pdf.links import show_addresses
from recto.writers._pdf.numerals import set_numerals
from recto.writers._pdf.options import Links
from recto.writers._pdf.tables import Fit, set_tables
from recto.writers._pdf.tags import PAGE_NOTE
from recto.writers._stills import set_stills

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_IN_NOTES = 0.5
"""Notes that make up more than this share of the text stand at the end: their pages could not hold them."""
HEAD_LENGTH = 42
"""Characters of a title that a running head has room for."""
LONG_WORD = 200
"""Characters: hyphenating and breaking a longer "word" takes time that grows with its square."""
WORD_PIECE = 1000
"""Characters: where such a word is cut, a line may end."""

# WeasyPrint counts on after it has set the number.
_NUMBER = "counter-set: list-item {}; counter-increment: none"
_MATHML = f"{{{markup.MATHML}}}"
_BREAK = "\u200b"
_UNBROKEN = re.compile(rf"(\S{{{LONG_WORD},}})")
_OWN_HYPHEN = re.compile(r"-(?=\w)|(?<=\w)-$|(?<=\d)–(?=\d)")
_SOFT_HYPHEN = re.compile("(?<=[A-Za-z\u00c0-\u04ff])(?=[\u00ad\u200b\u2060])")
"""In a script whose letters do not join, as those do that a separator would part."""
_SEPARATED = "\u200c"
_JOINER = "\u2060"
_JOINED = f"\\g<0>{_JOINER}"


def addressed(article: Article) -> Element:
    """Return the body of `article` with the addresses of its images in print, and its formulas drawn.

    Its elements carry the lines that they come from, and their numbers, for what is found in the layout.
    """
    body = article.lined_tree()
    number_elements(body)
    list(set_stills(body, article, code=True))
    set_images(body, article.assets)
    for heading in markup.elements(body, *markup.HEADINGS):
        _name(heading)
    draw_formulas(body)
    return body


def printed_body(
    article: Article, *, notes_at_foot: bool, tables: Sequence[Fit], links: Links = "none"
) -> Element:
    """Return the body of `article` ready for print, its tables set as was found.

    Short notes, and the addresses of links, stand beside their calls if so asked.
    """
    body = addressed(article)
    _arrange_notes(body, at_foot=notes_at_foot)
    show_addresses(body, article.meta.lang, how=links)
    for heading in markup.elements(body, *markup.HEADINGS):
        if "data-head" not in heading.attrib:  # that of the addresses
            _name(heading)
    for ordered in markup.elements(body, "ol"):
        _number(ordered)
    set_tables(body, tables)
    for number, pre in enumerate(list(markup.elements(body, "pre"))):
        code = pre.find("code")
        if code is not None:
            set_code(pre, code, number)
    set_numerals(body)
    _bind_words(body)
    _bind_superscripts(body)
    mark_added(body)
    return body


def depth_of(tree: Element) -> int:
    """Return how many elements deep `tree` is, formulas left out: print draws them."""
    depth = deepest = 0
    for step, element in etree.iterwalk(tree, events=("start", "end")):
        if str(element.tag).startswith(_MATHML):
            continue
        depth += 1 if step == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def bound(text: str) -> str:
    """Return `text` with no place for a line to end at a word's own hyphen.

    A reader of the file takes a hyphen at a line's end for one that the layout put in, and leaves it
    out: `well-known` would come out as one word.
    """
    return _OWN_HYPHEN.sub(_JOINED, text)


def shortened(text: str, length: int = HEAD_LENGTH) -> str:
    """Return `text`, cut at a word's end and with an ellipsis if it is longer than `length`."""
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0].rstrip(" ,;:&–—-") + "…"


def _arrange_notes(body: Element, *, at_foot: bool) -> None:
    """Name the calls of notes by what the notes say, and put notes where they are called."""
    notes = footnotes(body)
    length = sum(map(len, body.itertext()))
    at_foot = at_foot and sum(len(note.text) for note in notes) <= length * MOST_IN_NOTES
    for note in notes:
        for call in note.calls:
            call.set("aria-label", shortened(note.text, 200))
        note.item.set("style", _NUMBER.format(note.number))
        if at_foot and note.may_stand_in_text:
            put_beside(note.calls[0], _page_note(note))


def _number(ordered: Element) -> None:
    """Write the numbers a list begins or goes on with as styles, since WeasyPrint does not read them."""
    if ordered.get("start", "").removeprefix("-").isdecimal():
        ordered.set("style", f"counter-reset: list-item {int(ordered.get('start', '')) - 1}")
    for item in ordered.iterchildren("li"):
        if item.get("value", "").removeprefix("-").isdecimal():
            item.set("style", _NUMBER.format(item.get("value")))


def _page_note(note: Note) -> Element:
    """Take a note out of the list, as one for the foot of the page."""
    call = note.calls[0]
    made = markup.make("span", class_=PAGE_NOTE, id=note.item.get("id", ""), role="doc-footnote")
    if line := line_of(note.item):
        made.set(LINE, str(line))
    for way_back in note.ways_back():
        markup.remove(way_back)
    paragraphs = note.take_out()
    number = markup.make("span", class_="number")
    back = etree.SubElement(number, "a", {"role": "doc-backlink", "aria-label": markup.text_of(call)})
    back.set("href", f"#{anchor_of(call)}")
    back.text = markup.text_of(call)
    number.tail, paragraphs[0].text = " " + (paragraphs[0].text or "").lstrip(), None
    paragraphs[0].insert(0, number)
    paragraphs[-1].tail = None
    made.extend(paragraphs)
    return made


def _name(heading: Element) -> None:
    """Say what the running head and the bookmark show for a heading, where that is not its text."""
    words = copy.deepcopy(heading)
    for call in words.xpath(".//a[@role='doc-noteref']"):
        markup.remove(call)
    title = markup.text_of(words)
    heading.set("data-head", shortened(title))
    heading.set("data-title", title)


def _bind_words(body: Element) -> None:
    """Keep lines from ending at a word's own hyphen, and hyphenation from the longest "words"."""
    # The narrow columns of a wide table are better served by every place where a line may end.
    free = {cell for table in body.iterfind(".//table[@class]") for cell in markup.elements(table)}
    for element in list(body.iter(etree.Element)):
        parent = element.getparent()
        if element.text and not _is_drawing(element):
            text = _parted(element.text)
            text = element.text = text if element in free else bound(text)
            if _UNBROKEN.search(text):
                _fence(element, None)
        if element.tail and parent is not None and not _is_drawing(parent):
            text = _parted(element.tail)
            text = element.tail = text if element in free else bound(text)
            if _UNBROKEN.search(text):
                _fence(parent, element)


def _parted(text: str) -> str:
    """Return `text` with no ligature over a soft hyphen: it would join what stands apart, and say nothing.

    WeasyPrint takes a ligature for the letters up to the next glyph: that is the hyphen's here, an empty one.
    """
    return _SOFT_HYPHEN.sub(_SEPARATED, text)


def _bind_superscripts(body: Element) -> None:
    """Keep lines from beginning with a superscript: WeasyPrint ends them between a full stop and a call."""
    for raised in body.iter("sup"):
        before, around = raised.getprevious(), raised.getparent()
        if before is not None and before.tail and not before.tail[-1].isspace():
            before.tail += _JOINER
        elif before is None and around is not None and around.text and not around.text[-1].isspace():
            around.text += _JOINER


def _is_drawing(element: Element) -> bool:
    return str(element.tag).startswith("{")


def _fence(parent: Element, before: Element | None) -> None:
    """Put the long words of the text after `before` (or at the start) of `parent` in spans."""
    text = (parent.text if before is None else before.tail) or ""
    position = 0 if before is None else parent.index(before) + 1
    pieces: list[Element] = []
    head = ""
    for number, part in enumerate(_UNBROKEN.split(text)):
        if number % 2:
            cuts = range(0, len(part), WORD_PIECE)
            words = (part[cut : cut + WORD_PIECE] + _BREAK for cut in cuts)
            pieces += [markup.make("span", word, class_="unbroken") for word in words]
        elif pieces:
            pieces[-1].tail = part
        else:
            head = part
    if before is None:
        parent.text = head
    else:
        before.tail = head
    parent[position:position] = pieces
