"""What a tree of HTML says: the article's own, or one that was parsed from a finished file.

Elements are known by their local names, whatever their namespace. The words of an element are passed over
where its writer declared them as an addition (`recto.additions`); nothing else is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from recto import formula_text
from recto.additions import ALTERNATIVE, Addition
from recto.article import LINE
from recto.proof._speech import SOFT, Speaker

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd details div dl dt figcaption figure footer header "
    "h1 h2 h3 h4 h5 h6 hgroup hr legend li main nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul".split()
)
"""Elements at whose edges no word goes on."""
_TYPE = "{http://www.idpf.org/2007/ops}type"
_UNSAID = frozenset("head script style template track source".split())


class Listener:
    """Hears one kind of tree, and tells a `Speaker`."""

    def __init__(
        self,
        speaker: Speaker,
        additions: Collection[Addition] = (),
        *,
        passing: Collection[str] = (),
        target: Callable[[str], str] = str,
        prefix: str = "",
        tex: bool = True,
        unlinked: frozenset[str] = frozenset(),
    ) -> None:
        """What is said at the places `passing` is passed over, whatever it is.

        `target` makes of an address what leads to a place, whose id then begins with `prefix`.

        With `tex`, the TeX of formulas is heard, too; links to the addresses `unlinked` are not.
        """
        self._speaker = speaker
        self._target = target
        self._prefix = prefix
        self._tex = tex
        self._unlinked = unlinked
        self._around: list[frozenset[str]] = []
        self._late = False
        self.passed: list[Addition] = []
        """What was passed over, with its exact words."""
        self._places: dict[str, list[tuple[str, frozenset[str] | None]]] = {}
        self._edges: dict[tuple[object, ...], str] = {}
        """Tag and class of elements that say their words and no more → what stands at their edges."""
        for where in passing:
            self._add(where, None)
        by_place: dict[str, set[str]] = {}
        for addition in additions:
            by_place.setdefault(addition.where, set()).add(_even(addition.words))
        for where, words in by_place.items():
            self._add(where, frozenset(words))
        self._prefixes = sorted(by_place.get(ALTERNATIVE, ()), key=len, reverse=True)
        around_places = (around for places in self._places.values() for around, _ in places)
        self._named = self._places.keys() | set(around_places)
        """What additions call the elements that they are in."""

    def _add(self, where: str, words: frozenset[str] | None) -> None:
        around, _, innermost = where.rpartition(" ")
        self._places.setdefault(innermost, []).append((around, words))

    def hear(self, element: Element) -> None:
        """Hear `element` and what is in it, not what follows it."""
        if not isinstance(element.tag, str):
            return
        name = element.tag.rpartition("}")[2]
        if name in _UNSAID:
            return
        given = dict(element.items())  # asked for one by one, they would take a third of all the time
        if LINE in given:
            self._speaker.at_line(given[LINE])
        is_note = bool(given) and self._is_note(name, given)
        if given.get("id") and not is_note:
            self._speaker.mark(f"{self._prefix}{given['id']}")
        names = _names(name, given) if given else _name(name)
        if not self._is_addition(names, element):
            self._around.append(names)
            if name in _BLOCKS:
                self._speaker.space()
            if is_note:
                self._hear_note(element)
            elif given.get("role") == "doc-endnotes":
                self._late = True
                self._hear_content(element)
                self._late = False
            else:
                _OTHERWISE.get(name, Listener._hear_content)(self, element)
            if name in _BLOCKS:
                self._speaker.space()
            self._around.pop()

    def _hear_content(self, element: Element) -> None:
        say = self._speaker.ear()
        if element.text:
            say(element.text)
        for child in element:
            given = child.items()
            edge = self._edges.get((child.tag, *given))
            if edge is None:
                edge = self._edge(child.tag, given)
            if edge is None:
                self.hear(child)
            else:  # four of five, in a fourth of the time
                if edge:
                    say(edge)
                if len(child):
                    self._hear_content(child)
                elif child.text:
                    say(child.text)
                if edge:
                    say(edge)
            if child.tail:
                say(child.tail)

    def _edge(self, tag: object, given: Sequence[tuple[str, str]]) -> str | None:
        """Return what stands at the edges of an element if it says its words and no more, None for others."""
        if not isinstance(tag, str) or (given and (len(given) > 1 or given[0][0] != "class")):
            return None
        name = tag.rpartition("}")[2]
        if name in _UNSAID or name in _OTHERWISE or not self._named.isdisjoint(_names(name, dict(given))):
            return None
        return self._edges.setdefault((tag, *given), SOFT if name in _BLOCKS else "")

    def _is_addition(self, names: frozenset[str], element: Element) -> bool:
        if self._places.keys().isdisjoint(names):
            return False
        for name in names & self._places.keys():
            for around, words in self._places[name]:
                if around and not any(around in outer for outer in self._around):
                    continue
                said = _even(element.get("alt") or "".join(element.itertext()))
                if words is None or said in words:
                    self.passed.append(Addition(f"{around} {name}".strip(), said))
                    return True
        return False

    def _is_note(self, name: str, given: Mapping[str, str]) -> bool:
        anchor = given.get("id", "")
        if given.get("role") == "doc-footnote":
            return bool(anchor)
        return name == "li" and self._late and anchor.startswith("fn")

    def _hear_note(self, element: Element) -> None:
        anchor = element.get("id", "")
        self._speaker.begin_note(anchor, late=self._late)
        self._speaker.mark(f"{self._prefix}{anchor}")
        self._hear_content(element)
        self._speaker.end_note()

    def _hear_link(self, element: Element) -> None:
        target = element.get("href")
        is_link = target is not None and target not in self._unlinked
        if is_link:
            self._speaker.begin_link(self._target(target or ""))
        self._hear_content(element)
        if is_link:
            self._speaker.end_link()

    def _hear_image(self, element: Element) -> None:
        self._show(element.get("alt", ""))

    def _hear_drawing(self, element: Element) -> None:
        self._show(element.get("aria-label") or "".join(element.xpath("./*[local-name()='title']//text()")))

    def _show(self, alternative: str) -> None:
        """Tell what stands for a picture, without what is declared as an addition to it."""
        words = _even(alternative)
        words = words.removeprefix(next((each for each in self._prefixes if words.startswith(each)), ""))
        if words:
            self._speaker.show(words)

    def _hear_formula(self, element: Element) -> None:
        tex = element.get("alttext", "") if self._tex else ""
        self._speaker.show(" ".join(filter(None, (formula_text.words_of(element), tex))))

    def _hear_recording(self, element: Element) -> None:
        name, link, parent = element.get("aria-label", ""), element.find("a"), element.getparent()
        if parent is not None and str(parent.tag).rpartition("}")[2] == "figure":
            self._show(name)
            return
        # In a line of text, its name is a word among others.
        if link is not None:
            self._speaker.begin_link(link.get("href", ""))
        self._speaker.say(name)
        if link is not None:
            self._speaker.end_link()

    def _hear_abbreviation(self, element: Element) -> None:
        self._hear_content(element)
        if element.get("title"):
            self._speaker.show(element.get("title", ""))


_OTHERWISE = {
    "a": Listener._hear_link,
    "img": Listener._hear_image,
    "svg": Listener._hear_drawing,
    "math": Listener._hear_formula,
    "video": Listener._hear_recording,
    "audio": Listener._hear_recording,
    "abbr": Listener._hear_abbreviation,
}


def _even(text: str) -> str:
    return " ".join(text.split())


def _names(name: str, given: Mapping[str, str]) -> frozenset[str]:
    """Return what an addition may call an element with these attributes."""
    names = [name]
    kinds, role, anchor, kind = map(given.get, ("class", "role", "id", _TYPE))
    if kinds:
        names += (f"{name}.{each}" for each in kinds.split())
    if role:
        names.append(f"{name}[role={role}]")
    if anchor:
        names.append(f"{name}#{anchor}")
    if kind:
        names.append(f"{name}[type={kind}]")
    return frozenset(names)


@lru_cache(maxsize=256)
def _name(name: str) -> frozenset[str]:
    return frozenset((name,))
