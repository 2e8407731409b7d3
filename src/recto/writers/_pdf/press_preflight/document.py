"""A PDF, read as the rules want to see it. The only module that opens one to judge it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf

from recto.writers._xmp import facts_in

_HEADER = re.compile(rb"%PDF-(\d\.\d)")


@dataclass(frozen=True, slots=True)
class Content:
    """A stream that paints: a page's, or that of a form, a pattern or a letter."""

    place: str
    """As findings name it."""
    resources: Any
    instructions: list[Any]


class Document:
    """An opened file; closed again by `with`."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.root: Any = self.pdf.Root

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_: object) -> None:
        self.pdf.close()

    @property
    def header(self) -> str:
        """The version that the file's first line names."""
        found = _HEADER.match(self._data)
        return found[1].decode() if found else ""

    @property
    def is_encrypted(self) -> bool:
        """Whether a key is needed, be it an empty one."""
        return self.pdf.is_encrypted

    @cached_property
    def dictionaries(self) -> list[Any]:
        """Every dictionary of the file, those of streams and inside of others included."""
        found: list[Any] = []
        pending = [item for item in self.pdf.objects if isinstance(item, pikepdf.Object)]
        pending.append(self.pdf.trailer)
        while pending:
            item = pending.pop()
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                found.append(item)
                values = list(item.values())
            elif isinstance(item, pikepdf.Array):
                values = list(item)
            else:
                continue
            pending += [value for value in values if _is_direct(value)]
        return found

    @cached_property
    def streams(self) -> list[Any]:
        """Those of them that are streams."""
        return [item for item in self.dictionaries if isinstance(item, pikepdf.Stream)]

    @cached_property
    def intents(self) -> list[Any]:
        """The output intents for a press."""
        return [intent for intent in self.root.get("/OutputIntents", ()) if intent.get("/S") == "/GTS_PDFX"]

    @cached_property
    def inks(self) -> int:
        """How many components the press's profile has; 0 when there is none."""
        profile = self.intents[0].get("/DestOutputProfile") if self.intents else None
        return int(profile.get("/N", 0)) if profile is not None else 0

    @cached_property
    def facts(self) -> dict[str, str]:
        """What XMP says: `{namespace}name` → text, of a list the first."""
        metadata = self.root.get("/Metadata")
        return {} if metadata is None else facts_in(metadata.read_bytes())

    @cached_property
    def contents(self) -> list[Content]:
        """Everything that paints, each stream once."""
        found: list[Content] = []
        seen: set[Any] = set()
        pending: list[tuple[str, Any, Any]] = [
            (f"page {number}", page.obj, page.obj.get("/Resources", {}))
            for number, page in enumerate(self.pdf.pages, 1)
        ]
        while pending:
            place, item, resources = pending.pop(0)
            if item.objgen in seen:
                continue
            if item.is_indirect:
                seen.add(item.objgen)
            found.append(Content(place, resources, pikepdf.parse_content_stream(item)))
            pending += [(place, inner, inner.get("/Resources", resources)) for inner in _painting(resources)]
        return found

    def resources(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Yield every resource of a kind (`/Font`, `/XObject` …), each once, and where it is used."""
        seen: set[Any] = set()
        for content in self.contents:
            for item in content.resources.get(kind, {}).values():
                key = item.objgen if getattr(item, "is_indirect", False) else id(item)
                if key not in seen:
                    seen.add(key)
                    yield content.place, item


def _is_direct(value: Any) -> bool:
    """Say whether the value stands where it was found; what is referred to is among the file's objects."""
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def _painting(resources: Any) -> Iterator[Any]:
    for item in resources.get("/XObject", {}).values():
        if item.get("/Subtype") == "/Form":
            yield item
    for item in resources.get("/Pattern", {}).values():
        if item.get("/PatternType") == 1:
            yield item
    for font in resources.get("/Font", {}).values():
        if font.get("/Subtype") == "/Type3":
            yield from font.get("/CharProcs", {}).values()
