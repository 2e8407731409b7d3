"""Rules about the package document: what shops and libraries read of a book before they open it."""

from __future__ import annotations

from collections.abc import Iterator

from recto.article import direction_of
from recto.writers._devices import Device
from recto.writers._epub.preflight.book import Book, find, line_of
from recto.writers._epub.preflight.rule import ERROR, EVERYWHERE, WARNING, Found, rule
from recto.writers._rule import LANGUAGE


@rule("epub-metadata-missing", ERROR, *EVERYWHERE)
def has_metadata(book: Book, _device: Device) -> Iterator[Found]:
    """A book has a title, an identifier and a language (EPUB 3.3, "Dublin Core required elements").

    Without a language, Send to Kindle refuses it: crocodilestick/Calibre-Web-Automated#382.
    """
    for name in ("title", "identifier", "language"):
        found = find(book.package, f"//dc:{name}")
        if not any((element.text or "").strip() for element in found):
            yield Found(f"The package does not say its {name} (dc:{name}).", book.package_path)


@rule("epub-language", ERROR, *EVERYWHERE)
def language_is_known(book: Book, _device: Device) -> Iterator[Found]:
    """The language is a BCP 47 tag, not a word (EPUB 3.3, "The dc:language element")."""
    for element in find(book.package, "//dc:language"):
        text = (element.text or "").strip()
        if text and not LANGUAGE.fullmatch(text):
            yield Found(
                f"The language {text!r} is none that readers know.",
                book.package_path,
                line_of(element),
                hint="Such as en or pt-BR.",
            )


@rule("epub-identifier", ERROR, *EVERYWHERE)
def identifiers_agree(book: Book, _device: Device) -> Iterator[Found]:
    """`unique-identifier` names a dc:identifier, and the NCX repeats it (kobolabs/epub-spec, "OPF").

    A mismatch is among what made Send to Kindle refuse books: innocenat/kindle-epub-fix#25.
    """
    wanted = book.package.get("unique-identifier")
    named = [element for element in find(book.package, "//dc:identifier") if element.get("id") == wanted]
    if not named:
        yield Found("`unique-identifier` names no dc:identifier.", book.package_path, line_of(book.package))
        return
    ncx = book.ncx()
    for meta in find(ncx[1], "//ncx:meta[@name='dtb:uid']") if ncx else ():
        if meta.get("content", "").strip() != (named[0].text or "").strip():
            yield Found("The NCX has another identifier than the package.", ncx and ncx[0], line_of(meta))


@rule("epub-spine", ERROR, *EVERYWHERE)
def spine_leads_somewhere(book: Book, _device: Device) -> Iterator[Found]:
    """The spine has at least one document, and each is in the manifest (EPUB 3.3, "The spine element")."""
    known = {item.id for item in book.items}
    references = find(book.package, "opf:spine/opf:itemref")
    if not references:
        yield Found("The spine is empty: there is nothing to read.", book.package_path)
    for reference in references:
        if reference.get("idref") not in known:
            yield Found(
                f"The spine names {reference.get('idref')!r}, which the manifest does not list.",
                book.package_path,
                line_of(reference),
            )


@rule("epub-direction", WARNING, *EVERYWHERE)
def pages_turn_as_the_script_runs(book: Book, _device: Device) -> Iterator[Found]:
    """A book in a script from right to left turns its pages so.

    EPUB 3.3, "The spine element"; kobolabs/epub-spec, "Right to Left Page and Text Direction".
    """
    languages = [(element.text or "").strip().lower() for element in find(book.package, "//dc:language")]
    main = languages[0] if languages else ""
    for spine in find(book.package, "opf:spine"):
        if direction_of(main) == "rtl" and spine.get("page-progression-direction") != "rtl":
            yield Found(
                f"The language {main!r} runs from right to left, and the pages turn from left to right.",
                book.package_path,
                line_of(spine),
                hint='Give the spine page-progression-direction="rtl".',
            )


@rule("epub-cover-missing", WARNING, "kindle", "kobo")
def has_cover(book: Book, _device: Device) -> Iterator[Found]:
    """The manifest marks the cover, by which libraries show a book (kobolabs/epub-spec, "Cover Images")."""
    if book.cover is None:
        yield Found(
            "No image is marked as the cover: libraries will show a blank one.",
            book.package_path,
            hint='Give the item properties="cover-image".',
        )


@rule("epub-cover-meta", WARNING, "kobo", "generic")
def cover_is_named_the_old_way(book: Book, _device: Device) -> Iterator[Found]:
    """Kobo's readers find the thumbnail by `meta name="cover"` (kobolabs/epub-spec, "Cover Images")."""
    if book.cover is not None and book.cover.id not in [
        meta.get("content") for meta in find(book.package, "//opf:meta[@name='cover']")
    ]:
        yield Found(
            "The cover is not named for older readers.",
            book.package_path,
            book.cover.line,
            hint=f'Add <meta name="cover" content="{book.cover.id}"/>.',
        )


RULES = (
    has_metadata,
    language_is_known,
    identifiers_agree,
    spine_leads_somewhere,
    pages_turn_as_the_script_runs,
    has_cover,
    cover_is_named_the_old_way,
)
