"""What became of an article: the files it is in now, the findings, and what they came from.

The pipeline's last noun. It imports nothing heavy, because an article that has not changed has one too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from recto.diagnostics import Diagnostic
from recto.errors import RectoError
from recto.url import Place, local


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was put in its place."""

    format: str
    place: Place
    size: int
    """In bytes."""
    digest: str
    """SHA-256, in hex."""

    @property
    def path(self) -> Path:
        """The file; raises `TypeError` where it is not on this machine."""
        return local(self.place)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article."""

    name: str
    written: tuple[Written, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    inputs: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    """What was read beside the article: name → SHA-256, None for what was missing."""
    seconds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Step → wall-clock seconds it took."""
    failure: Exception | None = None
    """The first thing that kept an edition from being made; None when all were."""
    source: str = ""
    """SHA-256 of the article's file as it was read, in hex; empty if it could not be."""
    is_repeatable: bool = False
    """Whether the same files read again would give the same: nothing failed, nothing came from elsewhere."""
    is_unchanged: bool = False
    """Whether nothing had to be made, because nothing had changed since the last build."""

    @property
    def exit_code(self) -> int:
        """Return 0, or the exit code of the failure's kind; 1 for a fault of Recto's own."""
        if self.failure is None:
            return 0
        return self.failure.exit_code if isinstance(self.failure, RectoError) else 1
