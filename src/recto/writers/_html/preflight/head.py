"""Rules about what a page says of itself: its kind, its letters, its language, its name, how it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from recto.writers._html.preflight.elements import line_of, tag_of
from recto.writers._html.preflight.page import Page
from recto.writers._rule import ERROR, LANGUAGE, WARNING, Found, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Possessive: comments could be told apart in ever so many ways.
_DOCTYPE = re.compile(
    r"\s*+(?:<\?xml[^>]{0,200}\?>\s*+)?(?:(?><!--.*?-->)\s*+)*+<!doctype\s+html", re.IGNORECASE | re.DOTALL
)
_NO_ZOOM = re.compile(
    r"user-scalable\s*=\s*(?:no|0)\b|maximum-scale\s*=\s*(?:0|1(?:\.\d+)?)(?![\d.])", re.IGNORECASE
)
_AT_ONCE = re.compile(r"\s*(\d+)")


@rule("html-doctype", WARNING)
def is_html(page: Page) -> Iterator[Found]:
    """A page begins with `<!DOCTYPE html>`, or browsers lay it out as in 1998 (HTML, "The DOCTYPE")."""
    if page.path.suffix.lower() != ".xhtml" and not _DOCTYPE.match(page.text[:4096]):
        yield Found("It does not begin with <!DOCTYPE html>: browsers lay it out in quirks mode.", line=1)


@rule("html-charset", WARNING)
def encoding_is_said(page: Page) -> Iterator[Found]:
    """The first 1,024 bytes name the encoding (HTML, "Specifying the document's character encoding")."""
    if page.encoding is None:
        yield Found(
            "It does not say its encoding: letters may come out wrong.",
            line=1,
            hint='Begin its head with <meta charset="utf-8">.',
        )


@rule("html-not-utf-8", ERROR)
def encoding_is_utf_8(page: Page) -> Iterator[Found]:
    """The encoding is UTF-8 (HTML, "Specifying the document's character encoding")."""
    if page.encoding not in (None, "utf-8", "utf8"):
        yield Found(f"It says that it is {page.encoding}; web pages are UTF-8.", line=1)
    elif not page.is_utf_8:
        yield Found("It is not UTF-8: some letters come out wrong.", line=1)


@rule("html-lang", ERROR)
def language_is_said(page: Page) -> Iterator[Found]:
    """The page names its language, which decides how it is read aloud and hyphenated (WCAG 2.2, 3.1.1)."""
    names = (page.root.get("lang"), page.root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    said = next((name.strip() for name in names if name and name.strip()), "")
    if not said:
        yield Found(
            "It does not say its language.", line=line_of(page.root), hint='Such as <html lang="en">.'
        )
    elif not LANGUAGE.fullmatch(said):
        yield Found(f"The language {said!r} is none that browsers know.", line=line_of(page.root))


@rule("html-title", ERROR)
def title_is_there(page: Page) -> Iterator[Found]:
    """The page has a title (WCAG 2.2, 2.4.2; HTML, "The title element")."""
    if not any(title in page.named and not _is_drawn(title) for title in page.all("title")):
        yield Found("It has no title: tabs, bookmarks and search engines have no name for it.", line=1)


def _is_drawn(title: Element) -> bool:
    """Say whether it is the title of a drawing, or of something else within the page."""
    parent = title.getparent()
    return parent is not None and tag_of(parent) not in ("head", "html", "body")


@rule("html-viewport", WARNING)
def fits_a_phone(page: Page) -> Iterator[Found]:
    """The page takes the width of the window: phones show others as on a desk, tiny (CSS Viewport 1, 3)."""
    if not _viewports(page):
        yield Found(
            "It does not say how wide it is: phones show it tiny.",
            line=1,
            hint='<meta name="viewport" content="width=device-width, initial-scale=1">',
        )


@rule("html-zoom-blocked", ERROR)
def can_be_enlarged(page: Page) -> Iterator[Found]:
    """Everybody may make the page at least twice as large (WCAG 2.2, 1.4.4)."""
    for content, line in _viewports(page):
        if _NO_ZOOM.search(content):
            yield Found("It forbids to enlarge it.", line=line, hint="Leave the viewport's limits out.")


def _viewports(page: Page) -> list[tuple[str, int | None]]:
    return [
        (meta.get("content", ""), line_of(meta))
        for meta in page.all("meta")
        if meta.get("name", "").strip().lower() == "viewport"
    ]


@rule("html-refresh", WARNING)
def stays_as_it_is(page: Page) -> Iterator[Found]:
    """The page is not loaded anew while it is read (WCAG 2.2, 2.2.1, failure F41)."""
    for meta in page.all("meta"):
        if meta.get("http-equiv", "").strip().lower() == "refresh":
            delay = _AT_ONCE.match(meta.get("content", ""))
            if delay and int(delay[1][:9]):
                yield Found("It is replaced by itself while it is read.", line=line_of(meta))


RULES = (
    is_html,
    encoding_is_said,
    encoding_is_utf_8,
    language_is_said,
    title_is_there,
    fits_a_phone,
    can_be_enlarged,
    stays_as_it_is,
)
