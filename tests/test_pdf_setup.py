"""The page that the settings ask for: its size, its margins at the spine and outside, what stands in them."""

from __future__ import annotations

import msgspec
import pytest

from recto.errors import WriterError
from recto.writers._pdf.options import PdfOptions
from tests.pdf_editions import WORDS, article, opened, printed
from tests.pdf_listing import pages
from tests.pdf_places import Placed, furniture, paper, places

MM = 72 / 25.4
PART = f'<h2 id="a">A part</h2>{f"<p>{WORDS * 4}</p>" * 16}'
HEBREW = '<h2 id="a">חלק</h2>' + f"<p>{'שלום עולם וכל אשר בו ' * 90}</p>" * 6


def lefts(document: bytes, *, artifact: bool = False) -> dict[int, float]:
    """Return, by page, where the leftmost letter of the text stands."""
    found: dict[int, float] = {}
    for placed in places(document):
        if placed.artifact == artifact:
            found[placed.page] = min(found.get(placed.page, 9e9), placed.left)
    return found


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("A3", (297, 420)),
        ("A6", (105, 148)),
        ("B5", (176, 250)),
        ("us-trade", (152.4, 228.6)),
        ("Digest", (139.7, 215.9)),
        ("eink-6", (90.6, 122.4)),
        ("EINK-7.8", (118.8, 158.4)),
        ("eink-10.3", (157.2, 209.6)),
    ],
)
def test_sizes_have_names(size: str, expected: tuple[float, float]) -> None:
    """B5 is that of ISO 216; the names of the American book trade are those of its printers."""
    with opened(printed(article("<p>Text.</p>"), page_size=size)) as pdf:
        box = [float(side) / MM for side in pdf.pages[0].MediaBox]

    assert pytest.approx((0, 0, *expected), abs=0.01) == tuple(box)


@pytest.mark.parametrize(("size", "width", "points"), [("eink-6", 90.6, 10), ("eink-10.3", 157.2, 12)])
def test_a_screen_has_narrow_margins_and_type_to_read_at_arms_length(
    size: str, width: float, points: float
) -> None:
    """Its frame is margin enough; paper of the same size has more margin and smaller type."""
    screen = printed(article(PART), page_size=size)
    sheet = printed(article(PART), page_size=f"{width}mm {width * 4 / 3:.1f}mm")

    assert pytest.approx(width * 0.05 * MM, abs=1) == lefts(screen)[1]
    assert lefts(sheet)[1] > lefts(screen)[1] * 1.9
    assert points in {round(placed.size, 1) for placed in places(screen)}


def test_facing_pages_mirror_each_other() -> None:
    """In a duplex edition the narrow margin is at the spine: left on right pages, right on left ones."""
    found = lefts(printed(article(PART), duplex=True))

    assert pytest.approx(210 * 0.16 * MM, abs=1) == found[1] == pytest.approx(found[3])
    assert pytest.approx(210 * 0.212 * MM, abs=1) == found[2]


def test_the_gutter_is_added_at_the_spine() -> None:
    """It moves the text of right pages and not the left edge of left pages, whose spine is on the right."""
    without, found = (lefts(printed(article(PART), duplex=True, gutter=gutter)) for gutter in ("0mm", "10mm"))

    assert pytest.approx(10 * MM, abs=0.1) == found[1] - without[1]
    assert pytest.approx(0, abs=0.1) == found[2] - without[2]


@pytest.mark.parametrize(("lang", "body", "moved"), [("en", PART, 10), ("he", HEBREW, 0)])
def test_sheets_of_one_side_are_bound_where_reading_begins(lang: str, body: str, moved: float) -> None:
    """Without duplex every page has the gutter on the same side: left, or right from right to left."""
    made = article(body, lang=lang)
    numbers = [furniture(printed(made, gutter=gutter))[2][-1].left for gutter in ("0mm", "10mm")]

    shift = 5 if moved else -5
    assert pytest.approx(shift * MM, abs=0.2) == numbers[1] - numbers[0]


def heads(document: bytes, number: int) -> dict[str, str]:
    """Say on which side of the page what stands in its margins does."""
    width, _ = paper(document)

    def side(placed: Placed) -> str:
        middle = abs(placed.left - width / 2) < width * 0.05
        return "middle" if middle else "left" if placed.left < width / 2 else "right"

    return {" ".join(placed.text.split()): side(placed) for placed in furniture(document)[number]}


def test_heads_and_numbers_of_facing_pages_are_outside() -> None:
    """The title stands on the left page, the section on the right page, both outside, as do the numbers."""
    document = printed(article(PART), duplex=True)

    assert {"1": "right"} == heads(document, 1)
    assert {"Title": "left", "2": "left"} == heads(document, 2)
    assert {"A part": "right", "3": "right"} == heads(document, 3)


def test_a_book_from_right_to_left_begins_with_a_left_page() -> None:
    """What mirrors is the whole: the title stands on right pages, which are the even ones."""
    document = printed(article(HEBREW, lang="he", title="שלום"), duplex=True, page_size="A5")
    sides = [heads(document, number) for number in (1, 2, 3)]

    assert [{"left"}, {"right"}, {"left"}] == [set(side.values()) for side in sides]
    assert [1, 2, 2] == [len(side) for side in sides]


def test_without_duplex_all_pages_are_alike() -> None:
    """Title and section stand side by side, the number in the middle."""
    document = printed(article(PART))

    assert {"Title": "left", "A part": "right", "2": "middle"} == heads(document, 2)
    assert {"Title": "left", "A part": "right", "3": "middle"} == heads(document, 3)


@pytest.mark.parametrize(("setting", "expected"), [("page", "[1]"), ("of", "[1 / 5]"), ("none", None)])
def test_a_page_says_its_number(setting: str, expected: str | None) -> None:
    """Alone, with how many there are, or not at all."""
    first = pages(printed(article(PART), page_numbers=setting)).split("page 2")[0].split("\n")

    assert ([expected] if expected else []) == [line.strip() for line in first if line.startswith("  [")]


@pytest.mark.parametrize(
    "options", [{"gutter": "1em"}, {"gutter": "-5mm"}, {"page_numbers": "all"}, {"duplex": "yes"}]
)
def test_a_setting_that_cannot_be_is_refused(options: dict[str, str]) -> None:
    """The options' type knows what there is."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(options, PdfOptions)


def test_a_gutter_that_leaves_no_text_is_refused() -> None:
    """The finding says how wide it may be."""
    with pytest.raises(WriterError, match="gutter-unusable"):
        printed(article("<p>Text.</p>"), gutter="60mm")
