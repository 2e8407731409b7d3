"""All that is told of a printed article, in a fixed order: few of a kind, each with its line and its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recto.article import Article
from recto.diagnostics import Diagnostic
from recto.writers._pdf.faults import Faults, capped
from recto.writers._pdf.fonts import not_embedded
from recto.writers._pdf.formulas import told
from recto.writers._pdf.glyphs import glyphs_missing
from recto.writers._pdf.images import Picture, looked_at
from recto.writers._pdf.tables import Fit, too_wide
from recto.writers._stills import without_address
from recto.writers._system_fonts import font_system

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_WITHOUT_GLYPH = 3
"""Findings about characters without a glyph: a whole article in a script that no font has needs no more."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What is known of an article once it is printed."""

    body: Element
    """As it was laid out."""
    tables: Sequence[Fit]
    pictures: Sequence[Picture]
    faults: Faults
    missing: Sequence[str]
    """Characters that no font has."""
    replacement: str
    """What stands for them."""
    borrowed: Sequence[str]
    """Families of this machine's fonts that were used."""
    absent: Sequence[str]
    """Fonts that are not in the file."""


def findings(article: Article, printed: Printed) -> Iterator[Diagnostic]:
    """Yield what there is to say of `article` now that it is `printed`."""
    file, with_pages = article.source.name, printed.faults.with_pages
    yield from capped(with_pages(too_wide(article, printed.tables)))
    yield from capped(with_pages(told(printed.body, printed.missing, file=file)))
    yield from without_address(article.tree(), article)
    yield from capped(looked_at(printed.pictures, article.assets, file=file))
    yield from printed.faults.findings(file=file)
    without = glyphs_missing(printed.missing, printed.replacement, article)
    yield from capped(with_pages(without), MOST_WITHOUT_GLYPH)
    yield from not_embedded(printed.absent, file=file)
    if printed.borrowed:
        yield font_system(printed.borrowed, edition="PDF", file=file)
