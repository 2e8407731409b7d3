"""citeproc-py's elements of a style where they do less than CSL 1.0.2 says, or take quadratic time.

Each class stands in for the one of its name in the tree of one style (`parse`); citeproc-py itself is not
changed. The root of the tree carries what they share: see `Shared`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from citeproc import model
from citeproc.source import LiteralDate, VariableError
from citeproc.string import String
from lxml import etree

from recto.reader.citations.marked import ANY, NAMES_CLOSE, NAMES_OPEN

_NUMERIC = re.compile(r"[A-Za-z]{0,3}\d+[A-Za-z]{0,3}(?:\s*[-–,&]\s*[A-Za-z]{0,3}\d+[A-Za-z]{0,3})*\Z")
_SEVERAL = re.compile(r"[\dA-Za-z)]\s*(?:[-–—,&])\s*[\dA-Za-z(]")
_STOP_WORDS = frozenset(
    "a about above across after against along amid among an and around as at before behind below "
    "beneath beside besides between beyond but by concerning despite down during except for from in "
    "inside into like near nor of off on onto opposite or out outside over past per regarding round "
    "save since so than the through throughout till to toward towards under underneath unlike until "
    "unto up upon v versus via vs when with within without yet".split()
)
_FIRST_LETTER = re.compile(rf"[^\w{ANY}]*[{ANY}]*[^\w{ANY}]*(\w)")


@dataclass(slots=True)
class Shared:
    """What the elements of one style know in common."""

    macros: dict[str, Any]
    terms: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    """What the locale calls things."""
    lang: str = "en"
    """The language of words that have none of their own."""
    asked: int = 0
    """How often a variable was asked for,"""
    had: int = 0
    """and how often it had a value: a group shows nothing when none of its variables has one."""
    held: list[Any] = field(default_factory=list)
    used: list[tuple[str, str]] = field(default_factory=list)
    """The variables that had a value, each with the kind of element that asked."""
    marks_names: bool = False
    """Names are put between marks."""
    states_suffix: bool = False
    """The style itself says where the letter of 2010a stands."""


def parse(xml: bytes, locale: str) -> Any:
    """Return the root of a style's tree, made of citeproc-py's elements and the ones below."""
    root = _tree(xml)
    root.shared = Shared(
        macros={macro.get("name"): macro for macro in reversed(root.xpath_search("cs:macro"))},
        lang=locale[:2],
        states_suffix=bool(root.xpath_search(".//cs:text[@variable='year-suffix']")),
    )
    root.set_locale_list(locale, validate=False)
    root.locales = [_mended_locale(each, root) for each in root.locales]
    # Unless it is held, lxml makes an element's object anew for each visit, and it remembers nothing.
    root.shared.held = [element for tree in (root, *root.locales) for element in tree.iter()]
    return root


def _tree(xml: bytes) -> Any:
    lookup = etree.ElementNamespaceClassLookup()
    namespace: Any = lookup.get_namespace("http://purl.org/net/xbiblio/csl")
    for name, kind in _kinds().items():
        namespace[name] = kind
    parser = etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True)
    parser.set_element_class_lookup(lookup)
    return etree.fromstring(xml, parser)


def _mended_locale(locale: Any, root: Any) -> Any:
    """Return a locale made of the elements below; one that stands in the style is already."""
    if locale.getparent() is None:
        locale = _tree(etree.tostring(locale))
        locale.style, locale.shared = root, root.shared
    return locale


class _Remembering:
    """Remembers what it found in a style, which does not change."""

    def xpath_search(self, expression: str) -> Any:
        element: Any = self
        try:
            found = element.found
        except AttributeError:
            found = None
        if found is None:
            found = element.found = {}
        if expression not in found:
            found[expression] = super().xpath_search(expression)  # type: ignore[misc]
        return found[expression]


class _Speaking(_Remembering):
    """Remembers what the locale calls things, too."""

    def get_term(
        self, name: str, form: str | None = None, fallback_locale: bool = True, zero_padded: bool = False
    ) -> Any:
        root = self.get_root()  # type: ignore[attr-defined]
        wanted = name, form, fallback_locale, zero_padded
        key = id(root), *wanted
        if key not in root.shared.terms:
            root.shared.terms[key] = super().get_term(*wanted)  # type: ignore[misc]
        return root.shared.terms[key]


class _MacroCalls:
    def get_macro(self, name: str) -> Any:
        """Return a macro; citeproc-py looks through the whole style for each."""
        return self.get_root().shared.macros[name]  # type: ignore[attr-defined]


class _Counting:
    """Counts the variables that are asked for, and those that give anything."""

    def _count(self, text: Any) -> Any:
        if text not in (None, ""):
            element: Any = self
            shared = element.get_root().shared
            shared.had += 1
            shared.used += [(element.tag, name) for name in element.get("variable", "").split()]
        return text

    def _ask(self) -> None:
        self.get_root().shared.asked += 1  # type: ignore[attr-defined]


class _Text(_MacroCalls, _Counting, model.Text):  # type: ignore[misc]
    def _variable(self, item: Any, context: Any) -> Any:
        self._ask()
        return self._count(super()._variable(item, context))

    def case(self, text: Any, language: str | None = None) -> Any:
        if self.get("text-case") == "title" and language == "en":
            return _in_title_case(text)
        return super().case(text, language)


class _Key(_MacroCalls, model.Key):  # type: ignore[misc]
    pass


class _Number(_Counting, model.Number):  # type: ignore[misc]
    def process(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        self._ask()
        return self._count(super().process(item, context, **kwargs))


class _Date(_Counting, model.Date):  # type: ignore[misc]
    def process(
        self, item: Any, variable: Any = None, show_parts: Any = None, context: Any = None, **kwargs: Any
    ) -> Any:
        localised = self.is_locale_date()
        if not localised:
            self._ask()
        value = item.reference.get((variable or self.get("variable") or "").replace("-", "_"))
        if isinstance(value, LiteralDate) and not localised and not self._shows_year():
            return None  # it has no parts, and is shown where the year is
        parts = [] if localised or self.get("form") is None else list(self.get_date(self.get("form")))
        written = [dict(part.attrib) for part in parts]
        try:
            text = self._rendered(value, item, variable, show_parts=show_parts, context=context, **kwargs)
        finally:
            # citeproc-py writes what this date says of its parts into the locale, for all dates to come.
            for part, attributes in zip(parts, written, strict=True):
                part.attrib.clear()
                part.attrib.update(attributes)
        if localised or text in (None, ""):
            return text
        shared = self.get_root().shared
        if self.get("variable") == "issued" and not shared.states_suffix:
            text = text + item.reference.get("year_suffix", "")
        return self._count(text)

    def _rendered(self, value: Any, *arguments: Any, **kwargs: Any) -> Any:
        try:
            return super().process(*arguments, **kwargs)
        except AssertionError:
            # A season has no number, and this date shows numbers.
            season = value.pop("season")
            try:
                return super().process(*arguments, **kwargs)
            finally:
                value["season"] = season

    def render_date_range(self, date_range: Any, show_parts: Any = None, context: Any = None) -> Any:
        # citeproc-py leaves out the year of a range within one.
        begin = self.render_single_date(date_range.begin, show_parts, context)
        end = self.render_single_date(date_range.end, show_parts, context)
        if not begin or not end or str(begin) == str(end):
            return begin or end
        return _as_range(str(begin), str(end), in_one_year=date_range.begin.year == date_range.end.year)

    def _shows_year(self) -> bool:
        if self.get("form") is not None:
            return "year" in self.get("date-parts", "year")
        return any(part.get("name") == "year" for part in self)

    def get_date(self, form: str) -> Any:
        dates = self.get_root().shared.terms
        if ("date", form) not in dates:
            dates["date", form] = super().get_date(form)
        return dates["date", form]

    def render_single_date(self, date: Any, show_parts: Any = None, context: Any = None) -> Any:
        # A locale's date has a delimiter of its own; citeproc-py takes the style's, which has none.
        own = self.get("delimiter")
        if own is None or context is None or context is self or context.get("delimiter") is not None:
            return super().render_single_date(date, show_parts, context)
        parts = self.parts(date, show_parts, context)
        return self.join(parts) if parts else None


class _Names(_Counting, model.Names):  # type: ignore[misc]
    def process(self, item: Any, names_context: Any = None, context: Any = None, **kwargs: Any) -> Any:
        self._ask()
        done = (self if context is None else context).get_layout().repressed.get(self.tag, ())
        if done and all(role in done for role in self.get("variable").split()):
            return None
        return self._count(super().process(item, names_context, context, **kwargs))

    def markup(self, text: Any) -> Any:
        marked = super().markup(text)
        if marked is None or not self.get_root().shared.marks_names:
            return marked
        return NAMES_OPEN + str(marked) + NAMES_CLOSE


class _Substitute(model.Substitute):  # type: ignore[misc]
    def render(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        used = self.get_root().shared.used
        before = len(used)
        text = super().render(item, context=context, **kwargs)
        if text:
            # What stands for the names is not said again; citeproc-py sees no variables in macros.
            repressed = context.get_layout().repressed
            for tag, variable in used[before:]:
                repressed.setdefault(tag, []).append(variable)
        return text


class _Group(model.Group):  # type: ignore[misc]
    def process(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        shared = self.get_root().shared
        asked, had = shared.asked, shared.had
        delimiter = self.get("delimiter", "")
        output = []
        for child in self.iterchildren():
            more = {"delimiter": delimiter} if isinstance(child, model.Choose) else {}
            try:
                text = child.render(item, context=context, **more, **kwargs)
            except VariableError:
                continue
            if text not in (None, ""):
                output.append(text)
        if output and (shared.asked == asked or shared.had > had):
            return self.join(output)
        raise VariableError


class _Conditional:
    def _is_numeric(self, item: Any) -> list[bool]:
        return [
            bool(_NUMERIC.match(_written(item, name)))
            for name in self.get("is-numeric").split()  # type: ignore[attr-defined]
        ]

    def _position(self, item: Any, context: Any) -> list[bool]:
        place: Any = self if context is None else context
        if place.xpath_search("./ancestor::*[self::cs:bibliography]"):
            return [False]
        return [name in item.get("positions", ()) for name in self.get("position").split()]  # type: ignore[attr-defined]


def _written(item: Any, name: str) -> str:
    if name == "locator":
        return str(item.locator.identifier) if item.has_locator else ""
    return str(item.reference.get(name.replace("-", "_"), ""))


class _If(_Conditional, model.If):  # type: ignore[misc]
    pass


class _ElseIf(_Conditional, model.Else_If):  # type: ignore[misc]
    pass


class _Label(model.Label):  # type: ignore[misc]
    def process(self, item: Any, variable: Any = None, plural: Any = None, **kwargs: Any) -> Any:
        own = self.get("variable")
        if variable is None and not _written(item, "page" if own == "page-first" else own):
            return None
        return super().process(item, variable, plural, **kwargs)

    def _is_plural(self, item: Any) -> bool:
        name = self.get("variable")
        written = _written(item, name)
        if name.startswith("number-of"):
            return written.isdecimal() and int(written) > 1
        return bool(_SEVERAL.search(written))

    def case(self, text: Any, language: str | None = None) -> Any:
        if self.get("text-case") == "title":
            return _in_title_case(text) if self.get_root().shared.lang == "en" else text
        return super().case(text, language)


def _in_title_case(text: Any) -> Any:
    """Capitalise the words of an English title, except little ones in it and those that keep their case."""
    words: list[Any] = []
    begins = True
    pending = list(text.words())
    for at, word in enumerate(pending):
        plain = re.sub(rf"[\W_{ANY}]", "", str(word))
        is_little = plain.lower() in _STOP_WORDS and not begins and at < len(pending) - 1
        if is_little and plain.istitle():
            words.append(word.soft_lower())
        elif plain.islower() and not is_little and type(word) is String:
            words.append(_capitalised(str(word)))
        else:
            words.append(word)
        begins = re.sub(f"[{ANY}]", "", str(word)).endswith((":", ".", "?", "!", "—"))
    return " ".join(words)


def _capitalised(word: str) -> str:
    found = _FIRST_LETTER.match(word)
    first = found.start(1) if found else 0
    return word[:first] + word[first].upper() + word[first + 1 :]


def _as_range(begin: str, end: str, *, in_one_year: bool) -> str:
    """Return two dates as one, what they have in common said once: May 3–9, 2010."""
    first, second = re.split(r"(?<=\s)|(?=,)", begin), re.split(r"(?<=\s)|(?=,)", end)
    before, after = list[str](), list[str]()
    while in_one_year and min(len(first), len(second)) > 1 and first[-1] == second[-1]:
        after.insert(0, first.pop())
        second.pop()
    while in_one_year and min(len(first), len(second)) > 1 and first[0] == second[0]:
        before.append(first.pop(0))
        second.pop(0)
    parted = "".join(first).rstrip() + "–" + "".join(second).rstrip()
    gap = " " if after and "".join(first).endswith(" ") else ""
    return "".join(before) + parted + gap + "".join(after)


class _Name(model.Name):  # type: ignore[misc]
    def get_option(self, name: str, context: Any = None, sort_options: Any = None) -> Any:
        if sort_options:
            return super().get_option(name, context, sort_options)
        where = id(context), name
        options = self.__dict__.setdefault("options", {})
        if where not in options:
            options[where] = super().get_option(name, context, sort_options)
        return options[where]

    def initialize(self, given: str, mark: str, context: Any) -> str:
        # Scripts without capitals have no initials.
        if not any(map(str.isupper, given)):
            return given
        return str(super().initialize(given, mark, context))


_KINDS = {
    "text": _Text, "key": _Key, "number": _Number, "date": _Date, "names": _Names, "group": _Group,
    "if": _If, "else-if": _ElseIf, "label": _Label, "substitute": _Substitute,
    "name": _Name,
}  # fmt: skip


@cache
def _kinds() -> dict[str | None, Any]:
    """Return the classes of a style's elements by name; under None, that of any other."""
    kinds: dict[str | None, Any] = {None: model.CitationStylesElement}
    for kind in model.CitationStylesElement.__subclasses__():
        name = kind.__name__.replace("_", "-").lower()
        if kind.__module__ == model.__name__:
            mended = _KINDS.get(name, kind)
            remembers = _Remembering if issubclass(kind, model.Locale) else _Speaking
            kinds[name] = type(mended.__name__, (remembers, mended), {})
    return kinds
