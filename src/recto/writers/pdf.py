"""The print edition: pages that conform to PDF/UA-1 and PDF/A-3a at once.

    body ▶ print's own changes (_pdf_page) ▶ the theme's page ▶ layout ▶ painting, which builds the
    structure on the way (_pdf_paint, _pdf_tags) ▶ structure and metadata put into the file

Layout is WeasyPrint's (_pdf_press). What it logs becomes findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from recto import collector, markup
from recto.article import Asset
from recto.diagnostics import Diagnostic, Report, error
from recto.errors import WriterError
from recto.writers import Artifact, Edition
from recto.writers._dates import written_date
from recto.writers._labels import labels
from recto.writers._pdf_attachments import attach
from recto.writers._pdf_columns import Column, align_tops, measured_column, probe, set_columns
from recto.writers._pdf_findings import Printed, findings
from recto.writers._pdf_fonts import absent_fonts
from recto.writers._pdf_glyphs import put_in
from recto.writers._pdf_images import Printables
from recto.writers._pdf_initials import mark_initials, set_initials
from recto.writers._pdf_inks import convert_images, inks_of
from recto.writers._pdf_letters import has_joined_letters
from recto.writers._pdf_line_numbers import line_numbers
from recto.writers._pdf_log import Log
from recto.writers._pdf_metadata import forbid_interpolation, write_metadata
from recto.writers._pdf_modern import lead_to_elements, modernise
from recto.writers._pdf_notes import notes_are_whole, notes_follow_calls
from recto.writers._pdf_openings import set_openings
from recto.writers._pdf_options import PdfOptions
from recto.writers._pdf_page import addressed, bound, depth_of, printed_body, shortened
from recto.writers._pdf_paint import PaintedPage
from recto.writers._pdf_press import engine, ink, press_for, space_width
from recto.writers._pdf_probes import Measured, measured
from recto.writers._pdf_proof import proof
from recto.writers._pdf_references import page_rule
from recto.writers._pdf_setup import PageSetup, page_setup
from recto.writers._pdf_sheet import bleed_of, set_boxes, sheet_rule, write_intent
from recto.writers._pdf_stack import with_room
from recto.writers._pdf_standards import STANDARDS
from recto.writers._pdf_structure import complete, write_structure
from recto.writers._pdf_tables import Fit, fits, fits_in_columns
from recto.writers._pdf_tags import PAGE_NOTE, Tagger
from recto.writers._provenance import origins
from recto.writers._sheets import NotImposable, as_booklet
from recto.writers._shell import markup as finished
from recto.writers._shell import render

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class PdfWriter:
    """Makes the print edition."""

    name = "pdf"
    options = PdfOptions
    version = 1
    suffix = ".pdf"

    def write(self, edition: Edition, report: Report) -> tuple[Artifact, ...]:
        """Make the PDF; raise `WriterError` when Pango is missing or the article is nested too deeply."""
        return with_room(depth_of(edition.article.tree()), lambda: _print(edition, report))


def _print(edition: Edition, report: Report) -> tuple[Artifact, ...]:
    """Set and paint the article; once more without what turned out not to be printable."""
    article, options = edition.article, edition.options
    press, setup = press_for(edition.theme), page_setup(options, article.meta.lang)
    notes_at_foot, links = options.notes == "page", options.links
    references = page_rule(article.meta.lang) if options.page_references else ""
    rules = "\n".join((setup.rules, sheet_rule(options), references))
    assets = Printables(article.assets)
    column = _column(edition, setup) if options.columns > 1 else None
    tables = _fits(edition, setup, assets, column)
    replaced: dict[int, str] = {}
    while True:
        log, tagger = Log(), Tagger(article.meta.lang)
        with log.listening(), collector.resting():
            body = printed_body(article, notes_at_foot=notes_at_foot, tables=tables, links=links)
            _arrange(body, edition, setup, column)
            page = put_in(_page(edition, markup.xhtml(body), setup), replaced)
            document = press.lay_out(
                page, assets, rules.translate(replaced), replaced, planned=options.lines == "optimal"
            )
            align_tops(document, count=options.columns)
            count = page.count(f'<span class="{PAGE_NOTE}"')
            if not _are_notes_well(document, count, in_columns=column is not None):
                # Addresses give way first: the author's notes say more.
                notes_at_foot, links = links == "notes" and notes_at_foot, "list"
                continue
            faults = proof(document, article.source.text, space_width, loose=options.loose_lines)
            data, absent = _paint(document, edition, tagger)
        fresh = [char for char in log.missing if ord(char) not in replaced]
        if not fresh:
            break
        replaced |= dict.fromkeys(map(ord, fresh), press.replacement)
    log.tell(report, file=article.source.name)
    borrowed = sorted({font.family for font in document.fonts.values()} - press.families)
    missing = [*map(chr, replaced)]
    printed = Printed(
        body,
        tables,
        tagger.pictures,
        faults,
        missing=missing,
        replacement=press.replacement if missing else "",
        borrowed=borrowed if press.families else [],
        absent=absent,
    )
    for finding in findings(article, printed):
        report(finding)
    if STANDARDS[options.standard].for_press:
        for finding in checked(data, file=article.source.name):
            report(finding)
    booklets = (_booklet(data, options),) if options.booklet else ()
    return tuple(
        Artifact(f"{article.source.stem}{ending}", "application/pdf", made)
        for ending, made in zip((PdfWriter.suffix, "-booklet.pdf"), (data, *booklets), strict=False)
    )


def _booklet(data: bytes, options: PdfOptions) -> bytes:
    """Return the finished PDF on sheets to be folded."""
    try:
        return as_booklet(data, options).data
    except NotImposable as fault:
        raise WriterError(
            error("booklet-impossible", f"The booklet cannot be made: {fault}."), writer=PdfWriter.name
        ) from fault


def _arrange(body: Element, edition: Edition, setup: PageSetup, column: Column | None) -> None:
    """Let chapters open pages, first letters drop, and text stand in columns, if so asked."""
    article, options = edition.article, edition.options
    if options.chapters != "run-on":
        set_openings(body, title=shortened(article.meta.title))
    if options.drop_caps and (initials := mark_initials(body, measure=setup.measure)):
        set_initials(initials, lambda main: _lay_out(edition, setup, main, {}), ink)
    if column is not None:
        set_columns(body, column, article.assets, count=options.columns)


def _fits(
    edition: Edition, setup: PageSetup, assets: Mapping[str, Asset], column: Column | None
) -> list[Fit]:
    """Find out how the article's tables fit on the page."""
    article = edition.article

    def measure(
        probes: Element, typical: Mapping[str, Sequence[float]], style: str = ""
    ) -> Mapping[str, Measured]:
        main = f'<main style="{style}">{markup.xhtml(probes)}</main>'
        return measured(_lay_out(edition, setup, main, assets), typical)

    if column is None:
        return fits(addressed(article), measure, paper=setup.paper)
    in_column = partial(measure, style=f"width: {column.width:.2f}px")
    return fits_in_columns(addressed(article), measure, in_column=in_column, paper=setup.paper)


