"""Images on paper: as large as they should be, with their captions, and sharp enough or told."""

from __future__ import annotations

import io
import time
from typing import Any

import pikepdf
import pytest
from PIL import Image

from recto.article import Asset
from recto.diagnostics import Diagnostic, Severity
from recto.writers._pictures import PRINT_SIDE
from tests import pdf_listing
from tests.pdf_editions import WORDS, article, opened, printed


def picture(width: int, height: int, *, name: str = "a.png", line: int = 7) -> Asset:
    out = io.BytesIO()
    Image.new("L", (width, height), 90).save(out, "PNG")
    return Asset(name, "image/png", out.getvalue(), width, height, address=f"img/{name}", line=line)


def figure(asset: Asset, width: int | None = None, caption: str = "Words") -> str:
    size = f'width="{width or asset.width}" height="{asset.height}"'
    return f'<figure><img src="{asset.name}" alt="x" {size}><figcaption>{caption}</figcaption></figure>'


def findings_of(body: str, *assets: Asset, **options: Any) -> list[Diagnostic]:
    findings: list[Diagnostic] = []
    printed(article(body, assets={asset.name: asset for asset in assets}), findings=findings, **options)
    return findings


def test_a_picture_with_too_few_pixels_is_told_with_its_line() -> None:
    """What counts is the size at which it is printed: 480 pixels at 96 to the inch are 127 mm."""
    asset = picture(480, 100)
    (finding,) = findings_of(figure(asset), asset)

    assert (finding.code, finding.line, finding.severity) == ("image-resolution", 7, Severity.NOTE)
    assert "'img/a.png' has 96 pixels an inch" in finding.message
    assert "127 mm" in finding.message
    assert "750 pixels" in (finding.hint or "")


@pytest.mark.parametrize(
    ("width", "wanted"),
    [
        (1200, None),  # scaled down to the measure
        (600, 300),  # as small as its author wants it
        (40, None),  # too small to look soft
        (1, None),
    ],
)
def test_a_picture_that_is_sharp_is_not(width: int, wanted: int | None) -> None:
    """150 pixels an inch are enough, and nobody sees how sharp an icon is."""
    asset = picture(width, width)

    assert findings_of(figure(asset, wanted), asset) == []


def test_of_two_places_the_larger_counts() -> None:
    """A file that is printed twice is told once, for where it is softest."""
    asset = picture(400, 300)
    (finding,) = findings_of(figure(asset, 200) + figure(asset, 480), asset)

    assert "has 80 pixels an inch" in finding.message


def test_a_smaller_page_needs_fewer_pixels() -> None:
    """The measure of A6 is 84 mm: 600 pixels are plenty."""
    assert findings_of(figure(picture(600, 300)), picture(600, 300), page_size="A4") != []
    assert findings_of(figure(picture(600, 300)), picture(600, 300), page_size="A6") == []


@pytest.mark.parametrize("lines", range(20, 32))
def test_a_figure_is_not_parted_from_its_caption(lines: int) -> None:
    """Wherever on the page it would begin, picture and caption stand on one page."""
    asset = picture(900, 900)
    text = "".join(f"<p>Line {line}.</p>" for line in range(lines))
    caption = f"CAPTION {WORDS * 2}"
    data = printed(article(text + figure(asset, caption=caption), assets={"a.png": asset}))
    with opened(data) as pdf:
        with_picture = [
            any(str(step.operator) == "Do" for step in pikepdf.parse_content_stream(page))
            for page in pdf.pages
        ]
    with_caption = ["CAPTION" in words for words in pdf_listing.pages(data).split("page ")[1:]]

    assert with_picture == with_caption


def test_the_largest_picture_allowed_is_printed_small() -> None:
    """A panorama of 20,000 pixels costs a page what it can show, not 80 megapixels."""
    asset = picture(20_000, 4000)
    data = printed(article(figure(asset), assets={"a.png": asset}))
    with opened(data) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        size = (int(image.Width), int(image.Height))

    assert size == (PRINT_SIDE, 800)
    assert len(data) < 200_000


def test_a_linked_picture_is_inside_its_link() -> None:
    """A screen reader says of the picture that it leads somewhere."""
    asset = picture(300, 300)
    image = '<img src="a.png" alt="x" width="100" height="100">'
    body = f'<figure><a href="https://example.org/">{image}</a></figure>'
    tree = pdf_listing.tags(printed(article(body, assets={"a.png": asset})))

    assert "Link\n      → https://example.org/\n      Figure Alt=x\n" in tree


def test_time_grows_with_the_figures_and_no_faster() -> None:
    """Four times as many figures take about four times as long."""

    def seconds(count: int) -> float:
        assets = [picture(800, 500 + number, name=f"{number}.png") for number in range(count)]
        made = article("".join(map(figure, assets)), assets={asset.name: asset for asset in assets})
        begin = time.process_time()
        printed(made)
        return time.process_time() - begin

    seconds(2)
    few, many = seconds(25), seconds(100)

    assert many < few * 7
