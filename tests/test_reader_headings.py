"""Title, headings, ids and contents."""

from __future__ import annotations

from itertools import pairwise

import pytest

from recto.article import Section
from recto.markup import HEADINGS
from recto.reader.titles import shorten
from tests.reading import body, read, titled


def levels(text: str) -> list[int]:
    return [int(str(heading.tag)[1]) for heading in titled(text).article.tree().iter(*HEADINGS)]


def test_own_title_is_not_shown_twice() -> None:
    """A body that begins with the front matter's title loses it, typography aside."""
    reading = read('---\ntitle: "It\'s a title"\n---\n\n# It’s a *title*\n\na')

    assert reading.body == "<p>a</p>"
    assert reading.article.meta.title == "It’s a title"
    assert reading.findings == ()


def test_first_heading_becomes_the_title() -> None:
    """It leaves the body, and the guess is noted once with its line."""
    reading = read("\n# A *title*\n\ntext\n\n## Section\n\nmore")

    assert reading.article.meta.title == "A title"
    assert reading.body == '<p>text</p>\n<h2 id="section">Section</h2>\n<p>more</p>'
    assert reading.codes == ["title-guessed"]
    assert reading.lines("title-guessed") == [2]


def test_heading_further_down_stays_where_it_is() -> None:
    """It gives the title, but belongs to what follows it."""
    reading = read("text\n\n## Section\n\nmore")

    assert reading.article.meta.title == "Section"
    assert '<h2 id="section">Section</h2>' in reading.body


@pytest.mark.parametrize(
    ("text", "title", "text_left"),
    [
        ("My journey\n\nIt began.", "My journey", "<p>It began.</p>"),
        ("It began early. Then it went on.\n\nAnd on.", "It began early", None),
        ("- a\n- b", "a b", None),
        ("word " * 40, "word " * 17 + "word…", None),
        ("![](no.png)", "A", None),
        ("…", "A", "<p>…</p>"),
    ],
)
def test_without_headings_the_first_line_gives_the_title(
    text: str, title: str, text_left: str | None
) -> None:
    """Alone and short it leaves the body; else its first sentence or words, else the file's name."""
    reading = read(text)

    assert reading.article.meta.title == title
    assert reading.codes.count("title-guessed") == 1
    assert text_left in (None, reading.body)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Dr. Smith met Mr. Jones at noon. They talked.", "Dr. Smith met Mr. Jones at noon"),
        ("Is it true at all? Nobody knows.", "Is it true at all?"),
        ("No. Never again will they do it. So he said.", "No. Never again will they do it"),
        ("今日は晴れです。明日は雨が降るでしょう。", "今日は晴れです。明日は雨が降るでしょう"),
        ("x" * 200, "x" * 90 + "…"),
    ],
)
def test_a_sentence_is_shortened_to_a_title(text: str, title: str) -> None:
    """At the end of a sentence that has one, else between words."""
    assert shorten(text) == title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## a\n\n### b\n\n## c", [2, 3, 2]),
        ("# a\n\n## b\n\n# c", [2, 3, 2]),
        ("### a\n\n### b", [2, 2]),
        ("## a\n\n#### b\n\n#### c\n\n### d", [2, 3, 3, 3]),
        ("#### a\n\n## b", [2, 2]),
        ("## a\n\n<h1>b</h1>\n\n### c", [3, 2, 3]),
    ],
)
def test_levels_skip_nothing_and_begin_below_the_title(text: str, expected: list[int]) -> None:
    """No h1 remains, and no heading is more than one level below the one before."""
    got = levels(text)

    assert got[0] == 2
    assert all(later <= earlier + 1 for earlier, later in pairwise(got))
    assert got == expected or text.startswith("## a\n\n<h1>")


def test_each_skip_is_told_with_its_line() -> None:
    """The second heading on the deeper level is no new skip."""
    reading = titled("## a\n\n#### b\n\n#### c\n\n### d\n\n##### e")

    assert reading.lines("heading-skip") == [7, 13]


def test_shifted_levels_are_noted_once() -> None:
    """Sections written with # are common, and no fault."""
    assert titled("# a\n\n# b").codes == ["heading-level"]


def test_ids_are_readable_in_every_script() -> None:
    """Letters and digits stay, the rest becomes single hyphens."""
    text = body("## Über *Öl* & 2024: C++\n\n## עברית\n\n## 日本 語\n\n## ???")

    for expected in ("über-öl-2024-c", "עברית", "日本-語", "section"):
        assert f'id="{expected}"' in text


