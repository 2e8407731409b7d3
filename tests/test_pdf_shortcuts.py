"""Shortcuts through the layout engine: they show in no file, and still are where the engine looks."""

from __future__ import annotations

import re
import subprocess
import sys
from math import inf
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from recto import theme
from recto.writers._pdf import press
from recto.writers._pdf.shortcuts import narrowed

CASES = Path(__file__).parent / "cases"
BOTH_WAYS = """
import sys
from pathlib import Path

from recto.origins import find
from recto.pipeline import Project, publish_all
from recto.settings import Layer
from recto.writers._pdf import press


def printed(output):
    for case in map(Path, sys.argv[2:]):
        project = Project(case, output / case.name, (Layer("flags", {"formats": ["pdf"], "proof": False}),))
        for outcome in publish_all(project, find([str(case / "article.md")], base=case)):
            assert outcome.failure is None, outcome.failure
    return {path.parent.name: path.read_bytes() for path in sorted(output.rglob("*.pdf"))}


work = Path(sys.argv[1])
take, press.take_shortcuts = press.take_shortcuts, lambda package: None
narrowed, press.narrowed = press.narrowed, lambda sheet, theme: sheet
without = printed(work / "without")
take(press.engine().weasyprint)
press.narrowed = narrowed
press.press_for.cache_clear()
for name, data in printed(work / "with").items():
    if data != without[name]:
        sys.exit(f"{name} is another file")
print(len(without))
"""


@pytest.fixture(scope="module")
def weasyprint() -> Any:
    return press.engine().weasyprint


def test_no_shortcut_shows_in_a_file(tmp_path: Path) -> None:
    """Every file is the one that WeasyPrint would make by its own ways."""
    names = (
        "footnotes-nasty language-hebrew language-arabic tables-nasty pull-quote theme-newspaper task-lists "
        "code-numbered inline-marks"
    )
    cases = [str(CASES / name) for name in names.split()]
    command = [sys.executable, "-c", BOTH_WAYS, str(tmp_path), *cases]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, str(len(cases))), done.stderr


def test_styles_are_the_quick_ones(weasyprint: Any) -> None:
    """WeasyPrint makes styles with the class that stands in its place, and their copies too."""
    page = weasyprint.HTML(string="<p style='color: red; margin-inline-start: 2px'>a").render().pages[0]
    styles = [box.style for box in page._page_box.descendants() if box.element_tag == "p"]
    assert {type(style).__name__ for style in (*styles, styles[0].copy())} == {
        "QuickStyle",
        "QuickAnonymousStyle",
    }
    assert [styles[0]["margin_left"].value, styles[0]["margin_right"].value] == [2, 0]


@pytest.mark.parametrize(
    "rules",
    [
        "border-style: solid; outline: 2px dotted; border-inline-start-width: 5px",
        "border-inline-start-style: double; border-block-end: thin solid; direction: rtl",
        "position: absolute; float: left; margin-inline: 2em auto; min-block-size: 3px",
        "float: right; text-decoration: underline red; page: chapter; visibility: hidden",
        "display: list-item; column-rule: solid; padding: var(--gap) 1em; --gap: 4px; width: calc(1em + 2px)",
        "font-size: 3em; line-height: 2; border: inherit; text-decoration: none; position: initial",
        "content: 'a'; display: none",
    ],
)
def test_a_quick_style_has_the_values_of_weasyprints_own(rules: str, weasyprint: Any) -> None:
    """Whatever rules there are, for an element, its pseudo-elements, what is in it and anonymous boxes."""
    sheet = f"div {{ {rules} }} div::before, div::first-letter {{ content: '-'; {rules} }}"
    page = weasyprint.HTML(string=f"<style>{sheet}</style><div>a <p><u>b</u> c</div>").render().pages[0]
    styles = {id(box.style): box.style for box in page._page_box.descendants()}.values()
    logical = re.compile("block|inline")
    initial = [name for name in weasyprint.css.INITIAL_VALUES if not logical.search(name)]
    for style in styles:
        kind = type(style).__mro__[1]
        if kind is weasyprint.css.Style:
            continue
        is_anonymous = "Anonymous" in kind.__name__
        names = "cascaded pseudo_type root_style base_url font_config initial_page_sizes"
        rest = [] if is_anonymous else [getattr(style, name) for name in names.split()]
        own, quick = kind(style.parent_style, *rest), type(style)(style.parent_style, *rest)
        assert {name: quick[name] for name in initial} == {name: own[name] for name in initial}
    assert len(styles) >= 3


