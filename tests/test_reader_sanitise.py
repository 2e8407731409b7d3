"""Raw HTML: what is safe stays, what is not goes, and the author is told where."""

from __future__ import annotations

import pytest

from tests.reading import body, titled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>alert(1)</script>a", "<p>a</p>"),
        ('<p onclick="x()">a</p>', "<p>a</p>"),
        ('<a href="javascript:x()">a</a>', "<p>a</p>"),
        ("[a](javascript:x)", "<p>a</p>"),
        ("[a](JaVaScRiPt&#58;x)", "<p>a</p>"),
        ("[a](data:text/html,x)", "<p>a</p>"),
        ("[a](file:///etc/passwd)", "<p>a</p>"),
        ("[a](vbscript:x)", "<p>a</p>"),
        ('<iframe src="https://example.org"></iframe>a', "<p>a</p>"),
        ("<style>p { color: red }</style>a", "<p>a</p>"),
        ("a\n{: onclick=x style=y }", "<p>a</p>"),
        ("<object>a</object>", "<p>a</p>"),
        ("<svg><script>x</script><title>t</title></svg>", None),
        ("<base href='https://example.org'>a", "<p>a</p>"),
        ('<form action="/x">a</form>', "<p>a</p>"),
        ("<math><annotation-xml encoding='text/html'><script>x</script></annotation-xml></math>a", None),
    ],
)
def test_what_runs_or_loads_never_reaches_the_body(text: str, expected: str | None) -> None:
    """Scripts, handlers, styles, frames and addresses that run or reach the disk are dropped and told."""
    reading = titled(text)

    assert "html-dropped" in reading.codes
    assert expected in (None, reading.body)
    for danger in ("script", "onclick", "javascript", "file:", "data:", "style", "iframe", "base", "form"):
        assert danger not in reading.body


def test_each_kind_is_told_once_for_each_line() -> None:
    """Two scripts on two lines are two findings; two on one line are one."""
    reading = titled("<script>a</script> <script>b</script>\n\n<script>c</script>")

    assert reading.lines("html-dropped") == [5, 7]


def test_what_is_shown_as_code_is_no_place() -> None:
    """The line is that of the tag which counts, not of one that is quoted."""
    reading = titled("`<iframe>`\n\n```\n<iframe>\n```\n\n<iframe></iframe>")

    assert reading.lines("html-dropped") == [11]


def test_attribute_lists_are_no_way_around() -> None:
    """What an attribute list gives is treated like raw HTML."""
    reading = titled('*a*{onclick="x()" .b}')

    assert reading.body == '<p><em class="b">a</em></p>'
    assert reading.lines("html-dropped") == [5]


def test_comments_and_presentation_go_without_a_word() -> None:
    """Nobody misses them."""
    assert body(
        'a <!-- b -->\n\n<p data-x="1">c <a href="https://example.org" target="_blank">d</a></p>'
    ) == ('<p>a </p>\n<p>c <a href="https://example.org">d</a></p>')


@pytest.mark.parametrize(
    "kept",
    [
        "<p>H<sub>2</sub>O <kbd>Ctrl</kbd> <mark>m</mark> <q>q</q> <small>s</small></p>",
        '<p><abbr title="x">y</abbr> <time datetime="2024-08-18">t</time></p>',
        "<details><summary>s</summary><p>p</p></details>",
        "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>",
        '<p><math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>a</mi><mi>b</mi></mfrac></math></p>',
        '<p><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" role="img"><title>t</title>'
        '<linearGradient id="g" gradientUnits="userSpaceOnUse"/></svg></p>',
    ],
)
def test_safe_html_stays_as_it_is(kept: str) -> None:
    """Also SVG and MathML, with the case of their names."""
    assert body(kept) == kept


def test_drawing_in_the_text_needs_a_title() -> None:
    """A label serves as one; without either the author is told."""
    assert "<title>A box</title>" in body('<svg aria-label="A box" viewBox="0 0 1 1"></svg>')
    assert titled("<svg viewBox='0 0 1 1'></svg>").codes == ["image-alt"]


