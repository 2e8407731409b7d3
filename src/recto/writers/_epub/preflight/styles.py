"""Rules about style: what makes a reader leave the sheet out, or refuse the book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from recto.writers._devices import Device
from recto.writers._epub.preflight.book import Book, find, line_of
from recto.writers._epub.preflight.rule import ERROR, EVERYWHERE, WARNING, Found, rule

_IGNORED = re.compile(r"/\*.*?(?:\*/|\Z)|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)
_VARIABLE = re.compile(r"(?<![\w-])--[\w-]+\s*:|\bvar\s*\(")
_LAYOUT = re.compile(
    r"\bdisplay\s*:\s*(?:inline-)?(flex|grid)\b|\bposition\s*:\s*(fixed|sticky)\b", re.IGNORECASE
)


def _styles(book: Book) -> Iterator[tuple[str, int, str]]:
    """Yield the file, the line it begins on and the text of all CSS."""
    for path, text in book.sheets.items():
        yield path, 1, text
    for path, tree in book.pages():
        for style in find(tree, "//h:style"):
            yield path, line_of(style) or 1, style.text or ""


def _blank(ignored: re.Match[str]) -> str:
    return "\n" * ignored[0].count("\n") + " "


def _matches(book: Book, pattern: re.Pattern[str]) -> Iterator[tuple[str, int, re.Match[str]]]:
    """Yield the first match of `pattern` in each sheet: one is enough to be told."""
    for path, line, css in _styles(book):
        if found := _first(pattern, css):
            yield path, line + found.string.count("\n", 0, found.start()), found


@lru_cache(maxsize=8)
def _first(pattern: re.Pattern[str], css: str) -> re.Match[str] | None:
    """Return the first match outside comments and strings; many books have the same sheet."""
    return pattern.search(_IGNORED.sub(_blank, css))


@rule("epub-css-variables", ERROR, "kindle", "generic")
def no_variables(book: Book, _device: Device) -> Iterator[Found]:
    """Style sheets have no variables: Send to Kindle refuses the book with E999, others leave the sheet out.

    harvard-edge/cs249r_book#1052 and #1148.
    """
    for path, line, found in _matches(book, _VARIABLE):
        yield Found(
            f"It uses CSS variables ({found[0].strip()}…), for which Kindle refuses books.", path, line
        )


@rule("epub-css-layout", WARNING, *EVERYWHERE)
def no_screen_layout(book: Book, _device: Device) -> Iterator[Found]:
    """No flexbox, grid or fixed boxes: some readers do not open a book with them (jgm/pandoc#8379)."""
    for path, line, found in _matches(book, _LAYOUT):
        yield Found(f"It says `{found[0]}`, with which some readers do not open the book.", path, line)


@rule("epub-style-element", WARNING, "kindle", "generic")
def no_style_in_pages(book: Book, _device: Device) -> Iterator[Found]:
    """Pages link to their style: Kindle Previewer has refused books for sheets inside of them.

    quarto-dev/quarto-cli#11948 and #12502.
    """
    for path, tree in book.pages():
        for style in find(tree, "//h:head/h:style"):
            yield Found(
                "It has a style sheet of its own in its head, for which Kindle has refused books.",
                path,
                line_of(style),
            )


@rule("epub-style-attribute", WARNING, "kobo", "generic")
def no_inline_style(book: Book, _device: Device) -> Iterator[Found]:
    """Elements have classes, not styles: Kobo may not show those (kobolabs/epub-spec, "Inline Styling").

    The widths of a table's columns have no other place, and a reader that passes them over shows the table.
    """
    for path, tree in book.pages():
        styled = find(tree, "//h:*[@style][not(self::h:col)]")
        if styled:
            yield Found(f"{len(styled)} of its elements have styles of their own.", path, line_of(styled[0]))


@rule("epub-font-format", WARNING, "kindle", "kobo", "remarkable")
def fonts_are_truetype(book: Book, _device: Device) -> Iterator[Found]:
    """Fonts are OpenType or TrueType, which all devices know.

    kobolabs/epub-spec, "Supported Fonts", names TTF, OTF and WOFF 1.0; Amazon's guidelines OpenType and
    TrueType. A book whose font is passed over can still be read.
    """
    fonts = [
        item.path for item in book.items if "woff2" in item.media_type or item.path.lower().endswith(".woff2")
    ]
    if fonts:
        yield Found(
            f"{len(fonts)} of its fonts are WOFF2, which the device may pass over.",
            fonts[0],
            hint="Take TTF or OTF.",
        )


RULES = (no_variables, no_screen_layout, no_style_in_pages, no_inline_style, fonts_are_truetype)
