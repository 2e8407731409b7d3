"""Footnotes: numbered by call, linked both ways, gathered at the end."""

from __future__ import annotations

import time

from tests.reading import body, titled


def test_a_note_and_its_call_lead_to_each_other() -> None:
    """The shape of the contract: sup, section, list, way back."""
    assert body("a[^x]\n\n[^x]: b") == (
        '<p>a<sup id="fnref-1"><a href="#fn-1" role="doc-noteref">1</a></sup></p>\n'
        '<section class="footnotes" role="doc-endnotes"><h2 id="notes">Notes</h2><ol><li id="fn-1">\n'
        '<p>b\u00a0<a href="#fnref-1" role="doc-backlink" aria-label="Back to text">↑</a></p>\n'
        "</li>\n</ol></section>"
    )


def test_numbers_follow_the_calls() -> None:
    """Where the notes are written does not matter."""
    text = body("a[^z] b[^y]\n\n[^y]: why\n\n[^z]: zed")

    assert text.index("zed") < text.index("why")
    assert 'href="#fn-1" role="doc-noteref">1</a></sup> b<sup id="fnref-2">' in text


def test_a_note_called_twice_has_two_ways_back() -> None:
    """Each call has an id of its own."""
    text = body("a[^1] b[^1]\n\n[^1]: c")

    assert 'id="fnref-1"' in text
    assert 'id="fnref-1-2"' in text
    assert 'aria-label="Back to text 1">↑1</a>' in text
    assert 'href="#fnref-1-2" role="doc-backlink" aria-label="Back to text 2">↑2</a></p>' in text


def test_a_note_that_ends_in_no_paragraph_gets_one() -> None:
    """The last paragraph of a note ends with the way back."""
    text = body("a[^1]\n\n[^1]: b\n\n    - c")

    assert '</ul>\n\n<p><a href="#fnref-1"' in text.replace("</ul>\n<p>", "</ul>\n\n<p>")


def test_a_note_may_call_another() -> None:
    """It is numbered after those called in the text."""
    text = body("a[^1] b[^3]\n\n[^1]: see[^2]\n\n[^2]: two\n\n[^3]: three")

    assert text.index("three") < text.index("two")


def test_unused_and_missing_notes_are_told_with_their_lines() -> None:
    """A note that nobody calls is left out; a call without a note stays as text."""
    reading = titled("a[^no]\n\n[^u]: unused")

    assert reading.lines("footnote-missing") == [5]
    assert reading.lines("footnote-unused") == [7]
    assert reading.body == "<p>a[^no]</p>"


def test_a_call_in_a_heading_is_no_part_of_its_name() -> None:
    """Neither of the section's title nor of the id."""
    reading = titled("## Head[^1]\n\n[^1]: a")
    (section,) = reading.article.sections

    assert (section.title, section.anchor) == ("Head", "head")


def test_notes_come_out_of_tags_that_were_left_open() -> None:
    """An author's unclosed <div> does not swallow the notes, nor an author's id take theirs."""
    reading = titled('x <div> <a id="fn-1"></a>a[^1]\n\n[^1]: b')

    assert reading.article.tree().find("section") is not None
    assert reading.body.count('<li id="fn-1">') == 1


def test_many_calls_of_one_note_take_linear_time() -> None:
    """The engine's own way takes quadratic time."""
    begin = time.process_time()
    titled("[^1] " * 2000 + "\n\n[^1]: a")

    assert time.process_time() - begin < 3
