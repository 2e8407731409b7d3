"""Articles made by hand, and their print editions, for the tests of the print edition."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pikepdf
from PIL import Image

from recto import markup, theme
from recto.article import Article, Asset, Meta, Source
from recto.diagnostics import Diagnostic
from recto.writers import Edition
from recto.writers._pdf.options import PdfOptions
from recto.writers.pdf import PdfWriter

DEFAULT = theme.load("default")
WORDS = (
    "Negotiations were due to resume in Cairo in the following week, and well-known representatives of "
    "internationally recognised organisations would reconsider the long-standing arrangements of 1914–1918. "
)


def article(body: str, *, assets: Mapping[str, Asset] | None = None, **meta: Any) -> Article:
    known: dict[str, Any] = {"title": "Title", "lang": "en", "identifier": "urn:x", **meta}
    source = Source("talk.md", "folder/talk", "", {}, {}, 1)
    return Article(Meta(**known), markup.xhtml(markup.parse(body)), (), assets or {}, source)


def printed(
    made: Article, *, findings: list[Diagnostic] | None = None, look: theme.Theme = DEFAULT, **options: Any
) -> bytes:
    """Print an article in a theme; unless `findings` takes them, there must be none.

    How its lines break is no matter to tests of something else: loose ones are told only if `options` say so.
    """
    told: list[Diagnostic] = []
    (artifact,) = PdfWriter().write(
        Edition(made, look, PdfOptions(**{"loose_lines": 0, **options})), told.append
    )
    if findings is None:
        assert told == []
    else:
        findings += told
    return artifact.data


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def call(number: int) -> str:
    return f'<sup id="fnref{number}"><a href="#fn{number}" role="doc-noteref">{number}</a></sup>'


def notes(*texts: str) -> str:
    items = "".join(
        f'<li id="fn{number}"><p>{text} <a href="#fnref{number}" role="doc-backlink">↑</a></p></li>'
        for number, text in enumerate(texts, 1)
    )
    return (
        f'<section class="footnotes" role="doc-endnotes"><h2 id="notes">Notes</h2><ol>{items}</ol></section>'
    )


def picture(mode: str, form: str) -> Asset:
    file = io.BytesIO()
    Image.new(mode, (8, 6)).save(file, form)
    return Asset(f"a {mode}&.{form.lower()}", f"image/{form.lower()}", file.getvalue(), 8, 6)


def image(asset: Asset, alt: str = "A picture") -> str:
    return f'<img src="{markup.escape(asset.name)}" alt="{alt}" width="8" height="6">'
