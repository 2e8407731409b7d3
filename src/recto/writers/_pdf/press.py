"""WeasyPrint, boxed in: one theme's fonts and style sheets, and the layout of its articles.

It is imported here and nowhere else, when the first PDF is made. It reads nothing by itself: its fetcher
serves the article's images and the theme's fonts.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from recto import system
from recto.article import Asset
from recto.diagnostics import error
from recto.errors import WriterError
from recto.theme import Theme
from recto.writers._pdf import stylesheets
from recto.writers._pdf.code_hooks import without_hidden_hooks
from recto.writers._pdf.images import ASSET
from recto.writers._pdf.lean_import import leanly
from recto.writers._pdf.lines import Planner, plan_lines
from recto.writers._pdf.log import Log
from recto.writers._pdf.notes import keeping_notes
from recto.writers._pdf.openings import OPENINGS
from recto.writers._pdf.ruler import Parts, Ruler
from recto.writers._pdf.setup import MARGINS
from recto.writers._pdf.shortcuts import narrowed, take_shortcuts
from recto.writers._pdf.spacing import SetLine, set_lines
from recto.writers._pdf.text_painting import paint_as_set
from recto.writers._shell import font_faces

WRITER = "pdf"
FONT = "recto:font/"
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
.columns { column-count: var(--columns); column-gap: var(--between-columns, 1.5rem) }
.sideways { page: sideways }
.initial { float: left; font-variant: normal; text-indent: 0 }
.dropped { hyphens: none }
html[dir=rtl] .initial { float: right }
.unbroken, .address { hyphens: none; overflow-wrap: anywhere; text-align: start }
@counter-style bracketed { system: extends decimal; prefix: "["; suffix: "] " }
.links ol { list-style-type: bracketed }
.pagenote { float: footnote; footnote-display: block; footnote-policy: line }
.pagenote { font-size: 1rem; font-style: normal; font-variant: normal; font-weight: 400 }
.pagenote { hyphens: auto; letter-spacing: normal; text-align: start; text-indent: 0; white-space: normal }
.pagenote::footnote-call, .pagenote::footnote-marker { content: "" }
@page { @footnote { max-height: 50%; padding-bottom: .1px } }
"""


@dataclass(frozen=True, slots=True)
class Engine:
    """What lays out and paints."""

    weasyprint: Any
    """The package."""
    pango: str
    """Pango's version."""
    fast_subsetting: bool
    """HarfBuzz makes the fonts small; without it fontTools does, in seven times the time."""


class Press:
    """What a theme's articles have in common: fonts and style sheets, read once."""

    def __init__(self, theme: Theme) -> None:
        package = engine().weasyprint
        faces = font_faces(theme.faces, lambda face: f"{FONT}{theme.faces.index(face)}")
        self.families = frozenset(face.family for face in theme.faces)
        self._theme = theme
        self._fonts = package.text.fonts.FontConfiguration()
        # It has a folder for temporary files, and at the end of a command nothing is collected any more.
        atexit.register(self._fonts.__del__)
        self._counters = package.css.counters.CounterStyle()
        self._narrow = partial(narrowed, theme=theme.css.get("pdf", ""))
        self.log = Log()
        """What is wrong with the theme's style sheets: they are read once, and told of with each article."""
        with self.log.listening():
            read = (
                partial(stylesheets.read, package, name=f"{theme.name}-print")
                if theme.is_ours
                else package.CSS
            )
            self._sheet = read(
                string="\n".join((faces, MARGINS, _MECHANICS, OPENINGS, theme.css.get("pdf", ""))),
                font_config=self._fonts,
                counter_style=self._counters,
                url_fetcher=Fetcher(package, theme, {}, {}),
            )

    def lay_out(
        self,
        page: str,
        assets: Mapping[str, Asset],
        rules: str,
        replaced: Mapping[int, str],
        *,
        planned: bool = False,
    ) -> Any:
        """Return WeasyPrint's document for a page, given as XHTML; `rules` are the article's own styles.

        `replaced` is applied to SVG images. The lines of planned paragraphs end where it is best for all.
        """
        package = engine().weasyprint
        fetcher = Fetcher(package, self._theme, assets, replaced)
        html = _html_type()(self._tree(page), fetcher, self._narrow)
        own = package.CSS(string=rules, font_config=self._fonts, url_fetcher=fetcher)
        options = {**package.DEFAULT_OPTIONS, "stylesheets": [self._sheet, own], "output_intent": "srgb"}
        return _document_type(planned)._render(html, self._fonts, self._counters, None, options)

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
                writer=WRITER,
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
        self._theme = theme
        self._assets = assets
        self._replaced = replaced

    def __call__(self, url: str) -> Any:
        """Return the response for `url`; raises `ValueError` for what is not served."""
        if url.startswith("data:"):
            return _inline_fetcher()(url)
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
def _inline_fetcher() -> Any:
    """Return what gives out what stands in its URL itself."""
    return engine().weasyprint.urls.URLFetcher(allowed_protocols={"data"})


