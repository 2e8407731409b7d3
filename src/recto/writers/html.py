"""A web page: one self-contained file that asks the network for nothing.

Style sheets, fonts, images and small recordings stand inside it, large recordings beside it; a
Content-Security-Policy says that nothing else may be loaded, and no script runs. The theme's `html.html`
gives the page its shape; this module hands it plain data and finished markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from recto import markup
from recto.article import Article, Asset, Author, Meta
from recto.diagnostics import Report
from recto.theme import Face, Theme
from recto.writers import Artifact, Edition, _formula_face
from recto.writers._code_lines import number_lines
from recto.writers._dates import written_date
from recto.writers._faces import characters_of, faces_needed
from recto.writers._formulas import make_scrollable
from recto.writers._html.media import place_media
from recto.writers._html.notes import put_notes_beside
from recto.writers._labels import Labels, labels
from recto.writers._page_marks import mark_pages
from recto.writers._pictures import for_screen
from recto.writers._shell import data_uri, font_faces, render
from recto.writers._shell import markup as finished
from recto.writers._table_grid import least_width, mark_inner, width_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Images, and recordings where the page plays some, are not limited, because the Nu checker takes every data
# URI under `img-src` or `default-src`, and whatever stands under `media-src`, for a violation;
# `_embed_images` and `place_media` see to them. The hash is that of the JSON-LD, which is data:
# no browser runs it.
_POLICY = (
    "script-src 'sha256-{}'; style-src 'unsafe-inline'; font-src data:; connect-src 'none'; "
    "{}object-src 'none'; frame-src 'none'; worker-src 'none'; manifest-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
_NARROW_TABLE = 32
"""Characters: a table whose longest words stand side by side in less fits the narrowest screen."""
_NARROW_CODE = 24
"""Characters: the same for a line of code, which is set wider."""


class HtmlOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the web page lets one choose."""

    fonts: bool = True
    """Carry the theme's fonts inside the page; without them it is set in what the reader has."""
    embed_media: Annotated[int, msgspec.Meta(ge=0)] = 5
    """Megabytes: video and audio up to this size travel inside the page; larger files stand beside it."""


class HtmlWriter:
    """Makes the web page."""

    name = "html"
    options = HtmlOptions
    version = 1
    suffix = ".html"

    def write(self, edition: Edition, report: Report) -> tuple[Artifact, ...]:  # noqa: ARG002 - nothing to report
        """Make the page; raise `WriterError` when the theme's template cannot be filled."""
        article, theme = edition.article, edition.theme
        words = labels(article.meta.lang)
        tree = article.tree()
        # axe takes no name from ARIA for a role of digital publishing.
        mark_pages(tree, edition.pages, lang=article.meta.lang, named_by="title")
        css = _sheet(theme)
        if edition.options.fonts:
            around = _words_around(article.meta, words)
            faces = faces_needed(theme, characters_of(tree), css=css, heading=around)
            css = f"{font_faces(faces, _face_uri)}\n{css}"
            if face := _formula_face.formula_face(tree):
                css = f"{_formula_face.rule(data_uri('font/woff2', face))}\n{css}"
        additions = [*put_notes_beside(tree)]
        number_lines(tree)
        media = place_media(tree, article, megabytes=edition.options.embed_media)
        _embed_images(tree, article.assets)
        _let_scroll(tree, words)
        context = _context(article, tree, words, media_policy=media.policy)
        additions += media.additions
        page = render(theme, "html.html", additions=additions, css=finished(css), **context)
        made = Artifact(
            f"{article.source.stem}{self.suffix}", "text/html", page.encode(), additions=tuple(additions)
        )
        return (made, *media.files.values())


@cache
def _sheet(theme: Theme) -> str:
    """Return the theme's style sheet for the screen, ready to stand in a style element."""
    css = re.sub(r"/\*.*?\*/", "", theme.css.get("html", ""), flags=re.DOTALL)
    # A style element ends at the first `</`, even inside a CSS string; the backslash changes nothing in CSS.
    return re.sub(r"\n\s*\n+", "\n", css).strip().replace("</", r"<\/")


@cache
def _face_uri(face: Face) -> str:
    return data_uri("font/woff2", face.woff2.read_bytes())


def _words_around(meta: Meta, words: Labels) -> str:
    """Return the text that the template sets around the body."""
    names = [author.name for author in meta.authors]
    dates = [written_date(moment, meta.lang) for moment in (meta.date, meta.updated) if moment]
    parts = (meta.title, meta.subtitle, *names, *dates, words.updated, meta.publisher, meta.rights)
    return " ".join(part for part in parts if part)


