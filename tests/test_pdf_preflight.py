"""The preflight of documents: each rule tells of its breach, and no document can break the preflight."""

from __future__ import annotations

import io
import random
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from recto.article import Asset
from recto.diagnostics import Diagnostic
from recto.writers._pdf.preflight import RULES, flavours, painted, preflight
from tests.pdf_editions import article, opened, printed

Change = Callable[[Any], object]
BODY = (
    '<h2 id="a">A</h2><p><a href="#a">There</a> and <a href="https://example.org/">elsewhere</a></p>'
    '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
    "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
)


def picture(size: tuple[int, int]) -> Asset:
    file = io.BytesIO()
    Image.new("RGB", size).save(file, "PNG")
    return Asset("p.png", "image/png", file.getvalue(), *size)


@pytest.fixture(scope="module")
def good() -> bytes:
    """A document that breaks no rule: with a heading, links, a table and a sharp image."""
    sharp = picture((900, 600))
    body = BODY + '<p><img src="p.png" alt="A picture" width="360" height="240"></p>'
    return printed(article(body, assets={"p.png": sharp}), findings=[])


@pytest.fixture(scope="module")
def pressed() -> bytes:
    """A document for a press."""
    return printed(article(BODY), standard="x-4")


def look(folder: Path, document: bytes) -> list[Diagnostic]:
    (folder / "p.pdf").write_bytes(document)
    return list(preflight(folder / "p.pdf", name="p.pdf"))


def changed(document: bytes, *changes: Change, **saving: Any) -> bytes:
    out = io.BytesIO()
    with opened(document) as pdf:
        for change in changes:
            change(pdf)
        pdf.save(out, **saving)
    return out.getvalue()


def put(*path: Any, value: Any) -> Change:
    """Return a change that puts a value where the path leads, below the catalog."""

    def change(pdf: Any) -> None:
        holder = pdf.Root
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = value

    return change


def drop(*path: Any) -> Change:
    def change(pdf: Any) -> None:
        holder = pdf.Root
        for key in path[:-1]:
            holder = holder[key]
        del holder[path[-1]]

    return change


def untitled(pdf: Any) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b">Title<", b"><"))
    if "/Title" in pdf.docinfo:
        del pdf.docinfo["/Title"]


def element(role: str) -> Callable[[Any], Any]:
    """Return what finds the first structure element of a role."""

    def find(pdf: Any) -> Any:
        return next(
            item
            for item in pdf.objects
            if isinstance(item, Dictionary) and item.get("/S") == Name(f"/{role}")
        )

    return find


def link(pdf: Any, number: int = 0) -> Any:
    return [each for each in pdf.pages[0].Annots if each.Subtype == Name.Link][number]


def no_alt(pdf: Any) -> None:
    del element("Figure")(pdf)["/Alt"]


def deeper(pdf: Any) -> None:
    element("H2")(pdf).S = Name.H3


def headless(pdf: Any) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/S") == Name.TH:
            item.S = Name.TD


def mute(pdf: Any) -> None:
    del link(pdf)["/Contents"]


def lead(number: int, **entries: Any) -> Change:
    def change(pdf: Any) -> None:
        found = link(pdf, number)
        for key in ("/Dest", "/A"):
            if key in found:
                del found[key]
        for key, value in entries.items():
            found[f"/{key}"] = value

    return change


def lost_page(pdf: Any) -> None:
    other = pdf.make_indirect(Dictionary(Type=Name.Page))
    lead(0, Dest=Array([other, Name.Fit]))(pdf)


def foreign_font(pdf: Any) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].Resources.Font["/Foreign"] = pdf.make_indirect(font)


def coarse(pdf: Any) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            item.Width, item.Height = 300, 200


def longer(pdf: Any) -> None:
    for _ in range(21):
        pdf.add_blank_page()
    if "/Outlines" in pdf.Root:
        del pdf.Root["/Outlines"]


def without_claims(pdf: Any) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(
        packet.replace(b"pdfuaid:part", b"pdfuaid:p").replace(b"pdfaid:part", b"pdfaid:p")
    )


def claiming(old: bytes, new: bytes) -> Change:
    def change(pdf: Any) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new))

    return change


@dataclass(frozen=True)
class Breach:
    """How a document is made to break a rule."""

    code: str
    changes: tuple[Change, ...]
    words: str = ""


