"""Footnotes on the web page: in the line that calls them where that can be, in the list at the end else."""

from __future__ import annotations

import pytest
from lxml.etree import _Element as Element

from recto import markup, theme
from recto.writers import Edition
from recto.writers.html import HtmlOptions, HtmlWriter
from tests.reading import titled

LONG = "word " * 150


def page(text: str) -> Element:
    """Return the body of the web page of `text`."""
    edition = Edition(titled(text).article, theme.load("default"), HtmlOptions(fonts=False))
    (artifact,) = HtmlWriter().write(edition, lambda _: None)
    html = artifact.data.decode()
    return markup.parse(html[html.index('<div class="body">') : html.rindex("</article>")])


def test_a_short_note_stands_behind_its_call() -> None:
    """With its number first, the id that the call leads to, and its way back."""
    body = page("A *call[^a]* here, and again.[^a]\n\n[^a]: The note, with *emphasis*.")
    (note,) = body.xpath("//*[@role='doc-footnote']")

    assert (note.tag, note.get("class"), note.get("id")) == ("span", "sidenote", "fn-1")
    assert note.getprevious().tag == "em"
    assert markup.text_of(note) == "1 The note, with emphasis. ↑1 ↑2"
    assert note.xpath(".//a[@role='doc-backlink']/@href") == ["#fnref-1", "#fnref-1-2"]
    assert body.xpath("//section") == []


def test_a_note_s_paragraphs_stay_apart() -> None:
    """No paragraph can stand in a line, but each is still known for one."""
    body = page("A call.[^a]\n\n[^a]:\n    One.\n\n    Two.")
    (note,) = body.xpath("//span[@role='doc-footnote']")

    assert [(child.tag, child.get("class")) for child in note] == [("span", "par"), ("span", "par")]


@pytest.mark.parametrize(
    "text",
    [
        f"A call.[^a]\n\n[^a]: {LONG}",
        "A call.[^a]\n\n[^a]:\n    - An item",
        "## A heading[^a]\n\n[^a]: Note.",
        "| a |\n|---|\n| b[^a] |\n\n[^a]: Note.",
        "Term[^a]\n:   Meaning\n\n[^a]: Note.",
        "/// details | A[^a]\nb\n///\n\n[^a]: Note.",
    ],
    ids=["long", "with a list", "heading", "table", "term", "summary"],
)
def test_other_notes_stay_in_the_list(text: str) -> None:
    """A margin has no room for them, or no other text may stand where they are called."""
    body = page(text)

    assert body.xpath("//span[@role='doc-footnote']") == []
    assert body.xpath("//section[@role='doc-endnotes']/ol/li/@id") == ["fn-1"]


def test_the_list_keeps_its_numbers() -> None:
    """Also where those between them stand in the text, or in none since a note calls them."""
    body = page(
        f"One[^a] two[^b] three.[^c]\n\n[^a]: First.[^d]\n[^b]: {LONG}\n[^c]: Third.\n[^d]: Called by a note."
    )

    assert body.xpath("//span[@role='doc-footnote']/@id") == ["fn-1", "fn-3"]
    assert body.xpath("//section[@role='doc-endnotes']/ol/li/@value") == ["2", "4"]
