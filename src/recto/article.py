"""The noun that flows: Source (what was read) and Article (what it means), frozen both.

An Article knows neither theme nor format. Its body is one canonical XHTML fragment and every
writer starts from its own copy of the tree (`Article.tree()`), so none can spoil another's input.

What the body is made of (the contract between reader and writers; standard elements, one class at most):

    h2 … h6 with id           never h1: the title is `meta.title`; no level is skipped
    p, ul, ol[start], dl, blockquote, hr, pre > code.language-x (Pygments' short classes inside)
    pre.numbered[data-first]  code whose lines are numbered, from that number on
    blockquote.pullquote      a quotation for display (role doc-pullquote)
    blockquote.epigraph       one before the text (role doc-epigraph)
    blockquote.verse, div.verse   p is a stanza: span.line and br in turn
    p.attribution             last in a blockquote: whose words they are
    figure > img + figcaption an image alone in its paragraph; img has src (a key of `assets`, or
                              a remote URL never fetched: then it is a link instead), alt, width, height
    video, audio              src (a key of `assets`, or a remote URL never fetched), aria-label, poster (a
                              key), width, height; holds track[kind=captions] (src is a key) and its
                              words, as a link where the file has an address on the web; in a figure or a line
    figure.listing            figcaption + pre: a block of code with a caption
    span.label                first in a caption or a heading that has a number: Figure 3, 1.2
    table                     thead/tbody, th[scope], cells with class left, right or center; caption; spans
                              inside the grid; colgroup where a header cell spans columns, col[style] with
                              a width in percent; a cell may hold blocks
    aside[role=note].<kind>   an admonition; its first child is p.title
    a.reference[href]         a cross reference, "Figure 3", to what is in the article
    li.task                   begins with an svg[role=img] whose title says done or to do
    a[role=doc-noteref] in sup#fnref…      a footnote's call; href is #fn…
    math[display][alttext]    a formula in MathML Core, with its TeX if that is what the author wrote
    div.equation > math       a display formula; with a number: the id to refer to it by, and last in it
                              span.number. Where its lines have numbers: mtable.numbered, each line's last
                              cell mtd.number with the id (`reader.equations.numbered` reads both)
    section.footnotes[role=doc-endnotes]   last in the body: h2, ol > li#fn… whose last p ends with
                              a[role=doc-backlink]
    span.citation > a[role=doc-biblioref]  a reference to a work; href is #ref-…
    div.references[role=doc-bibliography]  the works: ul > li#ref-…, in numbered styles with span.number first
    span.small-caps           what a citation style sets so
    nav.toc[role=doc-toc]     where the author asked for contents: h2.title, nested ol > li > a
    em strong code kbd del ins mark sub sup abbr[title] q cite small span[lang] br a[href] details …
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from recto import markup

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa ha-arab he ks ku-arab nqo pa-arab ps sd syr ug ur yi".split())
EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""Stands for "no date is known" where a format demands one; the first date a ZIP entry can have."""


LINE = "data-line"
"""The attribute that carries the line of the source through a tree; it never reaches a body."""


def direction_of(lang: str) -> str:
    """Return `rtl` or `ltr` for a BCP 47 language tag."""
    parts = lang.lower().split("-")
    if "latn" in parts or "cyrl" in parts:
        return "ltr"
    return "rtl" if parts[0] in RIGHT_TO_LEFT or {"arab", "hebr"} & set(parts) else "ltr"


@dataclass(frozen=True, slots=True)
class Source:
    """One article's text as it was read: strict UTF-8, line feeds only, nothing interpreted yet."""

    name: str
    """Posix path of the file as reports name it."""
    stem: str
    """Posix path of the outputs without suffix, below the output folder."""
    text: str
    """The whole file, decoded, without byte order mark."""
    front: Mapping[str, Any]
    """The front matter, empty if there is none."""
    front_lines: Mapping[str, int]
    """The line of each top-level key of the front matter."""
    body_line: int
    """The line on which the body starts, from 1."""
    data: bytes = field(default=b"", repr=False)
    """The file as it is, byte for byte."""

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return "\n".join(self.text.split("\n")[self.body_line - 1 :])

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Author:
    """Someone who wrote the article, or had another part in it."""

    name: str
    url: str | None = None
    orcid: str | None = None
    """The bare identifier: 0000-0002-1825-0097."""
    role: str = "aut"
    """The part they had: a code of MARC relators."""


