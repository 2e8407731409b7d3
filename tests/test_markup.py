"""HTML text ⇄ tree ⇄ canonical XHTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recto import markup

FRAGMENTS = [
    "<p>a<br>b &amp; c</p>",
    '<svg viewBox="0 0 1 1"><linearGradient id="g"></linearGradient><title>x</title></svg>',
    "<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>",
    "<p></p><pre>\n\nx</pre>",
    '<p title="&quot;&lt;">&nbsp;</p>',
    '<table><tbody><tr><td class="right">1</td></tr></tbody></table>',
    "loose <b>text</b> around",
]


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_what_was_written_reads_back_the_same(fragment: str) -> None:
    """XHTML and HTML both give back the tree they were written from."""
    tree = markup.parse(fragment)

    assert markup.xhtml(tree) == markup.xhtml(markup.from_xhtml(markup.xhtml(tree)))
    assert markup.xhtml(tree) == markup.xhtml(markup.parse(markup.html(tree)))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_has_a_canonical_form(text: str) -> None:
    """Whatever an author writes, its XHTML is well-formed and stable."""
    once = markup.xhtml(markup.parse(text))

    assert once == markup.xhtml(markup.from_xhtml(once))


def test_names_of_svg_keep_their_case() -> None:
    """A drawing whose viewBox became viewbox no longer scales."""
    assert 'viewBox="0 0 1 1"' in markup.html(markup.parse('<svg viewBox="0 0 1 1"></svg>'))


def test_html_elements_have_no_namespace_and_drawings_have() -> None:
    """Transforms say `p`, not `{http://www.w3.org/1999/xhtml}p`."""
    tree = markup.parse("<p><svg><path/></svg></p>")

    assert ["p", f"{{{markup.SVG}}}svg", f"{{{markup.SVG}}}path"] == [e.tag for e in markup.elements(tree)]


def test_empty_elements_are_written_so_that_browsers_close_them() -> None:
    """`<p/>` would stay open in HTML; `<br/>` is fine in both."""
    tree = markup.parse('<p></p><a id="x"></a><br>')

    assert markup.xhtml(tree) == '<p></p><a id="x"></a><br/>'
    assert markup.html(tree) == '<p></p><a id="x"></a><br>'


def test_a_deep_nest_is_written_without_recursion() -> None:
    """2,000 elements inside each other are more than Python's stack would bear."""
    tree = markup.make("body")
    innermost = tree
    for _ in range(2000):
        child = markup.make("div")
        innermost.append(child)
        innermost = child

    assert markup.html(tree) == "<div>" * 2000 + "</div>" * 2000


def test_controls_are_stripped() -> None:
    """No edition can hold a NUL or a lone surrogate."""
    assert markup.strip_controls("a\x00b\tc\n\x0b\ud800") == "ab\tc\n"


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (markup.remove, "a<i>b</i>ef"),
        (markup.unwrap, "a<i>b</i>c<u>d</u>ef"),
    ],
)
def test_taking_an_element_out_keeps_the_text_around_it(action: object, expected: str) -> None:
    """The text after an element belongs to its parent."""
    tree = markup.parse("a<i>b</i><b>c<u>d</u>e</b>f")
    if action is markup.remove:
        expected = "a<i>b</i>f"

    action(next(tree.iter("b")))  # type: ignore[operator]

    assert expected == markup.html(tree)


def test_wrapping_leaves_the_following_text_outside() -> None:
    """A wrapper takes the element alone."""
    tree = markup.parse("<p>a</p>b")

    markup.wrap(next(tree.iter("p")), markup.make("div", class_="scroll"))

    assert markup.html(tree) == '<div class="scroll"><p>a</p></div>b'


def test_text_of_folds_white_space_and_leaves_comments_out() -> None:
    """The words of an element, as a reader would say them."""
    assert markup.text_of(markup.parse("<p>a\n <b>b</b><!-- no --> c</p>")) == "a b c"
