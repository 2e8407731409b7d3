"""Rules about how a page is built: headings, ids and what leads to them, tables, names of what is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from recto.markup import HEADINGS
from recto.writers._html.preflight.elements import is_hidden, line_of, tag_of
from recto.writers._html.preflight.page import Page
from recto.writers._rule import ERROR, WARNING, Found, rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "headers")
_NAMED_BY_VALUE = frozenset(("submit", "reset", "button", "hidden"))
_UNLABELLED = frozenset(("image", "hidden", "submit", "reset", "button"))


@rule("html-h1", WARNING)
def one_first_heading(page: Page) -> Iterator[Found]:
    """One heading of the first level names the page (HTML, "The h1, h2, h3, h4, h5, and h6 elements")."""
    found = page.all("h1")
    if not found:
        yield Found("It has no heading of the first level.", line=line_of(page.root))
    for heading in found[1:]:
        yield Found("It has another heading of the first level.", line=line_of(heading))


@rule("html-heading-order", WARNING)
def no_level_is_skipped(page: Page) -> Iterator[Found]:
    """A heading is at most one level below the one before (WCAG 2.2, 1.3.1, technique G141)."""
    before = 0
    for heading in _headings(page):
        level = int(tag_of(heading)[1])
        if before and level > before + 1:
            yield Found(f"A heading of level {level} follows one of level {before}.", line=line_of(heading))
        before = level


@rule("html-heading-empty", WARNING)
def headings_say_something(page: Page) -> Iterator[Found]:
    """A heading has words (WCAG 2.2, 2.4.6)."""
    for heading in _headings(page):
        if heading not in page.named:
            yield Found("A heading is empty.", line=line_of(heading))


def _headings(page: Page) -> list[Element]:
    return [element for element in page.elements if element.tag in HEADINGS or tag_of(element) in HEADINGS]


@rule("html-id-twice", ERROR)
def ids_are_unique(page: Page) -> Iterator[Found]:
    """No two elements have one id: links lead to the first (HTML, "The id attribute")."""
    seen: set[str] = set()
    for element in page.elements:
        name = element.get("id")
        if name is None:
            continue
        if name in seen:
            yield Found(f"The id {name!r} is there already.", line=line_of(element))
        seen.add(name)


@rule("html-anchor-dead", ERROR)
def anchors_are_there(page: Page) -> Iterator[Found]:
    """A link within the page leads to a place in it (HTML, "Find a potential indicated element")."""
    for link in page.all("a", "area"):
        address = link.get("href", "").strip()
        fragment = address[1:].partition(":~:")[0] if address.startswith("#") else ""
        # `#!` and `#/` are for the page's own program.
        if not fragment or fragment.lower() == "top" or fragment[0] in "!/":
            continue
        if fragment not in page.ids and unquote(fragment) not in page.ids:
            yield Found(f"A link leads to #{fragment}: no such id.", line=line_of(link))


@rule("html-reference-dead", ERROR)
def references_are_there(page: Page) -> Iterator[Found]:
    """What names or describes an element is there (WAI-ARIA 1.2, 6.5; HTML, "The label element")."""
    for element in page.elements:
        written = [(name, element.get(name, "")) for name in _REFERENCES if element.get(name)]
        if element.tag == "label" and element.get("for"):
            written.append(("for", element.get("for", "")))
        for name, ids in written:
            for each in ids.split():
                if each not in page.ids:
                    yield Found(f"{name} refers to {each!r}: no such id.", line=line_of(element))


@rule("html-table-heads", WARNING)
def tables_have_heads(page: Page) -> Iterator[Found]:
    """A table of data says what its rows or columns are (WCAG 2.2, 1.3.1, technique H51)."""
    with_heads = {table for cell in page.all("th") for table in _tables_around(cell)}
    rows: dict[Element, int] = {}
    for row in page.all("tr"):
        if len(row) > 1:
            for table in _tables_around(row):
                rows[table] = rows.get(table, 0) + 1
    for table in page.all("table"):
        if table not in with_heads and rows.get(table, 0) > 1 and not is_hidden(table):
            yield Found(
                "A table has no header cells.", line=line_of(table), hint="Use th, or role=presentation."
            )


def _tables_around(cell: Element) -> list[Element]:
    """Return the table that the cell belongs to, if there is one near."""
    place = cell.getparent()
    for _ in range(3):  # td in tr in tbody in table
        if place is None:
            break
        if tag_of(place) == "table":
            return [place]
        place = place.getparent()
    return []


@rule("html-link-name", ERROR)
def links_have_names(page: Page) -> Iterator[Found]:
    """A link has words, or a picture with words (WCAG 2.2, 2.4.4, technique H30)."""
    for link in page.all("a"):
        if link.get("href") is not None and link not in page.named and link.get("aria-hidden") != "true":
            yield Found(f"The link to {link.get('href')!r} has no words.", line=line_of(link))


@rule("html-control-name", ERROR)
def controls_have_names(page: Page) -> Iterator[Found]:
    """What can be filled in or pressed says what it is (WCAG 2.2, 4.1.2, technique H44)."""
    labelled = {label.get("for") for label in page.all("label")}
    for control in page.all("input", "select", "textarea"):
        if tag_of(control) == "input" and control.get("type", "").lower() in _UNLABELLED:
            continue
        said = (control.get(name, "") for name in ("aria-label", "aria-labelledby", "title"))
        if control.get("id", "") not in labelled and not any(map(str.strip, said)) and not _in_label(control):
            yield Found("A control has no label.", line=line_of(control))
    for button in page.all("button"):
        if button not in page.named:
            yield Found("A button has no words.", line=line_of(button))


def _in_label(control: Element) -> bool:
    return next(control.iterancestors("label", "{*}label"), None) is not None


@rule("html-frame-title", ERROR)
def frames_have_titles(page: Page) -> Iterator[Found]:
    """A frame says what is in it (WCAG 2.2, 4.1.2, technique H64)."""
    for frame in page.all("iframe", "frame"):
        said = (frame.get(name, "") for name in ("title", "aria-label", "aria-labelledby"))
        if not any(map(str.strip, said)) and frame.get("aria-hidden") != "true":
            yield Found("A frame has no title.", line=line_of(frame))


RULES = (
    one_first_heading,
    no_level_is_skipped,
    headings_say_something,
    ids_are_unique,
    anchors_are_there,
    references_are_there,
    tables_have_heads,
    links_have_names,
    controls_have_names,
    frames_have_titles,
)
