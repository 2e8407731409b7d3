"""A document as it is read aloud: its structure elements in their order, and the words each holds.

`ActualText` and `Alt` stand for what they are written at, as ISO 32000-1, 14.9.3 and 14.9.4, has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from tests.pdf_editions import opened
from tests.pdf_listing import _runs as runs

Words = dict[tuple[int, int], str]


@dataclass
class Read:
    """A structure element, read."""

    role: str
    entries: dict[str, str]
    """Lang, Alt, ActualText, ID …"""
    attributes: dict[str, Any] = field(default_factory=dict)
    kids: list[Read | str] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    """The pages its own content stands on."""
    links: list[Any] = field(default_factory=list)
    """Targets of the annotations that belong to it."""
    parent: Read | None = None

    @property
    def text(self) -> str:
        for entry in ("ActualText", "Alt"):
            if entry in self.entries:
                return self.entries[entry]
        whole = " ".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)
        return " ".join(whole.split())

    def all(self, *roles: str) -> list[Read]:
        """Return the elements of these roles, this one's descendants, in their order."""
        return [element for element in self if element.role in roles]

    def __iter__(self) -> Iterator[Read]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Read):
                yield from kid

    def path(self) -> str:
        """Return the roles from the document down to this element."""
        return f"{self.parent.path()} {self.role}" if self.parent else self.role


def read(document: bytes) -> Read:
    """Return the document's outermost element."""
    with opened(document) as pdf:
        indices = {page.objgen: index for index, page in enumerate(pdf.pages)}
        words = {
            (index, run.id): run.text
            for index, page in enumerate(pdf.pages)
            for run in runs(page)
            if run.id is not None
        }
        (root,) = pdf.Root.StructTreeRoot.K
        return _read(root, None, (indices, words))


def _read(element: Any, parent: Read | None, known: tuple[dict[Any, int], Words]) -> Read:
    indices, words = known
    entries = {
        key[1:]: str(element[key]) for key in ("/Lang", "/Alt", "/ActualText", "/E", "/ID") if key in element
    }
    attributes = {key[1:]: value for key, value in element.get("/A", {}).items()}
    made = Read(str(element.S)[1:], entries, attributes, parent=parent)
    for kid in element.get("/K", ()):
        if isinstance(kid, int):
            made.pages.add(indices[element.Pg.objgen])
            made.kids.append(words[indices[element.Pg.objgen], kid])
        elif kid.get("/Type") == "/MCR":
            made.pages.add(indices[kid.Pg.objgen])
            made.kids.append(words[indices[kid.Pg.objgen], int(kid.MCID)])
        elif kid.get("/Type") == "/OBJR":
            made.links.append(kid.Obj.get("/Dest", kid.Obj.get("/A", {}).get("/URI")))
        else:
            made.kids.append(_read(kid, made, known))
    return made


PAINTING = frozenset("f F f* B B* b b* S s sh Do Tj TJ ' \"".split())


def painted_outside(document: bytes) -> list[str]:
    """Return what is painted on the pages outside all marked content."""
    found = []
    with opened(document) as pdf:
        for page in pdf.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += (operator in {"BDC", "BMC"}) - (operator == "EMC")
                if operator in PAINTING and not depth:
                    found.append(operator)
    return found
