"""Rules about the whole document: whether it can be read, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from recto.writers._pdf.preflight.document import Document
from recto.writers._pdf.preflight.values import entry, name, number, tree_items
from recto.writers._rule import ERROR, LANGUAGE, NOTE, WARNING, Found, rule

_LONG = 20
"""Pages: Acrobat's accessibility check asks longer documents for bookmarks."""
_PROGRAMS = {"JavaScript": "runs JavaScript", "Launch": "starts a program"}


@rule("pdf-locked", ERROR)
def can_be_read_aloud(document: Document) -> Iterator[Found]:
    """A protected document lets screen readers in (ISO 14289-1, 7.16; ISO 32000-1, table 22, bit 10)."""
    if document.pdf.is_encrypted and not document.pdf.allow.accessibility:
        yield Found("Its protection keeps screen readers out.")


@rule("pdf-title", ERROR)
def title_is_there(document: Document) -> Iterator[Found]:
    """The document has a title (WCAG 2.2, 2.4.2, technique PDF18; ISO 14289-1, 7.1)."""
    if not document.claims.x and not document.title.strip():
        yield Found("It has no title.")


@rule("pdf-title-hidden", WARNING)
def title_is_shown(document: Document) -> Iterator[Found]:
    """Readers show the title instead of the file's name (WCAG technique PDF18; ISO 14289-1, 7.1)."""
    if not document.claims.x and document.title.strip() and not document.shows_title:
        yield Found("Readers show the file's name instead of its title.", hint="Set DisplayDocTitle.")


@rule("pdf-lang", ERROR)
def language_is_said(document: Document) -> Iterator[Found]:
    """The document names its language (WCAG 2.2, 3.1.1, technique PDF16; ISO 14289-1, 7.2)."""
    if document.claims.x:
        return
    if not document.lang:
        yield Found("It does not say its language.")
    elif not LANGUAGE.fullmatch(document.lang):
        yield Found(f"The language {document.lang!r} is none that readers know.")


@rule("pdf-not-tagged", ERROR)
def is_tagged(document: Document) -> Iterator[Found]:
    """The document is tagged: what is read aloud has an order (WCAG 2.2, 1.3.1, 1.3.2; ISO 14289-1, 7.1)."""
    if not document.claims.x and not document.is_tagged:
        yield Found("It is not tagged: screen readers have to guess what is what.")


@rule("pdf-outline-missing", WARNING)
def long_ones_have_an_outline(document: Document) -> Iterator[Found]:
    """A document of more than 20 pages has an outline (WCAG 2.2, 2.4.5, technique PDF2)."""
    if (
        not document.claims.x
        and document.page_count > _LONG
        and entry(document.root, "/Outlines", "/First") is None
    ):
        yield Found(f"It has {document.page_count} pages and no outline.")


@rule("pdf-page-labels", WARNING)
def labels_begin_at_the_first_page(document: Document) -> Iterator[Found]:
    """Page labels, where there are any, are for all pages (ISO 32000-1, 12.4.2; WCAG technique PDF17)."""
    if entry(document.root, "/PageLabels") is None:
        return
    ranges = list(tree_items(entry(document.root, "/PageLabels"), "/Nums"))
    starts = [number(start) for start, _ in ranges]
    if not starts or starts[0] != 0:
        yield Found("Its page labels do not begin at the first page.")
    elif starts != sorted(set(starts)) or starts[-1] >= document.page_count:
        yield Found("Its page labels are out of order, or for pages that it does not have.")


@rule("pdf-script", WARNING)
def runs_nothing(document: Document) -> Iterator[Found]:
    """Nothing runs when the document is opened: readers block it, or ask (ISO 32000-1, 12.6.4)."""
    does = {name(entry(document.root, "/OpenAction", "/S"))}
    does |= {name(entry(action, "/S")) for action in _own_actions(document)}
    if entry(document.root, "/Names", "/JavaScript") is not None:
        does.add("JavaScript")
    for kind in sorted(does & _PROGRAMS.keys()):
        yield Found(f"It {_PROGRAMS[kind]}.")


def _own_actions(document: Document) -> list[object]:
    actions = entry(document.root, "/AA")
    return [entry(actions, key) for key in ("/WC", "/WS", "/DS", "/WP", "/DP")]


@rule("pdf-too-large", NOTE)
def is_seen_whole(document: Document) -> Iterator[Found]:
    """What has more pages, tags or drawings than are looked at is told so: the rest may be as it likes."""
    if document.is_cut_short:
        yield Found("It is so large that only a part of it was looked through.")


@rule("pdf-damaged", WARNING)
def is_whole(document: Document) -> Iterator[Found]:
    """The file is as its format has it; readers mend others, each in its own way (ISO 32000-1, 7.5)."""
    told = document.warnings
    if told:
        more = f" ({len(told)} such warnings)" if len(told) > 1 else ""
        yield Found(f"The file is damaged; qpdf says: {told[0]}{more}", hint="qpdf --check says more.")


RULES = (
    can_be_read_aloud,
    title_is_there,
    title_is_shown,
    language_is_said,
    is_tagged,
    long_ones_have_an_outline,
    labels_begin_at_the_first_page,
    runs_nothing,
)
LAST_RULES = (is_seen_whole, is_whole)
"""What is known only when everything has been read."""