def test_same_headings_get_numbers() -> None:
    """That is no fault of the author's."""
    text = body("## a\n\n## a\n\n## a")

    assert [f'id="{name}"' in text for name in ("a", "a-2", "a-3")] == [True] * 3


def test_authors_ids_win_and_doubles_are_told() -> None:
    """The second of two alike is renamed."""
    reading = titled("## a {#x}\n\n## b {#x}\n\n## x")

    assert '<h2 id="x">a</h2>\n<h2 id="x-2">b</h2>\n<h2 id="x-3">x</h2>' == reading.body
    assert reading.lines("id-duplicate") == [7]


def test_ids_in_drawings_stay_referred_to() -> None:
    """Renaming an id renames what points at it in the same drawing."""
    drawing = (
        '<svg viewBox="0 0 1 1"><title>t</title><linearGradient id="g"></linearGradient>'
        '<rect fill="url(#g)" width="1" height="1"></rect></svg>'
    )
    text = titled(f"{drawing}\n\n{drawing}").body

    assert text.count('fill="url(#g)"') == 1
    assert text.count('fill="url(#g-2)"') == 1


def test_a_break_in_a_heading_is_a_blank_in_its_name() -> None:
    """Words on two lines stay two words."""
    (section,) = titled("## One<br>*two*").article.sections

    assert (section.title, section.anchor) == ("One two", "one-two")


def test_sections_are_the_outline() -> None:
    """Nested as the headings are, the notes' own heading left out."""
    assert titled("## a\n\n### b[^1]\n\n## c\n\n[^1]: d").article.sections == (
        Section("a", "a", 2, (Section("b", "b", 3),)),
        Section("c", "c", 2),
    )


TOC = (
    '<nav class="toc" role="doc-toc" aria-labelledby="contents"><h2 class="title" id="contents">Contents</h2>'
    '<ol><li><a href="#a">a</a><ol><li><a href="#b">b</a></li></ol></li></ol></nav>'
)


def test_contents_stand_where_the_author_puts_them() -> None:
    """[TOC] alone in a paragraph; the setting puts them at the top, and never twice."""
    assert body("x\n\n[TOC]\n\n## a\n\n### b").startswith(f"<p>x</p>\n{TOC}")
    assert body("x\n\n## a\n\n### b", toc=True).startswith(f"{TOC}\n<p>x</p>")
    assert body("x\n\n[TOC]\n\n## a\n\n### b", toc=True).count("<nav") == 1


def test_contents_of_nothing_are_noted() -> None:
    """No empty list is made."""
    reading = titled("[TOC]\n\nx")

    assert (reading.body, reading.codes) == ("<p>x</p>", ["toc-empty"])


PARAGRAPH = (
    "A paragraph that is long enough to have a heading, and that closes as paragraphs do, with a stop."
)


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (f"Title\n\n{PARAGRAPH}\n\nHeading\n\n{PARAGRAPH}", ["Heading"]),
        ("Title\n\nA line of verse\nand another one\n\na third\n\na fourth", []),
        (f"Title\n\nApples\n\nPears\n\nPlums\n\n{PARAGRAPH}", []),
        (f"Dear A,\n\n{PARAGRAPH}\n\nYours sincerely,\n\n{PARAGRAPH}", []),
        (f"Title\n\n{PARAGRAPH}\n\n- item\n\n{PARAGRAPH}", []),
        (f"Title\n\n{PARAGRAPH}\n\n1. item\n\n{PARAGRAPH}", []),
        (f"# Title\n\n{PARAGRAPH}\n\nNo heading\n\n{PARAGRAPH}", []),
        (f"Title\n\n```\ncode\n\nNo heading\n\n{PARAGRAPH}\n```", []),
    ],
)
def test_headings_are_guessed_in_plain_text_only(text: str, headings: list[str]) -> None:
    """A short line before a real paragraph; not verse, lists, greetings, code, or beside real headings."""
    assert [section.title for section in read(text).article.sections] == headings


def test_no_guessing_below_front_matter() -> None:
    """Who writes front matter knows what they do."""
    assert titled(f"x\n\nNot a heading\n\n{PARAGRAPH}").article.sections == ()
