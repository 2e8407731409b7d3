"""What a finished PDF says, read from its bytes in the order of its tags (ISO 32000-1, 14.8.2.3).

`Alt`, `E` and `ActualText` stand for what they are written at, as 14.9 has it. What the structure does not
hold is an artifact, and has to be declared like everything that print adds.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pikepdf

from recto.additions import ALTERNATIVE, Addition, mark
from recto.proof._content import Characters, content_of
from recto.proof._speech import HYPHEN, SOFT, Speaker, Speech, plain

_BLOCKS = frozenset(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table "
    "TR TH TD THead TBody TFoot Note FENote Aside Title Code Figure".split()
)
_NOTES = frozenset(("Note", "FENote"))
_WITH_TARGETS = _NOTES | {"Link"}
"""Elements that a link goes out from, or leads to."""
_TURNED = str.maketrans(")]}>»", "([{<«")
_SAYING = ("/Alt", "/ActualText")
"""Entries that are read instead of what is in their element."""


def speech_of(data: bytes, additions: Collection[Addition]) -> Speech:
    """Return what the document `data` says beside the declared `additions`."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        reading = _Reading(pdf, additions)
        reading.hear(pdf.Root.get("/StructTreeRoot"))
        return reading.speaker.speech(reading.outside, _destinations(pdf, reading.pages))


