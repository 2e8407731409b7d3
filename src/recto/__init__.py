"""Recto: one Markdown article in, three editions out, all with the same words.

    import recto
    recto.build("article.md", to=["epub"])          # → build/article.epub
    article = recto.read("article.md")              # → an Article: meta, body, sections, assets

The names below are the library's public face; everything else may change.
"""

from __future__ import annotations

from recto.api import build, read
from recto.article import Article, Asset, Author, Meta, Section
from recto.diagnostics import Diagnostic, Severity
from recto.errors import ConfigError, ContentError, RectoError, SourceError, UsageError, WriterError
from recto.pipeline import Outcome, Written

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
