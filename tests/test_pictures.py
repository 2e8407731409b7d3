"""Pictures made to fit an edition: what fits keeps its bytes, and nothing else is left as it was."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from recto.article import Asset
from recto.writers import _pictures
from recto.writers._devices import DEVICES
from recto.writers._pictures import (
    PRINT_SIDE,
    SCREEN_WIDTH,
    for_print,
    for_screen,
    is_moving,
    print_size,
)

GENERIC = DEVICES["generic"]
Fit = Callable[[Asset], Asset]


def for_readers(picture: Asset) -> Asset:
    return _pictures.for_readers(picture, GENERIC)


def asset(image: Image.Image, kind: str, **options: object) -> Asset:
    out = io.BytesIO()
    image.save(out, format=kind, **options)
    return Asset(f"a.{kind.lower()}", f"image/{kind.lower()}", out.getvalue(), *image.size)


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.effect_noise(size, 60).convert("RGB")


def opened(made: Asset) -> Image.Image:
    return Image.open(io.BytesIO(made.data))


@pytest.mark.parametrize("fit", [for_screen, for_print, for_readers])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_fits_is_not_touched(fit: Fit, kind: str) -> None:
    """The author's bytes are the best there are."""
    made = asset(noise((60, 40)), kind)

    assert fit(made) is made


@pytest.mark.parametrize("fit", [for_screen, for_print, for_readers])
def test_what_cannot_be_read_is_not_touched(fit: Fit) -> None:
    """It was reported when it was read; a writer does not fail on it."""
    made = Asset("a.png", "image/png", b"nothing of the kind", 9000, 9000)

    assert fit(made) is made


@pytest.mark.parametrize("fit", [for_print, for_readers])
@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_modern_formats_become_ones_that_all_know(fit: Fit, kind: str) -> None:
    """JPEG, or PNG where something shows through; the same bytes each time."""
    opaque = asset(Image.new("RGB", (6, 4), "blue"), kind)
    clear = asset(Image.new("RGBA", (6, 4), (255, 0, 0, 128)), kind)

    assert (fit(opaque).media_type, fit(opaque).name) == ("image/jpeg", "a.jpg")
    assert (fit(clear).media_type, fit(clear).name) == ("image/png", "a.png")
    assert fit(clear).data == fit(clear).data
    assert set(opened(fit(clear)).getchannel("A").tobytes()) == {128}


@pytest.mark.parametrize("fit", [for_print, for_readers])
@pytest.mark.parametrize(("kind", "options"), [("GIF", {}), ("WEBP", {"lossless": True}), ("PNG", {})])
def test_an_animation_shows_its_first_frame(fit: Fit, kind: str, options: dict[str, object]) -> None:
    """On paper and on slow screens nothing moves."""
    frames = [Image.new("RGB", (6, 4), colour) for colour in ("red", "blue")]
    moving = asset(frames[0], kind, save_all=True, append_images=frames[1:], **options)
    still = opened(fit(moving))

    assert is_moving(moving)
    assert not getattr(still, "is_animated", False)
    red, _, blue = still.convert("RGB").getpixel((1, 1))  # type: ignore[misc]
    assert (red > 200, blue < 50) == (True, True)


def test_a_progressive_photograph_becomes_a_sequential_one() -> None:
    """Old e-readers show nothing else; its tables stay, and so do the greys of this one."""
    photograph = asset(Image.linear_gradient("L").convert("RGB"), "JPEG", progressive=True)
    made = for_readers(photograph)

    assert "progressive" in opened(photograph).info
    assert "progressive" not in opened(made).info
    assert ImageStat.Stat(ImageChops.difference(opened(photograph), opened(made))).extrema == [(0, 0)] * 3


