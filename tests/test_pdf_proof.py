"""The proof of the printed pages: what is wrong is told, with its line and its page, and nothing else.

A theme with a bad style sheet makes each fault; with the default one, the same articles have none.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pydyf
import pytest
from PIL import Image

import recto
from recto.diagnostics import Diagnostic, Severity, note, warning
from recto.writers._pdf.faults import MOST_OF_A_KIND, capped
from recto.writers._pdf.fonts import absent_fonts, not_embedded
from tests.pdf_editions import WORDS

HEAD = "---\ntitle: T\nlang: en\n---\n"
"""The text below begins on line 5."""


def proofed(folder: Path, text: str, css: str = "", **settings: Any) -> list[Diagnostic]:
    """Print an article by a theme that adds `css` to the default one; return what is told."""
    # Themes are read once, so one that is told apart by its rules has a name of its own.
    theme = folder / "themes" / f"bad-{hashlib.sha256(css.encode()).hexdigest()[:8]}"
    theme.mkdir(parents=True, exist_ok=True)
    (theme / "theme.toml").write_text('extends = "default"\n', "utf-8")
    (theme / "pdf.css").write_text(css, "utf-8")
    (folder / "article.md").write_text(HEAD + text, "utf-8")
    (outcome,) = recto.build(
        "article.md",
        project=folder,
        output=folder / "out",
        to=["pdf"],
        settings={"theme": theme.name} | {f"pdf.{name}": value for name, value in settings.items()},
        check=False,
    )
    return list(outcome.findings)


def places(findings: list[Diagnostic]) -> list[tuple[str, Severity, int | None]]:
    return [(finding.code, finding.severity, finding.line) for finding in findings]


PARAGRAPHS = f"{WORDS}\n\n" * 2
TABLE = "| a | b |\n|---|---|\n| one | two |\n"


@pytest.mark.parametrize(
    ("text", "css", "line", "what"),
    [
        (
            f"{PARAGRAPHS}The {'long ' * 40}\n",
            "p:last-of-type { white-space: nowrap }",
            9,
            "Text",
        ),
        (
            f"{PARAGRAPHS}```\n{'x' * 200}\n```\n",
            "pre { overflow-wrap: normal; white-space: pre }",
            10,
            "Code",
        ),
        (f"{PARAGRAPHS}{TABLE}", "table { max-width: none; width: 900px }", 9, "A table"),
        (f"{PARAGRAPHS}> {WORDS}\n", "blockquote { margin-left: -300px }", 9, "Text"),
        (f"{PARAGRAPHS}> {WORDS}\n", "blockquote { position: relative; top: -400px }", 9, "Text"),
        (f"{PARAGRAPHS}- {WORDS}\n", "li { position: absolute; left: 300px; width: 600px }", 9, "Text"),
    ],
)
def test_what_runs_off_the_sheet_is_an_error(
    tmp_path: Path, text: str, css: str, line: int, what: str
) -> None:
    """Text, code and tables; lines count from the author's file, pages from 1."""
    (finding,) = proofed(tmp_path, text, css)

    assert ("off-page", Severity.ERROR, line) == (finding.code, finding.severity, finding.line)
    assert finding.message.startswith(f"{what} runs ")
    assert finding.message.endswith(" edge of page 1.")
    assert [] == proofed(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "css", "what"),
    [
        (f"{PARAGRAPHS}```\n{'x' * 85}\n```\n", "pre { overflow-wrap: normal; white-space: pre }", "Code"),
        (f"{PARAGRAPHS}{TABLE}", "table { max-width: none; width: 560px }", "A table"),
        (f"{PARAGRAPHS}> {WORDS}\n", "blockquote { width: 540px }", "Text"),
        (f"{PARAGRAPHS}> {WORDS * 40}\n", "blockquote { break-inside: avoid; font-size: .1px }", ""),
    ],
)
def test_what_runs_into_the_margin_is_a_warning(tmp_path: Path, text: str, css: str, what: str) -> None:
    """As far as a theme puts it there on purpose (a negative margin), nothing is said."""
    # Code is found on the line below its fence.
    expected = [("into-margin", Severity.WARNING, 10 if what == "Code" else 9)] if what else []
    found = proofed(tmp_path, text, css)

    assert expected == places(found)
    assert all(finding.message.startswith(f"{what} runs ") for finding in found)
    assert (
        [] == proofed(tmp_path, text, f"{css} blockquote, pre, table {{ margin-right: -120px }}") or not what
    )


