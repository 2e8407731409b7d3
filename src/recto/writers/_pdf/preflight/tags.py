"""Rules about a document's tags: what has to have words, and what has to have an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from recto.writers._pdf.preflight.document import Document
from recto.writers._rule import ERROR, WARNING, Found, rule

_NEED_WORDS = {"Figure": "figure", "Formula": "formula"}
_LEVELS = {f"H{level}": level for level in range(1, 7)}


def _on(page: int | None) -> str:
    return f" on page {page}" if page else ""


@rule("pdf-alt-missing", ERROR)
def figures_have_words(document: Document) -> Iterator[Found]:
    """A figure or a formula has words (WCAG 2.2, 1.1.1, technique PDF1; ISO 14289-1, 7.3, 7.7)."""
    for element in document.elements:
        if element.role in _NEED_WORDS and not element.has_words:
            yield Found(f"A {_NEED_WORDS[element.role]}{_on(element.page)} has no text alternative.")


@rule("pdf-heading-order", WARNING)
def no_level_is_skipped(document: Document) -> Iterator[Found]:
    """A heading is at most one level below the one before (ISO 14289-1, 7.4.2; WCAG technique PDF9)."""
    before = 0
    for element in document.elements:
        level = _LEVELS.get(element.role)
        if level is None:
            continue
        if level > before + 1:
            after = f"follows one of level {before}" if before else "is the first"
            yield Found(f"A heading of level {level}{_on(element.page)} {after}.")
        before = level


@rule("pdf-table-heads", WARNING)
def tables_have_heads(document: Document) -> Iterator[Found]:
    """A table says what its rows or columns are (ISO 14289-1, 7.5; WCAG 2.2, 1.3.1, technique PDF6)."""
    counts = Counter((element.table, element.role) for element in document.elements if element.table)
    for element in document.elements:
        rows, cells = counts[element.table, "TR"], counts[element.table, "TD"]
        # A single row or column is a list.
        if element.role == "Table" and not counts[element.table, "TH"] and rows > 1 and cells > rows:
            yield Found(f"A table{_on(element.page)} has no header cells.")


RULES = (figures_have_words, no_level_is_skipped, tables_have_heads)
