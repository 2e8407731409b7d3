"""What an edition was made from, so that a copy of it can be rebuilt: the files that travel in it.

    the article as it was read ▶ recto.toml ▶ bibliographies and citation style ▶ the manifest

Laid into an empty folder, with the images beside them, they give the same edition again. The manifest
has the digests of all that was read and the versions of what did the work. Nothing in them names the
machine, its folders or the moment.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, Literal

from recto.settings import ALWAYS
from recto.theme import digest_of
from recto.writers import Edition

SETTINGS = "recto.toml"
MANIFEST = "recto.manifest.json"
_TYPES = {
    **dict.fromkeys((".bib", ".bibtex", ".biblatex"), "application/x-bibtex"),
    **dict.fromkeys((".csl", ".xml"), "application/vnd.citationstyles.style+xml"),
    **dict.fromkeys((".yaml", ".yml"), "application/yaml"),
    ".json": "application/json",
    ".toml": "application/toml",
}
Relationship = Literal["Source", "Data", "Supplement"]
"""What a file is to the edition, in PDF's words (ISO 19005-3, annex E)."""


@dataclass(frozen=True)
class Origin:
    """A file that an edition was made from."""

    name: str
    """Posix path below the article's folder."""
    data: bytes = field(repr=False)
    relationship: Relationship
    description: str

    @property
    def media_type(self) -> str:
        """By the name's ending; the system's list of them is not asked."""
        if self.relationship == "Source":
            return "text/markdown"
        return _TYPES.get(PurePosixPath(self.name).suffix.lower(), "application/octet-stream")

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the data, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def origins(edition: Edition) -> tuple[Origin, ...]:
    """Return the files that `edition` was made from, the article first and the manifest last."""
    source = edition.article.source
    name = PurePosixPath(source.name).name if source.name[:1] != "<" else f"{source.stem}.md"
    files = [
        Origin(name, source.data, "Source", "The article, in Markdown"),
        Origin(SETTINGS, settings_file(edition.settings), "Data", "The settings it was built with"),
        *(Origin(name, data, "Data", "Works that it cites") for name, data in edition.references.items()),
    ]
    manifest = Origin(
        MANIFEST, _manifest(edition, files), "Supplement", "Digests of all it was made from, and versions"
    )
    return (*files, manifest)


def settings_file(settings: Mapping[str, Any]) -> bytes:
    """Write `settings` as a project's file that no article's own settings overrule."""
    tables: dict[str, dict[str, Any]] = {}
    for key, value in settings.items():
        table, _, name = key.rpartition(".")
        if value is not None:
            tables.setdefault(table, {})[name] = value
    lines = []
    for table, values in tables.items():
        lines.append(f"[{'.'.join(filter(None, (ALWAYS, table)))}]")
        lines += [f"{name} = {_toml(value)}" for name, value in values.items()]
    return "".join(f"{line}\n" for line in lines).encode()


def _toml(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    # TOML's texts, numbers and truth values are written like JSON's, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _manifest(edition: Edition, files: list[Origin]) -> bytes:
    facts = {
        "article": files[0].name,
        "attached": {file.name: file.digest for file in files},
        "read": dict(edition.inputs),
        "theme": {edition.theme.name: digest_of(edition.theme)},
        "versions": dict(edition.versions),
        **dict(_epoch(edition)),
    }
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _epoch(edition: Edition) -> Iterator[tuple[str, int]]:
    """Yield the moment from outside that stands for the article's date, if it was needed."""
    meta = edition.article.meta
    if meta.epoch and not meta.date:
        yield "SOURCE_DATE_EPOCH", int(meta.epoch.timestamp())