class _Reading:
    """What is known while a document is read."""

    def __init__(self, pdf: Any, additions: Collection[Addition]) -> None:
        self.speaker = Speaker()
        self.pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        fonts: dict[Any, Characters] = {}
        self._contents = {number: content_of(page, fonts) for number, page in enumerate(pdf.pages, 1)}
        self.outside = tuple(
            " ".join(plain("".join(pieces)).split())
            for content in self._contents.values()
            for pieces in content.outside
        )
        self._added = {addition.where: _letters(addition.words) for addition in additions}
        self._prefixes = [each.words for each in additions if each.where == ALTERNATIVE]
        self._page = 0
        self._led_to = _elements_led_to(pdf)

    def hear(self, element: Any) -> None:
        """Hear what is in a structure element."""
        for kid in _kids(element):
            marked = self._mark_of(kid, element)
            if marked is not None:
                self._say(*marked)
            elif "/S" in kid:
                self._hear_element(kid)

    def _hear_element(self, element: Any) -> None:
        role = str(element.S)[1:]
        if role in _BLOCKS:
            self.speaker.space()
        is_note = role in _NOTES and "/ID" in element
        if element.objgen in self._led_to and not is_note:
            self.speaker.mark(_place(element))
        if role in _WITH_TARGETS or any(entry in element for entry in _SAYING):
            # These say more than what is in them, and go with it.
            if not self._is_added(element):
                self._hear_more(role, element)
        else:
            self.hear(element)
            if "/E" in element:
                self.speaker.show(str(element.E))
        if role in _BLOCKS:
            self.speaker.space()

    def _hear_more(self, role: str, element: Any) -> None:
        if "/Alt" in element:
            for page, _ in self._marks(element):
                self._turn_to(page)
            self.speaker.space()
            self._show(str(element.Alt))
            self.speaker.space()
            for kid in _kids(element):  # PDF 2.0 has a picture's caption in it
                if not isinstance(kid, int) and kid.get("/S") == "/Caption":
                    self._hear_element(kid)
        elif "/ActualText" in element:
            # Its lines are in one piece, like those that are read as they are painted.
            self.speaker.space()
            self.speaker.say(self._actual(element))
            self.speaker.space()
        elif role == "Link":
            # A line may end at either edge, where the space is gone then.
            self.speaker.space()
            targets = list(dict.fromkeys(_targets(element)))
            for target in targets:
                self.speaker.begin_link(target)
            self.hear(element)
            for _ in targets:
                self.speaker.end_link()
            self.speaker.space()
        elif "/ID" in element:
            self.speaker.begin_note(str(element.ID), late=False)
            self.speaker.mark(_place(element))
            self._page = 0
            self.hear(element)
            self.speaker.end_note()
            self._page = 0
        else:
            self.hear(element)

    def _show(self, alternative: str) -> None:
        prefix = next((each for each in self._prefixes if alternative.startswith(each)), "")
        alternative = alternative.removeprefix(prefix)
        if alternative:
            self.speaker.show(alternative)

    def _say(self, page: int, number: int) -> None:
        self._turn_to(page)
        if not self._is_declared(page, number):
            self.speaker.say(self._contents[page].text(number))

    def _turn_to(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.speaker.at_line(str(page))

    def _actual(self, element: Any) -> str:
        """Return what `element` stands for, if that is what is painted for it, piece by piece."""
        marks = [marked for marked in self._marks(element) if not self._is_declared(*marked)]
        for page, _ in marks[:1]:
            self._turn_to(page)
        painted = [self._contents[page].painted_text(number) for page, number in marks]
        left = _letters(str(element.ActualText))
        for piece in map(_letters, painted):
            if not _is_painted(left[: len(piece)], piece):
                return "".join(painted)
            left = left[len(piece) :]
        # A hyphen before a space may be no more than the end of a line.
        return "".join(painted) if left else re.sub(r"-(?=\s)", f"-{HYPHEN}{SOFT}", str(element.ActualText))

    def _is_declared(self, page: int, number: int) -> bool:
        words = self._added.get(mark(page, number))
        if words is None:
            return False
        shown = _letters(self._contents[page].painted_text(number))
        return _is_painted(words, shown)

    def _is_added(self, element: Any) -> bool:
        """Say whether all that is said in `element` is declared as an addition."""
        marks = list(self._marks(element))
        return bool(marks) and all(self._is_declared(*marked) for marked in marks)

    def _marks(self, element: Any) -> Iterator[tuple[int, int]]:
        for kid in _kids(element):
            marked = self._mark_of(kid, element)
            if marked is not None:
                yield marked
            elif "/S" in kid:
                yield from self._marks(kid)

    def _mark_of(self, kid: Any, element: Any) -> tuple[int, int] | None:
        """Return the page and the number of a piece of marked content, None for what is none."""
        if isinstance(kid, int):
            return self.pages[element.Pg.objgen], kid
        if "/MCID" in kid:
            return self.pages[(kid.get("/Pg") or element.Pg).objgen], int(kid.MCID)
        return None


def _kids(element: Any) -> Iterator[Any]:
    kids = element.get("/K") if element is not None else None
    if isinstance(kids, pikepdf.Array):
        yield from kids
    elif kids is not None:
        yield kids


def _targets(element: Any) -> Iterator[str]:
    for kid in _kids(element):
        if not isinstance(kid, int) and "/Obj" in kid:
            action = kid.Obj.get("/A")
            if action is not None and "/URI" in action:
                yield str(action.URI)
            elif action is not None and "/SD" in action:
                yield f"#{_place(action.SD[0])}"
            else:
                yield f"#{kid.Obj.get('/Dest') if action is None else action.get('/D')}"


def _elements_led_to(pdf: Any) -> set[Any]:
    """Return the elements that links lead to (ISO 32000-2, 12.3.2.3)."""
    actions = (note.get("/A", {}) for page in pdf.pages for note in page.obj.get("/Annots", ()))
    return {action.SD[0].objgen for action in actions if "/SD" in action}


def _place(element: Any) -> str:
    """Return a name for a structure element, as one that links lead to."""
    return f"element {element.objgen[0]}"


def _destinations(pdf: Any, pages: Mapping[Any, int]) -> dict[str, int]:
    """Return the page of each named destination (ISO 32000-1, 12.3.2.3)."""
    if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
        return {}
    found = {}
    for name, target in pikepdf.NameTree(pdf.Root.Names.Dests).items():
        place = target.D if isinstance(target, pikepdf.Dictionary) else target
        if isinstance(place, pikepdf.Array) and place[0].objgen in pages:
            found[str(name)] = pages[place[0].objgen]
    return found


def _letters(text: str) -> str:
    return "".join(plain(text).replace(HYPHEN, "").split())


def _is_painted(read: str, painted: str) -> bool:
    """Say whether the letters `read` can be `painted` so from left to right."""
    if painted == read:
        return True
    directions = {unicodedata.bidirectional(char) for char in read}
    if read.isalnum() and not directions & {"R", "AL"}:
        return False
    if painted == read[::-1]:
        return True
    # Marks go with their letters, numbers and other scripts run the other way, brackets are turned.
    is_simple = directions <= {"R", "AL"}
    return not is_simple and sorted(read.translate(_TURNED)) == sorted(painted.translate(_TURNED))
