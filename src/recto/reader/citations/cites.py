"""What stands in the text: a `Citation` is one place, a `Cite` one reference in it."""

from __future__ import annotations

from dataclasses import dataclass

CROSS_REFERENCES = ("fig:", "tbl:", "eq:", "sec:", "lst:")
"""What keys begin with that are places in the article, and no works."""


@dataclass(frozen=True, slots=True)
class Cite:
    """A work that is cited, and where in it."""

    key: str
    """The entry's, as the library has it."""
    suppressed: bool = False
    """Its author is named in the text already."""
    label: str | None = None
    """CSL's name for what `locator` counts: page, chapter …"""
    locator: str | None = None
    has_prefix: bool = False
    has_suffix: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where works are cited."""

    cites: tuple[Cite, ...]
    narrative: bool
    """The first work's author is part of the sentence: `@key says`."""
    line: int
