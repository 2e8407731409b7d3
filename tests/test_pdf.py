"""The print edition: what its pages show, what its structure says, and what it never does."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

from recto import system
from recto.article import Asset, Author
from recto.diagnostics import Diagnostic, Severity, warning
from recto.errors import WriterError
from recto.writers import Edition
from recto.writers._pdf.options import PdfOptions
from recto.writers._pdf.page import shortened
from recto.writers.pdf import PdfWriter
from tests.pdf_editions import DEFAULT, WORDS, article, call, image, notes, opened, picture, printed
from tests.pdf_listing import pages, tags

ROOT = Path(__file__).parent.parent


# What is printed


def test_one_pdf_is_made_beside_the_other_editions() -> None:
    """The artifact has the article's stem and the format's ending, and is a PDF 1.7."""
    edition = Edition(article("<p>Text.</p>"), DEFAULT, PdfOptions())

    (artifact,) = PdfWriter().write(edition, list[Diagnostic]().append)

    assert ("folder/talk.pdf", "application/pdf", b"%PDF-1.7") == (
        artifact.path,
        artifact.media_type,
        artifact.data[:8],
    )


def test_the_title_block_says_what_the_web_page_says() -> None:
    """Title, subtitle, authors and dates come first, in the article's own language."""
    meta: dict[str, Any] = {"subtitle": "Untertitel", "authors": (Author("Ada"), Author("Bo")), "lang": "de"}
    listing = pages(
        printed(article("<p>Text.</p>", date=date(2024, 8, 18), updated=date(2024, 9, 1), **meta))
    )

    expected = (
        "  Title\n  Untertitel\n  Ada · Bo\n  18. August 2024 · Aktualisiert 1. September 2024\n  Text."
    )
    assert expected in listing


def test_running_heads_and_page_numbers_are_no_content() -> None:
    """Each page after the first has a head, each has a number, and both are artifacts."""
    listing = pages(printed(article(f'<h2 id="a">A part</h2>{f"<p>{WORDS * 4}</p>" * 9}')))

    assert "  [1]\n" in listing.split("page 2")[0]
    assert "[Title" not in listing.split("page 2")[0]
    assert re.search(r"page 2\n.*\[Title A part\]", listing, re.DOTALL)


@pytest.mark.parametrize(
    ("lang", "size", "expected"),
    [
        ("en-GB", "auto", (210, 297)),
        ("en", "auto", (210, 297)),
        ("en-US", "auto", (215.9, 279.4)),
        ("fr-CA", "auto", (215.9, 279.4)),
        ("es-Latn-MX", "auto", (215.9, 279.4)),
        ("en-US", "A5", (148, 210)),
        ("de", "Legal", (215.9, 355.6)),
        ("de", "120mm 8in", (120, 203.2)),
    ],
)
def test_paper_is_what_the_region_prints_on(lang: str, size: str, expected: tuple[float, float]) -> None:
    """Letter where the article's region uses it, A4 elsewhere, and what the setting says before all."""
    with opened(printed(article("<p>Text.</p>", lang=lang), page_size=size)) as pdf:
        box = [float(side) / 72 * 25.4 for side in pdf.pages[0].MediaBox]

    assert pytest.approx((0, 0, *expected), abs=0.01) == tuple(box)


@pytest.mark.parametrize("size", ["A9", "10mm", "wide", "1e3mm 2mm", "-5mm 9mm"])
def test_a_size_that_is_none_is_refused_with_the_settings(size: str) -> None:
    """The options' type knows how sizes are written."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"page_size": size}, PdfOptions)


def test_a_size_that_holds_no_text_is_refused() -> None:
    """A page narrower than any line is an error that says what would do."""
    with pytest.raises(WriterError, match="page-size-unusable"):
        printed(article("<p>Text.</p>"), page_size="20mm 20mm")


def test_hyphenation_does_not_change_words() -> None:
    """Put together again at line ends, the words are the article's; those with own hyphens are not broken."""
    listing = pages(printed(article(f"<p>{WORDS * 12}</p>"), page_size="A6"))
    lines = [line for line in listing.split("\n") if not line.startswith(("page", "  ["))]
    text = re.sub(r"- ", "", " ".join(" ".join(lines).split()))

    assert " ".join((WORDS * 12).split()) in text
    assert re.search(r"[a-z]- [a-z]", " ".join(" ".join(lines).split())), "nothing was hyphenated"


