"""The drawn cover: deterministic, legible, and without boxes."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageStat, features

from recto import theme
from recto.article import Asset
from recto.errors import WriterError
from recto.writers import _cover
from recto.writers._cover import HEIGHT, WIDTH, draw_cover
from recto.writers._cover_breaks import BREAK, HYPHEN, phrases, signs
from recto.writers._cover_fonts import UNIT, compositor
from recto.writers._cover_text import broken, drawable, fit, force, measured, needs_shaping, without
from recto.writers._system_fonts import system_fonts
from tests.epub_books import Book, article
from tests.font_files import write_font, write_fontconfig

DEFAULT = theme.load("default")
NEEDS_SHAPING = pytest.mark.skipif(not features.check("raqm"), reason="Pillow finds no libfribidi")
NEEDS_FONTCONFIG = pytest.mark.skipif(not shutil.which("fc-match"), reason="there is no fontconfig")


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
    """Where its language does it; addresses are not words, and scripts without capitals take no hyphens."""
    word = "Donaudampfschifffahrtsgesellschaftskapitän"

    assert (
        broken(f"Der {word}", len, width=20, lang="de")
        == f"Der Donaudampfschiff{HYPHEN}fahrtsgesell{HYPHEN}schaftskapitän"
    )
    assert broken("x" * 30, len, width=20, lang="") == f"{'x' * 15}{HYPHEN}{'x' * 15}"
    assert broken("https://example.org/abcdef", len, width=5, lang="en") == "https://example.org/abcdef"
    assert broken("والمستشفيات", len, width=5, lang="ar") == "والمستشفيات"
    assert len(ink_rows(drawn(word, authors="", date="", lang="de"))) >= 3


def test_a_hyphen_shows_only_where_a_line_ends() -> None:
    """Parts of a word that fit on one line stay together."""
    words = measured(f"a long{HYPHEN}word", len)

    assert fit(words, space=1, width=10) == ["a longword"]
    assert fit(words, space=1, width=7) == ["a long-", "word"]


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


def test_emoji_that_no_font_has_are_left_out_of_titles() -> None:
    """They are no words, and the rest of the title is worth setting."""
    assert drawable("Go 👩🏽‍💻\ufe0f now\u200f") == "Go 👩 now"
    assert without("Go — 🎉", {"🎉"}) == "Go"
    assert without("停戦", {"停", "戦"}) == "停戦"
    assert drawn("Go 🎉").has_title
    assert not drawn("🎉").has_title


def test_what_must_be_shaped_is_known() -> None:
    """Set letter by letter, Hebrew would be backwards, and vowels would stand beside their letters."""
    assert [needs_shaping(text) for text in ("Peace", "平和", "שלום", "शांति", "สันติ")] == [
        False, False, True, True, True,
    ]  # fmt: skip


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


def test_lines_of_japanese_end_where_phrases_do() -> None:
    """None begins with what closes or ends with what opens; お stays with the word that it makes polite."""
    assert phrases("停戦をめぐるカイロ交渉、なお続く") == ["停戦をめぐる", "カイロ交渉、", "なお", "続く"]
    assert phrases("お知らせ") == ["お知らせ"]
    assert signs("「停火」3年ー") == ["「停", "火」", "3年ー"]
    assert signs("本——书……完。") == ["本", "——", "书……", "完。"]


def test_long_phrases_without_spaces_are_broken_for_larger_type() -> None:
    """Chinese between any two signs, Thai before vowels that begin syllables; marks stay with letters."""
    assert broken("三方立场", len, width=8, lang="zh") == "三方立场"
    assert broken("三方立场与", len, width=8, lang="zh") == BREAK.join("三方立场与")
    assert signs("หยุดยิงในฉนวนกาซา") == ["หยุดยิง", "ในฉนวนกาซา"]
    assert signs("การเจรจา") == ["การเจรจา"]
    assert force("ยิ้ยิ้ยิ้", len, width=4, most=3) == ["ยิ้", "ยิ้", "ยิ้"]
    assert force("三方立场与分歧", len, width=3, most=2) == ["三方立", "场与…"]


@pytest.fixture
def japanese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A font that has a few Japanese signs, and is the only one on this machine."""
    write_font(tmp_path / "japanese.ttf", "停戦入門、🎉")
    monkeypatch.setenv("FONTCONFIG_FILE", str(write_fontconfig(tmp_path)))
    _forget_fonts()
    yield
    _forget_fonts()


def _forget_fonts() -> None:
    """Forget what is kept while the machine's fonts stay what they are."""
    for kept in (system_fonts, compositor, draw_cover):
        kept.cache_clear()


@NEEDS_FONTCONFIG
@pytest.mark.usefixtures("japanese")
def test_what_the_theme_cannot_set_is_set_in_a_font_of_the_machine() -> None:
    """And told, since another machine has other fonts; emoji as well."""
    book = Book(article("<p>x</p>", lang="ja", title="停戦", authors=["停戦"]))

    assert [(finding.code, "Test Sans" in finding.message) for finding in book.findings] == [
        ("font-system", True)
    ]
    assert drawn("停戦").borrowed == drawn("Go 🎉").borrowed == ("Test Sans",)
    assert len(ink_rows(drawn("停戦", authors="", date=""))) == 1
    assert not drawn("平和").has_title


@NEEDS_FONTCONFIG
@pytest.mark.usefixtures("japanese")
def test_a_title_in_two_scripts_is_set_in_two_typefaces() -> None:
    """Each as large as the theme's own words; marks go with the words that they stand at."""
    found = compositor(DEFAULT, "Recto 入門、停戦 2024", lang="en", bold=True)
    assert found is not None

    assert [(run.text, run.face.borrowed) for run in found._runs(found.text)] == [
        ("Recto ", ""), ("入門、停戦 ", "Test Sans"), ("2024", ""),
    ]  # fmt: skip
    assert found.length("入門") == 2 * UNIT


@NEEDS_SHAPING
@NEEDS_FONTCONFIG
@pytest.mark.usefixtures("japanese")
def test_typefaces_in_a_line_stand_in_the_order_of_their_script() -> None:
    """From right to left in Hebrew, where foreign words still go from left to right."""
    found = compositor(DEFAULT, "שלום Recto 入門 שוב", lang="he", bold=True)
    assert found is not None

    assert [run.text.strip() for run in found._runs(found.text)] == ["שוב", "Recto", "入門", "שלום"]


def test_a_font_of_the_theme_comes_before_those_of_the_machine(tmp_path: Path) -> None:
    """So the cover is the same everywhere, and nothing is told."""
    file = tmp_path / "japanese.ttf"
    write_font(file, "停戦")
    own = theme.Face("Mine", 700, "normal", file, file, ranges=((0x3040, 0x9FFF),))
    cover = draw_cover(
        theme.Theme("mine", DEFAULT.css, DEFAULT.templates, (*DEFAULT.faces, own)),
        title="停戦",
        authors="Ann",
        date="",
        lang="ja",
    )

    assert (cover.has_title, cover.borrowed) == (True, ())


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


def test_a_cover_is_drawn_once_until_something_on_it_changes() -> None:
    """As the article changes while it is watched, most often its front matter does not."""
    first = drawn("Treasure")

    assert drawn("Treasure") is first
    assert drawn("Treasure", authors="Bob").png != first.png
    assert drawn("Treasure", date="2025").png != first.png


def test_a_cover_without_its_title_is_reported() -> None:
    """The author can then install a font or name an image."""
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