def test_drawing_in_the_text_reaches_nowhere() -> None:
    """It may refer to itself only."""
    reading = titled('<svg><title>t</title><use href="https://example.org/x.svg#a"></use></svg>')

    assert "example.org" not in reading.body
    assert reading.codes == ["svg-unsafe"]


@pytest.mark.parametrize(
    "trick",
    [
        "<div title='</div>'>",
        "<div><!--></div>-->",
        "<b><div></b>",
        "<div><table><td></div></table>",
        "<span><div></span>",
        "<svg><div></svg>",
        "<div><title></div></title>",
    ],
)
def test_no_trick_hides_deep_nesting(trick: str) -> None:
    """What would take the sanitiser quadratic time, which nothing can interrupt, is refused at once."""
    from recto.reader.sanitise import NestingError, _clean, _scan

    try:
        scan = _scan(trick * 20_000)
    except NestingError:
        return
    _clean("".join(scan.out))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The <title> of a page.", "&lt;title&gt;"),
        ("Use <script> here.", "&lt;script&gt;"),
        ("<script>\nvar x", "&lt;script&gt;"),
        ("<style\n  media='print'>", "&lt;style"),
        ("a <iframe src=x> b", "&lt;iframe src=x&gt;"),
        ("<noembed>\na", "&lt;noembed&gt;"),
        ("<pre>\na", "&lt;pre&gt;"),
        ("<textarea>\na", "&lt;textarea&gt;"),
        ("<!-- a", "&lt;!–"),
        ("- <!-- a\n\n  b", "&lt;!–"),
        ("> <pre>\n> a", "&lt;pre&gt;"),
        ("<button>\na", "&lt;button&gt;"),
        ("<svg>\na", "&lt;svg&gt;"),
        ("<div>\n<!-- a\n</div>", "&lt;!–"),
        ("<div>\n<xmp>\n</div>", "&lt;xmp&gt;"),
        ('<div>\n<a title="a\n</div>\n\nb "c"', "&lt;a title="),
        ("<svg><title>a</svg>", "&lt;title&gt;"),
    ],
)
def test_what_is_left_open_stays_text_and_hides_nothing(text: str, shown: str) -> None:
    """It is told with its line, and what stands below is read as if it were not there."""
    reading = titled(f"{text}\n\n## last *words*")

    assert shown in reading.body
    assert "last <em>words</em></h2>" in reading.body
    assert "html-unclosed" in reading.codes
    assert reading.lines("html-unclosed")[0] in (5, 6)


@pytest.mark.parametrize("text", ["<?php echo 1", "<![CDATA[ a", "<!DOCTYPE html", "<a", 'a <a href="b'])
def test_what_is_not_even_a_tag_is_text(text: str) -> None:
    """The author sees it as it was typed."""
    reading = titled(f"{text}\n\nlast *words*")

    assert "&lt;" in reading.body
    assert reading.body.endswith("<p>last <em>words</em></p>")


@pytest.mark.parametrize("text", ["git clone <url>", "cp <path> <text>", "Map<K, V> of List<T>", "a </T> b"])
def test_a_word_in_angle_brackets_is_text(text: str) -> None:
    """What is no element of HTML is meant to be seen, also where its name is one of a drawing's elements."""
    reading = titled(text)

    assert text.replace("<", "&lt;").replace(">", "&gt;") in reading.body
    assert set(reading.codes) <= {"html-as-text"}


@pytest.mark.parametrize(
    "hidden", ["<!-- a\n\nb\n\n-->", "<script>\n\na\n\n</script>", "<style>\na\n\nb</style>"]
)
def test_blank_lines_end_nothing_that_is_hidden(hidden: str) -> None:
    """A comment or a script within a box goes on to its own end."""
    reading = titled(f"<div>\n{hidden}\n</div>\n\nlast")

    assert reading.body.split() == ["<div>", "</div>", "<p>last</p>"]


def test_a_title_outside_a_drawing_loses_its_tags_only() -> None:
    """Its words are words of the article."""
    reading = titled("A <title>B</title> c")

    assert reading.body == "<p>A B c</p>"
    assert reading.codes == ["html-dropped"]