def breach(code: str, *changes: Change, words: str = "") -> Breach:
    return Breach(code, changes, words)


JAVASCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
BREACHES = [
    breach("pdf-title", untitled, without_claims),
    breach("pdf-title-hidden", drop("/ViewerPreferences"), without_claims),
    breach("pdf-lang", drop("/Lang"), without_claims),
    breach("pdf-lang", put("/Lang", value=String("English, mostly")), words="'English, mostly'"),
    breach("pdf-not-tagged", drop("/MarkInfo"), without_claims),
    breach("pdf-outline-missing", longer, words="22 pages"),
    breach("pdf-page-labels", put("/PageLabels", value=Dictionary(Nums=Array([1, Dictionary(S=Name.D)])))),
    breach(
        "pdf-page-labels",
        put("/PageLabels", value=Dictionary(Nums=Array([0, Dictionary(), 9, Dictionary()]))),
    ),
    breach("pdf-script", put("/OpenAction", value=JAVASCRIPT), without_claims, words="JavaScript"),
    breach("pdf-script", put("/AA", value=Dictionary(WC=JAVASCRIPT)), without_claims, words="JavaScript"),
    breach("pdf-alt-missing", no_alt, words="figure on page 1"),
    breach("pdf-heading-order", deeper, words="level 3 on page 1"),
    breach("pdf-table-heads", headless, words="table on page 1"),
    breach("pdf-link-contents", mute, words="page 1"),
    breach("pdf-link-dead", lead(0, Dest=String("nowhere")), words="'nowhere'"),
    breach("pdf-link-dead", lead(0, Dest=Name.nowhere), words="'nowhere'"),
    breach("pdf-link-dead", lead(0, A=Dictionary(S=Name.GoTo, D=String("nowhere"))), words="'nowhere'"),
    breach("pdf-link-dead", lead(0, Dest=Array([7, Name.Fit])), words="a page that"),
    breach("pdf-link-dead", lost_page, words="a page that"),
    breach("pdf-link-dead", lead(1, A=Dictionary(S=Name.URI, URI=String(""))), words="empty"),
    breach("pdf-link-dead", lead(1), words="nowhere"),
    breach("pdf-link-dead", put("/Outlines", "/First", "/Dest", value=String("nowhere")), words="outline"),
    breach("pdf-file-address", lead(1, A=Dictionary(S=Name.URI, URI=String("file:///home/a")))),
    breach("pdf-font-missing", foreign_font, words="Helvetica, used on page 1"),
    breach("pdf-image-resolution", coarse, words="300 × 200 pixels on page 1 is shown at 80 pixels an inch"),
    breach(
        "pdf-claim-ua", lambda pdf: pdf.pages[0].obj.__delitem__("/Tabs"), words="PDF/UA-1, and has pages"
    ),
    breach("pdf-claim-ua", put("/MarkInfo", "/Suspects", value=True), words="suspects"),
    breach(
        "pdf-claim-ua", claiming(b"<pdfuaid:part>1", b"<pdfuaid:part>2"), words="PDF/UA-2, and is not PDF 2"
    ),
    breach("pdf-claim-a", drop("/OutputIntents"), words="PDF/A-3a, and does not say which colours"),
    breach("pdf-claim-a", claiming(b"<pdfaid:part>3", b"<pdfaid:part>4"), words="is not PDF 2.0"),
]
OF_A_PRESS = [
    breach("pdf-claim-x", drop("/OutputIntents"), words="PDF/X-4, and names no printing condition"),
    breach("pdf-claim-x", lambda pdf: pdf.pages[0].obj.__delitem__("/TrimBox"), words="TrimBox"),
]
ELSEWHERE = {"pdf-locked", "pdf-damaged", "pdf-too-large"}
"""Rules about what no change of an object brings about."""


def test_a_good_document_has_nothing_to_report(tmp_path: Path, good: bytes) -> None:
    """The other tests change one thing in it."""
    assert [] == look(tmp_path, good)


def test_a_document_for_a_press_needs_no_tags(tmp_path: Path, pressed: bytes) -> None:
    """Nobody reads it on a screen."""
    assert [] == look(tmp_path, pressed)