def _embed_images(tree: Element, assets: Mapping[str, Asset]) -> None:
    for image in list(markup.elements(tree, "img")):
        source = image.get("src", "")
        if source in assets:
            _embed(image, assets[source])
        elif not source.startswith("data:"):
            # The page asks the network for nothing, so what is not at hand can only be linked to.
            markup.replace(image, markup.make("a", image.get("alt") or source, href=source))


def _embed(image: Element, asset: Asset) -> None:
    # No `srcset`: every size would travel inside the page, and the largest alone is less.
    shown = for_screen(asset)
    image.set("src", data_uri(shown.media_type, shown.data))
    if shown is not asset and image.get("width") == str(asset.width):
        image.set("width", str(shown.width))
        image.set("height", str(shown.height))
    image.set("decoding", "async")


def _let_scroll(tree: Element, words: Labels) -> None:
    """Let what can be wider than a narrow screen scroll by itself, by keyboard too (WCAG 2.1.1)."""
    for table in list(markup.elements(tree, "table")):
        mark_inner(table)
        region = markup.wrap(table, markup.make("div", class_="scroll"))
        if least_width(table) > _NARROW_TABLE:
            caption = table.find("caption")
            name = markup.text_of(caption) if caption is not None else ""
            _make_focusable(region, name or words.table)
    for pre in markup.elements(tree, "pre"):
        if max(map(width_of, "".join(pre.itertext()).split("\n"))) > _NARROW_CODE:
            _make_focusable(pre, words.code)
    make_scrollable(tree, words.formula)


def _make_focusable(element: Element, name: str) -> None:
    # A group, not a region: landmarks are for the parts of a page, and an article may have fifty tables.
    element.set("tabindex", "0")
    element.set("role", "group")
    element.set("aria-label", name)


def _context(article: Article, tree: Element, words: Labels, *, media_policy: str) -> dict[str, Any]:
    meta = article.meta
    json_ld = _json_ld(meta)
    digest = base64.b64encode(hashlib.sha256(json_ld.encode()).digest()).decode()
    return {
        "meta": meta,
        "labels": words,
        "policy": _POLICY.format(digest, media_policy),
        "authors": [
            {"name": author.name, "url": author.url, "orcid": _orcid(author)} for author in meta.authors
        ],
        "published": _day(meta.date, meta.lang),
        "updated": _day(meta.updated, meta.lang),
        "locale": _locale(meta.lang),
        "rights_url": meta.rights if _is_url(meta.rights) else None,
        "json_ld": finished(json_ld),
        "start": _free_id(tree, "content"),
        "body": finished(markup.html(tree)),
    }


def _orcid(author: Author) -> str | None:
    return f"https://orcid.org/{author.orcid}" if author.orcid else None


def _day(moment: date | datetime | None, lang: str) -> dict[str, str] | None:
    return {"iso": _iso(moment), "text": written_date(moment, lang)} if moment else None


def _iso(moment: date | datetime) -> str:
    return moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def _locale(lang: str) -> str | None:
    """Return the Open Graph form of a language tag with a region (`en_GB`), None without one."""
    language, *subtags = lang.split("-")
    region = next((part for part in subtags if len(part) == 2), None)
    return f"{language.lower()}_{region.upper()}" if region else None


def _is_url(text: str | None) -> bool:
    return bool(text and re.match(r"https?://\S+\Z", text))


def _free_id(tree: Element, wish: str) -> str:
    taken = {element.get("id") for element in markup.elements(tree)}
    while wish in taken:
        wish += "_"
    return wish


def _json_ld(meta: Meta) -> str:
    """Write schema.org's account of the article so that it can stand in a script element."""
    rights = {"license" if _is_url(meta.rights) else "copyrightNotice": meta.rights}
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": meta.title,
        "alternativeHeadline": meta.subtitle,
        "description": meta.description,
        "author": [_person(author) for author in meta.authors],
        "datePublished": _iso(meta.date) if meta.date else None,
        "dateModified": _iso(meta.updated) if meta.updated else None,
        "inLanguage": meta.lang,
        "keywords": list(meta.tags),
        "publisher": {"@type": "Organization", "name": meta.publisher} if meta.publisher else None,
        **rights,
        "identifier": meta.identifier,
        "url": meta.canonical,
        "mainEntityOfPage": meta.canonical,
    }
    text = json.dumps({key: value for key, value in facts.items() if value}, ensure_ascii=False, indent=1)
    # `</script` and `<!--` would end or change the element; the escapes mean the same characters in JSON.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _person(author: Author) -> dict[str, Any]:
    orcid = _orcid(author)
    same_as = orcid if author.url else None
    person = {"@type": "Person", "name": author.name, "url": author.url or orcid, "sameAs": same_as}
    return {key: value for key, value in person.items() if value}
