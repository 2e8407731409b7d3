"""How the print edition is made, step by step.

    body ▶ print's own changes (_pdf.page) ▶ the theme's page ▶ layout ▶ painting, which builds the
    structure on the way (_pdf.paint, _pdf.tags) ▶ structure and metadata put into the file

Layout is WeasyPrint's (_pdf.press). What it logs becomes findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from recto import collector, markup
from recto.additions import ALTERNATIVE, Addition
from recto.article import Asset
from recto.diagnostics import Report, error
from recto.errors import WriterError
from recto.origins import BOOKLET
from recto.writers import Artifact, Edition
from recto.writers._dates import written_date
from recto.writers._labels import labels
from recto.writers._pdf.columns import Column, align_tops, measured_column, probe, set_columns
from recto.writers._pdf.file import checked, paint
from recto.writers._pdf.findings import Printed, findings
from recto.writers._pdf.glyphs import put_in
from recto.writers._pdf.images import Printables
from recto.writers._pdf.initials import mark_initials, set_initials
from recto.writers._pdf.log import Log
from recto.writers._pdf.notes import notes_are_whole, notes_follow_calls
from recto.writers._pdf.openings import set_openings
from recto.writers._pdf.options import NAME, SUFFIX, Links, PdfOptions
from recto.writers._pdf.page import addressed, bound, depth_of, printed_body, shortened
from recto.writers._pdf.page_starts import page_starts
from recto.writers._pdf.press import ink, press_for, space_width
from recto.writers._pdf.probes import Measured, measured
from recto.writers._pdf.proof import proof
from recto.writers._pdf.references import page_rule
from recto.writers._pdf.setup import PageSetup, page_setup
from recto.writers._pdf.sheet import sheet_rule
from recto.writers._pdf.stack import with_room
from recto.writers._pdf.standards import STANDARDS
from recto.writers._pdf.tables import Fit, fits, fits_in_columns
from recto.writers._pdf.tags import PAGE_NOTE, Tagger
from recto.writers._sheets import NotImposable, as_booklet
from recto.writers._shell import markup as finished
from recto.writers._shell import render
from recto.writers._stills import set_stills

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def print_edition(edition: Edition, report: Report) -> tuple[Artifact, ...]:
    """Make the PDF; raise `WriterError` when Pango is missing or the article is nested too deeply."""
    return with_room(depth_of(edition.article.tree()), lambda: _print(edition, report))


def _print(edition: Edition, report: Report) -> tuple[Artifact, ...]:
    """Set and paint the article; once more without what turned out not to be printable."""
    article, options = edition.article, edition.options
    job = _Job(edition)
    notes_at_foot, links = options.notes == "page", options.links
    while True:
        log, tagger = Log(), Tagger(article.meta.lang)
        with log.listening(), collector.resting():
            body, document = job.lay_out(notes_at_foot=notes_at_foot, links=links)
            if document is None:
                # Addresses give way first: the author's notes say more.
                notes_at_foot, links = links == "notes" and notes_at_foot, "list"
                continue
            faults = proof(document, article.source.text, space_width, loose=options.loose_lines)
            starts = page_starts(document.pages)
            data, absent = paint(document, edition, tagger)
        if not job.replaces(log.missing):
            break
    job.press.log.tell(report, file=f"{edition.theme.name}/pdf.css")
    log.tell(report, file=article.source.name)
    borrowed = sorted({font.family for font in document.fonts.values()} - job.press.families)
    missing = [*map(chr, job.replaced)]
    printed = Printed(
        body,
        job.tables,
        tagger.pictures,
        faults,
        missing=missing,
        replacement=job.press.replacement if missing else "",
        borrowed=borrowed if job.press.families else [],
        absent=absent,
    )
    for finding in (*findings(article, printed), *checked(data, edition)):
        report(finding)
    booklets = (_booklet(data, options),) if options.booklet else ()
    stem, kind = article.source.stem, "application/pdf"
    whole = Artifact(
        f"{stem}{SUFFIX}",
        kind,
        data,
        starts,
        additions=_additions(edition, tagger),
        has_links=not STANDARDS[options.standard].for_press,
        instead=MappingProxyType({chr(code): sign for code, sign in job.replaced.items()}),
    )
    return (whole, *(Artifact(f"{stem}{BOOKLET}{SUFFIX}", kind, sheets) for sheets in booklets))


def _additions(edition: Edition, tagger: Tagger) -> tuple[Addition, ...]:
    """Return what the printed article says beside its words."""
    article = edition.article
    named = [each for each in set_stills(article.tree(), article, code=True) if each.where == ALTERNATIVE]
    return (*named, *tagger.additions.declared)


class _Job:
    """One article on its way to the page: all that is the same however often it is laid out."""

    def __init__(self, edition: Edition) -> None:
        article, options = edition.article, edition.options
        self.edition = edition
        self.press = press_for(edition.theme)
        self.setup = page_setup(options, article.meta.lang)
        self.assets = Printables(article.assets)
        self.column = _column(edition, self.setup) if options.columns > 1 else None
        self.tables = _fits(edition, self.setup, self.assets, self.column)
        self.replaced: dict[int, str] = {}
        """Characters that no font has, and what stands for them."""
        references = page_rule(article.meta.lang) if options.page_references else ""
        self._rules = "\n".join((self.setup.rules, sheet_rule(options), references))

    def lay_out(self, *, notes_at_foot: bool, links: Links) -> tuple[Element, Any]:
        """Return the body as print has it, and WeasyPrint's document, None if its notes came out badly."""
        edition, options = self.edition, self.edition.options
        body = printed_body(edition.article, notes_at_foot=notes_at_foot, tables=self.tables, links=links)
        _arrange(body, edition, self.setup, self.column)
        page = put_in(_page(edition, markup.xhtml(body), self.setup), self.replaced)
        rules, planned = self._rules.translate(self.replaced), options.lines == "optimal"
        document = self.press.lay_out(page, self.assets, rules, self.replaced, planned=planned)
        align_tops(document, count=options.columns)
        count = page.count(f'<span class="{PAGE_NOTE}"')
        are_well = _are_notes_well(document, count, in_columns=self.column is not None)
        return body, document if are_well else None

    def replaces(self, missing: Iterable[str]) -> bool:
        """Let the sign for it stand for each of the characters `missing`; say whether one is new."""
        fresh = [ord(char) for char in missing if ord(char) not in self.replaced]
        if fresh:
            self.replaced |= dict.fromkeys(fresh, self.press.replacement)
        return bool(fresh)


def _booklet(data: bytes, options: PdfOptions) -> bytes:
    """Return the finished PDF on sheets to be folded."""
    try:
        return as_booklet(data, options).data
    except NotImposable as fault:
        raise WriterError(
            error("booklet-impossible", f"The booklet cannot be made: {fault}."), writer=NAME
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