@pytest.mark.parametrize("each", BREACHES, ids=lambda each: f"{each.code} {each.words[:20]}")
def test_each_rule_tells_of_its_breach(tmp_path: Path, good: bytes, each: Breach) -> None:
    """By its code, and by the page where there is one."""
    found = look(tmp_path, changed(good, *each.changes))

    assert {each.code} == {finding.code for finding in found}
    assert each.words in found[0].message
    assert {"p.pdf"} == {finding.file for finding in found}


@pytest.mark.parametrize("each", OF_A_PRESS, ids=lambda each: each.words[:20])
def test_what_is_for_a_press_keeps_what_it_claims(tmp_path: Path, pressed: bytes, each: Breach) -> None:
    """The facts that are cheap to see."""
    (finding,) = look(tmp_path, changed(pressed, *each.changes))

    assert (each.code, True) == (finding.code, each.words in finding.message)


def test_every_rule_is_broken_by_a_test() -> None:
    """A rule that nothing breaks may hold nothing."""
    broken = {each.code for each in (*BREACHES, *OF_A_PRESS)} | ELSEWHERE

    assert {each.code for each in RULES} == broken


def test_a_lock_without_a_password_may_keep_screen_readers_out(tmp_path: Path, good: bytes) -> None:
    """One that lets them in is no matter, unless PDF/A is claimed."""
    for allowed in (False, True):
        lock = pikepdf.Encryption(
            owner="o",
            user="",
            R=3,
            aes=False,
            metadata=False,
            allow=pikepdf.Permissions(accessibility=allowed),
        )
        found = look(tmp_path, changed(good, without_claims, encryption=lock))

        assert ([] if allowed else ["pdf-locked"]) == [finding.code for finding in found]


def test_a_password_is_told_and_how_it_is_taken_off(tmp_path: Path, good: bytes) -> None:
    """Nothing behind it is seen."""
    (finding,) = look(tmp_path, changed(good, encryption=pikepdf.Encryption(owner="o", user="u")))

    assert "pdf-encrypted" == finding.code


def test_damage_that_is_mended_is_told(tmp_path: Path, good: bytes) -> None:
    """Readers mend it, too, each in its own way."""
    found = look(tmp_path, good.replace(b"startxref", b"startxxxx"))

    assert ["pdf-damaged"] == [finding.code for finding in found]


@pytest.mark.parametrize(
    "document", [b"", b"no PDF", b"%PDF-1.7\n", b"%PDF-1.7\ntrailer<</Root 1 0 R>>", b"\0" * 5000]
)
def test_what_is_no_pdf_is_one_finding(tmp_path: Path, document: bytes) -> None:
    """No traceback."""
    (finding,) = look(tmp_path, document)

    assert "pdf-unreadable" == finding.code


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ((), ("ua1", "3a")),
        ((without_claims,), ("ua1",)),
        ((claiming(b"<pdfuaid:part>1", b"<pdfuaid:part>2"),), ("ua2", "3a")),
    ],
)
def test_a_document_is_judged_by_what_it_claims(
    tmp_path: Path, good: bytes, claims: tuple[Change, ...], expected: tuple[str, ...]
) -> None:
    """By PDF/UA-1 when it claims nothing."""
    (tmp_path / "p.pdf").write_bytes(changed(good, *claims))

    assert expected == flavours(tmp_path / "p.pdf")


def test_what_is_for_a_press_is_judged_by_no_flavour(tmp_path: Path, pressed: bytes) -> None:
    """veraPDF knows nothing of PDF/X."""
    (tmp_path / "p.pdf").write_bytes(pressed)

    assert () == flavours(tmp_path / "p.pdf")


