"""The joint that every format passes through: Edition in, Artifacts out, findings reported.

A writer is found through the entry point group `recto.writers`; our own three register there the
same way as anybody's. It returns bytes and never touches the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Any, Protocol

from recto.additions import Addition
from recto.article import Article
from recto.diagnostics import Report
from recto.theme import Theme


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where in the article's body a printed page begins (see `_page_places`)."""

    label: str
    """The number it bears."""
    element: int
    """The number of the element that its first words, or its first picture, stand in."""
    offset: int = 0
    """How many characters of the element's own text stand on the pages before."""


@dataclass(frozen=True, slots=True)
class Edition:
    """*Everything* a writer may depend on: same edition, same bytes."""

    article: Article
    theme: Theme
    options: Any
    """An instance of the writer's `options` type."""
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Package → version, of Recto and of what it writes with."""
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What shapes it, by dotted key: the general settings and the writer's own."""
    inputs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What was read beside the article: name → SHA-256."""
    references: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """The bibliographies and the citation style among them: name → content."""
    certifier: str = ""
    """Who says that the e-book conforms to EPUB Accessibility; nobody, if empty."""
    pages: tuple[PageStart, ...] = ()
    """Where the pages of the print edition begin, if one was made in the same run."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished file."""

    path: str
    """Posix, below the output folder."""
    media_type: str
    data: bytes = field(repr=False)
    pages: tuple[PageStart, ...] = ()
    """Of a paged edition: where its pages begin."""
    additions: tuple[Addition, ...] | None = None
    """What it says beside the article's words; None if it is no edition of them, but a recording, say."""
    instead: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Characters that it cannot show → what stands for each; its writer has told so."""
    unlinked: frozenset[str] = frozenset()
    """Addresses that its format can lead nobody to; its writer has told so."""
    has_links: bool = True
    """Whether its links lead anywhere: on a press nothing can be followed."""

    @property
    def digest(self) -> str:
        """SHA-256 of the data, in hex."""
        return hashlib.sha256(self.data).hexdigest()


class Writer(Protocol):
    """What makes one format."""

    @property
    def name(self) -> str:
        """As `--to` and the settings name it."""
        ...

    @property
    def options(self) -> type:
        """A frozen `msgspec.Struct` that forbids unknown fields, every field with a default.

        One that extends another writer's has its values, until it is given its own.
        """
        ...

    @property
    def version(self) -> int:
        """Raised when the same edition would now give other bytes."""
        ...

    @property
    def suffix(self) -> str:
        """Of the one file it makes, with its dot."""
        ...

    def write(self, edition: Edition, report: Report) -> tuple[Artifact, ...]:
        """Make the files of one edition; raise `WriterError` when it cannot be made."""
        ...


def files_of(options: Any) -> tuple[str, ...]:
    """Return the names of the files beside the article that a writer's options need, if they name any."""
    return tuple(getattr(options, "files", ()))


@cache
def registry() -> Mapping[str, Writer]:
    """Return the writers installed, by name, in a fixed order: ours first, then by name."""
    ours = ("html", "pdf", "epub", "kepub")
    points = sorted(
        entry_points(group="recto.writers"),
        key=lambda point: (ours.index(point.name) if point.name in ours else len(ours), point.name),
    )
    return MappingProxyType({point.name: point.load()() for point in points})
