"""The print edition: pages that conform to PDF/UA-1 and PDF/A-3a at once.

    body ▶ print's own changes (_pdf_page) ▶ the theme's page ▶ layout ▶ painting, which builds the
    structure on the way (_pdf_paint, _pdf_tags) ▶ structure and metadata put into the file

WeasyPrint is imported here and nowhere else, when the first PDF is made. It reads nothing by itself:
its fetcher serves the article's images and the theme's fonts. What it logs becomes findings.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import unquote
from xml.etree import ElementTree

import msgspec

from recto import collector, markup, system
from recto.article import Asset
from recto.diagnostics import Report, error
from recto.errors import WriterError
from recto.theme import Theme
from recto.writers import Artifact, Edition
from recto.writers._dates import written_date
from recto.writers._labels import labels
from recto.writers._pdf_formulas import told
from recto.writers._pdf_images import ASSET, Printables, looked_at
from recto.writers._pdf_import import leanly
from recto.writers._pdf_links import Links
from recto.writers._pdf_log import Log, font_system, glyph_missing
from recto.writers._pdf_metadata import forbid_interpolation, write_metadata
from recto.writers._pdf_notes import keeping_notes, notes_are_whole
from recto.writers._pdf_page import addressed, bound, depth_of, printed_body, shortened
from recto.writers._pdf_paint import PaintedPage
from recto.writers._pdf_paper import Paper, paper_for
from recto.writers._pdf_probes import Measured, measured
from recto.writers._pdf_references import page_rule
from recto.writers._pdf_stack import with_room
from recto.writers._pdf_structure import write_structure
from recto.writers._pdf_tables import Fit, fits, too_wide
from recto.writers._pdf_tags import PAGE_NOTE, Tagger
from recto.writers._shell import font_faces, render
from recto.writers._shell import markup as finished
from recto.writers._stills import without_address

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FONT = "recto:font/"
_LENGTH = r"\d+(\.\d+)?(mm|cm|in|pt)"
_SIZE = rf"(?i)^(auto|a[3-6]|b5|letter|legal|{_LENGTH} {_LENGTH})$"
_REPLACEMENTS = "\ufffd\u25a1?"
"""What may stand for a character that no font has: the first that the theme's first face has."""

# What print needs whatever the theme looks like. `padding-bottom` keeps WeasyPrint from comparing equal
# floats and then putting each note on a page of its own; `max-height` makes it carry notes over to the
# next page before they would grow off this one.
_MECHANICS = """
html { hyphenate-character: "-" }
h1 { string-set: title attr(data-head) }
h2 { string-set: section attr(data-head) }
nav[role][role=doc-toc] h2 { string-set: none }
h1, h2, h3, h4, h5, h6 { bookmark-label: attr(data-title) }
pre { hyphens: none; white-space: pre-wrap; overflow-wrap: anywhere }
pre.whole { break-inside: avoid }
pre.part { margin-top: 0; padding-top: 0 }
pre.cut { margin-bottom: 0; padding-bottom: 0 }
pre.whole.cut { break-after: avoid }
pre > code, pre .line { display: block }
pre .line { min-height: 1lh }
caption, thead tr { break-after: avoid }
tr.long { break-inside: auto }
tr.joined { break-before: avoid }
tfoot { display: table-row-group }
table.eased { hyphens: auto }
table.crammed { table-layout: fixed; width: 100% }
table.crammed th, table.crammed td { overflow-wrap: anywhere }
body { page: upright }
.sideways { page: sideways }
.unbroken, .address { hyphens: none; overflow-wrap: anywhere; text-align: start }
@counter-style bracketed { system: extends decimal; prefix: "["; suffix: "] " }
.links ol { list-style-type: bracketed }
.pagenote { float: footnote; footnote-display: block; footnote-policy: line }
.pagenote { font-size: 1rem; font-style: normal; font-variant: normal; font-weight: 400 }
.pagenote { hyphens: auto; letter-spacing: normal; text-align: start; text-indent: 0; white-space: normal }
.pagenote::footnote-call, .pagenote::footnote-marker { content: "" }
@page { @footnote { max-height: 50%; padding-bottom: .1px } }
"""


class PdfOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the print edition lets one choose."""

    page_size: Annotated[str, msgspec.Meta(pattern=_SIZE)] = "auto"
    """A3 to A6, B5, Letter, Legal or `width height`; auto is what the article's region prints on."""
    notes: Literal["page", "end"] = "page"
    """Where short notes stand: at the foot of the page or at the end. Long ones always stand at the end."""
    page_references: bool = False
    """References within the article name the page that they lead to."""
    links: Links = "list"
    """Where the addresses of links stand: in a list at the end, in notes at the foot of the page, nowhere."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What lays out and paints."""

    weasyprint: Any
    """The package."""
    pango: str
    """Pango's version."""
    fast_subsetting: bool
    """HarfBuzz makes the fonts small; without it fontTools does, in seven times the time."""


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
    press, paper = _press(edition.theme), paper_for(options.page_size, article.meta.lang)
    notes_at_foot, links = options.notes == "page", options.links
    rules = f"{paper.rule}\n{page_rule(article.meta.lang) if options.page_references else ''}"
    assets = Printables(article.assets)
    tables = _fits(edition, paper, assets)
    for finding in too_wide(article, tables):
        report(finding)
    replaced: dict[int, str] = {}
    while True:
        log, tagger = Log(), Tagger(article.meta.lang)
        with log.listening(), collector.resting():
            body = printed_body(article, notes_at_foot=notes_at_foot, tables=tables, links=links)
            page = _page(edition, markup.xhtml(body), paper).translate(replaced)
            document = press.lay_out(page, assets, rules.translate(replaced), replaced)
            if not notes_are_whole(document, page.count(f'<span class="{PAGE_NOTE}"')):
                # Addresses give way first: the author's notes say more.
                notes_at_foot, links = links == "notes" and notes_at_foot, "list"
                continue
            data = _paint(document, edition, tagger)
        fresh = [char for char in log.missing if ord(char) not in replaced]
        if not fresh:
            break
        replaced |= dict.fromkeys(map(ord, fresh), press.replacement)
    file = article.source.name
    log.tell(report, file=file)
    for finding in (
        *told(body, file=file),
        *without_address(article.tree(), article),
        *looked_at(tagger.pictures, article.assets, file=file),
    ):
        report(finding)
    if replaced:
        report(glyph_missing([*map(chr, replaced)], press.replacement, file=file))
    families = sorted({font.family for font in document.fonts.values()} - press.families)
    if families and press.families:
        report(font_system(families, file=file))
    return (Artifact(f"{article.source.stem}{PdfWriter.suffix}", "application/pdf", data),)


def _fits(edition: Edition, paper: Paper, assets: Mapping[str, Asset]) -> list[Fit]:
    """Find out how the article's tables fit on the page."""
    article, press = edition.article, _press(edition.theme)
    html = f'<html lang="{article.meta.lang}" dir="{article.meta.direction}" class="{paper.kind}">'

    def measure(probes: Element, typical: Mapping[str, Sequence[float]]) -> Mapping[str, Measured]:
        page = f"{html}<body><main>{markup.xhtml(probes)}</main></body></html>"
        return measured(press.lay_out(page, assets, paper.rule, {}), typical)

    return fits(addressed(article), measure, paper=paper)


def _page(edition: Edition, body: str, paper: Paper) -> str:
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
        paper=paper.kind,
        body=finished(body),
    )


def _paint(document: Any, edition: Edition, tagger: Tagger) -> bytes:
    """Paint the pages of `document`, which are used up, and finish the file with what `tagger` saw."""
    meta = edition.article.meta
    document.pages[:] = [PaintedPage(page, tagger) for page in document.pages]

    def finish(_: Any, pdf: Any) -> None:
        write_structure(pdf, tagger)
        forbid_interpolation(pdf)
        write_metadata(pdf, meta, creator=" ".join(("Recto", edition.versions.get("recto", ""))).strip())

    data: bytes = document.write_pdf(finisher=finish, pdf_variant="pdf/a-3a")
    return data