def ink(text: Any) -> tuple[float, float]:
    """Return how far the letters of a text box reach above its baseline, and below."""
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    text.pango_layout.reactivate(text.style)
    line, _ = text.pango_layout.get_first_line()
    extents = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, extents, ffi.NULL)
    text.pango_layout.deactivate()
    return -extents.y * FROM_UNITS, (extents.y + extents.height) * FROM_UNITS


def text_box(text: str, around: Any) -> Any:
    """Return a box of one line, set as `around` is, for `draw_text`; it has yet to be given a place."""
    from weasyprint.formatting_structure.boxes import TextBox
    from weasyprint.text.line_break import split_first_line

    box = TextBox.anonymous_from(around, text)
    measures = split_first_line(text, box.style, None, None, 0)
    box.pango_layout, _, _, box.width, box.height, box.baseline = measures
    return box


def draw_text(stream: Any, box: Any) -> None:
    """Draw a box of text on the stream of a page."""
    from weasyprint.draw.text import draw_text

    draw_text(stream, box, 0, "clip", "none")


@cache
def press_for(theme: Theme) -> Press:
    return Press(theme)


@cache
def _html_type() -> Any:
    """Return WeasyPrint's `HTML`, taught to take a tree: XHTML is read in a twentieth of the time of HTML."""
    import cssselect2
    import weasyprint

    class XHTML(weasyprint.HTML):  # type: ignore[misc]
        def __init__(
            self, page: ElementTree.Element, url_fetcher: Fetcher, narrow: Callable[[Any], Any]
        ) -> None:
            self.narrow = narrow
            self.base_url = None
            self.url_fetcher = url_fetcher
            self.media_type = "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(page)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [self.narrow(sheet) for sheet in super()._ua_stylesheets(forms)]

    return XHTML


@cache
def _document_type(planned: bool) -> Any:
    """Return WeasyPrint's `Document`, laid out so that notes stay with their calls, and lines as planned."""
    import weasyprint
    from weasyprint.layout import LayoutContext

    context_type = keeping_notes(LayoutContext)
    parts = _parts() if planned else None

    class NotedDocument(weasyprint.Document):  # type: ignore[misc]
        @classmethod
        def _build_layout_context(cls, *arguments: Any) -> Any:
            context = super()._build_layout_context(*arguments)
            context._notes = context.__dict__.pop("current_page_footnotes")
            context.__class__ = context_type
            if parts is not None:
                context.planner = Planner(parts, context)
            return context

    return NotedDocument


@cache
def _parts() -> Parts:
    """Teach WeasyPrint to set planned lines, once, and return its parts."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import block, inline
    from weasyprint.text import line_break

    parts = Parts(boxes, block, inline, line_break)
    plan_lines(parts)
    return parts


def space_width(style: Any) -> float:
    """Return how wide a space is in the `style` of a box of a laid-out document."""
    return _ruler().space(style)


@cache
def _ruler() -> Ruler:
    return Ruler(_parts(), None)


def lines_of(document: Any) -> Iterator[SetLine]:
    """Yield the justified lines of a document that is laid out, and not painted yet."""
    for page in document.pages:
        yield from set_lines(page._page_box, space_width)


@cache
def engine() -> Engine:
    """Import WeasyPrint and return it; raises `WriterError` when Pango is missing."""
    try:
        # It prints its advice and warns of a slow subsetter; both are said better elsewhere.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), leanly():
            warnings.simplefilter("ignore")
            import weasyprint
            from weasyprint.text import ffi

        stylesheets.compile_selectors_late()
        stylesheets.complete(weasyprint)
        paint_as_set(weasyprint)
        background = weasyprint.layout.background
        background.layout_box_backgrounds = without_hidden_hooks(background.layout_box_backgrounds)
        take_shortcuts(weasyprint)
    except OSError as problem:
        raise WriterError(
            error(
                "pango-missing",
                "The PDF cannot be made: Pango, which WeasyPrint sets text with, is not on this machine.",
                hint=system.pango_install_command(),
            ),
            writer=WRITER,
        ) from problem
    version = ffi.pango.pango_version()
    pango = f"{version // 10000}.{version // 100 % 100}.{version % 100}"
    return Engine(weasyprint, pango, ffi.harfbuzz_subset is not None)
