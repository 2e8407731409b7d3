"""Rules about what a document claims: the facts that are cheap to see; veraPDF sees all."""

from __future__ import annotations

from collections.abc import Iterator

from recto.writers._pdf.preflight.document import Document
from recto.writers._pdf.preflight.values import array, entry, name
from recto.writers._rule import ERROR, Found, rule

_FORBIDDEN = frozenset(("JavaScript", "Launch", "Sound", "Movie", "ResetForm", "ImportData"))


@rule("pdf-claim-ua", ERROR)
def keeps_what_pdf_ua_promises(document: Document) -> Iterator[Found]:
    """What claims to be PDF/UA is tagged, titled and ordered (ISO 14289-1, 7.1, 7.2, 7.16, 7.18.3)."""
    part = document.claims.ua
    if not part:
        return
    facts = {
        "is not tagged": not document.is_tagged,
        "has no title in its metadata": not document.title,
        "does not show its title": not document.shows_title,
        "does not say its language": not document.lang,
        "has tags that its maker suspects": entry(document.root, "/MarkInfo", "/Suspects") is True,
        "has pages with links in no order (Tabs)": any(
            array(entry(page, "/Annots")) and name(entry(page, "/Tabs")) != "S" for page in document.pages
        ),
    }
    if part == "2":  # ISO 14289-2, 8.2.1: of PDF 2.0
        facts["is not PDF 2.0"] = not _is_pdf_2(document)
    yield from _broken(f"PDF/UA-{part}", facts)


@rule("pdf-claim-a", ERROR)
def keeps_what_pdf_a_promises(document: Document) -> Iterator[Found]:
    """What claims to be PDF/A needs nothing else to be shown (ISO 19005-1 to -4, 6.1, 6.2, 6.6)."""
    claimed = document.claims.a
    if not claimed:
        return
    part, level = claimed[:1], claimed[1:]
    facts = {
        "is encrypted": document.pdf.is_encrypted,
        "has no ID": len(array(entry(document.pdf.trailer, "/ID"))) != 2,
        "runs programs": _runs_programs(document),
        "packs its metadata": part == "1" and entry(document.root, "/Metadata", "/Filter") is not None,
        "is not tagged": level == "a" and not document.is_tagged,
        "does not say its language": level == "a" and part == "1" and not document.lang,
        "has transparency": part == "1" and document.painting.has_transparency,
        "holds other files": part == "1" and entry(document.root, "/Names", "/EmbeddedFiles") is not None,
        "is not PDF 2.0": part == "4" and not _is_pdf_2(document),
        "does not say which colours it means": _device_colours(document)
        and not _has_intent(document, "GTS_PDFA1"),
    }
    yield from _broken(f"PDF/A-{claimed}", facts)


@rule("pdf-claim-x", ERROR)
def keeps_what_pdf_x_promises(document: Document) -> Iterator[Found]:
    """What claims to be PDF/X is ready for one press (ISO 15930-7, 6.4, 6.17, 6.18; ISO 32000-1, 14.11.2)."""
    claimed = document.claims.x
    if not claimed:
        return
    boxes = [(entry(page, "/TrimBox"), entry(page, "/ArtBox")) for page in document.pages]
    facts = {
        "is encrypted": document.pdf.is_encrypted,
        "names no printing condition (output intent)": not _has_intent(document, "GTS_PDFX"),
        "has pages that do not say where to cut (TrimBox)": any(not any(boxed) for boxed in boxes),
        "runs programs": _runs_programs(document),
        "has links, which nobody clicks on paper": any(
            name(entry(each, "/Subtype")) == "Link"
            for page in document.pages
            for each in array(entry(page, "/Annots"))
        ),
        "has transparency": "X-1" in claimed or ("X-3" in claimed and document.painting.has_transparency),
    }
    yield from _broken(claimed, facts)


def _broken(claimed: str, facts: dict[str, bool]) -> Iterator[Found]:
    for fact, is_so in facts.items():
        if is_so:
            yield Found(f"It claims to be {claimed}, and {fact}.")


def _is_pdf_2(document: Document) -> bool:
    return b"%PDF-2" in document.header or name(entry(document.root, "/Version")).startswith("2")


def _has_intent(document: Document, kind: str) -> bool:
    return any(name(entry(intent, "/S")) == kind for intent in array(entry(document.root, "/OutputIntents")))


def _runs_programs(document: Document) -> bool:
    if entry(document.root, "/Names", "/JavaScript") is not None or entry(document.root, "/AA") is not None:
        return True
    return name(entry(document.root, "/OpenAction", "/S")) in _FORBIDDEN


def _device_colours(document: Document) -> bool:
    """Say whether an image has colours of no known device; what is drawn is veraPDF's to see."""
    spaces = (item.get("/ColorSpace") for item in document.painting.pictures.values())
    return any(name(space).startswith("Device") for space in spaces)


RULES = (keeps_what_pdf_ua_promises, keeps_what_pdf_a_promises, keeps_what_pdf_x_promises)
