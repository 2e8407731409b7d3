"""The check before the press: a file that is whole passes, and each rule tells the file that breaks it."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from recto.writers._pdf.press_preflight import RULES, preflight
from tests.pdf_editions import article, image, picture, printed

Break = Callable[[Any], object]


@cache
def whole() -> bytes:
    asset = picture("RGB", "PNG")
    body = f"<p>Text <em>and</em> more.</p><figure>{image(asset)}<figcaption>Words</figcaption></figure>"
    return printed(article(body, assets={asset.name: asset}), standard="x-4")


def broken(change: Break, **how: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole())) as pdf:
        change(pdf)
        pdf.save(out, **how)
    return out.getvalue()


def codes(data: bytes) -> set[str]:
    return {finding.code for finding in preflight(data, file="a.md")}


def page(pdf: Any) -> Any:
    return pdf.pages[0].obj


def resources(pdf: Any) -> Any:
    return page(pdf).Resources


def intent(pdf: Any) -> Any:
    return pdf.Root.OutputIntents[0]


def picture_of(pdf: Any) -> Any:
    return next(item for item in resources(pdf).XObject.values() if item.get("/Subtype") == "/Image")


def put(owner: Callable[[Any], Any], name: str, value: Any) -> Break:
    return lambda pdf: owner(pdf).__setitem__(name, value)


def drop(owner: Callable[[Any], Any], name: str) -> Break:
    return lambda pdf: owner(pdf).__delitem__(name)


def root(pdf: Any) -> Any:
    return pdf.Root


def paint(code: bytes) -> Break:
    return lambda pdf: pdf.pages[0].contents_add(code)


def in_metadata(old: bytes, new: bytes) -> Break:
    def change(pdf: Any) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new))

    return change


def state(**entries: Any) -> Break:
    return lambda pdf: resources(pdf).ExtGState.__setitem__("/X", Dictionary(**entries))


def drawing(**entries: Any) -> Break:
    def change(pdf: Any) -> None:
        form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
        for key, value in entries.items():
            form[f"/{key}"] = value
        resources(pdf).XObject["/X"] = form

    return change


def without_font_file(pdf: Any) -> None:
    font = next(iter(resources(pdf).Font.values()))
    descriptor = font.DescendantFonts[0].FontDescriptor
    for key in [key for key in descriptor if key.startswith("/FontFile")]:
        del descriptor[key]


def in_profile(at: int, new: bytes) -> Break:
    def change(pdf: Any) -> None:
        data = bytearray(intent(pdf).DestOutputProfile.read_bytes())
        data[at : at + len(new)] = new
        intent(pdf).DestOutputProfile.write(bytes(data))

    return change


def attach(pdf: Any) -> None:
    pdf.attachments["x.txt"] = b"x"


def pack(pdf: Any) -> None:
    stream = pdf.make_stream(b"")
    stream.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)
    page(pdf).Extra = stream


def annotate(pdf: Any) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[100, 100, 200, 120])
    page(pdf).Annots = Array([pdf.make_indirect(link)])


BREAKS: list[tuple[str, Break]] = [
    ("pdfx-version", put(root, "/Version", Name("/1.7"))),
    ("pdfx-intent", drop(root, "/OutputIntents")),
    ("pdfx-intent", lambda pdf: pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])),
    ("pdfx-intent", drop(intent, "/OutputConditionIdentifier")),
    ("pdfx-intent", drop(intent, "/DestOutputProfile")),
    ("pdfx-intent", in_profile(36, b"none")),
    ("pdfx-intent", in_profile(12, b"mntr")),
    ("pdfx-intent", in_profile(8, b"\x05")),
    ("pdfx-intent", in_profile(16, b"RGB ")),
    ("pdfx-colour", paint(b"1 0 0 rg")),
    ("pdfx-colour", paint(b"/DeviceRGB CS 1 0 0 SC")),
    ("pdfx-colour", put(picture_of, "/ColorSpace", Name.DeviceRGB)),
    ("pdfx-colour", put(picture_of, "/ColorSpace", Array([Name.Indexed, Name.DeviceRGB, 0, String("abc")]))),
    (
        "pdfx-colour",
        lambda pdf: resources(pdf).Shading.__setitem__("/X", Dictionary(ColorSpace=Name.DeviceRGB)),
    ),
    ("pdfx-font", without_font_file),
    ("pdfx-identification", drop(root, "/Metadata")),
    ("pdfx-identification", in_metadata(b"PDF/X-4", b"PDF/X-3")),
    ("pdfx-identification", in_metadata(b"xmpMM:DocumentID", b"xmpMM:Other")),
    ("pdfx-properties", in_metadata(b"Title<", b"Other<")),
    ("pdfx-properties", lambda pdf: pdf.docinfo.__setitem__("/CreationDate", "D:20200101000000Z")),
    ("pdfx-properties", lambda pdf: pdf.docinfo.__delitem__("/ModDate")),
    ("pdfx-trapped", lambda pdf: pdf.docinfo.__delitem__("/Trapped")),
    ("pdfx-trapped", in_metadata(b"Trapped>False", b"Trapped>True")),
    ("pdfx-boxes", drop(page, "/TrimBox")),
    ("pdfx-boxes", put(page, "/ArtBox", Array([10, 10, 20, 20]))),
    ("pdfx-boxes", put(page, "/BleedBox", Array([10, 10, 20, 20]))),
    ("pdfx-boxes", put(page, "/BleedBox", Array([-100, -100, 2000, 2000]))),
    ("pdfx-boxes", put(page, "/CropBox", Array([10, 10, 20, 20]))),
    ("pdfx-state", state(TR=Name.Identity)),
    ("pdfx-state", state(HTP=Array([0, 0]))),
    ("pdfx-state", state(HT=Dictionary(HalftoneType=6))),
    ("pdfx-postscript", drawing(Subtype=Name.PS)),
    ("pdfx-outside", attach),
    ("pdfx-outside", drawing(Ref=Dictionary(F=String("x.pdf"), Page=0))),
    ("pdfx-outside", put(picture_of, "/OPI", Dictionary())),
    ("pdfx-outside", put(picture_of, "/Alternates", Array())),
    ("pdfx-annotation", annotate),
    ("pdfx-action", put(root, "/OpenAction", Dictionary(S=Name.GoTo))),
    ("pdfx-action", put(page, "/AA", Dictionary())),
    ("pdfx-action", put(root, "/Extra", Dictionary(S=Name.JavaScript, JS=String("")))),
    ("pdfx-operator", paint(b"1 nonsense")),
    ("pdfx-transparency", state(BM=Name.Strange)),
    ("pdfx-transparency", put(page, "/Group", Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))),
    ("pdfx-rendering", paint(b"/Strange ri")),
    ("pdfx-rendering", put(picture_of, "/Intent", Name.Strange)),
    ("pdfx-layer", put(root, "/OCProperties", Dictionary(OCGs=Array(), D=Dictionary(AS=Array())))),
    ("pdfx-form", put(root, "/AcroForm", Dictionary(Fields=Array()))),
]


def test_a_whole_file_passes() -> None:
    """As it is written, and packed anew."""
    assert set() == codes(whole())
    assert set() == codes(broken(lambda _: None))


@pytest.mark.parametrize(
    ("code", "change"), BREAKS, ids=[f"{code}-{i}" for i, (code, _) in enumerate(BREAKS)]
)
def test_a_broken_rule_is_told(code: str, change: Break) -> None:
    """By its code; what else breaks with it may be told too, and each sentence stands once."""
    assert code in codes(broken(change))


def test_what_is_in_the_bytes_themselves_is_told() -> None:
    """A newer file, a locked one, one without an ID, one that is packed with what is patented."""
    assert "pdfx-version" in codes(broken(lambda _: None, force_version="1.7"))
    locked = broken(lambda _: None, encryption=pikepdf.Encryption(owner="x", user="", R=4))
    assert "pdfx-encryption" in codes(locked)
    plain = broken(lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"/ID [" in plain
    assert "pdfx-id" in codes(plain.replace(b"/ID [", b"/XX ["))
    as_it_is = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
    assert "pdfx-filter" in codes(broken(pack, **as_it_is))


def test_every_rule_is_broken_by_some_file() -> None:
    """A rule without a file that breaks it could be empty."""
    elsewhere = {"pdfx-encryption", "pdfx-id", "pdfx-filter"}

    assert {rule.code for rule in RULES} == {code for code, _ in BREAKS} | elsewhere


def test_a_finding_says_what_and_where_and_which_clause() -> None:
    """Five of a kind at most, and how many more there are."""
    (finding,) = preflight(broken(paint(b"1 0 0 rg")), file="a.md")

    assert ("pdfx-colour", "a.md") == (finding.code, finding.file)
    assert "page 1 paints in RGB" in finding.message
    assert "ISO 15930-7:2010, 6.4" in str(finding.hint)