def drawn(pages: int, content: bytes, **resources: Any) -> bytes:
    """Return a document by hand, whose pages share what they paint."""
    pdf = pikepdf.new()
    stream = pdf.make_stream(content)
    shared = pdf.make_indirect(Dictionary(**resources))
    for _ in range(pages):
        page = pdf.add_blank_page()
        page.obj.Contents, page.obj.Resources = stream, shared
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def nested_forms(depth: int, each: int) -> bytes:
    """Return a document in which every form paints the next one so often."""
    pdf = pikepdf.new()
    inner = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    for _ in range(depth):
        resources = Dictionary(XObject=Dictionary(X=inner))
        inner = pdf.make_stream(
            b"/X Do " * each, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1], Resources=resources
        )
    page = pdf.add_blank_page()
    page.obj.Contents = pdf.make_stream(b"/X Do")
    page.obj.Resources = Dictionary(XObject=Dictionary(X=inner))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def circles(pdf: Any) -> None:
    """Lead everything that can be followed back to itself."""
    root = pdf.Root
    tree = pdf.make_indirect(Dictionary(S=Name.Sect))
    tree.K = Array([tree, tree])
    root.StructTreeRoot.K = tree
    names = pdf.make_indirect(Dictionary())
    names.Kids = Array([names, names])
    root.Names = Dictionary(Dests=names)
    item = pdf.make_indirect(Dictionary(Title=String("x")))
    item.Next = item.First = item
    root.Outlines = Dictionary(First=item)
    labels = pdf.make_indirect(Dictionary())
    labels.Kids = Array([labels])
    root.PageLabels = labels
    form = pdf.make_stream(b"/X Do", Type=Name.XObject, Subtype=Name.Form)
    form.Resources = pdf.make_indirect(Dictionary(XObject=Dictionary(X=form)))
    pdf.pages[0].obj.Resources = form.Resources
    root.StructTreeRoot.RoleMap = Dictionary(Sect=Name.P, P=Name.Sect)


BOMB = zlib.compress(b"0" * (200 * 2**20), 1)


def bomb(pdf: Any) -> None:
    """Pack two hundred megabytes into the page and the metadata."""
    image = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=image))
    packed = pikepdf.Stream(pdf, b"")
    packed.write(BOMB, filter=Name.FlateDecode)
    pdf.pages[0].obj.Contents = packed
    pdf.Root.Metadata.write(BOMB, filter=Name.FlateDecode)


IMAGE = Dictionary(X=Dictionary(Subtype=Name.Image, Width=1, Height=1))


@pytest.mark.parametrize(
    "make",
    [
        lambda good: changed(good, circles),
        lambda good: changed(good, bomb),
        lambda _: nested_forms(12, 10),
        lambda _: drawn(1, b"q " * 300_000, XObject=IMAGE),
        lambda _: drawn(1, b"1 " * 300_000 + b"cm", XObject=IMAGE),
        lambda _: drawn(1, b"(" * 300_000, XObject=IMAGE),
        lambda _: drawn(1, b"<" * 300_000, XObject=IMAGE),
        lambda _: drawn(1, b"BI " * 200_000, XObject=IMAGE),
        lambda good: changed(good, put("/Metadata", value=Array([1])), fix_metadata_version=False),
        lambda good: changed(good, put("/StructTreeRoot", "/K", value=Array([Array([Array([1])])]))),
    ],
    ids="circles bomb forms states numbers strings hex inline metadata kids".split(),
)
def test_what_is_made_to_do_harm_does_none(
    tmp_path: Path, good: bytes, make: Callable[[bytes], bytes]
) -> None:
    """No traceback, no endless walk, and no more memory than a bound allows."""
    document = make(good)
    began = time.process_time()
    look(tmp_path, document)

    assert time.process_time() - began < 5


def test_what_is_not_looked_at_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pages paint the same, only so much is read."""
    monkeypatch.setattr(painted, "_READ", 100_000)
    document = drawn(50, b"q 1 0 0 1 0 0 cm Q " * 1_000, XObject=IMAGE)

    assert "pdf-too-large" in {finding.code for finding in look(tmp_path, document)}


def test_no_damage_breaks_it(tmp_path: Path, good: bytes) -> None:
    """Bytes changed by chance, the same chance each time; in the objects as they stand unpacked."""
    plain = changed(good, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    chance = random.Random(7)  # noqa: S311 - nothing is kept secret
    for _ in range(150):
        damaged = bytearray(plain)
        for _ in range(chance.randrange(1, 60)):
            damaged[chance.randrange(len(damaged))] = chance.choice(b"<>()[]/0123456789 \0\xffRnfe")
        look(tmp_path, bytes(damaged))


def test_limits_of_qpdf_are_put_back(tmp_path: Path, good: bytes) -> None:
    """They hold for the whole process, and writers do without."""
    before = pikepdf.settings.get_qpdf_limits()
    look(tmp_path, good)
    look(tmp_path, b"no PDF")

    assert before == pikepdf.settings.get_qpdf_limits()