class Press:
    """What a theme's articles have in common: fonts and style sheets, read once."""

    def __init__(self, theme: Theme) -> None:
        package = engine().weasyprint
        faces = font_faces(theme.faces, lambda face: f"{FONT}{theme.faces.index(face)}")
        self.families = frozenset(face.family for face in theme.faces)
        self._theme = theme
        self._fonts = package.text.fonts.FontConfiguration()
        self._counters = package.css.counters.CounterStyle()
        self._sheet = package.CSS(
            string="\n".join((faces, _MECHANICS, theme.css.get("pdf", ""))),
            font_config=self._fonts,
            counter_style=self._counters,
            url_fetcher=Fetcher(package, theme, {}, {}),
        )

    def lay_out(self, page: str, assets: Mapping[str, Asset], rules: str, replaced: Mapping[int, str]) -> Any:
        """Return WeasyPrint's document for a page, given as XHTML; `rules` are the article's own styles.

        `replaced` is applied to SVG images.
        """
        package = engine().weasyprint
        html = _html_type()(self._tree(page), Fetcher(package, self._theme, assets, replaced))
        own = package.CSS(string=rules, font_config=self._fonts)
        options = {**package.DEFAULT_OPTIONS, "stylesheets": [self._sheet, own], "output_intent": "srgb"}
        return _document_type()._render(html, self._fonts, self._counters, None, options)

    def _tree(self, page: str) -> ElementTree.Element:
        try:
            return ElementTree.fromstring(page)  # noqa: S314 - our own serialiser's, in the theme's page
        except ElementTree.ParseError as problem:
            raise WriterError(
                error(
                    "template-broken",
                    f"The theme {self._theme.name!r} has a page for print that is no XHTML: {problem}.",
                    file=f"{self._theme.name}/pdf.html",
                    hint="Close every tag, and write characters instead of names such as &nbsp;.",
                ),
                writer=PdfWriter.name,
            ) from problem

    @cached_property
    def replacement(self) -> str:
        """The sign that stands for a character no font has."""
        from fontTools.ttLib import TTFont

        face = next(iter(self._theme.faces), None)
        if face is None:
            return "?"
        with TTFont(face.ttf, lazy=True) as font:
            known = font.getBestCmap()
            return next(sign for sign in _REPLACEMENTS if ord(sign) in known or sign == "?")


class Fetcher:
    """Serves the theme's fonts and the article's images; everything else does not exist."""

    _fail_on_errors = False  # WeasyPrint asks

    def __init__(
        self, package: Any, theme: Theme, assets: Mapping[str, Asset], replaced: Mapping[int, str]
    ) -> None:
        self._respond = package.urls.URLFetcherResponse
        self._inline = package.urls.URLFetcher
        self._theme = theme
        self._assets = assets
        self._replaced = replaced

    def __call__(self, url: str) -> Any:
        """Return the response for `url`; raises `ValueError` for what is not served."""
        if url.startswith("data:"):
            return self._inline(allowed_protocols={"data"})(url)
        if url.startswith(FONT):
            return self._respond(url, self._theme.faces[int(url.removeprefix(FONT))].ttf.read_bytes())
        asset = self._assets.get(unquote(url.removeprefix(ASSET))) if url.startswith(ASSET) else None
        if asset is None:
            raise ValueError("only what belongs to the article is printed")
        data = asset.data
        if self._replaced and asset.media_type == "image/svg+xml":
            data = data.decode("utf-8", "replace").translate(self._replaced).encode()
        return self._respond(url, data, {"Content-Type": asset.media_type})


@cache
def _press(theme: Theme) -> Press:
    return Press(theme)


@cache
def _html_type() -> Any:
    """Return WeasyPrint's `HTML`, taught to take a tree: XHTML is read in a twentieth of the time of HTML."""
    import cssselect2
    import weasyprint

    class XHTML(weasyprint.HTML):  # type: ignore[misc]
        def __init__(self, page: ElementTree.Element, url_fetcher: Fetcher) -> None:
            self.base_url = None
            self.url_fetcher = url_fetcher
            self.media_type = "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(page)
            self.etree_element = self.wrapper_element.etree_element

    return XHTML


@cache
def _document_type() -> Any:
    """Return WeasyPrint's `Document`, laid out so that notes stay with their calls."""
    import weasyprint
    from weasyprint.layout import LayoutContext

    context_type = keeping_notes(LayoutContext)

    class NotedDocument(weasyprint.Document):  # type: ignore[misc]
        @classmethod
        def _build_layout_context(cls, *arguments: Any) -> Any:
            context = super()._build_layout_context(*arguments)
            context._notes = context.__dict__.pop("current_page_footnotes")
            context.__class__ = context_type
            return context

    return NotedDocument


@cache
def engine() -> Engine:
    """Import WeasyPrint and return it; raises `WriterError` when Pango is missing."""
    try:
        # It prints its advice and warns of a slow subsetter; both are said better elsewhere.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), leanly():
            warnings.simplefilter("ignore")
            import weasyprint
            from weasyprint.text import ffi
    except OSError as problem:
        raise WriterError(
            error(
                "pango-missing",
                "The PDF cannot be made: Pango, which WeasyPrint sets text with, is not on this machine.",
                hint=system.pango_install_command(),
            ),
            writer=PdfWriter.name,
        ) from problem
    version = ffi.pango.pango_version()
    pango = f"{version // 10000}.{version // 100 % 100}.{version % 100}"
    return Engine(weasyprint, pango, ffi.harfbuzz_subset is not None)