def test_a_running_head_that_runs_off_the_sheet_is_told_without_a_line(tmp_path: Path) -> None:
    """It is no word of the article's."""
    css = "@page { @bottom-center { content: 'foot foot foot'; font-size: 130pt; white-space: nowrap } }"
    (finding,) = proofed(tmp_path, WORDS, css)

    assert ("off-page", None) == (finding.code, finding.line)
    assert finding.message.startswith("A running head runs ")


def test_what_a_box_cuts_off_is_told(tmp_path: Path) -> None:
    """Once for the box, however many lines are lost in it, and on the page where it stands."""
    text = f"{PARAGRAPHS * 15}> {WORDS}\n>\n> {WORDS}\n"
    (finding,) = proofed(tmp_path, text, "blockquote { height: 2em; overflow: hidden }")

    assert ("content-clipped", Severity.WARNING, 65) == (finding.code, finding.severity, finding.line)
    assert finding.message.startswith("Text on page 3 is cut off by its box: ")


@pytest.mark.parametrize("css", ["height: 2em", "max-height: 2em"])
def test_what_lies_over_what_follows_is_told(tmp_path: Path, css: str) -> None:
    """A box of fixed height prints what it has no room for all the same, over the rest of the page."""
    text = f"{PARAGRAPHS}> {WORDS * 2}\n\n{WORDS}\n"
    found = proofed(tmp_path, text, f"blockquote {{ {css} }}")

    assert [("content-overlapping", Severity.WARNING, 9)] == places(found)


@pytest.mark.parametrize(
    ("text", "css", "line"),
    [
        (f"{WORDS * 3}\n\n{'w' * 22}\n\n{WORDS * 3}\n", "main { columns: 2 } p { overflow-wrap: normal }", 7),
        (
            f"{TABLE}| uncharacteristic | b |\n",
            "td { font-size: 32pt } table { table-layout: fixed; width: 100% }",
            8,
        ),
    ],
)
def test_what_lies_over_what_stands_beside_it_is_told(tmp_path: Path, text: str, css: str, line: int) -> None:
    """A long word in the first column, or in a cell that cannot grow."""
    (finding,) = proofed(tmp_path, text, css, loose_lines=0)

    assert ("content-overlapping", Severity.WARNING, line) == (finding.code, finding.severity, finding.line)
    assert "over what stands beside it" in finding.message


def test_a_line_is_found_in_its_paragraph(tmp_path: Path) -> None:
    """By its longest word, where that stands on one line of the source only."""
    rows = [f"some words, and unmistakable{n} ones of row number {n}\n" for n in range(9)]
    css = "main { width: 60px } p { hyphens: manual; overflow-wrap: normal }"
    found = proofed(tmp_path, "".join([*rows[:4], "a" * 130, "\n", *rows[4:]]), css)

    assert [("off-page", Severity.ERROR, 9)] == [place for place in places(found) if place[0] == "off-page"]


def test_a_note_on_another_page_than_its_call_is_told(tmp_path: Path) -> None:
    """Which a theme can bring about that leaves notes too little room."""
    notes = "".join(f"[^{n}]: {WORDS}\n" for n in range(3))
    text = f"Called[^0][^1][^2].\n\n{PARAGRAPHS * 3}{notes}"
    found = proofed(tmp_path, text, "@page { @footnote { max-height: 6% } }")

    assert [("note-elsewhere", Severity.WARNING, line) for line in (20, 21)] == places(found)
    assert "The note that is called on page 2 stands on page 3." == found[0].message
    assert [] == proofed(tmp_path, text)


