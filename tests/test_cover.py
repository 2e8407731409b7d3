"""The drawn cover: deterministic, legible, and without boxes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageStat, features

from recto import theme
from recto.article import Asset
from recto.errors import WriterError
from recto.writers import _cover
from recto.writers._cover import HEIGHT, WIDTH, draw_cover
from recto.writers._cover_text import broken, drawable, fit, force, measured
from tests.epub_books import Book, article

DEFAULT = theme.load("default")
NEEDS_SHAPING = pytest.mark.skipif(not features.check("raqm"), reason="Pillow finds no libfribidi")


def drawn(
    title: str, *, subtitle: str = "", authors: str = "Ann", date: str = "2024", lang: str = "en"
) -> _cover.Cover:
    return draw_cover(DEFAULT, title=title, subtitle=subtitle, authors=authors, date=date, lang=lang)


def ink_rows(cover: _cover.Cover) -> list[tuple[int, int]]:
    """Return where each line of words begins and ends, in pixels from the top."""
    image = Image.open(io.BytesIO(cover.png)).point([int(place == 3) for place in range(256)], "1")
    rows = [image.crop((0, y, WIDTH, y + 1)).getbbox() is not None for y in range(HEIGHT)]
    edges = [y for y in range(1, HEIGHT) if rows[y] != rows[y - 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def picture(cover: _cover.Cover) -> Image.Image:
    return Image.open(io.BytesIO(cover.png)).convert("RGB")


def ink_columns(cover: _cover.Cover) -> tuple[int, int]:
    """Return where the ink begins and ends, in pixels from the left."""
    image = Image.open(io.BytesIO(cover.png))
    box = image.point([int(place == 3) for place in range(256)], "1").getbbox()
    assert box is not None
    return box[0], box[2]


def test_a_cover_has_the_size_that_shops_ask_for_and_is_small() -> None:
    """1600 × 2560 in four colours and the steps between them."""
    cover = drawn("Blinken lands in Israel as Washington presses for a ceasefire")

    assert picture(cover).size == (WIDTH, HEIGHT) == (1600, 2560)
    assert len(cover.png) < 100_000
    assert len(picture(cover).getcolors() or []) == 16


def test_the_same_title_has_the_same_cover_and_another_has_another() -> None:
    """The colours and the pattern are the title's own."""
    assert drawn("One").png == drawn("One").png
    assert drawn("One", authors="", date="").png != drawn("Two", authors="", date="").png


