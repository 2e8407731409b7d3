"""The themes for print, by what a ruler says of their pages."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path
from statistics import mode
from typing import Any

import pytest

import recto
from recto import theme
from recto.article import Author
from tests.pdf_editions import WORDS, article, call, notes, opened, printed
from tests.pdf_listing import pages
from tests.pdf_places import furniture, paper, places

LARGE, MANUSCRIPT, NEWSPAPER = map(theme.load, ("large-print", "manuscript", "newspaper"))
TEXT = f"<p>{WORDS * 4}</p>" * 8
ALL = (
    f'<h2 id="a">One</h2>{TEXT}<h5 id="b">Two</h5><p>Some <em>words</em>, <cite>a work</cite>.{call(1)}</p>'
    "<blockquote class='pullquote'><p>Stands apart.</p></blockquote>"
    "<table><caption>A caption</caption><tr><th>A</th></tr><tr><td>B</td></tr></table>"
    f"{notes('The note.')}"
)


def fonts(document: bytes) -> set[str]:
    """Return the names of the fonts of the text, without the tag of the subset."""
    with opened(document) as pdf:
        found = (font for page in pdf.pages for font in page.Resources.Font.values())
        return {str(font.BaseFont).rpartition("+")[2] for font in found}


def test_large_print_has_no_small_letters() -> None:
    """18 points is the least, running heads, notes and numbers included, but for the calls of notes."""
    sizes = {round(p.size, 1) for p in places(printed(article(ALL), look=LARGE)) if p.text.strip() != "1"}

    assert min(sizes) >= 17.9


def test_large_print_slants_nothing_and_has_no_serifs() -> None:
    """What is emphasised is bold."""
    found = fonts(printed(article(ALL), look=LARGE))

    assert {"Atkinson-Hyperlegible-Next", "Atkinson-Hyperlegible-Next-Bold"} == found


def test_large_print_is_ragged_and_breaks_no_words() -> None:
    """The spaces between words are all alike: no line is stretched."""
    listing = pages(printed(article(ALL), look=LARGE))

    assert [] == [line for line in listing.split("\n") if line.endswith("-") and not line.endswith("well-")]


@pytest.mark.parametrize(
    ("lang", "words"), [("el", "Το λιμάνι Ω"), ("ru", "Порт спокоен"), ("he", "הנמל שקט")]
)
def test_large_print_brings_its_letters(lang: str, words: str) -> None:
    """Greek, Cyrillic and Hebrew are sans as well, each from one face."""
    found = fonts(printed(article(f"<p>{words}</p>", lang=lang, title=words), look=LARGE))

    assert all("Noto-Sans" in name or "Atkinson" in name for name in found)
    assert any("Noto-Sans" in name for name in found)


def test_a_manuscript_is_double_spaced() -> None:
    """24 points from line to line at 12 points, about an inch and more at the sides."""
    document = printed(article(TEXT), look=MANUSCRIPT)
    lines = [p for p in places(document) if p.page == 2 and not p.artifact and abs(p.size - 12) < 0.1]
    steps = [round(below.baseline - above.baseline, 1) for above, below in pairwise(lines)]

    assert 24.0 == mode(steps)
    assert min(p.left for p in lines) >= 72


def test_a_manuscript_has_a_slug() -> None:
    """Who, what and which page stand above each page but the first; a setting can leave the page out."""
    made = article(TEXT, authors=(Author("Ada Lovelace"),))
    found = [
        "".join(p.text for p in furniture(printed(made, look=MANUSCRIPT, page_numbers=setting))[2])
        for setting in ("page", "none")
    ]

    assert ["Ada Lovelace / Title / 2", "Ada Lovelace / Title"] == found


def test_a_newspaper_has_a_masthead_and_a_dateline() -> None:
    """Who publishes it stands above all, then where and when, then the headline."""
    meta: dict[str, Any] = {"date": dt.date(2025, 3, 14), "extra": {"place": "Visby"}, "lang": "en-GB"}
    made = article(TEXT, publisher="The Gazette", **meta)
    first = pages(printed(made, look=NEWSPAPER, columns=3)).split("\n")[2:5]

    assert ["  The Gazette", "  Visby · 14 March 2025", "  Title"] == first


def test_a_theme_proposes_settings_that_the_article_may_change(tmp_path: Path) -> None:
    """A newspaper stands in three columns unless its author says two."""
    edges = {}
    for name, own in (("three", ""), ("two", "pdf: {columns: 2}\n")):
        (tmp_path / f"{name}.md").write_text(
            f"---\ntitle: T\nlang: en\ntheme: newspaper\n{own}---\n\n" + f"{WORDS * 4}\n\n" * 6, "utf-8"
        )
        (outcome,) = recto.build([f"{name}.md"], to=["pdf"], output=tmp_path, project=tmp_path)
        document = outcome.written[0].path.read_bytes()
        lefts = [round(p.left) for p in places(document) if not p.artifact]
        edges[name] = len({left for left in lefts if lefts.count(left) > 5})

    assert {"three": 3, "two": 2} == edges


@pytest.mark.parametrize("name", ["large-print", "manuscript", "newspaper"])
@pytest.mark.parametrize("size", ["A6", "A5", "letter", "us-trade"])
def test_the_text_stays_on_the_paper(name: str, size: str) -> None:
    """Whatever the paper, no run of letters begins off it."""
    document = printed(article(ALL), look=theme.load(name), page_size=size, duplex=True)
    width, height = paper(document)

    assert all(0 < p.left < width and 0 < p.baseline < height for p in places(document) if p.text.strip())