def test_a_character_without_a_glyph_is_told_with_its_line(tmp_path: Path) -> None:
    """Typed characters on the line where they stand first, others where their element begins."""
    text = (
        "One.\n\nTwo\nthree \ue000 and *four \ue001*\nfive \ue002.\n\nSix &#xE003;.\n\n\ue000\n\n- \ue004\n"
    )
    found = proofed(tmp_path, text)

    assert [8, 9, 11, None] == [finding.line for finding in found]
    assert {"glyph-missing"} == {finding.code for finding in found}
    assert "U+E000, U+E001" in found[0].message
    assert found[0].message.endswith(" instead (page 1).")
    assert "There is the same in 1 more place." == found[3].message


def test_an_image_that_prints_coarsely_is_told_where_it_stands(tmp_path: Path) -> None:
    """Of several places of one file, that where it is largest."""
    Image.new("RGB", (300, 200), "red").save(tmp_path / "a.png")
    text = f"![Small](a.png =100x)\n\n{WORDS}\n\n![Large](a.png =300x)\n"

    assert [("image-resolution", Severity.NOTE, 9)] == places(proofed(tmp_path, text))


LONG = (
    "Uncharacteristically incomprehensible counterrevolutionary representatives overenthusiastically agreed. "
)


@pytest.mark.parametrize(("limit", "expected"), [(3.0, True), (0, False), (60, False)])
def test_a_line_with_gaps_is_told(tmp_path: Path, limit: float, *, expected: bool) -> None:
    """Above the limit that is set; 0 says nothing."""
    css = "p { hyphens: manual; width: 24em } p + p { text-indent: 0 }"
    found = proofed(tmp_path, f"One.\n\n{LONG * 3}\n", css, loose_lines=limit, lines="greedy")

    assert ([("line-loose", Severity.NOTE, 7)] if expected else []) == places(found)
    assert all("on page 1 are stretched to " in finding.message for finding in found)


def test_an_empty_last_page_is_told_with_what_came_last(tmp_path: Path) -> None:
    """It holds a page number, or nothing at all."""
    text = f"{WORDS}\n\nThe end.\n"
    (finding,) = proofed(tmp_path, text, "body::after { break-before: page; content: ''; display: block }")

    assert ("page-empty", Severity.WARNING, 7) == (finding.code, finding.severity, finding.line)
    assert "The last page, 2, is empty." == finding.message


def test_fonts_that_are_not_in_the_file_are_told() -> None:
    """Type 3 fonts are drawings, and a composite font's file is with its descendant."""
    pdf = pydyf.PDF()
    file, kept, lost = pydyf.Stream(), pydyf.Dictionary(), pydyf.Dictionary({"Type": "/FontDescriptor"})
    for item in (file, kept, lost):
        pdf.add_object(item)
    kept["FontFile2"] = file.reference
    for entries in (
        {"Subtype": "/Type0", "BaseFont": "/A"},
        {"Subtype": "/CIDFontType2", "BaseFont": "/A", "FontDescriptor": kept.reference},
        {"Subtype": "/TrueType", "BaseFont": "/B", "FontDescriptor": lost.reference},
        {"Subtype": "/Type1", "BaseFont": "/Helvetica"},
        {"Subtype": "/Type3"},
    ):
        pdf.add_object(pydyf.Dictionary({"Type": "/Font", **entries}))

    names = list(absent_fonts(pdf.objects))

    assert ["B", "Helvetica"] == names
    assert [("font-not-embedded", Severity.ERROR, None)] * 2 == places(list(not_embedded(names, file="a.md")))


def test_many_findings_of_a_kind_are_told_in_one() -> None:
    """The first ten of a code one by one; the rest are counted, and as grave as the gravest."""
    findings = [note("a", str(n), line=n) for n in range(12)] + [warning("a", "12"), warning("b", "13")]

    told = list(capped(findings))

    assert [*map(str, range(MOST_OF_A_KIND)), "13", "There is the same in 3 more places."] == [
        finding.message for finding in told
    ]
    assert Severity.WARNING == told[-1].severity
