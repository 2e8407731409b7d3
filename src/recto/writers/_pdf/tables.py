"""Tables as print wants them: no wider than the page, and broken over pages where a reader can follow.

    tables ▶ probes, where it could be tight ▶ the first setting that fits ▶ classes that the theme knows

A wide table has its long words broken, then it is set tighter, then into the margins, then smaller, then
sideways on pages of its own. What fits nowhere is broken anywhere, and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.article import Article, line_of
from recto.diagnostics import Diagnostic, error, warning
from recto.writers._pdf.columns import SPANS
from recto.writers._pdf.paper import Paper
from recto.writers._pdf.probes import (
    NARROW,
    PER_MILLIMETRE,
    Measured,
    may_be_wide,
    probe,
    sample,
    text_widths,
)
from recto.writers._table_grid import grid, least_width, mark_inner, span

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LONG_WORD = 16
"""Characters: in a longer word that is no word of a language, a place to end a line is looked for."""
KEPT_ROWS = 8
"""Rows: those that a cell of up to this many spans stay on one page."""
MOST_IN_HEAD = 400
"""Characters: a head of more is not repeated, since its page could not hold it."""
MOST_IN_ROW = 800
"""Characters: a row with a longer text is broken over pages."""
LEAST_CODE = 24
"""Characters: where a line of code in a cell is longer, it may be broken."""
LEAST_COLUMN = 2.5
"""Em: narrower columns hold no words, however they are broken."""
LINE = 76
"""Characters: about what a line of a table as wide as the text holds."""
LETTER = 0.55
"""Em: how wide a letter of a caption may be."""
CAPTION_ROOM = 42
"""Characters: so long a line a caption may ask for."""

_BREAK = "\u200b"
_LONG = re.compile(rf"[^\s{_BREAK}]{{{LONG_WORD + 1},}}")
# Where a line may end in an address, a path or a name of code: behind its marks, and between its parts.
_SEAM = re.compile(r"(?<=[/\\?&=_.:;,#%@|+~-])(?=\w)|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_OF_LANGUAGE = re.compile(r"[\W\d_]*[^\W\d_]+(?:[-\u2010’'][^\W\d_]+)*[\W\d_]*\Z")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*\Z")
_CODE = frozenset(("code", "kbd", "samp", "pre"))


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to set a table."""

    classes: str = ""
    sideways: bool = False


STAGES = (
    (Setting(),),
    (Setting("eased"), Setting("eased tight"), Setting("eased tight wide")),
    (
        Setting("eased tight wide least"),
        Setting("eased tight wide", sideways=True),
        Setting("eased tight wide least", sideways=True),
    ),
)
"""The ways to set a table, the best first; a stage is measured for the tables that none before it settled."""
CRAMMED = "eased tight wide least crammed"


@dataclass(frozen=True, slots=True)
class Fit:
    """How a table is set."""

    setting: Setting
    fits: bool = True
    is_hopeless: bool = False
    """Its columns are too narrow for any words."""
    is_comfortable: bool = True
    """No column has to be so narrow that its text becomes a column of words."""
    spans: bool = False
    """Where the text stands in columns: it stands across them."""


Measure = Callable[["Element", Mapping[str, Sequence[float]]], Mapping[str, Measured]]
"""Lays out the probes, and returns what those with these names measure (see `measured`)."""


def fits(
    body: Element, measure: Measure, *, paper: Paper, stages: Sequence[Sequence[Setting]] = STAGES
) -> list[Fit]:
    """Return how each table of `body` is to be set, in their order; those that could be wide are measured."""
    tables = list(markup.elements(body, "table"))
    characters = min(NARROW, paper.width * PER_MILLIMETRE)
    found = [Fit(Setting())] * len(tables)
    pending = [
        at for at, table in enumerate(tables) if not _is_in_table(table) and may_be_wide(table, characters)
    ]
    tried: dict[int, list[tuple[Setting, Measured]]] = {at: [] for at in pending}
    for stage in stages:
        settings = [setting for setting in stage if paper.may_turn or not setting.sideways]
        probes, typical = etree.Element("body"), dict[str, Sequence[float]]()
        for at in pending:
            widths = text_widths(tables[at])
            for number, setting in enumerate(settings):
                probes.append(_probe(tables[at], setting, f"{at}-{number}"))
                typical[f"{at}-{number}"] = widths
        probes[:] = sorted(probes, key=lambda probe: probe.find(".//div[@class='sideways']") is not None)
        measures = measure(probes, typical) if pending else {}
        for at in pending:
            tried[at] += ((setting, measures[f"{at}-{number}"]) for number, setting in enumerate(settings))
            found[at] = _fit(tried[at])
        pending = [at for at in pending if not any(measured.is_comfortable for _, measured in tried[at])]
    return found