@pytest.mark.parametrize("columns", [2, 6, 12])
def test_nothing_runs_off_the_sheet(columns: int) -> None:
    """Wide tables, long words and long lines of code are broken inside the page."""
    cells = "".join(f"<td>{'characteristically' * 2} {n}</td>" for n in range(columns))
    code = f"<pre><code>{'y' * 400}\n{WORDS}</code></pre>"
    body = f"<p>{'x' * 3000}</p>{code}<table><tbody><tr>{cells}</tr></tbody></table>"
    with opened(printed(article(body))) as pdf:
        # Text is placed in CSS pixels: every run has to begin on the sheet.
        places = [
            (float(instruction.operands[4]) * 0.75, float(page.MediaBox[2]))
            for page in pdf.pages
            for instruction in pikepdf.parse_content_stream(page, "Tm")
        ]

    assert places
    assert all(0 < place < width - 20 for place, width in places)
    assert pages(printed(article(body))).count("x" * 40) > 40


def test_long_code_keeps_every_line() -> None:
    """A block of code that is cut for the layout's sake is one block, and loses no line."""
    lines = "\n".join(
        f"<span class='k'>line</span> {number} <span class='s'>and\nrest {number}</span>"
        for number in range(200)
    )
    data = printed(article(f"<pre><code class='language-x'>{lines}\n</code></pre>"))

    assert 1 == tags(data).count("\n    Code")
    words = " ".join(pages(data).split())
    assert all(
        f"line {number} and rest {number}" in re.sub(r"\[[^]]*\] page \d+ ", "", words)
        for number in (0, 60, 119, 199)
    )


def test_lists_go_on_with_their_numbers() -> None:
    """A list's start and an item's value count."""
    data = printed(article('<ol start="7"><li>a</li><li value="12">b</li><li>c</li></ol>'))

    assert ["7.", "12.", "13."] == re.findall(r"'(\d+\.)'", tags(data))


def test_the_outline_leads_to_every_heading() -> None:
    """Bookmarks nest as headings do and leave out the calls of notes."""
    body = f'<h2 id="a">A{call(1)}</h2><h3 id="b">B</h3><h2 id="c">C</h2>{notes("Note.")}'
    with opened(printed(article(body))) as pdf, pdf.open_outline() as outline:
        found = [
            (item.title, [(part.title, [p.title for p in part.children]) for part in item.children])
            for item in outline.root
        ]

    assert [("Title", [("A", ["B"]), ("C", []), ("Notes", [])])] == found


def test_images_of_every_kind_are_printed() -> None:
    """Colours of ink become colours of light, and no reader is asked to smooth pixels."""
    kinds = [
        ("RGB", "PNG"),
        ("RGBA", "PNG"),
        ("P", "GIF"),
        ("CMYK", "JPEG"),
        ("L", "JPEG"),
        ("RGB", "WEBP"),
        ("RGB", "AVIF"),
    ]
    assets = [picture(*kind) for kind in kinds]
    body = "".join(f"<p>{image(asset, asset.media_type)}</p>" for asset in assets)
    data = printed(article(body, assets={asset.name: asset for asset in assets}))
    with opened(data) as pdf:
        made = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]
        spaces = {str(item.ColorSpace) for item in made}

    assert len(assets) <= len(made)
    assert {"/DeviceRGB", "/DeviceGray"} == spaces
    assert not any(bool(item.Interpolate) for item in made)
    assert all(f"Alt={asset.media_type}" in tags(data) for asset in assets)


