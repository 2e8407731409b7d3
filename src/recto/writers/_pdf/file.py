"""From laid-out pages to the finished file: painting, structure, what the standard asks for, metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recto.diagnostics import Diagnostic
from recto.writers import Edition
from recto.writers._pdf.attachments import attach
from recto.writers._pdf.fonts import absent_fonts
from recto.writers._pdf.inks import convert_images, inks_of
from recto.writers._pdf.letters import has_joined_letters
from recto.writers._pdf.line_numbers import line_numbers
from recto.writers._pdf.metadata import forbid_interpolation, write_metadata
from recto.writers._pdf.modern import lead_to_elements, modernise
from recto.writers._pdf.paint import PaintedPage, freeze
from recto.writers._pdf.press import engine
from recto.writers._pdf.provenance import origins
from recto.writers._pdf.sheet import bleed_of, set_boxes, write_intent
from recto.writers._pdf.standards import STANDARDS
from recto.writers._pdf.structure import complete, write_structure
from recto.writers._pdf.tags import Tagger


def paint(document: Any, edition: Edition, tagger: Tagger) -> tuple[bytes, list[str]]:
    """Paint the pages of `document`, which are used up, and finish the file with what `tagger` saw.

    Return the file, and the fonts that are not in it.
    """
    options = edition.options
    numbers, standard = line_numbers(options), STANDARDS[options.standard]
    inks = inks_of(options.output_profile, edition.references) if standard.for_press else None
    if inks is not None:
        document.output_intent = "device-cmyk"
    meta = edition.article.meta
    names = [author.name for author in meta.authors]
    letters = has_joined_letters(" ".join((edition.article.body, meta.title, meta.subtitle or "", *names)))
    document.pages[:] = [
        PaintedPage(page, tagger, numbers=numbers, inks=inks, letters=letters) for page in document.pages
    ]

    absent: list[str] = []

    def finish(_: Any, pdf: Any) -> None:
        absent.extend(absent_fonts(pdf.objects))
        _finish(pdf, edition, tagger)
        if inks is not None:
            convert_images(pdf, inks)
            write_intent(pdf, inks)
        freeze(pdf)

    data: bytes = document.write_pdf(finisher=finish, pdf_variant=standard.variant, pdf_tags=True)
    return data, absent


def checked(data: bytes, edition: Edition) -> Iterator[Diagnostic]:
    """Check a file for a press before it goes there; what reads it is imported only now."""
    if STANDARDS[edition.options.standard].for_press:
        from recto.writers._pdf.press_preflight import preflight

        yield from preflight(data, file=edition.article.source.name)


def _finish(pdf: Any, edition: Edition, tagger: Tagger) -> None:
    """Put into the painted `pdf` what the standard asks for besides pages."""
    meta, standard = edition.article.meta, STANDARDS[edition.options.standard]
    complete(tagger)
    if standard.is_modern:
        modernise(tagger)
    write_structure(pdf, tagger)
    if standard.is_modern:
        lead_to_elements(pdf, tagger)
    forbid_interpolation(pdf)
    set_boxes(pdf, bleed_of(edition.options))
    if edition.options.attach and not standard.for_press:
        attach(pdf, origins(edition), meta)
    creator = " ".join(("Recto", edition.versions.get("recto", ""))).strip()
    write_metadata(
        pdf, meta, standard, creator=creator, producer=f"WeasyPrint {engine().weasyprint.__version__}"
    )