def _probe(table: Element, setting: Setting, name: str) -> Element:
    filled = sample(table)
    _widen_code(filled)
    if setting.classes:
        _ease(filled)
        filled.set("class", setting.classes)
    return probe(table, filled, name, sideways=setting.sideways)


def _is_in_table(table: Element) -> bool:
    return any(around.tag == "table" for around in table.iterancestors())


def _fit(tried: Sequence[tuple[Setting, Measured]]) -> Fit:
    """Return the first setting that is comfortable, else the last that fits, which has the most room."""
    for setting, measures in tried:
        if measures.is_comfortable:
            return Fit(setting)
    for setting, measures in reversed(tried):
        if measures.fits:
            return Fit(setting, is_comfortable=False)
    setting, measures = tried[-1]
    is_hopeless = measures.room < len(measures.least) * LEAST_COLUMN * measures.em
    crammed = Setting(CRAMMED, setting.sideways)
    return Fit(crammed, fits=False, is_hopeless=is_hopeless, is_comfortable=False)


def fits_in_columns(body: Element, measure: Measure, *, in_column: Measure, paper: Paper) -> list[Fit]:
    """Return how each table is to be set where the text stands in columns: in one, or across them."""
    narrow = replace(paper, width=paper.width / 2)
    narrowly = fits(body, in_column, paper=narrow, stages=STAGES[:1])
    if all(fit.is_comfortable for fit in narrowly):
        return narrowly
    widely = fits(body, measure, paper=paper)
    return [
        one if one.is_comfortable else replace(other, spans=True)
        for one, other in zip(narrowly, widely, strict=True)
    ]


def too_wide(article: Article, found: Sequence[Fit]) -> Iterable[Diagnostic]:
    """Yield a finding for each table that fits on no page; an error if it could not be read."""
    tables = list(markup.elements(article.lined_tree(), "table"))
    for number, (table, fit) in enumerate(zip(tables, found, strict=True), start=1):
        if fit.fits:
            continue
        caption = table.find("caption")
        title = markup.text_of(caption) if caption is not None else ""
        named = f"The table “{title}”" if title else f"Table {number} of {len(tables)}"
        file, line = article.source.name, line_of(table)
        hint = "Split it, or give it fewer columns."
        sideways = " sideways and" if fit.setting.sideways else ""
        message = f"{named} is too wide for a page, even{sideways} in the smallest type"
        if fit.is_hopeless:
            yield error("table-too-wide", f"{message}.", file=file, line=line, hint=hint)
        else:
            broken = f"{message}: words are broken in it."
            yield warning("table-too-wide", broken, file=file, line=line, hint=hint)


def set_tables(body: Element, found: Iterable[Fit]) -> None:
    """Set each table of `body` as was found, and prepare it for breaking over pages."""
    for table, fit in zip(list(markup.elements(body, "table")), found, strict=True):
        _break_well(table)
        mark_inner(table)
        _widen_code(table)
        if fit.spans:
            table.set(SPANS, "all")
        if not fit.setting.classes:
            _give_caption_room(table)
            continue
        table.set("class", fit.setting.classes)
        _ease(table)
        if not fit.fits:
            _share(table)
        if fit.setting.sideways:
            _turn(table)


