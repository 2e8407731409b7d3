"""Books made for one device: pictures in the greys of its screen, and fonts that it knows."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from PIL import Image, ImageDraw, ImageStat

import recto
from recto.article import Asset
from recto.writers._devices import DEVICES, device_for
from recto.writers._eink import in_greys
from recto.writers._epub.options import EpubOptions
from recto.writers._pictures import for_readers
from tests.case_folders import cases, published
from tests.epub_books import Book, article

KOBO = DEVICES["kobo"]
STEPS = {round(at * 255 / 15) for at in range(16)}


def asset(image: Image.Image, kind: str, **options: object) -> Asset:
    out = io.BytesIO()
    image.save(out, format=kind, **options)
    return Asset(f"a.{kind.lower()}", f"image/{kind.lower()}", out.getvalue(), *image.size)


def opened(made: Asset) -> Image.Image:
    return Image.open(io.BytesIO(made.data))


def greys(made: Asset) -> set[int]:
    return set(opened(made).convert("L").tobytes())


def sky(size: tuple[int, int] = (300, 200)) -> Image.Image:
    """A photograph's hard part: a slow change of one colour."""
    return Image.linear_gradient("L").resize(size).convert("RGB").point(lambda level: 90 + level // 4)


def screenshot() -> Image.Image:
    """Black words, a little blurred, on pale blue."""
    page = Image.new("RGB", (600, 400), "#e8f0ff")
    drawing = ImageDraw.Draw(page)
    for line in range(18):
        drawing.text((10, line * 20), "The quick brown fox jumps over the lazy dog. " * 2, fill="black")
    return page


def test_a_photograph_has_sixteen_greys_and_no_steps() -> None:
    """Error diffusion keeps the mean of each region, which the nearest of sixteen greys would not."""
    made = in_greys(asset(sky(), "PNG"), KOBO)
    after, before = opened(made).convert("L"), sky().convert("L")

    assert greys(made) <= STEPS
    for top in range(0, 200, 40):
        box = (20, top + 10, 280, top + 30)
        means = [ImageStat.Stat(image.crop(box)).mean[0] for image in (after, before)]
        assert means[0] == pytest.approx(means[1], abs=1.5)


def test_a_screenshot_gets_the_nearest_greys_and_stays_png() -> None:
    """Its ground is one grey, without specks around the letters."""
    made = in_greys(asset(screenshot(), "PNG"), KOBO)
    ground = opened(made).convert("L").crop((0, 385, 600, 400))

    assert made.media_type == "image/png"
    assert greys(made) <= STEPS
    assert len(set(ground.tobytes())) == 1


def test_the_smaller_of_png_and_jpeg_is_taken() -> None:
    """Soft detail is smaller as JPEG, which is baseline and grey; a drawing as PNG, in four bits."""
    soft = Image.effect_noise((200, 200), 200).resize((800, 800)).convert("RGB")
    noise = in_greys(asset(soft, "JPEG"), KOBO)
    drawing = in_greys(asset(screenshot(), "PNG"), KOBO)

    assert (noise.media_type, noise.name, opened(noise).mode) == ("image/jpeg", "a.jpg", "L")
    assert "progressive" not in opened(noise).info
    assert (drawing.media_type, drawing.data[24]) == ("image/png", 4)


@pytest.mark.parametrize("size", [(3000, 1000), (1000, 3000), (4000, 4000)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_fit_the_screen_held_either_way(size: tuple[int, int], kind: str) -> None:
    """In proportion; what is smaller than the screen keeps its size."""
    made = in_greys(asset(sky(size), kind), KOBO)
    width, height = opened(made).size
    small = in_greys(asset(sky((30, 20)), kind), KOBO)

    assert (width, height) == (made.width, made.height)
    assert (max(width, height) <= 1920, min(width, height) <= 1440) == (True, True)
    assert max(width / 1920, height / 1920, min(width, height) / 1440) > 0.999
    assert width / height == pytest.approx(size[0] / size[1], rel=0.01)
    assert opened(small).size == (30, 20)


def test_what_shows_through_is_white() -> None:
    """A transparent ground would be black at night, and a pattern by day (kobolabs/epub-spec)."""
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (10, 10, 30, 30))
    made = opened(in_greys(asset(clear, "PNG"), KOBO)).convert("L")

    assert (made.getpixel((2, 2)), made.getpixel((20, 20))) == (255, 0)
    assert not made.has_transparency_data


@pytest.mark.parametrize(
    "image",
    [
        Image.new("CMYK", (9, 9), (0, 0, 0, 255)),
        Image.new("1", (9, 9)),
        Image.new("P", (9, 9)),
        Image.new("L", (9, 9)),
    ],
    ids=lambda image: image.mode,
)
def test_every_mode_becomes_grey(image: Image.Image) -> None:
    """Ink, palettes, bits: black stays black."""
    made = in_greys(asset(image, "JPEG" if image.mode == "CMYK" else "PNG"), KOBO)

    assert max(greys(made)) <= 34


def test_sixteen_bits_keep_their_levels() -> None:
    """A grey in the middle does not turn white."""
    deep = Image.new("I;16", (30, 30), 32896)

    assert greys(in_greys(asset(deep, "PNG"), KOBO)) <= {119, 136}


def test_the_same_picture_gives_the_same_bytes() -> None:
    """As everything does."""
    photograph = asset(sky(), "JPEG")

    assert in_greys(photograph, KOBO).data == in_greys(photograph, KOBO).data


@pytest.mark.parametrize("name", ["generic", "apple", "kindle"])
def test_screens_with_colours_keep_them(name: str) -> None:
    """Amazon makes the pictures for each of a reader's Kindles, some of which have colours, itself."""
    photograph = asset(sky(), "JPEG")

    assert in_greys(photograph, DEVICES[name]) is photograph


def test_what_cannot_be_read_is_not_touched() -> None:
    """It was reported when it was read; nor is a drawing, which the device makes grey."""
    broken = Asset("a.png", "image/png", b"nothing of the kind", 9, 9)
    drawing = Asset("a.svg", "image/svg+xml", b"<svg/>")

    assert (in_greys(broken, KOBO), in_greys(drawing, KOBO)) == (broken, drawing)


def test_the_setting_knows_the_devices_of_the_table() -> None:
    """A device is one row, and one word of the setting."""
    assert tuple(DEVICES) == get_args(get_type_hints(EpubOptions)["device"])


def book(device: str, **options: Any) -> Book:
    picture = asset(sky((2400, 2300)), "JPEG", progressive=True)
    return Book(
        article('<p>Text <img src="a.jpeg" alt="A sky"/></p>', assets=[picture]), device=device, **options
    )


@pytest.mark.parametrize("device", DEVICES)
def test_a_book_passes_the_preflight_of_its_device(device: str) -> None:
    """Drawn cover, fonts and pictures included; what was done is said unless it is for all."""
    made = book(device)

    assert [finding.code for finding in made.findings] == ([] if device == "generic" else ["epub-device"])


@pytest.mark.parametrize(
    ("device", "suffix"), [("generic", "woff2"), ("apple", "woff2"), ("kindle", "ttf"), ("kobo", "ttf")]
)
def test_fonts_are_packed_as_the_device_knows_them(device: str, suffix: str) -> None:
    """The style sheet, the manifest and the file agree."""
    made = book(device)

    assert f"EPUB/fonts/font-1.{suffix}" in made.names
    assert made.item("font-1").get("media-type") == f"font/{suffix}"
    assert f"url(fonts/font-1.{suffix})" in made.read("style.css").decode()


@pytest.mark.parametrize(
    ("device", "images", "expected"),
    [
        ("generic", "auto", ("RGB", (2400, 2300))),
        ("kindle", "auto", ("RGB", (1940, 1860))),
        ("kobo", "auto", ("L", (1502, 1440))),
        ("kobo", "colour", ("RGB", (1502, 1440))),
        ("generic", "grey", ("L", (2400, 2300))),
    ],
)
def test_pictures_are_made_for_the_device(
    device: str, images: str, expected: tuple[str, tuple[int, int]]
) -> None:
    """Auto is what most of its models show; `images` says otherwise for the others."""
    made = book(device, images=images)
    (name,) = [name for name in made.names if "image-1" in name]
    image = Image.open(io.BytesIO(made.archive.read(name)))

    assert expected == ("L" if image.mode == "P" else image.mode, image.size)


def test_a_picture_that_nearly_fits_a_coloured_screen_stays_sharp() -> None:
    """Scaled by a twentieth, it would lose its edges, and a drawing its few colours."""
    nearly = asset(screenshot().resize((1900, 2500)).quantize(16), "PNG")

    assert for_readers(nearly, DEVICES["kindle"]) is nearly


def test_what_was_made_is_told() -> None:
    """How many pictures, for which screen."""
    (finding,) = book("kobo").findings

    assert finding.message == (
        "The e-book is made for kobo; 2 images were made for its screen (1440 × 1920 pixels) in 16 greys."
    )


TELLING = (
    "chapters", "cover-image", "figures", "footnotes-nasty", "formulas", "image-formats", "language-arabic",
    "language-hebrew", "list-tables", "media", "source-constructs", "tables-nasty",
)  # fmt: skip


@pytest.mark.parametrize("device", ["kindle", "kobo", "apple", "remarkable"])
def test_our_own_books_pass_for_every_device(device: str, tmp_path: Path) -> None:
    """Those that hold most of what a book can; for `generic`, each case's findings say so."""
    told = {}
    for case in (*cases(), *published()):
        if case.name in TELLING:
            (outcome,) = recto.build(
                [case.article.name],
                output=tmp_path / case.name,
                project=case.folder,
                to=["epub"],
                settings={"epub.device": device},
            )
            told[case.name] = [found.code for found in outcome.findings if found.code.startswith("epub-")]

    assert {name: ["epub-device"] for name in TELLING} == told


def test_a_device_for_images_is_that_device() -> None:
    """Only its screen changes."""
    assert device_for("kobo") is KOBO
    assert (device_for("kobo", images="colour").greys, device_for("apple", images="grey").greys) == (None, 16)
