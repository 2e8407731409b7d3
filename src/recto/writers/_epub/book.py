"""An article made into a publication: all files of an e-book, and what its package says.

    tree ▶ stills for recordings (_stills) ▶ images placed ▶ made fit (_epub.body) ▶ notes taken out, cut
    into chapters (_epub.chapters, _epub.notes) ▶ pages from the theme's templates ▶ nav and NCX (_epub.nav)
    ▶ a package, which a writer packs (_epub.ocf)

Cover, title page and contents stand before the chapters. No text is coloured and no size is fixed,
so that the reader's own settings hold. What the book says of its accessibility is computed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from recto import markup
from recto.additions import Addition
from recto.diagnostics import Diagnostic, Report, error, note
from recto.errors import WriterError
from recto.theme import Theme
from recto.writers import Artifact, Edition, _formula_face
from recto.writers._book_faces import book_faces
from recto.writers._cover import drawn_cover
from recto.writers._dates import written_date
from recto.writers._devices import device_for
from recto.writers._epub.accessibility import Content, accessibility, conformance
from recto.writers._epub.body import place_images, prepare, properties_of
from recto.writers._epub.chapters import Chapter, chapters, mend_links, places_of
from recto.writers._epub.formulas import place_formulas
from recto.writers._epub.links import usable
from recto.writers._epub.metadata import clean_meta, page_source, statements, w3c_date
from recto.writers._epub.nav import NavPoint, PageTarget, nav_list, nav_points, ncx, page_list, page_targets
from recto.writers._epub.notes import take_notes
from recto.writers._epub.ocf import NCX_ID, Item, Package, Statement
from recto.writers._epub.options import EpubOptions
from recto.writers._epub.pictures import Images
from recto.writers._epub.preflight import preflight
from recto.writers._epub.records import has_boxes
from recto.writers._formulas import make_scrollable
from recto.writers._labels import labels
from recto.writers._page_marks import mark_pages
from recto.writers._page_words import page_name
from recto.writers._shell import font_faces, render
from recto.writers._shell import markup as finished
from recto.writers._stills import set_stills, without_address

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_XHTML = "application/xhtml+xml"
_STYLE = "style.css"
_FORMULA_FACE = "fonts/formulas"
_NARROW_STYLE = "narrow.css"
_QUERY = re.compile(r"@(?:media|container)[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}\s*")
_TITLE_PAGE = "title.xhtml"


class Book:
    """One e-book in the making."""

    def __init__(self, edition: Edition, report: Report, *, writer: str) -> None:
        self.article, self.theme = edition.article, edition.theme
        self.writer = writer
        """The name of the format, which failures name."""
        self.options: EpubOptions = edition.options
        self.report = report
        self.certifier = edition.certifier
        self.page_starts = edition.pages
        self.meta = clean_meta(edition.article)
        self.words = labels(self.meta.lang)
        self.device = device_for(self.options.device, images=self.options.images)
        self.images = Images(edition.article, self.device, report)
        self.cover: str | None = None
        """Its address in the book."""
        self.has_boxes = False
        """Tables stand in it that a narrow screen shows in another way."""
        self.content = Content(self.meta.lang)
        self.additions: list[Addition] = []
        """What it says beside the article's words."""
        self.unlinked: frozenset[str] = frozenset()
        """Addresses that it cannot lead to."""

    def package(self) -> Package:
        """Make all parts; raise `WriterError` when the theme's templates do not give well-formed pages."""
        meta, tree = self.meta, self.article.tree()
        mark_pages(tree, self.page_starts, lang=meta.lang)
        for finding in without_address(tree, self.article):
            self.report(finding)
        self.additions += set_stills(tree, self.article, code=False)
        place_images(tree, self.images.place)
        place_formulas(tree, self.images.add)
        make_scrollable(tree, self.words.formula)
        renamed, self.unlinked = prepare(tree, lang=meta.lang, base=meta.canonical, report=self.report)
        self.has_boxes = has_boxes(tree)
        style = tuple(self._style(tree))
        self.content.read_pictures(self.images.placed.values())
        if self.options.cover:
            self.cover = self.images.place(meta.cover or "") or self.images.add_fitted(
                drawn_cover(self.theme, meta, self.report)
            )
        pages = tuple(self._pages(tree, renamed))
        images = tuple(self._image_items())
        cover_ids = [item.id for item in images if "cover-image" in item.properties]
        metadata = [
            *statements(meta),
            # What readers of EPUB 2 find the cover by.
            *(Statement("meta", "", {"name": "cover", "content": name}) for name in cover_ids),
            *(page_source(meta) if self.content.pages_listed or self.content.page_breaks else ()),
            *accessibility(self.content),
            *self._claim(),
        ]
        return Package(
            identifier=meta.identifier,
            lang=meta.lang,
            direction=meta.direction,
            modified=meta.modified,
            statements=tuple(metadata),
            items=(*pages, *style, *images),
        )

    def artifact(self, data: bytes, suffix: str) -> Artifact:
        """Look the packed file through, and return it; its package need not be kept meanwhile."""
        path = f"{self.article.source.stem}{suffix}"
        for finding in (*self._made_for(), *preflight(io.BytesIO(data), self.device, name=path)):
            self.report(finding)
        unlinked = self.unlinked | {
            author.url for author in self.meta.authors if not usable(author.url or "")
        }
        return Artifact(
            path,
            "application/epub+zip",
            data,
            additions=tuple(self.additions),
            unlinked=frozenset(filter(None, unlinked)),
        )

    def _made_for(self) -> Iterator[Diagnostic]:
        """Say what was done for the device; nothing if the book is for all."""
        device, count = self.device, self.images.made
        if device.name == "generic":
            return
        screen = f" ({device.screen[0]} × {device.screen[1]} pixels)" if device.screen else ""
        greys = f" in {device.greys} greys" if device.greys else ""
        images = (
            f"; {count} {'image was' if count == 1 else 'images were'} made for its screen{screen}{greys}"
        )
        yield note(
            "epub-device",
            f"The e-book is made for {device.name}{images if count else ''}.",
            file=self.article.source.name,
        )

    def _claim(self) -> Iterator[Statement]:
        """Yield the claim to conform, if somebody makes it; there is one that the content itself refutes."""
        if not self.certifier:
            return
        if not self.content.described:
            self.report(
                error(
                    "certify-undescribed",
                    "The e-book cannot be certified: some of its images have no text alternative.",
                    file=self.article.source.name,
                    hint="Say in brackets what each shows: ![A map of the coast](map.svg).",
                )
            )
        yield from conformance(self.certifier)

    def _pages(self, tree: Element, renamed: Mapping[str, str]) -> Iterator[Item]:
        """Yield the documents in reading order, and the NCX."""
        notes = take_notes(tree)
        self.additions += notes.additions if notes else ()
        documents = chapters(tree, notes, split=self.options.split)
        places = places_of(documents, renamed)
        heading = notes.heading if notes else None
        # The section with the notes stands for their heading, which is gone and is not listed.
        section = notes.id if notes else None
        mend_links(documents, {**places, heading: places[section]} if heading and section else places)
        listed = [each for each in self.article.sections if renamed.get(each.anchor, each.anchor) != heading]
        points = (NavPoint(self.meta.title, _TITLE_PAGE), *nav_points(listed, places))
        if self.cover:
            yield self._page("cover", "epub-cover.html", title=self.words.cover, **self._cover_page())
        yield self._page("title", "epub-title.html", title=self.meta.title, **self._title_page())
        pages = page_targets((f"{document.name}.xhtml", document.body) for document in documents)
        yield self._nav(points, documents, pages)
        for document in documents:
            yield self._chapter(document)
        order = [_TITLE_PAGE, *places.values()]
        yield Item(NCX_ID, "toc.ncx", "application/x-dtbncx+xml", ncx(points, self.meta, pages, order))

    def _page(
        self,
        name: str,
        template: str,
        *,
        properties: tuple[str, ...] = (),
        in_spine: bool = True,
        **context: Any,
    ) -> Item:
        """Fill a template; raises `WriterError` when the page is not well-formed XML."""
        around = {"meta": self.meta, "labels": self.words, "style": _STYLE, **context}
        text = render(self.theme, template, additions=self.additions, **around)
        data = text.encode()
        try:
            page = etree.fromstring(
                data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
            )
        except etree.XMLSyntaxError as problem:
            raise WriterError(
                error(
                    "template-broken",
                    f"The theme {self.theme.name!r} has a template that is no XML: {problem.msg}.",
                    file=f"{self.theme.name}/{template}",
                    hint="An e-book's pages are XHTML: elements are closed, attributes have values.",
                ),
                writer=self.writer,
            ) from problem
        if template == "epub-chapter.html":
            self.content.read_chapter(page)
        elif template != "epub-cover.html":  # its picture says what the title page says
            self.content.read_page(page)
        return Item(name, f"{name}.xhtml", _XHTML, data, properties, in_spine)

    def _chapter(self, document: Chapter) -> Item:
        return self._page(
            document.name,
            "epub-chapter.html",
            properties=properties_of(document.body),
            title=document.title or self.meta.title,
            kind=document.kind,
            label=document.label,
            narrow_style=_NARROW_STYLE if has_boxes(document.body) else None,
            body=finished(markup.xhtml(document.body)),
        )

    def _nav(
        self, points: Sequence[NavPoint], documents: Sequence[Chapter], pages: Sequence[PageTarget]
    ) -> Item:
        """Make the navigation document, a page of the book where there are chapters and no other contents."""
        has_own = any(next(document.body.iter("nav"), None) is not None for document in documents)
        is_page = len(documents) > 1 and not has_own
        return self._page(
            "nav",
            "epub-nav.html",
            properties=("nav",),
            in_spine=is_page,
            is_page=is_page,
            title=self.words.contents,
            contents=finished(nav_list(points)),
            pages=finished(page_list(pages)) if pages else None,
            pages_name=page_name(f"{pages[0].label}–{pages[-1].label}", self.meta.lang) if pages else None,
            cover="cover.xhtml" if self.cover else None,
            start=f"{documents[0].name}.xhtml" if documents else _TITLE_PAGE,
        )

    def _title_page(self) -> dict[str, Any]:
        meta = self.meta
        return {
            "authors": [
                {"name": author.name, "url": usable(author.url or "") or _orcid(author.orcid)}
                for author in meta.authors
            ],
            "dates": {
                name: {"iso": w3c_date(moment), "text": written_date(moment, meta.lang)} if moment else None
                for name, moment in (("published", meta.date), ("updated", meta.updated))
            },
            "rights_url": usable(meta.rights or ""),
        }

    def _cover_page(self) -> dict[str, Any]:
        names = [author.name for author in self.meta.authors]
        return {"image": self.cover, "alt": ", ".join([self.meta.title, *names])}

    def _style(self, tree: Element) -> Iterator[Item]:
        css, queries = _sheets(self.theme)
        self.content.read_style(f"{css}\n{queries}")
        faces = (
            book_faces(
                self.theme, tree, css=f"{css}{queries}", heading=self._words_around(), woff2=self.device.woff2
            )
            if self.options.fonts
            else ()
        )
        suffix = "woff2" if self.device.woff2 else "ttf"
        places = {face: f"fonts/font-{number}.{suffix}" for number, (face, _) in enumerate(faces, 1)}
        rules = font_faces(places, lambda face: places[face])
        formulas = _formula_face.formula_face(tree, woff2=self.device.woff2) if self.options.fonts else None
        if formulas:
            place = f"{_FORMULA_FACE}.{suffix}"
            rules += f"\n{_formula_face.rule(place)}"
            yield Item("font-formulas", place, f"font/{suffix}", formulas)
        yield Item("style", _STYLE, "text/css", f"{rules}\n{css}\n".lstrip().encode())
        if self.has_boxes:
            yield Item("narrow-style", _NARROW_STYLE, "text/css", f"{queries}\n".encode())
        for number, (face, data) in enumerate(faces, 1):
            yield Item(f"font-{number}", places[face], f"font/{suffix}", data)

    def _words_around(self) -> str:
        """Return the words of the pages that the body is not on."""
        meta, page = self.meta, self._title_page()
        parts = [
            meta.title,
            meta.subtitle,
            meta.publisher,
            meta.rights,
            self.words.contents,
            self.words.updated,
        ]
        parts += [author["name"] for author in page["authors"]]
        parts += [moment["text"] for moment in page["dates"].values() if moment]
        return " ".join(filter(None, parts))

    def _image_items(self) -> Iterator[Item]:
        for number, (href, asset) in enumerate(self.images.placed.items(), 1):
            properties = ("cover-image",) if href == self.cover else ()
            yield Item(f"image-{number}", href, asset.media_type, asset.data, properties)


def _orcid(orcid: str | None) -> str | None:
    return f"https://orcid.org/{orcid}" if orcid else None


@cache
def _sheets(theme: Theme) -> tuple[str, str]:
    """Return the theme's style sheet for e-readers, and its queries apart from it, without comments.

    Some old readers stumble over a comment, and leave out the whole sheet that a query stands in.
    """
    css = re.sub(r"/\*.*?\*/", "", theme.css.get("epub", ""), flags=re.DOTALL)
    css = re.sub(r"\n\s*\n+", "\n", css)
    return _QUERY.sub("", css).strip(), "".join(_QUERY.findall(css)).strip()