@pytest.mark.parametrize("module", ["block", "inline", "float", "table", "page", "column", "absolute"])
def test_layout_asks_for_lengths_by_the_short_way(module: str, weasyprint: Any) -> None:
    """Each part of the layout has the function that looks lengths up."""
    resolve = vars(sys.modules[f"{weasyprint.__name__}.layout.{module}"])["resolve_percentages"]
    assert resolve.__qualname__ == "quick_lengths.<locals>.resolved"


def test_pseudo_elements_stay_where_a_theme_uses_them(weasyprint: Any) -> None:
    """A theme with notes or list items of its own has WeasyPrint's style sheet as it is."""
    (sheet,) = weasyprint.HTML(string="<p>")._ua_stylesheets()
    assert narrowed(sheet, "aside { float : footnote }") is sheet
    assert narrowed(sheet, "dt { display: list-item }") is sheet
    assert narrowed(sheet, "aside { position: running(head) }") is sheet


def test_pseudo_elements_are_kept_for_notes_and_lists(weasyprint: Any) -> None:
    """Nothing of WeasyPrint's style sheet is lost, and the sheet itself is not touched."""
    (sheet,) = weasyprint.HTML(string="<p>")._ua_stylesheets()
    before = list(sheet.matcher.other_selectors)
    narrow = narrowed(sheet, "@page { @footnote { margin: 0 } } figure { float: left }")
    moved = [each for each in before if each not in narrow.matcher.other_selectors]
    kept = narrow.matcher.class_selectors["pagenote"] + narrow.matcher.lower_local_name_selectors["li"]
    assert (len(moved), [each for each in moved if each not in kept]) == (6, [])
    assert (sheet.matcher.other_selectors, "pagenote" in sheet.matcher.class_selectors) == (before, False)


@pytest.mark.parametrize(
    "text",
    [
        "one two",
        "Ärger, b",
        "end.",
        "a b-c d",
        "half-way there",
        "well… then",
        "日本 語",
        "a  b",
        "1,000.5 m",
        "one\ntwo three",
    ],
)
@pytest.mark.parametrize("room", [0, inf, 40, None])
def test_a_line_is_as_wide_as_by_weasyprints_way(text: str, room: float | None, weasyprint: Any) -> None:
    """A plain word is taken by itself, and what has endless room; what may break goes WeasyPrint's way."""
    page = "<html lang='en'><body><main><table><tr><td>a</td></tr></table></main></body></html>"
    document = press.press_for(theme.load("default")).lay_out(page, {}, "", {})
    boxes = document.pages[0]._page_box.descendants()
    style = next(box.style for box in boxes if box.element_tag == "td" and hasattr(box, "pango_layout"))
    line_break = weasyprint.text.line_break
    quick, own = weasyprint.layout.preferred.split_first_line, line_break.split_first_line
    assert quick is not own
    by_either = [
        split(text, style, None, room, 0, is_line_start=True, minimum=room == 0)[1:] for split in (quick, own)
    ]
    assert by_either[0] == by_either[1]


@pytest.mark.parametrize(
    "page",
    [
        "<html lang='de'><head><title>A <b>b</b></title><meta name='author' content='C'/></head></html>",
        "<html><head><title>A</title></head><body><title>B</title></body></html>",
        "<html><head><meta name='author' content='C'/></head><body><svg><title>B</title></svg></body></html>",
        "<html><head><title>A</title></head><body><meta name='description' content='D'/></body></html>",
        "<html><head><title>A</title></head><head><title>B</title></head><body/></html>",
        "<p>A</p>",
    ],
)
def test_a_page_says_of_itself_what_it_says_to_weasyprint(page: str, weasyprint: Any) -> None:
    """Whether it is looked for in the head alone or in all of the page."""
    tree = ElementTree.fromstring(page)  # noqa: S314 - the test's own pages, and no stranger's
    html = press._html_type()(tree, None, None)
    quick = vars(sys.modules[f"{weasyprint.__name__}.document"])["get_html_metadata"]
    (own,) = (cell.cell_contents for cell in quick.__closure__)
    assert quick.__qualname__ == "quick_metadata.<locals>.found"
    assert quick(html) == own(html)


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_style_sheet_in_a_page_is_found(where: str) -> None:
    """It is looked for as soon as there is one."""
    parts = {"head": "<title>A</title>", "body": "<p>b</p>"}
    parts[where] += "<style>p { margin-top: 7px }</style>"
    page = "<html>" + "".join(f"<{name}>{part}</{name}>" for name, part in parts.items()) + "</html>"
    document = press.press_for(theme.load("default")).lay_out(page, {}, "", {})
    box = next(box for box in document.pages[0]._page_box.descendants() if box.element_tag == "p")
    assert box.style["margin_top"].value == 7
