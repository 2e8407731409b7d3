"""From the places of citations to their words: links in the text, or notes, by the style.

Runs before titles and headings are settled, which want words. Where works are listed is `references`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from recto import markup
from recto.markup import make
from recto.reader.citations import captions, marked, notes, styles
from recto.reader.citations.cites import Citation
from recto.reader.citations.library import Library
from recto.reader.draft import Draft

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from recto.reader.citations.csl.processor import Cluster, Processor

_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(slots=True)
class Place:
    """A citation in the tree."""

    element: Element
    citation: Citation
    in_note: bool = False
    """It stands in a footnote of the author's."""
    words: dict[tuple[int, str], list[Element | str]] = field(default_factory=dict)
    """The author's words around a work: (which, prefix or suffix) → text and elements."""


def set_citations(tree: Element, draft: Draft) -> None:
    """Give each citation its words, and the library the entries of its list."""
    library = draft.library
    if library is not None:
        _set_all(tree, draft, library)
    for element in tree.iterfind(".//span[@data-cite]"):
        del element.attrib["data-cite"]


def _set_all(tree: Element, draft: Draft, library: Library) -> None:
    places = list(_places(tree, draft, library))
    works = _Works(library, draft, tree)
    for place in places:
        works.add(cite.key for cite in place.citation.cites)
    works.add(_uncited(library, draft))
    if not works.ids and library.is_whole:
        draft.note(
            "bibliography-unused",
            "The article cites nothing from its bibliography, so there is no list.",
            line=draft.source.front_lines.get("bibliography"),
            hint="To list works all the same, name them in nocite; '@*' is all of them.",
        )
    style = styles.load(draft) if works.ids else None
    processor = _started(style, works, draft) if style else None
    if style is None or processor is None:
        return
    setter = _Setter(processor, works, style, tree=tree, draft=draft)
    # First: what is not listed is no link.
    setter.list_works(library)
    for place in places:
        setter.set(place)
    captions.settle(tree)


def _places(tree: Element, draft: Draft, library: Library) -> Iterator[Place]:
    """Yield the citations in the order of the text, those in a footnote where it is called first."""
    texts = notes.texts(tree)
    walks = [(_walk(block), False) for block in reversed(tree) if not notes.is_box(block)]
    while walks:
        walk, in_note = walks[-1]
        element = next(walk, None)
        if element is None:
            walks.pop()
        elif element.tag == "a":
            text = (
                texts.pop(element.get("href", ""), None) if element.get("class") == "footnote-ref" else None
            )
            if text is not None:
                walks.append((_walk(text), True))
        elif element.tag == "img":
            yield from (Place(part, citation, in_note) for part, citation in captions.find(element, draft))
        elif len(what := _marked(element, library)) == 1:
            yield Place(element, library.citations[int(what[0])], in_note, _words_of(element, library))


def _marked(element: Element, library: Library) -> list[str]:
    """Return what the parser marked `element` with; nothing if it did not."""
    digest, *what = element.get("data-cite", "").split(" ")
    return what if digest == library.digest else []


def _walk(root: Element) -> Iterator[Element]:
    # In a list: its words are taken out of a citation while it is gone through.
    return iter(list(root.iter("span", "a", "img")))


def _words_of(element: Element, library: Library) -> dict[tuple[int, str], list[Element | str]]:
    words: dict[tuple[int, str], list[Element | str]] = {}
    for part in list(element):
        at, kind = _marked(part, library)
        words[int(at), kind] = [part.text or "", *part]
        markup.remove(part)
    return words


def _uncited(library: Library, draft: Draft) -> Iterator[str]:
    """Yield the keys of works that are to be listed all the same."""
    for wanted in draft.general.nocite:
        key = wanted.removeprefix("@").removeprefix("{").removesuffix("}")
        if key == "*":
            yield from library.entries
        elif key in library.entries:
            yield key
        elif library.is_whole:
            draft.error(
                "citation-missing",
                f"The bibliography has no entry {key!r}, which nocite names.",
                line=draft.source.front_lines.get("nocite"),
                hint=library.hint(key),
            )


