"""Recto: one Markdown article in, three editions out, all with the same words.

    import recto
    recto.build("article.md", to=["epub"])          # → build/article.epub
    article = recto.read("article.md")              # → an Article: meta, body, sections, assets

The names below are the library's public face; everything else may change. They are imported when they are
asked for: the command has articles that have not changed done before that.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recto.api import build, read
    from recto.article import Article, Asset, Author, Meta, Section
    from recto.diagnostics import Diagnostic, Severity
    from recto.errors import ConfigError, ContentError, RectoError, SourceError, UsageError, WriterError
    from recto.outcome import Outcome, Written

__all__ = [
    "Article",
    "Asset",
    "Author",
    "ConfigError",
    "ContentError",
    "Diagnostic",
    "Meta",
    "Outcome",
    "RectoError",
    "Section",
    "Severity",
    "SourceError",
    "UsageError",
    "WriterError",
    "Written",
    "build",
    "read",
]

_HOMES = {
    "recto.api": ("build", "read"),
    "recto.article": ("Article", "Asset", "Author", "Meta", "Section"),
    "recto.diagnostics": ("Diagnostic", "Severity"),
    "recto.errors": ("ConfigError", "ContentError", "RectoError", "SourceError", "UsageError", "WriterError"),
    "recto.outcome": ("Outcome", "Written"),
}
"""Module → which of these names are in it."""


def __getattr__(name: str) -> Any:
    """Import what is asked for."""
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)