def _give_caption_room(table: Element) -> None:
    """Widen a table that is narrower than a line of its caption: a caption is as wide as its table."""
    caption = table.find("caption")
    if caption is not None:
        wanted = min(len(markup.text_of(caption)), CAPTION_ROOM)
        if least_width(table, of_text=LINE) < wanted:
            table.set("style", f"width: min(100%, {wanted * LETTER:.2f}em)")


def _break_well(table: Element) -> None:
    """Keep rows together that a cell spans, break long ones, and keep a long head from being repeated."""
    head = table.find("thead")
    if head is not None and sum(_height(row) for row in head) > MOST_IN_HEAD:
        head.tag = "tbody"
    for row, placed in grid(table):
        if _height(row) > MOST_IN_ROW:
            row.set("class", "long")
        down = max((span(cell, "rowspan") for _, cell in placed), default=1)
        if 1 < down <= KEPT_ROWS:
            for joined in islice(row.itersiblings("tr"), down - 1):
                joined.set("class", "joined")


def _height(row: Element) -> int:
    """Estimate how high a row is, as the length of its longest text for the columns that this spans."""
    return max((len(markup.text_of(cell)) // span(cell) for cell in row), default=0)


def _widen_code(table: Element) -> None:
    """Keep a column from being as narrow as a letter because its code could be broken anywhere."""
    for pre in table.iter("pre"):
        longest = max(map(len, "".join(pre.itertext()).split("\n")))
        pre.set("style", f"min-width: {min(longest, LEAST_CODE)}ch")


def _ease(table: Element) -> None:
    """Let lines end inside the long words of code, of addresses and of the like."""
    for element in table.iter(etree.Element):
        if element.text and element.tag == "a" and _ADDRESS.match(element.text):
            element.set("style", "hyphens: none")
        if element.text:
            element.text = _eased_text(element.text, element)
        around = element.getparent()
        if element.tail and around is not None and element is not table:
            element.tail = _eased_text(element.tail, around)


def _eased_text(text: str, around: Element) -> str:
    """Return `text`, which stands directly in the element `around`, with places for lines to end."""
    if around.tag == "pre" or str(around.tag).startswith("{"):
        return text
    if around.tag in _CODE:
        return _LONG.sub(lambda match: _eased(match[0]), text)
    return _LONG.sub(lambda match: match[0] if _OF_LANGUAGE.match(match[0]) else _eased(match[0]), text)


def _eased(word: str) -> str:
    cuts = [0, *(seam.start() for seam in _SEAM.finditer(word)), len(word)]
    pieces: list[str] = []
    for begin, end in pairwise(cuts):
        part = word[begin:end]
        if pieces and len(pieces[-1]) + len(part) <= LONG_WORD:
            pieces[-1] += part
        else:
            pieces += (part[at : at + LONG_WORD] for at in range(0, len(part), LONG_WORD))
    return _BREAK.join(pieces)


def _share(table: Element) -> None:
    """Give the columns of a table whose words are broken anywhere their shares of the page."""
    columns: dict[int, list[str]] = {}
    for _, placed in grid(table):
        for column, cell in placed:
            columns.setdefault(column, []).extend([markup.text_of(cell)] if span(cell) == 1 else [])
    # A column gets room for its words, or for a line of its typical text where that is longer.
    room = [_room(columns.get(column, [])) for column in range(max(columns, default=0) + 1)]
    for group in table.findall("colgroup"):
        table.remove(group)
    group = markup.make("colgroup")
    for width in room:
        group.append(markup.make("col", style=f"width: {width / sum(room):.2%}"))
    caption = table.find("caption")
    table.insert(0 if caption is None else 1, group)


def _room(texts: Sequence[str]) -> float:
    longest = max((len(word) for text in texts for word in text.split()), default=0)
    return max(4.0, min(longest, 16), min(sum(map(len, texts)) / max(1, len(texts)), 32))


def _turn(table: Element) -> None:
    """Put a table on sideways pages, and with it the headings right above it."""
    place = markup.wrap(table, markup.make("div", class_="sideways"))
    while (before := place.getprevious()) is not None and before.tag in markup.HEADINGS:
        if (before.tail or "").strip():
            break
        place.insert(0, before)
