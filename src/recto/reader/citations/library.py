"""The bibliography: the entries of the files that the front matter names, by their keys.

Files are cut into entries at once, so that it is known which keys there are; an entry becomes an item of
CSL's data model when it is cited.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from recto import diagnostics
from recto.files import Unreadable
from recto.markup import strip_controls
from recto.reader.citations import bibtex, csl_data
from recto.reader.citations.bibtex_fields import TYPES
from recto.reader.citations.cites import CROSS_REFERENCES, Citation
from recto.settings import near

if TYPE_CHECKING:
    from recto.reader.draft import Draft

LIMIT = 16 * 2**20
"""Bytes: the largest bibliography."""
_FAULTS = 10
"""Of one file so many faults are told."""
_HINTS = 20
_ENDINGS = (".bib", ".bibtex", ".biblatex", ".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One work in a bibliography."""

    key: str
    raw: bibtex.RawEntry | Mapping[str, Any]
    file: str
    """As reports name it."""
    line: int | None


@dataclass(slots=True)
class Library:
    """All entries of an article's bibliography, and the citations that the text makes of them."""

    digest: str
    """Of the article's text."""
    entries: dict[str, Entry] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)
    listed: list[tuple[str, str]] = field(default_factory=list)
    """The list of works, once it is known: the id of each entry, and its marked text."""
    is_whole: bool = True
    """Each of its files could be read; else it is not known which keys there are."""
    _parents: dict[str, bibtex.RawEntry] = field(default_factory=dict)
    """Entries that a crossref may name, by their keys in lower case."""
    _hints: int = _HINTS

    def mark(self, *what: object) -> str:
        """Return what marks an element as a citation of this article: nothing that an author could write."""
        return " ".join(map(str, (self.digest, *what)))

    def item(self, key: str, draft: Draft) -> dict[str, Any]:
        """Return the entry `key` as an item of CSL's data model; tells what of it is unknown."""
        entry = self.entries[key]
        raw = entry.raw
        if not isinstance(raw, bibtex.RawEntry):
            item = csl_data.clean(raw)
            kind = str(raw.get("type", "")).strip()
            item["type"] = kind if kind in csl_data.TYPES else "document"
            known = item["type"] == kind or not kind
        else:
            item, kind, known = bibtex.item_of(raw, self._parents), f"@{raw.type}", bibtex.is_known(raw)
            item = {"type": item["type"], **csl_data.clean(item)}
        if not known:
            draft.report(
                diagnostics.warning(
                    "bibliography-type",
                    f"The entry {key!r} is of the kind {kind!r}, which is not known; it is set like @misc.",
                    file=entry.file,
                    line=entry.line,
                    hint=near(kind, [f"@{name}" for name in TYPES] if kind[:1] == "@" else csl_data.TYPES),
                )
            )
        if not any(item.get(name) for name in ("title", *csl_data.NAMES)):
            draft.report(
                diagnostics.warning(
                    "bibliography-incomplete",
                    f"The entry {key!r} has neither an author nor a title.",
                    file=entry.file,
                    line=entry.line,
                )
            )
        return item

    def find(self, key: str) -> str | None:
        """Return `key`, or what of it, before a sign of punctuation, is an entry's key."""
        end = len(key)
        while end > 0:
            if key[:end] in self.entries:
                return key[:end]
            end = max((key.rfind(sign, 0, end) for sign in ":.#$%&-+?<>~/_"), default=-1)
        return None

    def hint(self, key: str) -> str | None:
        """Say which key may be meant; not for ever more, as each time all keys are looked at."""
        self._hints -= 1
        return near(key, self.entries) if self._hints >= 0 else None


def load(draft: Draft) -> Library | None:
    """Return the article's bibliography; None if it names none."""
    if not draft.general.bibliography:
        return None
    library = Library(draft.source.digest[:16])
    for name in draft.general.bibliography:
        library.is_whole &= _read(name, library, draft)
    return library


def _read(name: str, library: Library, draft: Draft) -> bool:
    """Add the entries of a file; return whether it is known which there are."""
    line = draft.source.front_lines.get("bibliography")
    if not name.lower().endswith(_ENDINGS):
        draft.error(
            "bibliography-format",
            f"The bibliography {name} is of no kind that is read.",
            line=line,
            hint="Those end in .bib (BibTeX, BibLaTeX), .json or .yaml (CSL).",
        )
        return False
    file = posixpath.join(posixpath.dirname(draft.source.name), name)
    try:
        data = draft.files.read(name, limit=LIMIT, keep=True)
        text = strip_controls(data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    except Unreadable as fault:
        draft.error(
            "bibliography-missing",
            f"The bibliography {name} cannot be read: {fault}.",
            line=line,
            hint="It is looked for beside the article.",
        )
        return False
    except UnicodeDecodeError as fault:
        at = data.count(b"\n", 0, fault.start) + 1
        problem = f"byte 0x{data[fault.start]:02x} is not UTF-8"
        _broken(draft, file, bibtex.Fault(problem, at), "Save it as UTF-8.")
        return False
    if name.lower().endswith((".json", ".yaml", ".yml")):
        return _read_items(text, file, library, draft)
    return _read_bibtex(text, file, library, draft)


def _read_bibtex(text: str, file: str, library: Library, draft: Draft) -> bool:
    entries, faults = bibtex.parse(text)
    for fault in faults[:_FAULTS]:
        _broken(draft, file, fault, "Is a comma, a brace or a quotation mark missing before?")
    for entry in entries:
        _add(library, Entry(entry.key, entry, file, entry.line), draft)
        library._parents.setdefault(entry.key.casefold(), entry)
    return not faults


def _read_items(text: str, file: str, library: Library, draft: Draft) -> bool:
    parse = csl_data.parse_json if file.lower().endswith(".json") else csl_data.parse_yaml
    try:
        items = parse(text)
    except csl_data.BrokenError as fault:
        _broken(draft, file, bibtex.Fault(str(fault), fault.line))
        return False
    for item in items:
        _add(library, Entry(str(item["id"]), item, file, None), draft)
    return True


def _add(library: Library, entry: Entry, draft: Draft) -> None:
    first = library.entries.setdefault(entry.key, entry)
    if first is not entry and first.raw != entry.raw:
        where = f"line {first.line}" if first.line and first.file == entry.file else first.file
        draft.report(
            diagnostics.warning(
                "bibliography-duplicate",
                f"The key {entry.key!r} is given twice; the first entry, of {where}, is used.",
                file=entry.file,
                line=entry.line,
                hint="Give the second another key, or take it out.",
            )
        )


def _broken(draft: Draft, file: str, fault: bibtex.Fault, hint: str | None = None) -> None:
    draft.report(
        diagnostics.error(
            "bibliography-broken",
            f"The bibliography cannot be read: {fault.message}.",
            file=file,
            line=fault.line,
            hint=hint,
        )
    )


def is_cross_reference(key: str) -> bool:
    """Say whether `key` names a place in the article."""
    return key.startswith(CROSS_REFERENCES)
