"""Look through a finished PDF for what its readers would stumble over, without Java, in milliseconds.

    the file ▶ opened, bounded (document) ▶ every rule ▶ findings

The rules stand by subject, each a small function whose docstring says where it comes from. They know no
writer and no article: the same ones look at Recto's documents and at anybody's. veraPDF stays the judge of
the standards; `flavours` says which of them a document asks to be judged by.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from recto.diagnostics import Diagnostic
from recto.writers._pdf.preflight import links, pages, promises, saying, tags
from recto.writers._pdf.preflight.document import Document, RefusedError, opened
from recto.writers._pdf.preflight.values import BROKEN
from recto.writers._rule import ERROR, Found, Rule, told

RULES: tuple[Rule[Document], ...] = (
    *saying.RULES,
    *tags.RULES,
    *links.RULES,
    *pages.RULES,
    *promises.RULES,
    *saying.LAST_RULES,
)
"""In the order in which they are told: what concerns the whole document first."""


def preflight(path: Path, *, name: str) -> Iterator[Diagnostic]:
    """Yield what readers would stumble over in the document `path`, which findings call `name`.

    Raises `OSError` where it cannot be read.
    """
    try:
        with opened(path) as document:
            for each in RULES:
                yield from _findings(each, document, name)
    except RefusedError as refusal:
        yield from told(refusal.code, ERROR, [refusal.found], name=name)


def _findings(each: Rule[Document], document: Document, name: str) -> Iterator[Diagnostic]:
    try:
        yield from each.findings(document, name)
    except BROKEN as fault:
        words = str(fault).partition("\n")[0].removeprefix(name).lstrip(" :")
        yield from told("pdf-damaged", ERROR, [Found(f"Part of it cannot be read: {words}")], name=name)


def flavours(path: Path) -> tuple[str, ...]:
    """Return the standards that the document claims, as veraPDF names them; PDF/UA-1 if it claims none.

    None for one that is made for a press, or cannot be opened: about these veraPDF knows nothing.
    """
    try:
        with opened(path) as document:
            claims = document.claims
    except (RefusedError, *BROKEN):
        return ("ua1",)
    claimed = (f"ua{claims.ua}" if claims.ua else "", claims.a)
    return tuple(filter(None, claimed)) or (() if claims.x else ("ua1",))
