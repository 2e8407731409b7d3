"""Misnested HTML becomes a tree that every edition can hold; words are never lost."""

from __future__ import annotations

import pytest

from tests.reading import body, titled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b><p>a</p></b>", "<p><b>a</b></p>"),
        ("<p>a<button><div>b</div></button>c</p>", None),
        ("<h2><div>a</div></h2>", '<h2 id="a">a </h2>'),
        ("<ul>a<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><ul><li>a</li></ul></ul>", "<ul><li><ul><li>a</li></ul></li></ul>"),
        ("<li>a</li>", "<ul><li>a</li></ul>"),
        ("<dl><dd>a</dd></dl>", "<p>a</p>"),
        ("<dl><dt>a</dt></dl>", "<dl><dt>a</dt><dd></dd></dl>"),
        ("<figcaption>a</figcaption>", "<p>a</p>"),
        ("<details><p>a</p></details>", "<details><summary>Details</summary><p>a</p></details>"),
        ("<center>a</center>", '<div class="center">a</div>'),
        ("<p><tt>a</tt> <strike>b</strike></p>", "<p><code>a</code> <del>b</del></p>"),
        ("<section><p>a</p></section>", "<div><p>a</p></div>"),
        ("<aside><p>a</p></aside>", '<aside role="note"><p>a</p></aside>'),
        ("<p><time>soon</time></p>", "<p><span>soon</span></p>"),
        ('<p lang="not a tag" dir="up">a</p>', "<p>a</p>"),
        ("<ruby>a</ruby>", "<p>a</p>"),
        ("<p></p>a", "<p>a</p>"),
        ("a\n\n<h3></h3>", "<p>a</p>"),
        (
            '<table><tr><td colspan="9">a</td></tr><tr><td rowspan="9">b</td></tr></table>',
            "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>",
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td></td></tr></tbody></table>",
        ),
        ("<table></table>a", "<p>a</p>"),
    ],
)
def test_tree_has_htmls_content_model(text: str, expected: str | None) -> None:
    """Blocks out of lines, items into lists, parts into wholes."""
    got = titled(text).body

    assert expected in (None, got)
    assert "<p><div" not in got


def test_link_around_blocks_becomes_a_link_in_each() -> None:
    """Its words stay a link."""
    assert body('<a href="https://example.org"><p>a</p><p>b</p></a>') == (
        '<p><a href="https://example.org">a</a></p>\n<p><a href="https://example.org">b</a></p>'
    )


def test_other_languages_say_their_direction() -> None:
    """Hebrew in an English article runs from right to left, and code never does."""
    assert body('<p lang="he">א</p>') == '<p lang="he" dir="rtl">א</p>'
    assert body('<p lang="he">א</p>\n\n`x`', lang="he").endswith('<p><code dir="ltr">x</code></p>')
