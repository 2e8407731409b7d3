"""Sheets as the printer gets them: read with pikepdf, and looked at."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from recto.errors import SourceError, UsageError
from recto.sheets import booklet, n_up
from recto.writers import Edition
from recto.writers._pdf.options import PdfOptions
from recto.writers._sheet_options import BookletOptions
from recto.writers._sheets import NotImposable, as_booklet, as_n_up
from recto.writers.pdf import PdfWriter
from tests.pdf_editions import DEFAULT, article, opened, picture, printed
from tests.test_cli import recto

WIDTH, HEIGHT = 144, 216
"""Points of the pages below: 36 by 54 pixels in the pictures."""
PIXELS = 18


def page_of(number: int) -> bytes:
    """Return content that looks different on each page and from each side: a colour, and a corner."""
    red, green, blue = number % 3 / 2, number // 3 % 3 / 2, number // 9 % 3 / 2
    return (
        f"{red} {green} {blue} rg 12 12 120 192 re f 0.5 g 12 12 24 24 re f 0.2 g 96 180 36 24 re f"
    ).encode()


def document(count: int, **boxes: Any) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for number in range(count):
        pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        page = pdf.pages[-1].obj
        page.Contents = pdf.make_stream(page_of(number))
        for name, value in boxes.items():
            page[f"/{name}"] = value
    return pdf


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    file = io.BytesIO()
    pdf.save(file, **how)
    return file.getvalue()


def pictures(data: bytes, folder: Path) -> list[Image.Image]:
    (folder / "x.pdf").write_bytes(data)
    subprocess.run(["pdftoppm", "-cropbox", "-r", str(PIXELS), "-png", "x.pdf", "x"], cwd=folder, check=True)
    files = sorted(folder.glob("x-*.png"))
    images = [Image.open(file).convert("RGB").copy() for file in files]
    for file in files:
        file.unlink()
    return images


def differ(one: Image.Image, other: Image.Image) -> float:
    """Return by how much two pictures differ, from 0 to 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def halves(sheet: Image.Image) -> tuple[Image.Image, Image.Image]:
    width, height = sheet.size
    return sheet.crop((0, 0, width // 2, height)), sheet.crop((width // 2, 0, width, height))


@pytest.mark.parametrize("flip", ["short-edge", "long-edge"])
@pytest.mark.parametrize(("binding", "count"), [("left", 8), ("right", 7)])
def test_printed_and_folded_the_pages_follow_one_another_upright(
    tmp_path: Path, flip: Any, binding: Any, count: int
) -> None:
    """Each sheet is turned over as the printer turns it, folded, put in the next one and leafed through."""
    source = saved(document(count))
    expected = pictures(source, tmp_path) + [Image.new("RGB", (36, 54), "white")] * (-count % 4)
    options = BookletOptions(flip=flip, binding=binding, creep=0)
    sides = pictures(as_booklet(source, options).data, tmp_path)
    opening: list[Image.Image] = []
    closing: list[Image.Image] = []
    for front, printed_back in zip(sides[::2], sides[1::2], strict=True):
        # The sheet is wider than high: by its long edge it comes out of the printer head over heels.
        back = printed_back.rotate(180) if flip == "long-edge" else printed_back
        (outer_last, outer_first), (inner_first, inner_last) = halves(front), halves(back)
        if binding == "right":
            outer_first, outer_last, inner_first, inner_last = (
                outer_last,
                outer_first,
                inner_last,
                inner_first,
            )
        opening += [outer_first, inner_first]
        closing = [inner_last, outer_last, *closing]

    assert [0] * len(expected) == [
        round(differ(one, other)) for one, other in zip(expected, opening + closing, strict=True)
    ]
    assert round(differ(expected[0], expected[1])) > 5, "the pictures tell no pages apart"


@pytest.mark.parametrize(
    "boxes",
    [
        {"CropBox": [20, 20, 140, 200]},
        {"TrimBox": [30, 10, 130, 190]},
        {"Rotate": 90},
        {"Rotate": 180},
        {"Rotate": -90, "CropBox": [0, 40, 100, 200]},
        {"UserUnit": 2},
        {"MediaBox": [WIDTH, HEIGHT, 0, 0]},
    ],
    ids=str,
)
def test_a_page_looks_on_the_sheet_as_it_does_alone(tmp_path: Path, boxes: dict[str, Any]) -> None:
    """Rotation, unit and boxes count; of a page that has a trim box, that is what is shown."""
    alone = document(1, **boxes)
    if "TrimBox" in boxes:
        alone.pages[0].obj.CropBox = boxes["TrimBox"]
    (expected,) = pictures(saved(alone), tmp_path)
    front, _ = pictures(as_booklet(saved(document(1, **boxes)), BookletOptions()).data, tmp_path)
    width, height = expected.size

    assert differ(expected, front.resize((2 * width, height)).crop((width, 0, 2 * width, height))) < 6


def test_bleed_goes_over_the_cut_and_not_over_the_fold(tmp_path: Path) -> None:
    """Where the sheet has room, what a page has beyond its trim is there to be cut; its neighbour is safe."""
    boxes = {"TrimBox": [36, 36, 108, 180], "BleedBox": [24, 24, 120, 192]}
    data = as_booklet(saved(document(1, **boxes)), BookletOptions(sheet="a5", fold_marks=False)).data
    front, _ = pictures(data, tmp_path)
    left, top, right, bottom = ImageChops.invert(front).getbbox() or (0, 0, 0, 0)

    assert pytest.approx(front.width / 2, abs=1) == left, "nothing left of the fold"
    assert pytest.approx((18 + 3, 36 + 6), abs=1) == (right - left, bottom - top)


def test_an_inner_sheets_pages_stand_nearer_to_the_fold() -> None:
    """By the thickness of each sheet around it, in the file as in the arithmetic."""
    data = as_booklet(saved(document(12)), BookletOptions(creep="1mm")).data
    with opened(data) as pdf:
        trims = [float(page.trimbox[0]) for page in pdf.pages]

    assert pytest.approx([0, 0, 2.835, 2.835, 5.669, 5.669], abs=0.01) == trims


def test_fonts_and_images_are_shared_and_not_copied() -> None:
    """A booklet is about as large as the file it is made of, and has as many fonts and images."""
    asset = picture("RGB", "PNG")
    body = "".join(f'<h2 id="s{n}">{n}</h2><p>{"Words and more. " * 300}</p>' for n in range(6))
    body += f'<p><img src="{asset.name}" alt="A" width="8" height="6"></p>'
    data = printed(article(body, assets={asset.name: asset}))
    made = as_booklet(data, BookletOptions()).data

    def held(file: bytes, kind: str) -> int:
        with opened(file) as pdf:
            return sum(
                isinstance(item, pikepdf.Dictionary | pikepdf.Stream)
                and kind in (item.get("/Type"), item.get("/Subtype"))
                for item in pdf.objects
            )

    assert [held(data, kind) for kind in ("/FontDescriptor", "/Image")] == [
        held(made, kind) for kind in ("/FontDescriptor", "/Image")
    ]
    assert len(made) < 1.1 * len(data)


def test_sheets_keep_title_and_language_and_claim_no_standard() -> None:
    """Tags, links and outline are gone, and with them what was said of PDF/UA and PDF/A."""
    data = printed(article('<h2 id="a">A</h2><p><a href="#a">Back</a></p>', lang="de", title="Titel"))
    with opened(as_booklet(data, BookletOptions(flip="long-edge")).data) as pdf:
        root: Any = pdf.Root
        packet = root.Metadata.read_bytes().decode()
        info: Any = pdf.trailer["/Info"]

        assert ("de", "Titel") == (str(root.Lang), str(info.Title))
        assert "Titel" in packet
        assert [] == [name for name in ("pdfaid", "pdfuaid", "pdfaExtension") if name in packet]
        assert {"/StructTreeRoot", "/Outlines", "/MarkInfo", "/Names"}.isdisjoint(root.keys())
        assert {"/PrintScaling": "/None", "/Duplex": "/DuplexFlipLongEdge", "/DisplayDocTitle": "True"} == {
            name: str(value) for name, value in root.ViewerPreferences.items()
        }
        assert all("/Annots" not in page.obj for page in pdf.pages)


def test_the_same_file_gives_the_same_bytes() -> None:
    """The identifier comes from the content, and no date from the clock."""
    data = printed(article("<p>Words.</p>"))

    assert as_booklet(data, BookletOptions()).data == as_booklet(data, BookletOptions()).data
    assert as_n_up(data, 4).data == as_n_up(data, 4).data


def test_what_annotations_show_in_print_is_printed(tmp_path: Path) -> None:
    """A stamp or a form's field is part of the page; it is painted into it."""
    pdf = document(1)
    look = pdf.make_stream(b"1 0 0 rg 0 0 144 216 re f", Type=pikepdf.Name.XObject, BBox=[0, 0, 144, 216])
    look["/Subtype"] = pikepdf.Name.Form
    stamp = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 144, 216], F=4, AP={"/N": look}
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(stamp)])
    front, _ = pictures(as_booklet(saved(pdf), BookletOptions()).data, tmp_path)

    assert (255, 0, 0) == halves(front)[1].getpixel((18, 27))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "broken"),
        (b"%PDF-1.7\nnothing", "broken"),
        (saved(pikepdf.new()), "no pages"),
        (saved(document(1), encryption=pikepdf.Encryption(user="u", owner="o")), "encrypted"),
        (saved(document(1), encryption=pikepdf.Encryption(user="", owner="o")), "encrypted"),
        (saved(document(1, MediaBox=[0, 0, 0, 100])), "without a size"),
        (saved(document(1, UserUnit=pikepdf.Name.X)), "broken"),
        (saved(document(1, UserUnit=1000)), "five metres"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(data: bytes, why: str) -> None:
    """Not a PDF, broken, locked, empty, or of impossible size."""
    with pytest.raises(NotImposable, match=why):
        as_booklet(data, BookletOptions())


def test_creep_that_would_leave_nothing_of_inner_pages_is_refused() -> None:
    """A hundred sheets of cardboard are no booklet; in signatures they are one."""
    data = saved(document(400))

    with pytest.raises(NotImposable, match="creep"):
        as_booklet(data, BookletOptions(creep="1mm"))
    assert 400 == as_booklet(data, BookletOptions(creep="1mm", signature=16)).pages


def test_layers_that_are_not_shown_stay_hidden(tmp_path: Path) -> None:
    """Whether a layer is printed stands in the catalogue, which forms refer to."""
    pdf = document(1)
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Draft"))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
    page = pdf.pages[0].obj
    page.Resources = pikepdf.Dictionary(Properties=pikepdf.Dictionary(L=layer))
    page.Contents = pdf.make_stream(b"/OC /L BDC 1 0 0 rg 0 0 144 216 re f EMC")
    front, _ = pictures(as_booklet(saved(pdf), BookletOptions()).data, tmp_path)

    assert (255, 255, 255) == halves(front)[1].getpixel((18, 27))


def test_nothing_is_written_when_the_file_is_no_good(tmp_path: Path) -> None:
    """One error with its exit code, and what was there before stays."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "a-booklet.pdf").write_bytes(b"older")

    with pytest.raises(SourceError, match="pdf-unusable") as caught:
        booklet(tmp_path / "a.pdf", None)

    assert 4 == caught.value.exit_code
    assert b"older" == (tmp_path / "a-booklet.pdf").read_bytes()
    assert ["a-booklet.pdf", "a.pdf"] == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("wishes", [{"signature": 6}, {"sheet": "A99"}, {"creep": "thick"}])
def test_wishes_that_cannot_be_met_are_refused(tmp_path: Path, wishes: dict[str, Any]) -> None:
    """A signature of four pages' multiple, a sheet that there is, a creep that is a length."""
    (tmp_path / "a.pdf").write_bytes(saved(document(1)))

    with pytest.raises(UsageError, match="option-invalid"):
        booklet(tmp_path / "a.pdf", None, **wishes)


def test_a_file_is_not_written_over_itself(tmp_path: Path) -> None:
    """Not even when its name is written in another way."""
    (tmp_path / "a.pdf").write_bytes(saved(document(1)))

    with pytest.raises(UsageError, match="output-is-input"):
        n_up(tmp_path / "a.pdf", tmp_path / "." / "a.pdf", per_side=2, sheet="auto")


def test_the_commands_say_what_they_made(tmp_path: Path) -> None:
    """Beside the file, under its name and what was done to it."""
    (tmp_path / "a.pdf").write_bytes(saved(document(10)))

    folded = recto(tmp_path, "booklet", "a.pdf", "--signature", "8", "--marks", "--paper-thickness", "0.2mm")
    up = recto(tmp_path, "n-up", "a.pdf", "--pages", "9", "-o", "up.pdf")

    assert (0, b"") == (folded.returncode, folded.stderr)
    assert "a.pdf → a-booklet.pdf (" in folded.stdout.decode()
    assert "10 pages on 3 sheets of 122 × 96 mm\n" in folded.stdout.decode()
    assert "10 pages on 2 sides of 51 × 76 mm, pages at 33%\n" in up.stdout.decode()
    assert (tmp_path / "up.pdf").exists()


def test_a_setting_makes_the_booklet_beside_the_pdf() -> None:
    """Two files; the article's direction says on which side it is bound."""
    options = PdfOptions(booklet=True, page_size="A5")
    made = article("<p>مرحبا</p>", lang="ar", title="عنوان")

    whole, folded = PdfWriter().write(Edition(made, DEFAULT, options), list[Any]().append)

    assert ("folder/talk.pdf", "folder/talk-booklet.pdf") == (whole.path, folded.path)
    with opened(folded.data) as pdf:
        front = pikepdf.parse_content_stream(pdf.pages[0])
        clip = next(item for item in front if str(item.operator) == "re")
        assert 0 == float(clip.operands[0]), "page 1 is the left one on the outside"