@dataclass(frozen=True, slots=True)
class Series:
    """A series that the article belongs to."""

    name: str
    number: str | None = None
    """Its place there: 2, or 2.1."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject that a scheme has a code for."""

    authority: str
    """The scheme, as EPUB's registry names it: BISAC, Thema."""
    term: str
    """Its code."""
    words: str
    """What the scheme calls it; the code again if the author did not say."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known about an article besides its words."""

    title: str
    """Plain text, never empty."""
    lang: str
    """A well-formed BCP 47 tag."""
    identifier: str
    """A URI: the author's, else a name-based UUID; never random."""
    identifiers: tuple[str, ...] = ()
    """What it is known by elsewhere."""
    subtitle: str | None = None
    authors: tuple[Author, ...] = ()
    contributors: tuple[Author, ...] = ()
    """Editors, translators and others beside the authors."""
    date: dt.date | dt.datetime | None = None
    updated: dt.date | dt.datetime | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    series: Series | None = None
    canonical: str | None = None
    source: str | None = None
    """What it was made from: another edition's title, address or number."""
    rights: str | None = None
    publisher: str | None = None
    cover: str | None = None
    """A key of the article's assets."""
    epoch: dt.datetime | None = None
    """SOURCE_DATE_EPOCH, for formats that must name a moment when the author names none."""
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Front matter Recto does not know, kept for templates."""

    @property
    def direction(self) -> str:
        """The text's base direction, `ltr` or `rtl`."""
        return direction_of(self.lang)

    @property
    def modified(self) -> dt.datetime:
        """The moment formats name as the last change, in UTC: no clock is read for it."""
        moment = self.updated or self.date or self.epoch or EARLIEST
        if not isinstance(moment, dt.datetime):
            moment = dt.datetime.combine(moment, dt.time(), dt.UTC)
        return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the headings below it."""

    anchor: str
    title: str
    """Plain text."""
    level: int
    """2 for the topmost: the title is level 1."""
    children: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that belongs to the article or the theme."""

    name: str
    """Relative posix path without `..`; unique in its article."""
    media_type: str
    data: bytes = field(repr=False)
    width: int | None = None
    """In pixels, after the orientation was applied; None for what is no image."""
    height: int | None = None
    address: str = ""
    """As the author first wrote it."""
    line: int | None = None
    """The line on which the author first did."""

    @property
    def digest(self) -> str:
        """SHA-256 of the data, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        """The file name's ending, with its dot, in lower case."""
        return PurePosixPath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment that speaks to Recto: `<!-- recto: off doubled-word -->`."""

    line: int
    words: str
    """What is said: `off doubled-word`."""


@dataclass(frozen=True, slots=True)
class Article:
    """A read article: what all editions have in common."""

    meta: Meta
    body: str = field(repr=False)
    """One canonical, well-formed XHTML fragment; its ids are unique."""
    sections: tuple[Section, ...]
    assets: Mapping[str, Asset]
    source: Source = field(repr=False)
    lines: tuple[int, ...] = field(default=(), repr=False)
    """Of each element of the body, in their order, the line of the source where it begins; 0 if unknown."""
    directives: tuple[Directive, ...] = ()
    """In the order of their lines."""

    def tree(self) -> Element:
        """Return a fresh tree of the body, the caller's to change."""
        return markup.from_xhtml(self.body)

    def lined_tree(self) -> Element:
        """Return a fresh tree whose elements know, as `LINE`, the line of the source where they begin.

        For what finds faults in a layout, and has to say where they come from; `line_of` reads it.
        """
        tree = self.tree()
        self.set_lines(tree)
        return tree

    def set_lines(self, tree: Element) -> None:
        """Let the elements of `tree`, which was made by `tree()` and not changed, know their lines."""
        for element, line in zip(markup.elements(tree), self.lines, strict=bool(self.lines)):
            if line:
                element.set(LINE, str(line))


def line_of(element: Element) -> int | None:
    """Return the line that `element`, or the nearest around it, was marked with."""
    # No XPath: it takes the longer the more siblings there are.
    around: Element | None = element
    while around is not None and LINE not in around.attrib:
        around = around.getparent()
    line = "" if around is None else around.get(LINE, "")
    return int(line) if line.isdecimal() else None