def test_ink_stands_out_from_every_ground_in_grey_too() -> None:
    """At least 10:1 by WCAG's measure, which is one of lightness alone."""

    def lightness(colour: str) -> float:
        parts = [part / 255 for part in bytes.fromhex(colour)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05

    ratios = [lightness(_cover._INK_COLOUR) / lightness(ground) for ground, _, _ in _cover._COLOURS]
    assert min(ratios) > 10


def test_a_long_title_fits_and_a_short_one_is_large() -> None:
    """Nothing leaves the margins, however long the title and its words are."""
    titles = ["A", "Two words", "Donaudampfschifffahrtsgesellschaftskapitän", "word " * 300, "x" * 400]
    for title in titles:
        left, right = ink_columns(drawn(title, authors="Somebody " * 40))
        assert left >= 100
        assert right <= WIDTH - 100


def test_names_can_be_read_where_covers_are_as_wide_as_a_thumb() -> None:
    """At 100 pixels, where a shop shows them, the title is the tallest and names have over four pixels."""
    lines = ink_rows(drawn("Hxmn", authors="Hxmn", date="Hxmn"))
    title, names, date = ((bottom - top) * 100 / WIDTH for top, bottom in lines)

    assert title > 2 * names > 2 * date
    assert names > 4


def test_a_long_word_is_hyphenated_rather_than_set_small() -> None:
    """Where its language does it; addresses are not words."""
    word = "Donaudampfschifffahrtsgesellschaftskapitän"

    assert (
        broken(f"Der {word}", len, width=20, lang="de")
        == "Der Donaudampfschiff- fahrtsgesell- schaftskapitän"
    )
    assert broken("x" * 30, len, width=20, lang="") == f"{'x' * 15}- {'x' * 15}"
    assert broken("https://example.org/abcdef", len, width=5, lang="en") == "https://example.org/abcdef"
    assert len(ink_rows(drawn(word, authors="", date="", lang="de"))) >= 3


def test_a_subtitle_stands_below_the_title_where_there_is_room() -> None:
    """One that would not fit whole is left out."""
    without = drawn("Title", authors="Ann")

    assert len(ink_rows(drawn("Title", subtitle="And more", authors="Ann"))) == len(ink_rows(without)) + 1
    assert drawn("Title", subtitle="And more " * 30).png == without.png
    assert drawn("Long " * 200, subtitle="And more").png == drawn("Long " * 200).png


def test_many_authors_take_two_lines_and_are_cut() -> None:
    """A name is not cut off with its comma."""
    assert force("Ann Lee, Bob Ray, Cy Dee", len, width=10, most=2) == ["Ann Lee,", "Bob Ray…"]
    assert len(ink_rows(drawn("Title", authors="Nora Moon, " * 9, date=""))) == 3


@NEEDS_SHAPING
@pytest.mark.parametrize(("title", "lang"), [("שלוש עמדות", "he"), ("وقف إطلاق النار", "ar")])
def test_right_to_left_titles_stand_on_the_right(title: str, lang: str) -> None:
    """Set with the face that has their letters, from the right margin."""
    cover = drawn(title, authors="", date="", lang=lang)
    left, right = ink_columns(cover)

    assert cover.has_title
    assert WIDTH - right < left


def test_a_title_that_no_face_can_set_leaves_the_pattern_alone() -> None:
    """Boxes instead of letters would be worse than no letters."""
    cover = drawn("停戦をめぐる")
    image = Image.open(io.BytesIO(cover.png))

    assert not cover.has_title
    assert image.histogram()[3] == 0
    assert ImageStat.Stat(image.crop((0, 0, WIDTH, 300))).extrema[0][1] > 0


def test_emoji_are_left_out_of_titles() -> None:
    """No text face has them, and the rest of the title is worth setting."""
    assert drawable("Go 🎉\ufe0f now\u200f", shaped=True) == "Go now"
    assert drawable("Go — 🎉", shaped=True) == "Go"
    assert drawn("Go 🎉").has_title


def test_without_a_shaping_engine_right_to_left_text_is_left_out() -> None:
    """Set letter by letter it would be backwards."""
    assert drawable("שלום", shaped=False) == ""
    assert drawable("Peace", shaped=False) == "Peace"


def test_lines_are_even() -> None:
    """The last line of a title is no widow where the words allow it."""
    words = measured("aaaa bbbb cccc dddd", len)

    assert fit(words, space=1, width=16) == ["aaaa bbbb", "cccc dddd"]
    assert fit(words, space=1, width=3) == []


def test_what_does_not_fit_is_broken_and_cut() -> None:
    """Addresses break after a stroke; too long a title ends with an ellipsis."""
    assert force("https://example.org/abcdef", len, width=20, most=3) == ["https://example.org/", "abcdef"]
    lines = force("one two three four five six", len, width=10, most=2)
    assert lines == ["one two", "three…"]


def test_the_article_s_own_cover_comes_first() -> None:
    """An image that the author names is the cover, and is not carried twice."""
    own = Asset("c.jpg", "image/jpeg", b"jpeg", 600, 900)
    book = Book(article('<p><img src="c.jpg" alt="C"></p>', assets=[own], cover="c.jpg"))

    assert [name for name in book.names if "/images/" in name] == ["EPUB/images/image-1.jpg"]
    assert book.item("image-1").get("properties") == "cover-image"
    assert book.find(book.page("cover"), "//h:img/@src") == ["images/image-1.jpg"]


def test_a_book_finds_its_cover_in_old_and_new_readers() -> None:
    """EPUB 3 by the item's property, EPUB 2 by a meta; the picture's words are title and authors."""
    book = Book(article("<p>x</p>", title="T", authors=["Ann", "Bob"]))
    (name,) = book.find(book.package, "//opf:meta[@name='cover']/@content")

    assert book.item(name).get("properties") == "cover-image"
    assert book.find(book.page("cover"), "//h:img/@alt") == ["T, Ann, Bob"]
    assert book.spine[0] == "cover"


def test_a_cover_without_its_title_is_reported() -> None:
    """The author can then name an image."""
    book = Book(article("<p>x</p>", lang="ja", title="停戦"))

    assert [finding.code for finding in book.findings] == ["cover-without-title"]


def test_a_font_file_that_is_none_is_named(tmp_path: Path) -> None:
    """A theme's slip is told, not Pillow's exception."""
    file = tmp_path / "mine.ttf"
    file.write_bytes(b"no font")
    face = theme.Face("Mine", 700, "normal", file, file)
    broken = theme.Theme("mine", DEFAULT.css, DEFAULT.templates, (face,))

    with pytest.raises(WriterError, match=r"mine\.ttf"):
        draw_cover(broken, title="T", authors="", date="", lang="en")


def test_no_cover_is_made_when_none_is_wanted() -> None:
    """Neither page nor image nor mention."""
    book = Book(article("<p>x</p>"), cover=False)

    assert book.spine[0] == "title"
    assert not [name for name in book.names if "cover" in name or "/images/" in name]
