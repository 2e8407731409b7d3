"""Finished editions with something wrong: words, notes, cells, links dropped, doubled, swapped, led astray.

Each mutant is a file whose words differ from its article's, and nothing else of it matters: a PDF's mutant
need not be a good PDF. Chance is seeded; a change that would change no word is not made.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from lxml import etree, html

from recto.additions import mark
from recto.writers import Artifact

CHANGES = ("drop", "double", "swap")
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Mutant:
    """An edition with one thing wrong."""

    what: str
    artifact: Artifact


def mutants(artifact: Artifact, seed: int, each: int) -> Iterator[Mutant]:
    """Yield `each` mutants of every kind that there is for this format."""
    kind = _kind(artifact)
    for thing in ("word", "note", "cell", "link"):
        for change in (*CHANGES, "astray") if thing == "link" else CHANGES:
            chance = random.Random(f"{artifact.media_type} {thing} {change} {seed}")  # noqa: S311 - seeded
            for _ in range(each):
                edition = kind(artifact)
                edition.change(thing, change, chance)
                yield Mutant(f"{thing} {change}", replace(artifact, data=edition.data()))


def untouched(artifact: Artifact) -> Artifact:
    """Return `artifact` read and written as for a mutant, with nothing wrong."""
    return replace(artifact, data=_kind(artifact)(artifact).data())


def _kind(artifact: Artifact) -> type[_Page | _Book | _Document]:
    if artifact.media_type == "application/pdf":
        return _Document
    return _Page if artifact.media_type == "text/html" else _Book


def _two(chance: random.Random, things: list[Any], words: Callable[[Any], str]) -> tuple[Any, Any]:
    """Choose two that do not say the same."""
    first = chance.choice(things)
    return first, chance.choice([other for other in things if words(other) != words(first)])


class _Tree:
    """Changes a tree of HTML."""

    def __init__(self, body: Any, chance: random.Random) -> None:
        self.body, self.chance = body, chance

    def of(self, name: str) -> list[Any]:
        return [each for each in self.body.iter("{*}" + name) if not self._is_added(each)]

    def _is_added(self, element: Any) -> bool:
        return any(
            each.get("role") == "doc-backlink"
            or each.get("class") in ("number", "skip")
            or etree.QName(each).localname in ("nav", "footer", "header")
            for each in (element, *element.iterancestors())
        )

    def word(self, change: str) -> None:
        texts = [
            (each, part)
            for each in self.body.iter()
            if isinstance(each.tag, str)
            and etree.QName(each).namespace in (None, "http://www.w3.org/1999/xhtml")
            for part in ("text", "tail")
            if _WORD.search(getattr(each, part) or "")
            and not self._is_added(each if part == "text" else each.getparent())
        ]
        element, part = self.chance.choice(texts)
        text = getattr(element, part)
        found = self.chance.choice([*_WORD.finditer(text)])
        if change == "swap":
            other, other_part = self.chance.choice(texts)
            theirs = self.chance.choice([*_WORD.finditer(getattr(other, other_part))])
            if theirs[0] == found[0] or (other, other_part) == (element, part):
                return self.word(change)
            setattr(other, other_part, _put(getattr(other, other_part), theirs, found[0]))
            setattr(element, part, _put(text, found, theirs[0]))
        else:
            setattr(element, part, _put(text, found, "" if change == "drop" else f"{found[0]} {found[0]}"))
        return None

    def note(self, change: str) -> None:
        notes = [each for each in self.body.iter() if each.get("role") == "doc-footnote"]
        self._element(notes, change)

    def cell(self, change: str) -> None:
        self._element(
            [each for each in (*self.of("td"), *self.of("th")) if "".join(each.itertext()).strip()], change
        )

    def link(self, change: str) -> None:
        links = [each for each in self.of("a") if each.get("href")]
        link = self.chance.choice(links)
        if change == "drop":
            del link.attrib["href"]
        elif change == "astray":
            target = link.get("href")
            link.set("href", f"{target[:-1]}{'x' if target[-1] != 'x' else 'y'}")
        elif change == "swap":
            one, other = _two(self.chance, links, lambda each: each.get("href"))
            one.attrib["href"], other.attrib["href"] = other.get("href"), one.get("href")
        else:
            self._element([link], change)

    def _element(self, elements: list[Any], change: str) -> None:
        if change == "drop":
            element = self.chance.choice(elements)
            tail, before, parent = element.tail or "", element.getprevious(), element.getparent()
            if before is None:
                parent.text = (parent.text or "") + tail
            else:
                before.tail = (before.tail or "") + tail
            parent.remove(element)
        elif change == "double":
            element = self.chance.choice(elements)
            element.addnext(twin := deepcopy(element))
            twin.tail, element.tail = element.tail, None
        else:
            one, other = _two(self.chance, elements, lambda each: " ".join("".join(each.itertext()).split()))
            ours, theirs = deepcopy(one), deepcopy(other)
            ours.tail, theirs.tail = other.tail, one.tail
            one.getparent().replace(one, theirs)
            other.getparent().replace(other, ours)


def _put(text: str, found: re.Match[str], instead: str) -> str:
    return text[: found.start()] + instead + text[found.end() :]


class _Page:
    """A web page."""

    def __init__(self, artifact: Artifact) -> None:
        self._tree = html.document_fromstring(
            artifact.data, html.HTMLParser(encoding="utf-8", huge_tree=True)
        )

    def change(self, thing: str, change: str, chance: random.Random) -> None:
        getattr(_Tree(self._tree.body, chance), thing)(change)

    def data(self) -> bytes:
        data: bytes = html.tostring(self._tree, encoding="utf-8", doctype="<!DOCTYPE html>")
        return data


class _Book:
    """An e-book, whose chapter is changed."""

    def __init__(self, artifact: Artifact) -> None:
        with zipfile.ZipFile(io.BytesIO(artifact.data)) as book:
            self._files = {name: book.read(name) for name in book.namelist()}

    def change(self, thing: str, change: str, chance: random.Random) -> None:
        name = chance.choice([name for name in self._files if re.search(r"chapter-\d+\.xhtml$", name)])
        tree = etree.fromstring(self._files[name])
        getattr(_Tree(tree.find("{*}body"), chance), thing)(change)
        self._files[name] = etree.tostring(tree, encoding="utf-8", xml_declaration=True)

    def data(self) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as book:
            for name, data in self._files.items():
                book.writestr(name, data)
        return made.getvalue()


class _Document:
    """A PDF."""

    def __init__(self, artifact: Artifact) -> None:
        self._pdf = pikepdf.open(io.BytesIO(artifact.data))
        # A space more, or a hyphen at a line's end less, changes no word.
        maps = [
            font.ToUnicode.read_bytes()
            for page in self._pdf.pages
            for font in page.obj.Resources.Font.values()
        ]
        self._spaces = {
            code for each in maps for code in re.findall(rb"(<\w{4}>) <(?:0020|002d|2010|00a0)>", each)
        }
        self._declared = {addition.where for addition in artifact.additions or ()}

    def change(self, thing: str, change: str, chance: random.Random) -> None:
        getattr(self, f"_{thing}")(change, chance)

    def data(self) -> bytes:
        made = io.BytesIO()
        self._pdf.save(made, compress_streams=False, deterministic_id=True)
        return made.getvalue()

    def _elements(self, *roles: str) -> list[tuple[Any, int]]:
        """Return the elements of these roles, each as the array it stands in and its place there."""
        found = []
        pending = [self._pdf.Root.StructTreeRoot]
        while pending:
            element = pending.pop()
            kids = element.get("/K")
            if not isinstance(kids, pikepdf.Array):
                kids = element.K = pikepdf.Array([] if kids is None else [kids])
            for place, kid in enumerate(kids):
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    pending.append(kid)
                    if str(kid.S)[1:] in roles and not self._is_added(kid):
                        found.append((kids, place))
        return found

    def _is_added(self, element: Any) -> bool:
        marks = [*self._marks(element)]
        return bool(marks) and all(each in self._declared for each in marks)

    def _marks(self, element: Any) -> Iterator[str]:
        pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(self._pdf.pages, 1)}
        kids = element.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                yield mark(pages[element.Pg.objgen], kid)
            elif "/MCID" in kid:
                yield mark(pages[kid.Pg.objgen], int(kid.MCID))
            elif "/S" in kid:
                yield from self._marks(kid)

    def _word(self, change: str, chance: random.Random) -> None:
        number, page = chance.choice([*enumerate(self._pdf.pages, 1)])
        data = page.obj.Contents.read_bytes()
        blocks = [
            found
            for found in re.finditer(rb"/\w+\s*<</MCID (\d+)>>\s*BDC\s(.*?)\bEMC", data, re.DOTALL)
            if mark(number, int(found[1])) not in self._declared and len(self._glyphs(found[2])) > 3
        ]
        one = chance.choice(blocks)
        if change == "swap":
            other = chance.choice(blocks)
            if _letters(one[2]) == _letters(other[2]):
                return self._word(change, chance)
            first, second = sorted((one, other), key=lambda each: each.start(2))
            parts = (
                data[: first.start(2)],
                second[2],
                data[first.end(2) : second.start(2)],
                first[2],
                data[second.end(2) :],
            )
            page.obj.Contents = self._pdf.make_stream(b"".join(parts))
            return None
        glyph = chance.choice(self._glyphs(one[2]))
        start, end = one.start(2) + glyph.start(), one.start(2) + glyph.end()
        instead = b"<>" if change == "drop" else glyph[0] + b"0" + glyph[0]
        page.obj.Contents = self._pdf.make_stream(data[:start] + instead + data[end:])
        return None

    def _glyphs(self, block: bytes) -> list[re.Match[bytes]]:
        """Return the glyphs of a block that are letters; none if these say nothing themselves."""
        if b"/ActualText" in block:
            return []
        return [found for found in re.finditer(rb"<[0-9a-f]{4}>", block) if found[0] not in self._spaces]

    def _note(self, change: str, chance: random.Random) -> None:
        self._kid(self._elements("Note"), change, chance)

    def _cell(self, change: str, chance: random.Random) -> None:
        self._kid(self._elements("TD", "TH"), change, chance)

    def _link(self, change: str, chance: random.Random) -> None:
        links = self._elements("Link")
        if change == "double":
            self._kid(links, change, chance)
            return
        rectangles = [
            [kid.Obj for kid in kids[place].K if not isinstance(kid, int) and "/Obj" in kid]
            for kids, place in links
        ]
        if change == "drop":
            kids, place = chance.choice(links)
            kids[place].K = pikepdf.Array(
                [kid for kid in kids[place].K if isinstance(kid, int) or "/Obj" not in kid]
            )
        elif change == "astray":
            for each in chance.choice(rectangles):
                _lead(each, f"{_target(each)}x")
        else:
            one, other = _two(chance, rectangles, lambda each: _target(each[0]))
            ours, theirs = _target(one[0]), _target(other[0])
            for group, target in ((one, theirs), (other, ours)):
                for each in group:
                    _lead(each, target)

    def _kid(self, found: list[tuple[Any, int]], change: str, chance: random.Random) -> None:
        kids, place = chance.choice(found)
        if change == "drop":
            del kids[place]
        elif change == "double":
            kids.insert(place, kids[place])
        else:
            (kids, place), (others, elsewhere) = _two(
                chance, found, lambda each: self._said(each[0][each[1]])
            )
            kids[place], others[elsewhere] = others[elsewhere], kids[place]

    def _said(self, element: Any) -> str:
        return " ".join(self._marks(element))


def _letters(block: bytes) -> list[bytes]:
    return re.findall(rb"<[0-9a-f]{4}>", block)


def _is_rectangle(kid: Any) -> bool:
    return not isinstance(kid, int) and "/Obj" in kid


def _target(annotation: Any) -> str:
    return str(annotation.A.URI) if "/A" in annotation else f"#{annotation.Dest}"


def _lead(annotation: Any, target: str) -> None:
    for name in ("/A", "/Dest"):
        if name in annotation:
            del annotation[name]
    if target.startswith("#"):
        annotation.Dest = pikepdf.String(target[1:])
    else:
        annotation.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(target))