# What the file says of itself


def test_the_file_says_what_it_is() -> None:
    """Properties and XMP hold the metadata, name both standards, and know no time but the article's."""
    meta: dict[str, Any] = {
        "title": "Ö & <o>",
        "authors": (Author("Ada"), Author("Bo")),
        "description": "About it",
        "tags": ("one", "two"),
        "date": date(2024, 8, 18),
        "updated": datetime(2024, 9, 1, 12, 30, tzinfo=UTC),
        "rights": "CC BY 4.0",
    }
    with opened(printed(article("<p>Text.</p>", **meta))) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        xmp = pdf.open_metadata()
        catalog = pdf.Root

        assert {
            "/Title": "Ö & <o>",
            "/Author": "Ada, Bo",
            "/Subject": "About it",
            "/Keywords": "one, two",
        }.items() <= info.items()
        assert ("D:20240818000000Z", "D:20240901123000Z") == (info["/CreationDate"], info["/ModDate"])
        assert ("3", "A", "1") == (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"])
        assert (["Ada", "Bo"], "Ö & <o>") == (xmp["dc:creator"], xmp["dc:title"])
        assert "en" == str(catalog.Lang)
        assert bool(catalog.ViewerPreferences.DisplayDocTitle)
        assert bool(catalog.MarkInfo.Marked)
        assert "/GTS_PDFA1" == catalog.OutputIntents[0].S
        assert 2 == len(pdf.trailer.ID)


def test_an_article_without_dates_gives_a_file_without_dates() -> None:
    """No clock is read."""
    with opened(printed(article("<p>Text.</p>"))) as pdf:
        assert not [key for key in pdf.docinfo if "Date" in str(key)]


SAMPLE = (
    f"<h2 id='a'>A</h2><p lang='he'>שלום <a href='#a'>x</a>{call(1)}</p>"
    f"<table><tr><td>1</td></tr></table>{notes('The note.')}"
)


def digest_of_sample() -> str:
    return hashlib.sha256(printed(article(SAMPLE, tags=("b", "a")))).hexdigest()


def test_same_edition_same_bytes() -> None:
    """Hash seed, time zone and locale do not show."""
    program = "from tests.test_pdf import digest_of_sample\nprint(digest_of_sample())"
    found = {digest_of_sample()}
    for seed, zone, locale in (("1", "Asia/Tokyo", "C"), ("2", "America/New_York", "de_DE.UTF-8")):
        changed = {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, env=os.environ | changed, capture_output=True, check=True, text=True)
        found.add(done.stdout.strip())

    assert 1 == len(found)


# What goes wrong


def test_a_character_no_font_has_is_named_and_replaced() -> None:
    """The PDF stays whole: a sign stands for the character, and the author hears which it was."""
    findings: list[Diagnostic] = []
    data = printed(article("<p>Before \U00100000 after \U00100001.</p>"), findings=findings)

    (finding,) = findings
    assert ("glyph-missing", Severity.WARNING) == (finding.code, finding.severity)
    assert "U+100000" in finding.message
    assert "U+100001" in finding.message
    assert "Before □ after □." in pages(data)


def test_characters_that_are_not_shown_need_no_font() -> None:
    """Joiners, marks of direction and soft hyphens are no missing glyphs."""
    printed(article("<p>a\u200bb\u00adc\u2060d\ufeff\u200ee\u202ff\u00a0g\u2009h</p>"))


def test_a_damaged_image_is_told_and_its_words_are_printed() -> None:
    """Where an image cannot be read, its alternative text stands in its place."""
    findings: list[Diagnostic] = []
    asset = Asset("a.png", "image/png", b"no image", 1, 1)
    data = printed(article(f"<p>{image(asset, 'In words')}</p>", assets={"a.png": asset}), findings=findings)

    assert ["image-unprintable"] == [finding.code for finding in findings]
    assert "In words" in pages(data)


def test_a_link_that_leads_nowhere_is_told() -> None:
    """It stays as text, outside any Link."""
    findings: list[Diagnostic] = []
    data = printed(article('<p><a href="#nowhere">Words</a></p>'), findings=findings)

    assert ["link-broken"] == [finding.code for finding in findings]
    assert "Link" not in tags(data)


def test_drawings_reach_nothing_outside() -> None:
    """A drawing that asks for a file gets none, and what it asked for is told."""
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        b'<image href="file:///etc/passwd" width="9" height="9"/></svg>'
    )
    asset = Asset("a.svg", "image/svg+xml", drawing, 9, 9)
    findings: list[Diagnostic] = []
    printed(article(f"<p>{image(asset)}</p>", assets={"a.svg": asset}), findings=findings)

    assert ["image-unprintable"] == [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("start", "end", "levels"), [("<blockquote>", "</blockquote>", 95), ("<ul><li>", "</li></ul>", 45)]
)
def test_deep_nesting_is_laid_out(start: str, end: str, levels: int) -> None:
    """Nesting beyond Python's usual limit is printed, and the limit is put back."""
    limit = sys.getrecursionlimit()

    assert "deep" in pages(printed(article(start * levels + "deep" + end * levels)))
    assert limit == sys.getrecursionlimit()


