"""What the settings make of a page: classes that style sheets can ask for, and values that they can use.

    options ▶ PageSetup ▶ the class of `html`, and the article's own rules

A theme says where things stand (`--top`, `--bottom`, `--inner`, `--outer` and its margin boxes), the settings
say what is there (`--gutter`, `--folio`). Nothing else in print knows which margin is at the spine.
"""

from __future__ import annotations

from dataclasses import dataclass

from recto.writers._pdf.options import PdfOptions
from recto.writers._pdf.paper import Paper, paper_for

MARGINS = """
html { --gutter: 0mm; --folio: counter(page) }
html { --spine: calc(var(--inner, 12%) + var(--gutter)); --edge: var(--outer, 12%) }
html { --left: var(--spine); --right: var(--edge) }
html[dir=rtl] { --left: var(--edge); --right: var(--spine) }
@page { margin: var(--top, 10%) var(--right) var(--bottom, 12%) var(--left) }
@page :blank {
  @top-left { content: none } @top-center { content: none } @top-right { content: none }
  @bottom-left { content: none } @bottom-center { content: none } @bottom-right { content: none }
}
"""
"""Read before the theme's sheet, which may set other margins."""
_MIRRORED = """
@page :left { margin-left: var(--edge); margin-right: var(--spine) }
@page :right { margin-left: var(--spine); margin-right: var(--edge) }
"""
_PER_MILLIMETRE = 0.33
"""Characters of a line, for the width of a page with the margins that a single column has."""
_FULLER = 1.6
"""How much more of them columns hold together, in smaller type between narrower margins."""
_FOLIOS = {"page": "counter(page)", "of": 'counter(page) " / " counter(pages)', "none": "none"}


@dataclass(frozen=True, slots=True)
class PageSetup:
    """The pages of one article."""

    paper: Paper
    classes: str
    """Of `html`: how much room the paper has, and what was asked for."""
    rules: str
    """Read after the theme's sheet."""
    measure: float
    """Characters: about what a line of text holds at the most."""


def page_setup(options: PdfOptions, lang: str) -> PageSetup:
    """Return the pages that the settings ask for, for an article in `lang`; raises `WriterError`."""
    paper = paper_for(options.page_size, lang, gutter=options.gutter)
    folio = _FOLIOS[options.page_numbers]
    values = {
        "--gutter": options.gutter,
        "--folio": folio,
        "--folio-last": '""' if folio == "none" else f'" / " {folio}',
        "--columns": options.columns,
    }
    asked = {
        paper.kind: True,
        "screen": paper.is_screen,
        "duplex": options.duplex,
        "columned": options.columns > 1,
        "lined": options.line_numbers > 0,
        "right-hand": options.chapters == "right",
    }
    properties = "; ".join(f"{name}: {value}" for name, value in values.items())
    return PageSetup(
        paper,
        measure=paper.width * _PER_MILLIMETRE * (_FULLER / options.columns if options.columns > 1 else 1),
        classes=" ".join(name for name, is_so in asked.items() if is_so),
        rules="\n".join((paper.rule, f"html {{ {properties} }}", _MIRRORED if options.duplex else "")),
    )