def _are_notes_well(document: Any, count: int, *, in_columns: bool) -> bool:
    """Say whether the notes at the foot of the pages are as many as there should be, and where."""
    return notes_are_whole(document, count) and (not in_columns or notes_follow_calls(document))


def _column(edition: Edition, setup: PageSetup) -> Column:
    """Find out how wide the columns are."""
    return measured_column(_lay_out(edition, setup, probe(), {}))


def _lay_out(edition: Edition, setup: PageSetup, main: str, assets: Mapping[str, Asset]) -> Any:
    """Lay out a page that is measured and thrown away."""
    meta = edition.article.meta
    html = f'<html lang="{meta.lang}" dir="{meta.direction}" class="{setup.classes}">'
    page = f"{html}<body>{main}</body></html>"
    return press_for(edition.theme).lay_out(page, assets, setup.rules, {})


def _page(edition: Edition, body: str, setup: PageSetup) -> str:
    """Fill the theme's page with the body."""
    meta = edition.article.meta
    dates = [
        moment and {"iso": moment.isoformat(), "text": written_date(moment, meta.lang)}
        for moment in (meta.date, meta.updated)
    ]
    return render(
        edition.theme,
        "pdf.html",
        meta=replace(
            meta,
            title=bound(meta.title),
            subtitle=meta.subtitle and bound(meta.subtitle),
            authors=tuple(replace(author, name=bound(author.name)) for author in meta.authors),
        ),
        title=meta.title,
        labels=labels(meta.lang),
        running=shortened(meta.title),
        published=dates[0],
        updated=dates[1],
        paper=setup.classes,
        body=finished(body),
    )


def _paint(document: Any, edition: Edition, tagger: Tagger) -> tuple[bytes, list[str]]:
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

    data: bytes = document.write_pdf(finisher=finish, pdf_variant=standard.variant, pdf_tags=True)
    return data, absent


def checked(data: bytes, *, file: str) -> Iterator[Diagnostic]:
    """Check a file for a press before it goes there; what reads it is imported only now."""
    from recto.writers._preflight import preflight

    yield from preflight(data, file=file)


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
