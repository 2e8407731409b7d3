"""Markdown's constructs, in the shape that the contract of `recto.article` gives them."""

from __future__ import annotations

import pytest

from tests.reading import body, titled


def test_fence_stands_straight_after_a_line_of_text() -> None:
    """No blank line is needed before or after, and no paragraph is torn."""
    assert body("Text:\n```\nx < y\n```\nmore") == (
        "<p>Text:</p>\n<pre><code>x &lt; y\n</code></pre>\n<p>more</p>"
    )


def test_fence_stands_in_a_list_item() -> None:
    """The item's indent is not part of the code."""
    assert body("1. one\n\n    ```sh\n    a\n      b\n    ```\n\n2. two").startswith(
        '<ol>\n<li>\n<p>one</p>\n<pre><code class="language-sh">a\n  b\n</code></pre>\n</li>'
    )


def test_fence_stands_in_a_quotation() -> None:
    """It ends where the quotation does, if not before."""
    assert body("> a\n> ```\n> b\n> ```\n> c") == (
        "<blockquote>\n<p>a</p>\n<pre><code>b\n</code></pre>\n<p>c</p>\n</blockquote>"
    )


def test_fence_keeps_tabs_and_blank_lines() -> None:
    """What a Makefile needs survives."""
    assert body("```\n\n\ta\n\n```") == "<pre><code>\n\ta\n\n</code></pre>"


def test_fence_that_is_never_closed_is_told() -> None:
    """Everything below became code; the line of the opening is named."""
    finding = titled("a\n\n~~~\nb").only("fence-unclosed")

    assert finding.line == 7


def test_indented_fence_after_a_paragraph_is_code_that_shows_a_fence() -> None:
    """Four blanks make code, unless a list item or the like holds them."""
    assert body("a\n\n    ```\n    b\n    ```") == "<p>a</p>\n<pre><code>```\nb\n```\n</code></pre>"


def test_fence_attributes_give_language_and_id() -> None:
    """The forms of other tools mean the same."""
    expected = '<pre id="x"><code class="language-rust">fn\n</code></pre>'

    assert body("``` {.rust #x}\nfn\n```").replace('<span class="k">fn</span>', "fn") == expected


def test_tag_in_a_fence_is_shown() -> None:
    """Code is never taken for raw HTML."""
    assert body("```\n<script>\n```") == "<pre><code>&lt;script&gt;\n</code></pre>"


def test_code_is_coloured_by_short_classes_only() -> None:
    """No style reaches an edition, and the words of the code do not change."""
    assert body("```python\nx = 1\n```") == (
        '<pre><code class="language-python"><span class="n">x</span> <span class="o">=</span> '
        '<span class="mi">1</span>\n</code></pre>'
    )


def test_unknown_language_is_noted_once() -> None:
    """Its code stays plain."""
    reading = titled("```zzz\na\n```\n\n~~~zzz\nb\n~~~")

    assert reading.codes == ["code-language"]
    assert reading.body.count("<span") == 0


BOX = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="task" role="img" viewBox="0 0 16 16" '
    'width="1em" height="1em">'
)


def test_task_begins_with_a_drawn_box() -> None:
    """Its title says what the box shows, in the article's language."""
    text = body("- [ ] a\n- [x] b", lang="de")

    assert text.count(f'<li class="task">{BOX}<title>') == 2
    assert "<title>Offen</title>" in text
    assert "<title>Erledigt</title>" in text
    assert "</svg> a</li>" in text


def test_escaped_box_is_text() -> None:
    """A backslash makes brackets brackets."""
    assert body("- \\[ ] a") == "<ul>\n<li>[ ] a</li>\n</ul>"


def test_table_says_alignment_by_class_and_scope_by_attribute() -> None:
    """No style, no obsolete attribute."""
    assert body("| a | b |\n|:-:|--:|\n| 1 | 2 |") == (
        "<table>\n<thead>\n<tr>\n"
        '<th class="center" scope="col">a</th>\n<th class="right" scope="col">b</th>\n'
        "</tr>\n</thead>\n<tbody>\n<tr>\n"
        '<td class="center">1</td>\n<td class="right">2</td>\n</tr>\n</tbody>\n</table>'
    )


def test_table_without_header_text_has_no_header() -> None:
    """An empty thead, and one with empty cells only, go."""
    assert "<thead>" not in body("| | |\n|-|-|\n| a | b |")


def test_pipe_in_code_is_no_cell() -> None:
    """Code keeps its pipes."""
    assert "<code>a | b</code>" in body("| x |\n|---|\n| `a | b` |")


def test_admonition_is_an_aside_with_a_title_in_the_language() -> None:
    """A title that the author gave stays."""
    assert body("!!! warning\n    Text.", lang="fr") == (
        '<aside class="warning" role="note">\n<p class="title">Avertissement</p>\n<p>Text.</p>\n</aside>'
    )
    assert '<p class="title">Mind!</p>' in body('!!! warning "Mind!"\n    Text.')


def test_word_of_ours_in_another_language_says_so() -> None:
    """Where the table lacks the article's language, the English word is marked as English."""
    assert '<p class="title">Note</p>' in body("!!! note\n    x", lang="mt")
    assert '<h2 lang="en" id="notes">Notes</h2>' in body("a[^1]\n\n[^1]: b", lang="mt")


def test_pull_quote_is_marked_by_its_last_paragraph() -> None:
    """The class moves to the quotation."""
    assert body("> Big words.\n> {: .pullquote }") == (
        '<blockquote class="pullquote" role="doc-pullquote">\n<p>Big words.</p>\n</blockquote>'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~~gone~~ a~b~c", "<p><del>gone</del> a<sub>b</sub>c</p>"),
        ("snake_case_name *a **b** c*", "<p>snake_case_name <em>a <strong>b</strong> c</em></p>"),
        ("*[HTML]: Hyper\n\nHTML", '<p><abbr title="Hyper">HTML</abbr></p>'),
        ("Term\n:   Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("Text\n{: #x .y }", '<p class="y" id="x">Text</p>'),
        ('<div markdown="1">\n*a*\n</div>', "<div>\n<p><em>a</em></p>\n</div>"),
        ("a  \nb", "<p>a<br/>\nb</p>"),
    ],
)
def test_constructs_that_authors_know(text: str, expected: str) -> None:
    """The engine's extensions are on."""
    assert body(text) == expected


def test_attributes_behind_a_caption_are_the_tables() -> None:
    """An id, classes and more; braces with words in them are words."""
    found = body("| a |\n|---|\n| b |\n\n: Set {a, b} {#t .wide title=x}")

    assert found.startswith('<table class="wide" id="t" title="x">\n<caption>Set {a, b}</caption>')
