"""The print edition for a press: PDF/X-4."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms

import recto
from recto.article import Asset
from recto.errors import WriterError
from recto.theme import load
from recto.writers import Edition
from recto.writers._pdf.inks import BUILT_IN, Inks
from recto.writers._pdf.options import PdfOptions
from recto.writers.pdf import PdfWriter
from tests.case_folders import CASES, Case, build, cases
from tests.pdf_editions import article, call, image, notes, opened, picture, printed

SRC = Path(recto.__file__).parent.parent
INKS = Inks("", BUILT_IN.read_bytes())
MILLIMETRE = 72 / 25.4
GRADIENT = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="9"><defs><linearGradient id="g">'
    b'<stop offset="0" stop-color="red"/><stop offset="1" stop-color="#00f" stop-opacity=".5"/>'
    b'</linearGradient></defs><rect width="40" height="9" fill="url(#g)"/></svg>'
)
NASTY = "constructs-in-constructs figures formulas image-formats media tables-nasty table-wide".split()


def made(body: str = "<p>Text.</p>", **options: Any) -> bytes:
    return printed(article(body, date=date(2024, 8, 18)), standard="x-4", **options)


def images(*assets: Asset, **options: Any) -> bytes:
    body = "".join(f"<p>{image(asset)}</p>" for asset in assets)
    return printed(article(body, assets={asset.name: asset for asset in assets}), standard="x-4", **options)


def pictures(pdf: pikepdf.Pdf) -> list[Any]:
    found: Any = pdf.pages[0].Resources.XObject
    return [item for item in found.values() if item.Subtype == "/Image"]


def painted(data: bytes) -> list[Any]:
    with opened(data) as pdf:
        return [item for page in pdf.pages for item in pikepdf.parse_content_stream(page)]


def test_it_says_what_it_is() -> None:
    """PDF 1.6, the standard in the metadata, not trapped, and dates that no clock gave."""
    with opened(made()) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()

        assert "1.6" == pdf.pdf_version
        assert "/False" == pdf.docinfo.Trapped
        assert "D:20240818000000Z" == pdf.docinfo.CreationDate
        for fact in ("GTS_PDFXVersion>PDF/X-4<", "pdf:Trapped>False<", "MetadataDate>2024-08-18T00:00:00Z<"):
            assert fact in packet
        assert "pdfaid" not in packet


def test_same_edition_same_bytes() -> None:
    """Ids come from what is known; an article without a date has the same one always."""
    undated = printed(article("<p>Text.</p>"), standard="x-4")

    assert made() == made()
    assert undated == printed(article("<p>Text.</p>"), standard="x-4")
    with opened(undated) as pdf:
        assert "D:19800101000000Z" == pdf.docinfo.CreationDate


def test_grey_is_black_ink_alone_and_colour_is_mixed() -> None:
    """Letters get no coloured rim where a plate is off."""
    assert (0, 0, 0, 1) == INKS.of(0, 0, 0)
    assert (0, 0, 0, 0) == INKS.of(1, 1, 1)
    assert (0, 0, 0, 0.6) == INKS.of(0.4, 0.4, 0.4)
    cyan, magenta, yellow, black = INKS.of(1, 0, 0)
    assert cyan + black < 0.1
    assert min(magenta, yellow) > 0.8


def test_nothing_is_painted_in_colours_of_the_screen() -> None:
    """Text, rules, backgrounds, drawings and what shines through."""
    table = "<table><tr><td>z</td></tr></table>"
    body = f"<p>Text</p><pre><code>x</code></pre><blockquote><p>y</p></blockquote><hr>{table}"
    operators = {str(item.operator) for item in painted(made(body))}

    assert {"rg", "RG"}.isdisjoint(operators)
    assert "k" in operators


def test_gradients_run_between_inks() -> None:
    """And how much they cover stays as it was."""
    data = images(Asset("g.svg", "image/svg+xml", GRADIENT))
    with opened(data) as pdf:
        shadings = [
            (str(item.ColorSpace), {len(part.C0) for part in item.Function.Functions})
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/ShadingType" in item
        ]

    assert {("/DeviceCMYK", 4), ("/DeviceGray", 1)} == {(space, *sizes) for space, sizes in shadings}


@pytest.mark.parametrize(("mode", "form"), [("RGB", "PNG"), ("RGB", "JPEG"), ("RGBA", "PNG"), ("P", "PNG")])
def test_images_are_in_inks_and_look_the_same(mode: str, form: str) -> None:
    """Photographs stay packed as such, and what is transparent stays so."""
    file = io.BytesIO()
    colour = (204, 51, 51, 128) if mode == "RGBA" else (204, 51, 51)
    Image.new("RGBA" if mode == "RGBA" else "RGB", (16, 16), colour).convert(mode).save(file, form)
    asset = Asset(f"x.{form.lower()}", f"image/{form.lower()}", file.getvalue(), 16, 16)
    with opened(images(asset)) as pdf:
        (found,) = pictures(pdf)
        assert "/DeviceCMYK" == found.ColorSpace
        assert (mode == "RGBA") == ("/SMask" in found)
        if "/SMask" in found:
            del found["/SMask"]
        shown = pikepdf.PdfImage(found).as_pil_image()
    # Read again through the profile.
    profile = ImageCms.getOpenProfile(io.BytesIO(BUILT_IN.read_bytes()))
    way_back = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "CMYK", "RGB")
    again: Any = ImageCms.applyTransform(shown, way_back)

    assert all(abs(a - b) < 16 for a, b in zip(again.getpixel((8, 8)), colour[:3], strict=True))


def test_a_grey_image_in_three_colours_is_printed_in_black() -> None:
    """Saved as RGB or not."""
    grey = io.BytesIO()
    Image.new("RGB", (8, 6), (90, 90, 90)).save(grey, "PNG")
    with opened(images(Asset("x.png", "image/png", grey.getvalue(), 8, 6), picture("L", "JPEG"))) as pdf:
        spaces = {str(found.ColorSpace) for found in pictures(pdf)}

    assert {"/DeviceGray"} == spaces


def test_pages_are_cut_out_of_larger_sheets() -> None:
    """By 3 mm unless one says otherwise; marks lie outside of what is printed."""
    for options, bleed, sheet in (
        ({}, 3.0, 3.0),
        ({"bleed": "0"}, 0.0, 0.0),
        ({"bleed": "5mm"}, 5.0, 5.0),
        ({"crop_marks": True}, 3.0, 9.0),
        ({"bleed": "1cm", "crop_marks": True}, 10.0, 20.0),
    ):
        with opened(made(page_size="A5", **options)) as pdf:
            page = pdf.pages[0]
            trim = [float(side) for side in page.TrimBox]
            beyond = [
                round((trim[0] - float(box[0])) / MILLIMETRE, 2) for box in (page.BleedBox, page.MediaBox)
            ]

        assert [148, 210] == [round(side / MILLIMETRE) for side in trim[2:]]
        assert [bleed, sheet] == beyond


def test_marks_and_bleed_can_be_had_in_the_other_standards() -> None:
    """Marks are no content."""
    from tests.pdf_reading import painted_outside, read

    data = printed(article("<p>Text.</p>"), bleed="3mm", crop_marks=True)

    assert [] == painted_outside(data)
    assert "Title Text." == read(data).text


def test_nothing_that_is_not_printed_is_in_it() -> None:
    """No links, no attachments, no destinations; the words are all there."""
    links = "<a href='https://example.org/'>out</a> <a href='#a'>up</a>"
    body = f"<h2 id='a'>A</h2><p>{links}{call(1)}</p>{notes('n')}"
    with opened(made(body)) as pdf:
        assert not any("/Annots" in page for page in pdf.pages)
        assert "/Names" not in pdf.Root
        assert "/AF" not in pdf.Root


def test_the_intent_is_a_registered_condition_or_the_printers() -> None:
    """The profile travels in the file."""
    with opened(made()) as pdf:
        (intent,) = pdf.Root.OutputIntents

        assert ("/GTS_PDFX", "FOGRA39") == (str(intent.S), str(intent.OutputConditionIdentifier))
        assert BUILT_IN.read_bytes() == intent.DestOutputProfile.read_bytes()


def test_another_profile_is_found_beside_the_article(tmp_path: Path) -> None:
    """It names itself; one that is missing, or for something else than a press, is an error."""
    shutil.copytree(CASES / "figures", tmp_path, dirs_exist_ok=True)
    shutil.copy(BUILT_IN, tmp_path / "press.icc")
    (tmp_path / "screen.icc").write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (tmp_path / "none.icc").write_bytes(b"none")

    def outcome(name: str) -> recto.Outcome:
        settings = {"pdf.standard": "x-4", "pdf.output_profile": name}
        (done,) = recto.build(
            "article.md",
            output=tmp_path / "out",
            to=["pdf"],
            project=tmp_path,
            settings=settings,
            check=False,
        )
        return done

    with pikepdf.open(outcome("press.icc").written[0].path) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert "Coated FOGRA39 (Recto)" == str(intent.OutputConditionIdentifier)
    for name, code in (
        ("missing.icc", "setting-file-missing"),
        ("../press.icc", "setting-file-missing"),
        ("screen.icc", "output-profile-unusable"),
        ("none.icc", "output-profile-unusable"),
    ):
        assert code in {finding.code for finding in outcome(name).findings}


def test_a_profile_that_nobody_read_is_an_error() -> None:
    """The writer reads no files by itself."""
    edition = Edition(
        article("<p>x</p>"), load("default"), PdfOptions(standard="x-4", output_profile="x.icc")
    )

    with pytest.raises(WriterError):
        PdfWriter().write(edition, lambda _: None)


@pytest.mark.parametrize(("standard", "loaded"), [("ua-1", "False"), ("ua-2", "False"), ("x-4", "True")])
def test_what_reads_a_pdf_is_loaded_for_a_press_only(standard: str, loaded: str, tmp_path: Path) -> None:
    """It takes time that no other build has to spend, unless the file is read back."""
    (tmp_path / "a.md").write_text("# Title\n\nText.\n", "utf-8")
    settings = {"pdf.standard": standard, "proof": False}
    program = (
        f"import recto, sys\nrecto.build('a.md', project='.', to=['pdf'], settings={settings!r})\n"
        "print('pikepdf' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(SRC)},
        capture_output=True,
        check=True,
        text=True,
    )

    assert loaded == done.stdout.strip()


@pytest.mark.parametrize("case", [case for case in cases() if case.name in NASTY], ids=lambda case: case.name)
def test_cases_pass_the_check_before_the_press(case: Case, tmp_path: Path) -> None:
    """It runs on every file, and what it finds is an error."""
    settings = {"formats": ["pdf"], "pdf.standard": "x-4", "pdf.crop_marks": True}
    built = build(case, tmp_path, **settings)

    assert built.outcome.failure is None
    assert not [finding for finding in built.outcome.findings if finding.code.startswith("pdfx-")]


def test_what_breaks_a_rule_keeps_the_edition_from_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every error does."""
    monkeypatch.setattr("recto.writers._pdf.file.convert_images", lambda *_: None)
    shutil.copytree(CASES / "image-formats", tmp_path, dirs_exist_ok=True)
    (done,) = recto.build(
        "article.md",
        output=tmp_path / "out",
        to=["pdf"],
        project=tmp_path,
        settings={"pdf.standard": "x-4"},
        check=False,
    )

    assert "pdfx-colour" in {finding.code for finding in done.findings}
    assert () == done.written
    assert 6 == done.exit_code
