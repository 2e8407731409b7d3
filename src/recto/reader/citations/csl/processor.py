"""References in a citation, and entries of the list, as marked text.

The processor knows works by ids of its own, so that no key can be taken for another. It is told all citations
first, in the order of the text: that gives numbers, the letters of 2010a and 2010b, and "ibid.".
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cmp_to_key, partial
from types import SimpleNamespace
from typing import Any, TypeVar

from citeproc.frontend import CitationStylesBibliography
from citeproc.model import ConditionFailed
from citeproc.source import BibliographySource, CitationItem, Locator, VariableError
from lxml import etree

from recto.reader.citations import marked
from recto.reader.citations.cites import Cite
from recto.reader.citations.csl import mended
from recto.reader.citations.csl.items import reference
from recto.reader.citations.csl.locales import locale_of
from recto.reader.citations.csl.positions import Positions
from recto.reader.citations.marked import CLOSE, LINK_CLOSE, LINK_OPEN, OPEN, OTHERS, SLOT
from recto.reader.citations.styles import DISAMBIGUATE, Style

T = TypeVar("T")
_CRASHES = (
    ArithmeticError, AssertionError, AttributeError, ConditionFailed, LookupError, NameError, RuntimeError,
    TypeError, ValueError, VariableError, etree.LxmlError,
)  # fmt: skip
"""What citeproc-py raises where a style and an entry do not get on."""
_RANGE = "–"


class FailedError(Exception):
    """citeproc-py failed on the work with the id `work`, or on the style if that is empty."""

    def __init__(self, work: str, problem: BaseException) -> None:
        super().__init__(f"{type(problem).__name__}: {problem}".rstrip(": "))
        self.work = work


@dataclass(slots=True)
class Cluster:
    """One citation as it stands in the text."""

    names: str = ""
    """Marked text that belongs to the sentence, for a narrative citation."""
    text: str = ""
    links: list[str] = field(default_factory=list)
    """The works that the links in `text` lead to, in their order; a link in `names` comes first."""
    slots: list[tuple[int, str]] = field(default_factory=list)
    """What stands in its gaps: which reference's prefix or suffix."""
    joins_names: bool = False
    """No space goes between `names` and `text`, which is raised."""


class _Item(CitationItem):  # type: ignore[misc]
    """A reference to a work; citeproc-py looks the work up anew for each question."""

    reference: Any = None
    bibliography: Any = None
    key = ""

    def __init__(self, work: str, made: Any, bibliography: Any) -> None:
        super().__init__(work)
        for name, value in (("key", work), ("reference", made), ("bibliography", bibliography)):
            object.__setattr__(self, name, value)


def _wrapper(tag: str) -> Callable[[str], str]:
    return lambda text: f"{OPEN[tag]}{text}{CLOSE[tag]}"


_FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=_wrapper("i"), Oblique=_wrapper("i"), Bold=_wrapper("b"), Light=str, Underline=_wrapper("u"),
    Superscript=_wrapper("sup"), Subscript=_wrapper("sub"), SmallCaps=_wrapper("sc"),
)  # fmt: skip