@pytest.mark.parametrize("fit", [for_print, for_readers])
@pytest.mark.parametrize("profile", [b"", b"no profile"])
def test_ink_becomes_light(fit: Fit, profile: bytes) -> None:
    """Cyan, magenta, yellow and black are for presses; a broken profile is passed over."""
    ink = asset(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG", icc_profile=profile)
    made = opened(fit(ink))

    assert (made.mode, made.info.get("icc_profile")) == ("RGB", None)
    red, green, blue = made.getpixel((4, 4))  # type: ignore[misc]
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


@pytest.mark.parametrize("fit", [for_print, for_readers])
def test_sixteen_bits_of_grey_become_eight(fit: Fit) -> None:
    """Its levels stay: a grey in the middle does not turn white."""
    deep = Image.new("I;16", (3, 1))
    for column, level in enumerate((0, 32896, 65535)):
        deep.putpixel((column, 0), level)
    made = opened(fit(asset(deep, "PNG")))

    assert (made.mode, list(made.tobytes())) == ("L", [0, 128, 255])


@pytest.mark.parametrize("fit", [for_print, for_readers])
def test_a_palette_keeps_what_shows_through(fit: Fit) -> None:
    """Scaled down, a transparent ground stays transparent."""
    palette = Image.new("P", (4200, 1400))
    palette.putpalette([255, 0, 0, 0, 0, 255])
    palette.paste(1, (2100, 0, 4200, 1400))
    made = opened(fit(asset(palette, "PNG", transparency=0))).convert("RGBA")

    assert made.getpixel((10, 10))[3] == 0  # type: ignore[index]
    assert made.getpixel((made.width - 10, 10)) == (0, 0, 255, 255)


@pytest.mark.parametrize("size", [(20_000, 200), (200, 20_000), (4200, 1800)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_giants_are_scaled_to_what_an_edition_can_show(size: tuple[int, int], kind: str) -> None:
    """In proportion, below each edition's limit, and without a change that would only cost quality."""
    giant = asset(Image.linear_gradient("L").resize(size), kind)
    screen, paper, reader = for_screen(giant), for_print(giant), for_readers(giant)

    assert (screen.width, paper.width, paper.height) == (
        min(size[0], SCREEN_WIDTH) if len(screen.data) < len(giant.data) else size[0],
        *print_size(giant),
    )
    assert max(print_size(giant)) == PRINT_SIDE
    assert (reader.width or 0) * (reader.height or 0) <= GENERIC.picture_pixels
    assert reader is giant or size == (4200, 1800)
    for made in (screen, paper, reader):
        ratio = (made.width or 0) / (made.height or 1)
        assert ratio == pytest.approx(size[0] / size[1], rel=0.03)
        assert opened(made).size == (made.width, made.height)


def test_colours_keep_their_profile_when_scaled() -> None:
    """Without it, a photograph in another colour space would look dull."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = for_screen(asset(noise((2400, 600)), "JPEG", icc_profile=profile))

    assert made.width == SCREEN_WIDTH
    assert opened(made).info["icc_profile"] == profile


def test_a_picture_that_would_grow_stays_as_it_is() -> None:
    """A line drawing in two colours takes less room unscaled."""
    drawing = Image.new("1", (2400, 2400), 1)
    for step in range(0, 2400, 60):
        drawing.paste(0, (step, 0, step + 3, 2400))
    made = asset(drawing, "PNG")

    assert for_screen(made) is made


def test_a_photograph_as_png_that_kindle_would_refuse_becomes_jpeg() -> None:
    """It has a limit of 5 MB for an image; where something shows through, there is no other way than PNG."""
    grey = asset(Image.effect_noise((1500, 1400), 60), "PNG")
    coloured = asset(Image.merge("RGB", [Image.effect_noise((1500, 1400), 99) for _ in range(3)]), "PNG")

    assert len(coloured.data) > GENERIC.picture_bytes > len(grey.data)
    assert for_readers(grey) is grey
    assert for_readers(coloured).media_type == "image/jpeg"
    assert len(for_readers(coloured).data) < GENERIC.picture_bytes
