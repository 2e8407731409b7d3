"""The preflight: each rule tells of the book that breaks it, and no book can break the preflight."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PIL import Image

from recto.article import Asset
from recto.diagnostics import Diagnostic
from recto.writers._devices import DEVICES, MEGABYTE
from recto.writers._epub.preflight import RULES, preflight
from recto.writers._epub.preflight.book import open_book
from recto.writers._epub.preflight.sizes import goes_by_mail, is_taken
from tests.epub_books import Book, article, call, notes

Change = Callable[[bytes], bytes | None]
PAGE, PACKAGE, NAV, NCX, CSS, PICTURE = (
    f"EPUB/{name}"
    for name in ("chapter-1.xhtml", "content.opf", "nav.xhtml", "toc.ncx", "style.css", "images/image-1.png")
)


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8), mode: str = "L", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, format=kind, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def good() -> bytes:
    """A book that breaks no rule for any device: with a note, a picture and an embedded font's name gone."""
    body = f'<h2 id="a">Part</h2><p>Text{call(1)} <img src="a.png" alt="A"/></p>{notes("A note.")}'
    made = article(body, assets=[Asset("a.png", "image/png", picture(), 8, 8)], cover="a.png")
    return Book(made, fonts=False).artifact.data


def repacked(book: bytes, changes: dict[str, Change | bytes]) -> bytes:
    """Return the book with files changed, put in (bytes for a new name) or taken out (None)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            change = changes.get(info.filename)
            data = old.read(info)
            after = change if isinstance(change, bytes) else data if change is None else change(data)
            if after is not None:
                new.writestr(info, after)
        for name, change in changes.items():
            if name not in old.namelist() and isinstance(change, bytes):
                new.writestr(name, change)
    return out.getvalue()


def put(before: str, after: str) -> Change:
    """Return a change of text; what is to be changed has to be there."""

    def change(data: bytes) -> bytes:
        assert before.encode() in data, before
        return data.replace(before.encode(), after.encode(), 1)

    return change


def out(_data: bytes) -> None:
    """Take a file out."""


def found(book: bytes, device: str = "generic") -> list[Diagnostic]:
    return list(preflight(io.BytesIO(book), DEVICES[device], name="b.epub"))


@dataclass(frozen=True)
class Breach:
    """How a book is made to break a rule, and where it is told."""

    code: str
    changes: dict[str, Change | bytes]
    file: str | None = None
    line: int | None = None
    device: str = "generic"


def listed(line: str) -> Change:
    return put("<manifest>", f"<manifest>{line}")


BREACHES = [
    Breach("epub-mimetype", {"mimetype": b"application/zip"}),
    Breach("epub-xml-broken", {PAGE: put("</section>", "</sektion>")}, PAGE, 14),
    Breach("epub-comment-hyphens", {PAGE: put("<body", "<!-- a -- b -->\n<body")}, PAGE, 8),
    Breach("epub-file-missing", {CSS: out}, PACKAGE),
    Breach(
        "epub-file-name",
        {PACKAGE: listed('<item id="x" href="a%20b.css" media-type="text/css"/>'), "EPUB/a b.css": b"a{}"},
        PACKAGE,
    ),
    Breach("epub-metadata-missing", {PACKAGE: put("<dc:language>en</dc:language>", "")}, PACKAGE),
    Breach("epub-metadata-missing", {PACKAGE: put(">A title<", "> <")}, PACKAGE),
    Breach("epub-language", {PACKAGE: put(">en<", ">English, mostly<")}, PACKAGE),
    Breach("epub-identifier", {PACKAGE: put('unique-identifier="', 'unique-identifier="not-')}, PACKAGE),
    Breach("epub-identifier", {NCX: put("urn:uuid:", "urn:uuid:1")}, NCX),
    Breach("epub-spine", {PACKAGE: put('<itemref idref="', '<itemref idref="not-')}, PACKAGE),
    Breach("epub-direction", {PACKAGE: put(">en<", ">he<")}, PACKAGE),
    Breach(
        "epub-cover-missing",
        {PACKAGE: lambda data: data.replace(b"cover-image", b"").replace(b'name="cover"', b'name="x"')},
        PACKAGE,
        device="kobo",
    ),
    Breach("epub-cover-meta", {PACKAGE: put('name="cover"', 'name="uncover"')}, PACKAGE),
    Breach("epub-nav-missing", {PACKAGE: put('properties="nav"', "")}, PACKAGE),
    Breach("epub-nav-shape", {NAV: put("<ol>", "<p>Words</p><ol>")}, NAV, 9),
    Breach("epub-nav-shape", {NAV: put(">A title</a></li>", "></a></li>")}, NAV, 12),
    Breach("epub-nav-shape", {NAV: put("<li><a", "<li>Words <em/><a")}, NAV, 12),
    Breach("epub-ncx-missing", {PACKAGE: put("application/x-dtbncx+xml", "text/plain")}, PACKAGE),
    Breach("epub-ncx-shape", {NCX: put('playOrder="1"', 'playOrder="7"')}, NCX),
    Breach("epub-ncx-shape", {NCX: put("<navLabel><text>A title", "<navLabel><text>")}, NCX),
    Breach("epub-encoding", {PAGE: put('<?xml version="1.0" encoding="utf-8"?>', "")}, PAGE, 1),
    Breach("epub-id-twice", {PAGE: put("<p>Text", '<p id="a">Text')}, PAGE, 10),
    Breach("epub-script", {PAGE: put("</head>", "<script/></head>")}, PAGE, 7),
    Breach("epub-link-dead", {PAGE: put("<p>Text", '<p><a href="#nowhere">Text</a>')}, PAGE, 10),
    Breach("epub-link-dead", {NAV: put('href="title.xhtml"', 'href="../../etc/passwd"')}, NAV, 12),
    Breach("epub-image-missing", {PAGE: put('src="images/', 'src="pictures/')}, PAGE, 10),
    Breach("epub-remote", {PAGE: put('src="images/image-1.png"', 'src="https://a.org/b.png"')}, PAGE, 10),
    Breach(
        "epub-noteref-shape",
        {PAGE: put('id="fnref-1-1">1</a>', 'id="fnref-1-1"><sup>1</sup></a>')},
        PAGE,
        10,
    ),
    Breach("epub-noteref-target", {PAGE: put('epub:type="footnote"', "")}, PAGE, 11, device="apple"),
    Breach(
        "epub-note-inline",
        {PAGE: lambda data: data.replace(b' id="fn-1">', b'><span id="fn-1"/>')},
        PAGE,
        11,
        device="kobo",
    ),
    Breach("epub-note-way-back", {PAGE: put('href="#fnref-1', 'name="#fnref-1')}, PAGE, 11),
    Breach("epub-css-variables", {CSS: lambda data: b"/* --a: 1; */\n\nhtml { --a: 1em }" + data}, CSS, 3),
    Breach(
        "epub-css-variables", {CSS: lambda data: b"p { color: var(--a) }" + data}, CSS, 1, device="kindle"
    ),
    Breach("epub-css-layout", {CSS: lambda data: b"\np { display:flex }" + data}, CSS, 2),
    Breach("epub-style-element", {PAGE: put("</head>", "<style>p { margin: 0 }</style></head>")}, PAGE, 7),
    Breach("epub-style-attribute", {PAGE: put("<p>Text", '<p style="margin: 0">Text')}, PAGE, 10),
    Breach(
        "epub-font-format",
        {PACKAGE: listed('<item id="x" href="f.woff2" media-type="font/woff2"/>'), "EPUB/f.woff2": b"wOF2"},
        "EPUB/f.woff2",
        device="kobo",
    ),
    Breach("epub-image-unreadable", {PICTURE: b"\x89PNG\r\n\x1a\nnothing"}, PICTURE),
    Breach("epub-image-type", {PICTURE: picture("JPEG")}, PICTURE),
    Breach("epub-image-format", {PICTURE: picture("WEBP", mode="RGB")}, PICTURE, device="kindle"),
    Breach("epub-image-cmyk", {PICTURE: picture("JPEG", mode="CMYK")}, PICTURE),
    Breach("epub-image-pixels", {PICTURE: picture(size=(2400, 2400), mode="1")}, PICTURE, device="apple"),
    Breach("epub-image-bytes", {PICTURE: picture() + bytes(6 * MEGABYTE)}, PICTURE, device="kindle"),
    Breach("epub-image-progressive", {PICTURE: picture("JPEG", progressive=True)}, PICTURE, device="kobo"),
    Breach("epub-image-slow", {PICTURE: picture(size=(2000, 2000), mode="1")}, PICTURE, device="remarkable"),
    Breach("epub-cover-format", {PACKAGE: put('"image/png"', '"image/gif"')}, PICTURE),
    Breach("epub-page-size", {PICTURE: picture() + bytes(11 * MEGABYTE)}, "EPUB/cover.xhtml"),
]
"""At least one for each rule that looks at one file; `epub-size` and `epub-size-mail` weigh the whole."""


@pytest.mark.parametrize("device", DEVICES)
def test_a_good_book_is_not_told(good: bytes, device: str) -> None:
    """What keeps to the rules is passed over in silence."""
    assert [] == found(good, device)


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.code)
def test_a_breach_is_told_with_its_place(good: bytes, breach: Breach) -> None:
    """Each with its code, the file inside the book and, where it is text, the line."""
    told = found(repacked(good, breach.changes), breach.device)
    mine = [finding for finding in told if finding.code == breach.code]

    assert mine, [str(finding) for finding in told]
    assert (f"b.epub/{breach.file}" if breach.file else "b.epub") == mine[0].file
    if breach.line is not None:
        assert breach.line == mine[0].line


def test_every_rule_is_broken_by_a_test() -> None:
    """No rule comes without a book that breaks it, and its docstring says where it comes from."""
    weighed = {"epub-size", "epub-size-mail"}

    assert {rule.code for rule in RULES} == {breach.code for breach in BREACHES} | weighed
    assert [] == [rule.code for rule in RULES if not rule.check.__doc__]


def test_a_fault_that_is_everywhere_is_told_some_times(good: bytes) -> None:
    """A thousand lines about one thing would hide the others."""
    links = "<a href='#nowhere'>x</a>" * 1000
    told = found(repacked(good, {PAGE: put("<p>Text", f"<p>{links}")}))

    assert ["epub-link-dead"] * 21 == [finding.code for finding in told]
    assert "There is more of the same." == told[-1].message


def test_a_book_cannot_command_the_terminal(good: bytes) -> None:
    """Names and ids are shown without control characters, and not to their full length."""
    name = "EPUB/\x1b[2J.css"
    item = '<item id="x" href="%1B%5B2J.css" media-type="text/css"/>'
    styled = repacked(good, {PACKAGE: listed(item), name: b"a { display: flex }"})
    long = repacked(good, {PAGE: put("<p>Text", f'<p><a href="#{"x" * 9999}">x</a>')})

    assert "b.epub/EPUB/\N{REPLACEMENT CHARACTER}[2J.css" in [finding.file for finding in found(styled)]
    assert not [finding for finding in found(styled) if "\x1b" in str(finding)]
    assert max(len(str(finding)) for finding in found(long)) < 500


@pytest.mark.parametrize(("size", "codes"), [(30, []), (60, ["epub-size-mail"]), (201, ["epub-size"])])
def test_a_book_is_weighed(good: bytes, size: int, codes: list[str]) -> None:
    """Send to Kindle takes 50 MB by mail, and 200 MB on the web."""
    heavy = repacked(good, {"EPUB/heavy.bin": b""})
    with zipfile.ZipFile(file := io.BytesIO(heavy), "a") as archive:
        archive.writestr("EPUB/more.bin", bytes(size * MEGABYTE))
    book = open_book(file)
    kindle = DEVICES["kindle"]

    told = [rule.code for rule in (is_taken, goes_by_mail) for _ in rule.findings(book, kindle, "b.epub")]
    assert codes == told


def encrypted(book: bytes) -> bytes:
    method = '<EncryptionMethod xmlns="http://www.w3.org/2001/04/xmlenc#" Algorithm="urn:lock"/>'
    return repacked(book, {"META-INF/encryption.xml": f"<encryption>{method}</encryption>".encode()})


def locked(book: bytes) -> bytes:
    """Set the flag of a password on the first file, in the central directory."""
    at = book.index(b"PK\x01\x02") + 8
    return book[:at] + struct.pack("<H", 1) + book[at + 2 :]


def too_many(book: bytes) -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(book), "a") as archive:
        for number in range(20_001):
            archive.writestr(str(number), b"")
    return file.getvalue()


def bomb(book: bytes) -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for info in zipfile.ZipFile(io.BytesIO(book)).infolist():
            data = zipfile.ZipFile(io.BytesIO(book)).read(info)
            archive.writestr(info.filename, data + b" " * (17 * MEGABYTE) if info.filename == PAGE else data)
    return file.getvalue()


def damaged(book: bytes) -> bytes:
    at = book.index(b"EPUB/content.opf") + 40
    return book[:at] + bytes(60) + book[at + 60 :]


LAUGHS = (
    b'<!DOCTYPE container [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (at + 1, b"&a%d;" % at * 10) for at in range(9))
    + b']><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    + b'<rootfile full-path="&a9;"/></container>'
)
AWAY = b"""<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfile full-path="../../../../etc/passwd"/></container>"""


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda _: b"", "epub-unreadable"),
        (lambda _: b"no archive at all", "epub-unreadable"),
        (lambda book: book[:-40], "epub-unreadable"),
        (damaged, "epub-unreadable"),
        (lambda book: repacked(book, {"META-INF/container.xml": out}), "epub-container-missing"),
        (lambda book: repacked(book, {"META-INF/container.xml": b"<no"}), "epub-container-missing"),
        (lambda book: repacked(book, {"META-INF/container.xml": b"<no/>"}), "epub-container-missing"),
        (lambda book: repacked(book, {"META-INF/container.xml": LAUGHS}), "epub-container-missing"),
        (lambda book: repacked(book, {"META-INF/container.xml": AWAY}), "epub-package-missing"),
        (lambda book: repacked(book, {PACKAGE: b""}), "epub-package-missing"),
        (lambda book: repacked(book, {PACKAGE: b"<a/>" * 9}), "epub-package-missing"),
        (encrypted, "epub-encrypted"),
        (locked, "epub-encrypted"),
        (lambda book: repacked(book, {"../../evil": b"x"}), "epub-path-unsafe"),
        (lambda book: repacked(book, {"/etc/evil": b"x"}), "epub-path-unsafe"),
        (lambda book: repacked(book, {"C:\\evil": b"x"}), "epub-path-unsafe"),
        (too_many, "epub-bomb"),
        (bomb, "epub-bomb"),
    ],
)
def test_what_cannot_be_looked_through_is_one_finding(
    good: bytes, spoil: Callable[[bytes], bytes], code: str
) -> None:
    """Broken, locked, booby-trapped: said in a sentence, and no rule runs into it."""
    assert [code] == [finding.code for finding in found(spoil(good))]


def test_every_cut_and_every_flipped_byte_is_told_or_harmless(good: bytes) -> None:
    """Whatever happens to a book on its way, the preflight ends with findings and not with a traceback."""
    for at in range(0, len(good), max(1, len(good) // 150)):
        found(good[:at])
        found(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :])


@pytest.mark.parametrize(
    "page",
    [
        b"<html xmlns='http://www.w3.org/1999/xhtml'>" + b"<div>" * 5000,
        b"<html xmlns='http://www.w3.org/1999/xhtml'>"
        + b"<a href='#a' role='doc-noteref'/>" * 20_000
        + b"</html>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><style>" + b"/*" * 200_000 + b"</style></html>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><style>" + b"--a" * 200_000 + b"</style></html>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><style>" + b"'\"\n" * 100_000 + b"</style></html>",
    ],
    ids=["deep", "links", "comments", "hyphens", "quotes"],
)
def test_hostile_pages_take_no_longer_than_large_ones(good: bytes, page: bytes) -> None:
    """A megabyte of anything is looked through in a second or two, whatever it is made of."""
    began = time.process_time()
    found(repacked(good, {PAGE: page}))

    assert time.process_time() - began < 4


def test_the_preflight_is_quick(good: bytes, record_property: Callable[[str, object], None]) -> None:
    """It runs on every build: the goal for the sample is 50 ms, of which one page takes little."""
    spent = []
    for _ in range(5):
        began = time.process_time()
        found(good)
        spent.append(time.process_time() - began)
    record_property("milliseconds", round(min(spent) * 1000, 1))

    assert min(spent) < 0.05