class Processor:
    """A style, a language, and the works that are cited."""

    def __init__(
        self, style: Style, lang: str, items: Mapping[str, Mapping[str, Any]], *, smart: bool = True
    ) -> None:
        self._style = style
        self._items = items
        self._source = BibliographySource()
        self._cited: dict[tuple[Any, ...], str] = {}
        """References that were made already."""
        _guarded("", self._prepare, style, lang)
        for work, item in items.items():
            self._source.add(_guarded(work, partial(reference, smart=smart), work, item, lang))

    def _prepare(self, style: Style, lang: str) -> None:
        default = etree.fromstring(style.xml).get("default-locale")
        locale = locale_of(lang, default)
        self._root = mended.parse(style.xml, locale)
        frontend = SimpleNamespace(root=self._root)
        self._bibliography = CitationStylesBibliography(frontend, self._source, _FORMATTER)
        self._citation = self._root.citation
        self._layout = self._citation.layout
        self._list = None if self._root.bibliography is None else self._root.bibliography.layout
        self._positions = Positions()
        self._uses_positions = b" position=" in style.xml
        self._hides_places = b'variable="locator"' not in style.xml
        self._inner = self._term_or("open-inner-quote", "‘"), self._term_or("close-inner-quote", "’")
        self._outer = self._term_or("open-quote", "“"), self._term_or("close-quote", "”")
        self._points_in_quotes = self._root.get_locale_option("punctuation-in-quote") == "true"

    @property
    def has_list(self) -> bool:
        """Whether the style lists the works at all."""
        return self._list is not None

    @property
    def is_raised(self) -> bool:
        """Whether citations stand above the line, as notes' numbers do."""
        return str(self._layout.get("vertical-align")) == "sup"

    def _term_or(self, name: str, default: str) -> str:
        return str(self._root.get_single_term(name=name)) or default

    def register(self, works: Iterable[str]) -> None:
        """Tell which works are cited, in the order of the text; gives them their places and letters."""
        items = [self._made(work, Cite("")) for work in dict.fromkeys(works)]
        self._bibliography.items = items
        self._bibliography.keys = [item.key for item in items]
        if self._list is not None:
            ordered = self._sorted(self._root.bibliography, items)
            self._bibliography.items = ordered
            self._bibliography.keys = [item.key for item in ordered]
        self._tell_apart()

    def _made(self, work: str, cite: Cite) -> Any:
        item = _Item(work, self._source[work], self._bibliography)
        if cite.locator:
            item["locator"] = Locator(cite.label or "page", cite.locator)
        return item

    # Telling works apart

    def _tell_apart(self) -> None:
        """Add what a style adds to works that would be cited alike: a title, or a letter to the year."""
        if DISAMBIGUATE.encode() in self._style.xml:
            for works in self._alike():
                for work in works:
                    self._source[work][DISAMBIGUATE.replace("-", "_")] = "true"
            self._cited.clear()
        if self._citation.get("disambiguate-add-year-suffix") != "true":
            return
        for works in self._alike():
            for number, work in enumerate(sorted(works, key=self._bibliography.keys.index)):
                for name in ("year_suffix", "year-suffix"):
                    self._source[work][name] = _letters(number)
        self._cited.clear()

    def _alike(self) -> list[list[str]]:
        by_text: defaultdict[str, list[str]] = defaultdict(list)
        for work in self._bibliography.keys:
            by_text[marked.strip(self._cite(work, Cite(""), {"first"}))].append(work)
        return [works for works in by_text.values() if len(works) > 1]

    # Order

    def _sorted(self, holder: Any, items: list[Any]) -> list[Any]:
        """Return `items` in the order of the style: letters without their accents, what lacks a key last."""
        sort = holder.find("cs:sort", holder.nsmap)
        if sort is None or len(items) < 2:
            return items
        columns = []
        for key in sort.findall("cs:key", holder.nsmap):
            one_by_one = [
                _guarded(item.key, lambda key, item: key.sort_keys([item], holder.layout)[0], key, item)
                for item in items
            ]
            columns.append(([_sort_key(value) for value in one_by_one], key.get("sort") == "descending"))

        def compare(left: int, right: int) -> int:
            for values, descending in columns:
                first, second = values[left], values[right]
                if first == second:
                    continue
                if first is None or second is None:
                    return 1 if first is None else -1
                return (1 if first > second else -1) * (-1 if descending else 1)
            return left - right

        return [items[at] for at in sorted(range(len(items)), key=cmp_to_key(compare))]

    # Citations

    def _cite(self, work: str, cite: Cite, positions: set[str]) -> str:
        positions = positions if self._uses_positions else {"first"}
        wanted = work, cite.label, cite.locator, frozenset(positions)
        if wanted in self._cited:
            return self._cited[wanted]
        item = self._made(work, cite)
        item["positions"] = positions
        text = _guarded(work, self._rendered, self._layout, item)
        if cite.locator and self._hides_places:
            text += f", {_guarded(work, self._place, cite)}"
        elif cite.locator:
            # No line begins with a number that belongs to the word before.
            before, space, after = text.rpartition(f" {cite.locator.replace('-', '–')}")
            text = f"{before}{space.replace(' ', chr(0xA0))}{after}"
        self._cited[wanted] = text
        return text

    def _place(self, cite: Cite) -> str:
        """Return where in a work, for a style that has no way to say it."""
        several = re.search(r"\w\s*[-–,&]\s*\w", cite.locator or "")
        term = self._root.get_plural_term if several else self._root.get_single_term
        label = term(name=cite.label or "page", form="short") or term(name=cite.label or "page")
        return f"{label} {(cite.locator or '').replace('-', '–')}".strip()

    def _rendered(self, layout: Any, item: Any) -> str:
        layout.repressed = {}
        self._root.shared.marks_names = True
        try:
            text = layout.render_children(item)
        finally:
            self._root.shared.marks_names = False
        return "" if text is None else str(text)

    def cluster(self, works: Sequence[str], cites: Sequence[Cite], *, narrative: bool) -> Cluster:
        """Return a citation of `works`, the ids of what `cites` cite. Ask in the order of the text."""
        made = Cluster()
        texts = []
        for at, (work, cite) in enumerate(zip(works, cites, strict=True)):
            positions = self._positions.of(work, cite, begins=at == 0, alone=len(cites) == 1)
            texts.append(self._cite(work, cite, positions))
        numbered = self._style.collapse == "citation-number" or not any(map(marked.names_of, texts))
        if narrative:
            names = "" if self._style.is_note else marked.names_of(texts[0])
            made.names = names or self._short_names(works[0])
            made.names = made.names.replace(" & ", f" {self._term_or('and', 'and')} ")
        parts = []
        for at in self._order(works, cites):
            without = not self._style.is_note and (cites[at].suppressed or (narrative and at == 0))
            text = marked.without_names(texts[at]) if without and not numbered else texts[at]
            if not marked.strip(text).strip() and not narrative:
                text = texts[at]  # a style that cites by names alone
            parts.append(_Part(at, text, marked.names_of(text), cites[at]))
        if narrative and not marked.strip(parts[0].text).strip() and len(parts) == 1:
            made.links = [works[0]]
            made.names = f"{LINK_OPEN}{made.names}{LINK_CLOSE}"
            return made
        made.joins_names = self.is_raised
        made.text = self._tidy(str(self._layout.format(self._layout.wrap(self._joined(parts, works, made)))))
        made.names = self._tidy(made.names)
        return made

    def _order(self, works: Sequence[str], cites: Sequence[Cite]) -> list[int]:
        if any(cite.has_prefix or cite.has_suffix for cite in cites) or len(cites) < 2:
            return list(range(len(cites)))
        items = [self._made(work, cite) for work, cite in zip(works, cites, strict=True)]
        for at, item in enumerate(items):
            item["at"] = at
        return [item["at"] for item in self._sorted(self._citation, items)]

    def _joined(self, parts: list[_Part], works: Sequence[str], made: Cluster) -> str:
        """Return the references of one citation, neighbours put together as the style has it."""
        collapse = self._style.collapse or ""
        numbers = [self._bibliography.keys.index(works[part.at]) for part in parts]
        follows = [
            collapse == "citation-number" and place > 0 and number == numbers[place - 1] + 1
            and parts[place].is_bare and parts[place - 1].is_bare
            for place, number in enumerate(numbers)
        ]  # fmt: skip
        # Of a run of three or more only the first and the last stay.
        inner = [here and after for here, after in zip(follows, [*follows[1:], False], strict=True)]
        out: list[str] = []
        for place, part in enumerate(parts):
            if inner[place]:
                continue
            text, between = part.text, self._layout.get("delimiter", "")
            if place and inner[place - 1]:
                between = _RANGE
            elif place and collapse.startswith("year") and parts[place - 1].shares_names(part):
                text = marked.without_names(text)
                between = self._citation.get("cite-group-delimiter", ", ")
            if part.cite.has_prefix and not between.endswith(" "):
                between += " "
            out += (between if place else "", self._with_words(part, text, made))
            made.links.append(works[part.at])
        return "".join(out)

    def _with_words(self, part: _Part, text: str, made: Cluster) -> str:
        """Return one reference as a link, its author's words as gaps on either side."""
        prefix = suffix = ""
        if part.cite.has_prefix:
            made.slots.append((part.at, "prefix"))
            prefix = f"{SLOT} "
        if part.cite.has_suffix:
            made.slots.append((part.at, "suffix"))
            suffix = SLOT
        if self._style.is_note and marked.NAMES_OPEN in text:
            # A whole reference is too long for a link.
            begin, end = text.index(marked.NAMES_OPEN), text.index(marked.NAMES_CLOSE)
            linked = f"{text[:begin]}{LINK_OPEN}{text[begin:end]}{LINK_CLOSE}{text[end:]}"
        else:
            linked = f"{LINK_OPEN}{text}{LINK_CLOSE}"
        return f"{prefix}{linked}{suffix}"

    def _short_names(self, work: str) -> str:
        """Return who made a work, for a sentence, where the style's citations name nobody."""
        names = self._items[work].get("author") or self._items[work].get("editor") or []
        short = [
            name.get("literal") or " ".join(filter(None, (name.get("non-dropping-particle"), name["family"])))
            for name in names
        ]
        if len(short) > 2 or "others" in short:
            return f"{short[0]} {self._term_or('et-al', 'et al.')}"
        if len(short) == 2:
            return f"{short[0]} {self._term_or('and', 'and')} {short[1]}"
        title = "".join(text for text, _ in marked.pieces_of(self._items[work].get("title", "")))
        return short[0] if short else title

    # The list

    @property
    def listed(self) -> list[str]:
        """The works in the order of the list."""
        return [] if self._list is None else list(self._bibliography.keys)

    def entry(self, work: str) -> str:
        """Return what stands in the list for a work."""
        return _guarded(work, self._entry, self._made(work, Cite("")))

    def _entry(self, item: Any) -> str:
        layout: Any = self._list
        layout.repressed = {}
        text = layout.render_children(item)
        return "" if text is None else self._tidy(str(layout.format(layout.wrap(text))))

    def _tidy(self, text: str) -> str:
        if OTHERS in text:
            last = rf"(,?)\s*(?:&|{re.escape(self._term_or('and', 'and'))}\b)?\s*(?:…\s*)?{OTHERS}"
            text = re.sub(last, rf"\1 {self._term_or('et-al', 'et al.')}", text)
        return marked.tidy(text, points_in_quotes=self._points_in_quotes, quotes=(*self._outer, *self._inner))


@dataclass(frozen=True, slots=True)
class _Part:
    """One reference in a citation."""

    at: int
    text: str
    names: str
    cite: Cite

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the work is named."""
        return not (self.cite.locator or self.cite.has_prefix or self.cite.has_suffix)

    def shares_names(self, other: _Part) -> bool:
        """Say whether `other`, which follows, is by the same people, and nothing stands between the two.

        A place does: in "(Doe 2010, 3, 2011)" nobody knows what the last number is.
        """
        between = self.cite.has_suffix or self.cite.locator or other.cite.has_prefix or other.cite.locator
        return bool(self.names) and self.names == other.names and not between


def _guarded(work: str, call: Callable[..., T], *arguments: Any) -> T:
    try:
        return call(*arguments)
    except _CRASHES as problem:
        raise FailedError(work, problem) from problem


def _sort_key(value: Any) -> tuple[int, int, str] | None:
    if value is None:
        return None
    text = unicodedata.normalize("NFKD", marked.strip(str(value)).casefold())
    text = "".join(character for character in text if character.isalnum() or character.isspace())
    text = " ".join(text.split())
    return (0, int(text), "") if re.fullmatch(r"\d{1,9}", text) else (1, 0, text)


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