class _Works:
    """The works that are cited or listed, by ids of their own."""

    def __init__(self, library: Library, draft: Draft, tree: Element) -> None:
        self.ids: dict[str, str] = {}
        """Key → id."""
        self.keys: dict[str, str] = {}
        self._library, self._draft = library, draft
        self._taken = set(tree.xpath(".//@id"))
        self._anchors: dict[str, str] = {}

    def add(self, keys: Iterable[str]) -> None:
        """Take in works, in the order of the text."""
        for key in keys:
            work = self.ids.setdefault(key, f"work-{len(self.ids)}")
            self.keys[work] = key

    def items(self) -> dict[str, dict[str, object]]:
        """Return them as items of CSL's data model."""
        return {work: self._library.item(key, self._draft) for key, work in self.ids.items()}

    def anchor(self, work: str) -> str:
        """Return the id of a work's entry in the list."""
        if work not in self._anchors:
            wanted = anchor = f"ref-{_NOT_IN_IDS.sub('-', self.keys[work])}"
            count = 1
            while anchor in self._taken:
                count += 1
                anchor = f"{wanted}-{count}"
            self._taken.add(anchor)
            self._anchors[work] = anchor
        return self._anchors[work]

    def report(self, work: str, problem: str, style: str) -> None:
        """Tell that citeproc-py failed on a work, or on the style."""
        if not work:
            self._draft.error(
                "csl-broken",
                f"The citation style {style} cannot be used: {problem}.",
                line=self._draft.source.front_lines.get("csl"),
            )
            return
        entry = self._library.entries[self.keys[work]]
        where = f"{entry.file}, line {entry.line}" if entry.line else entry.file
        self._draft.error(
            "citation-failed",
            f"The entry {entry.key!r} cannot be set in the style {style}: {problem}.",
            hint=f"Look at the entry in {where}.",
        )


def _started(style: styles.Style, works: _Works, draft: Draft) -> Processor | None:
    from recto.reader.citations.csl.processor import FailedError, Processor

    try:
        processor = Processor(style, draft.lang, works.items(), smart=draft.general.smart)
        processor.register(works.keys)
    except FailedError as failure:
        works.report(failure.work, str(failure), style.name)
        return None
    return processor


class _Setter:
    """Puts words where citations stand."""

    def __init__(
        self, processor: Processor, works: _Works, style: styles.Style, *, tree: Element, draft: Draft
    ) -> None:
        self._draft, self._works = draft, works
        self._processor, self._style = processor, style
        self._notes = notes.Notes(tree)
        self._listed: set[str] = set()

    def set(self, place: Place) -> None:
        """Set one citation."""
        from recto.reader.citations.csl.processor import FailedError

        cites = place.citation.cites
        works = [self._works.ids[cite.key] for cite in cites]
        element = place.element
        try:
            cluster = self._processor.cluster(works, cites, narrative=place.citation.narrative)
        except FailedError as failure:
            self._works.report(failure.work, str(failure), self._style.name)
            return
        if not marked.strip(cluster.names + cluster.text).strip():
            self._report_empty(place)
            return
        if self._style.is_note and not place.in_note:
            self._set_note(place, cluster)
            return
        element.set("class", "citation")
        between = " " if cluster.names and cluster.text and not cluster.joins_names else ""
        text = cluster.text
        if self._style.is_note:
            text = notes.within(text, element, narrative=bool(cluster.names))
        self._fill(element, cluster.names + between + text, cluster, place)
        if self._processor.is_raised and not cluster.names:
            notes.hang(element, self._draft.lang)

    def _set_note(self, place: Place, cluster: Cluster) -> None:
        element, line = place.element, str(place.citation.line)
        if cluster.text.startswith(marked.SLOT):
            _begin_sentence(place.words[cluster.slots[0]])
        text = self._notes.add(line)
        self._fill(text, cluster.text, cluster, place)
        call = self._notes.call(line)
        if cluster.names:
            element.set("class", "citation")
            self._fill(element, cluster.names, cluster, place)
            element.append(call)
        else:
            markup.replace(element, call)
            notes.hang(call, self._draft.lang)

    def _fill(self, element: Element, text: str, cluster: Cluster, place: Place) -> None:
        element.text = None
        marked.fill(
            element,
            text,
            in_link=any(True for _ in element.iterancestors("a")),
            links=map(self._link, cluster.links),
            slots=(place.words.get(slot, []) for slot in cluster.slots),
        )

    def _link(self, work: str) -> Element | None:
        if work not in self._listed:
            return None
        return make("a", href=f"#{self._works.anchor(work)}", role="doc-biblioref")

    def _report_empty(self, place: Place) -> None:
        key = place.citation.cites[0].key
        self._draft.error(
            "citation-empty",
            f"The style {self._style.name} finds nothing to show in the entry {key!r}.",
            line=place.citation.line,
            hint="Does it have an author, a title and a date?",
        )

    def list_works(self, library: Library) -> None:
        """Hand the library what its list is made of."""
        from recto.reader.citations.csl.processor import FailedError

        for work in self._processor.listed:
            try:
                text = self._processor.entry(work)
            except FailedError as failure:
                self._works.report(failure.work, str(failure), self._style.name)
                continue
            if marked.strip(text).strip(" ."):
                self._listed.add(work)
                library.listed.append((self._works.anchor(work), text))
            else:
                self._draft.note(
                    "citation-unlisted",
                    f"The style {self._style.name} does not list {self._works.keys[work]!r}.",
                    hint="Some styles list no letters, interviews and entries of dictionaries.",
                )


def _begin_sentence(words: list[Element | str]) -> None:
    first = words[0] if words else ""
    if isinstance(first, str):
        words[:1] = [first[:1].upper() + first[1:]]
