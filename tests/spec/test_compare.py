"""The comparison of trees: it forgives what cannot be seen, and nothing else."""

from __future__ import annotations

import pytest

from tests.spec.compare import same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p>", "<p>b</p>"),
        ("<p>a b</p>", "<p>ab</p>"),
        ("<p>a</p><p>b</p>", "<p>a b</p>"),
        ("<p><em>a</em></p>", "<p><strong>a</strong></p>"),
        ("<p>a <em>b</em></p>", "<p>a<em> b</em></p>"),
        ("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>"),
        ("<ul><li>a</li></ul>", "<ol><li>a</li></ol>"),
        ("<ol><li>a</li></ol>", '<ol start="2"><li>a</li></ol>'),
        ("<pre><code>a  b</code></pre>", "<pre><code>a b</code></pre>"),
        ("<pre><code>a\n</code></pre>", "<pre><code>a</code></pre>"),
        ('<pre><code class="language-x">a</code></pre>', "<pre><code>a</code></pre>"),
        ('<p><a href="/a">a</a></p>', '<p><a href="/b">a</a></p>'),
        ('<p><a href="/a" title="b">a</a></p>', '<p><a href="/a">a</a></p>'),
        ('<p><img src="a" alt="b"></p>', '<p><img src="a" alt=""></p>'),
        ("<p>a<br>b</p>", "<p>a b</p>"),
        ('<ul><li class="task done">a</li></ul>', '<ul><li class="task todo">a</li></ul>'),
        ('<ul><li class="task done">a</li></ul>', "<ul><li>a</li></ul>"),
        ("<table><tr><td>a</td></tr></table>", '<table><tr><td align="right">a</td></tr></table>'),
        (
            '<table><tr><td align="left">a</td></tr></table>',
            '<table><tr><td align="right">a</td></tr></table>',
        ),
        (
            '<ul><li class="task done"><p>a</p></li></ul>',
            '<ul><li><p><input type="checkbox"> a</p></li></ul>',
        ),
        ('<p><a href="/a%20b">a</a></p>', '<p><a href="/ab">a</a></p>'),
        ("<p><code>a b</code></p>", "<p><code>ab</code></p>"),
        ("<blockquote><p>a</p></blockquote><p>b</p>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("<p><del>a</del></p>", "<p>a</p>"),
        ('<p><b class="a" lang="de">a</b></p>', '<p><b class="a">a</b></p>'),
        ("<p>a<!-- b --></p>", "<p>a</p>"),
        ("<p>&lt;b&gt;</p>", "<p><b></b></p>"),
    ],
)
def test_what_can_be_seen_or_heard_counts(one: str, other: str) -> None:
    """Words, nesting, addresses, titles, states, and white space where it shows."""
    assert not same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<p id="a" class="b">c</p>', "<p>c</p>"),
        ("<p>a\nb  c</p>\n\n<p>d</p>", "<p>a b c</p><p> d </p>"),
        ('<img title="a" src="b" alt="">', '<img src="b" alt="" title="a">'),
        ('<p><a href="/%C3%A4">a</a></p>', '<p><a href="/ä">a</a></p>'),
        ("<p><s>a</s></p>", "<p><del>a</del></p>"),
        (
            '<table><tr><td style="text-align: right">a</td></tr></table>',
            '<table><tr><td align="right">a</td></tr></table>',
        ),
        (
            '<ul><li><input checked="" disabled="" type="checkbox"> a</li></ul>',
            '<ul><li class="task done">a</li></ul>',
        ),
        (
            '<ul><li><p><input type="checkbox"> a</p><p>b</p></li></ul>',
            '<ul><li class="task todo"><p>a</p><p>b</p></li></ul>',
        ),
        ('<p><img src="a" alt></p>', '<p><img src="a" alt=""/></p>'),
        ("<p>a &quot;b&quot;<br />c</p>", '<p>a "b"<br>c</p>'),
    ],
)
def test_what_nobody_can_tell_apart_does_not_count(one: str, other: str) -> None:
    """Ids and classes, the order of attributes, escapes, white space at the edges of blocks."""
    assert same(one, other)