def test_nesting_beyond_reason_is_an_error() -> None:
    """It says what to do, and nothing crashes."""
    with pytest.raises(WriterError, match="nesting-too-deep"):
        printed(article("<div>" * 500 + "deep" + "</div>" * 500))


def test_without_pango_the_error_names_the_line_that_installs_it() -> None:
    """No library, no traceback: one error with the system's own command, and nothing printed."""
    program = (
        "import sys\n"
        "from recto.writers._pdf import pango_bindings\n"
        "real = pango_bindings.ffi\n"
        "class Blind:\n"
        "    def __dir__(self): return dir(real)\n"
        "    def __getattr__(self, name): return getattr(real, name)\n"
        "    def dlopen(self, name, flags=0): return real.dlopen('none-of-' + name, flags)\n"
        "pango_bindings.ffi = Blind()\n"
        "from recto.errors import WriterError\n"
        "from recto.writers._pdf.press import engine\n"
        "try:\n    engine()\n"
        "except WriterError as e:\n    sys.stdout.write(f'{e.findings[0].code}\\n{e.findings[0].hint}')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ("pango-missing\n" + system.pango_install_command(), "") == (done.stdout, done.stderr)


def test_a_page_that_is_no_xhtml_is_the_themes_fault() -> None:
    """The error names the theme's file."""
    broken = replace(
        DEFAULT, templates={**DEFAULT.templates, "pdf.html": "<html><body><p>{{ body }}</body></html>"}
    )

    with pytest.raises(WriterError, match=r"default/pdf\.html: error\[template-broken\]"):
        PdfWriter().write(Edition(article("<p>Text.</p>"), broken, PdfOptions()), list[Diagnostic]().append)


def test_what_a_theme_s_style_sheet_has_wrong_is_told_with_each_article() -> None:
    """The sheet is read once; it is named, and not the line in all sheets put together."""
    slipped = replace(
        DEFAULT, css={**DEFAULT.css, "pdf": f"{DEFAULT.css['pdf']}\np {{ text-wrap: balance }}"}
    )
    told: list[list[Diagnostic]] = [[], []]
    for findings in told:
        printed(article("<p>Text.</p>"), findings=findings, look=slipped)

    message = "While printing: Ignored `text-wrap: balance `, unknown property."
    finding = warning("style-ignored", message, file="default/pdf.css")
    assert [[finding], [finding]] == told


# What the page's head has room for


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short", "Short"),
        ("One two three four", "One two three four"),
        ("One two three, and four", "One two three…"),
    ],
)
def test_long_titles_are_shortened_at_a_word(text: str, expected: str) -> None:
    """An ellipsis stands for what is left out, right after a word."""
    assert expected == shortened(text, 18)
