"""The print edition as it is read aloud: nothing lost, nothing added, in the author's order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.case_folders import Case, cases
from tests.conftest import Build
from tests.font_files import write_font, write_fontconfig
from tests.pdf_editions import DEFAULT, WORDS, article, call, image, notes, opened, picture, printed
from tests.pdf_listing import pages
from tests.pdf_reading import painted_outside, read

NASTY = "code constructs-in-constructs footnotes-nasty formulas media quotations tables-nasty".split()
PLACE = re.compile(r"w(\d+)")


def numbered(body: str) -> str:
    """Put the words w1, w2 … where `body` has a `$`."""
    parts = body.split("$")
    return "".join(f"{part}w{number}" for number, part in enumerate(parts[:-1], 1)) + parts[-1]


def test_reading_order_is_the_order_of_the_article() -> None:
    """Whatever is laid out where: cells, captions, notes and lists are read as they were written."""
    asset = picture("RGB", "PNG")
    body = (
        "<h2 id='a'>$ $</h2><p>$ <em>$</em> <a href='#b'>$</a> <code>$</code> $</p>"
        "<ul><li>$<ol><li><p>$</p><p>$</p></li></ol></li><li>$</li></ul>"
        f"<figure>{image(asset, '$')}<figcaption>$ <strong>$</strong></figcaption></figure>"
        "<table><caption>$</caption><thead><tr><th scope='col'>$</th><th scope='col'>$</th></tr></thead>"
        "<tbody><tr><td rowspan='2'>$</td><td><p>$</p><ul><li>$</li></ul></td></tr><tr><td>$</td></tr>"
        "<tr><td colspan='2'>$</td></tr></tbody></table>"
        "<blockquote><p>$</p><p class='attribution'>$</p></blockquote><dl><dt>$</dt><dd>$</dd><dt>$</dt></dl>"
        "<h3 id='b'>$</h3><pre><code>$\n$\n</code></pre><aside role='note'><p class='title'>$</p><p>$</p>"
        "</aside><details><summary>$</summary><p>$</p></details><p>$</p>"
    )
    made = printed(article(numbered(body), assets={asset.name: asset}))
    found = [int(number) for number in PLACE.findall(read(made).text)]

    assert [*range(1, body.count("$") + 1)] == found


def test_a_note_is_read_after_the_block_that_calls_it() -> None:
    """Not where it is painted, which is the foot of the page."""
    made = printed(article(f"<p>one{call(1)} two</p><p>three</p>{notes('the note')}"))

    assert re.search(r"one 1 two 1 the note.* three", read(made).text)


def test_a_paragraph_over_several_pages_is_one_element() -> None:
    """It is read to its end, whatever stands at the foot of its pages."""
    (paragraph,) = [
        element for element in read(printed(article(f"<p>{WORDS * 60}</p>"))).all("P") if element.text
    ]

    assert len(paragraph.pages) > 2
    assert 60 == paragraph.text.replace("- ", "").count("Negotiations")


def test_what_is_no_content_is_an_artifact() -> None:
    """Page numbers, running heads, leader dots and rules are painted, and never read."""
    contents = (
        '<nav class="toc" role="doc-toc"><h2 class="title" id="c">Contents</h2><ol><li><a href="#a">Place</a>'
        "</li></ol></nav>"
    )
    made = printed(article(f"{contents}<h2 id='a'>Place</h2><hr><p>{WORDS * 60}</p>", title="Running"))
    aloud = read(made)
    drawn = pages(made)

    assert re.search(r"\[\d+\]", drawn), "page numbers are in no element"
    assert "[Running" in drawn
    assert 1 == aloud.text.count("Running"), "the title, and no running head"
    assert ". ." not in aloud.text
    assert [] == painted_outside(made)


@pytest.mark.parametrize("case", [case for case in cases() if case.name in NASTY], ids=lambda case: case.name)
def test_everything_painted_is_content_or_an_artifact(case: Case, built: Build) -> None:
    """Nothing on the pages stands outside both."""
    assert [] == painted_outside(built(case).files[".pdf"].read_bytes())


def test_text_from_right_to_left_is_read_in_its_order() -> None:
    """The structure says what is written, over lines and inside of other text."""
    hebrew = "המעבורת יצאה בשבע בבוקר (ועל סיפונה תשעה) ו־14 אנשים."
    made = printed(
        article(f"<p dir='rtl' lang='he'>{hebrew * 4}</p><p>See <em lang='he'>שלום עולם</em>, and on.</p>")
    )
    long, short = read(made).all("P")

    assert hebrew * 4 == long.text.replace("\u200f", "")
    assert "See שלום עולם , and on." == short.text


def test_letters_that_are_painted_in_parts_are_read_whole() -> None:
    """Arabic: the font paints dots apart from the letters, several of which share one shape."""
    arabic = "غادرت العبّارة عند الساعة السابعة صباحًا وعلى متنها تسعة ركاب."
    (text,) = read(printed(article(f"<p dir='rtl' lang='ar'>{arabic}</p>"))).all("P")

    assert arabic == text.text


def test_letters_that_are_painted_in_parts_are_found_on_the_page() -> None:
    """Programs that turn a whole line round find each letter once, with its marks behind it."""
    arabic = "غادرت العبّارة قُرْآن وعلى متنها تسعة"
    hebrew = "שָׁלוֹם"
    made = pages(printed(article(f"<p dir='rtl' lang='ar'>{arabic}</p><p dir='rtl' lang='he'>{hebrew}</p>")))

    assert f"  {arabic[::-1]}\n" in made
    assert f"  {hebrew[::-1]}\n" in made


def test_syllables_are_read_as_they_are_written(tmp_path: Path) -> None:
    """Devanagari: the vowel of हि is painted before the letter, and in है the same letter has another one."""
    word = "हिहै"
    shaped = "languagesystem dev2 dflt; feature abvs { sub uni0939 by uni0939; } abvs;"
    write_font(tmp_path / "deva.ttf", f"{word} ", bold=False, features=shaped)
    (tmp_path / "a.md").write_text(f"---\ntitle: A\nlang: hi\n---\n\nWord: {word} {word}\n", "utf-8")
    command = [sys.executable, "-m", "recto", "build", "a.md", "--to", "pdf", "-o", "made", "--no-cache"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(write_fontconfig(tmp_path))}

    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr
    assert f"  Word: {word} {word}\n" in pages((tmp_path / "made" / "a.pdf").read_bytes())


def test_an_ellipsis_is_not_read_as_what_it_stands_for() -> None:
    """Where a theme cuts text off, what is cut off is not on the page."""
    rule = "li { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; width: 8em }"
    look = replace(DEFAULT, css={**DEFAULT.css, "pdf": DEFAULT.css["pdf"] + rule})
    made = printed(
        article("<p>العربية</p><ul><li>Words that go on and on العربية</li></ul>"), look=look, findings=[]
    )

    assert re.search(r"Words that [a-z ]*…", pages(made))
    assert "and on" not in pages(made)


def test_signs_and_numbers_keep_their_place_in_lines_from_right_to_left() -> None:
    """A list's numbers have their dot behind them, and so have Latin words."""
    made = printed(article("<ol><li>אחד</li></ol><p>Basel.</p>", lang="he"))

    assert "1." == read(made).all("Lbl")[0].text
    assert "Basel." == read(made).all("P")[-1].text


def test_a_word_broken_over_lines_ends_in_a_hyphen_that_joins_it() -> None:
    """What extracts text takes the hyphen of the keyboard at a line's end away, and no other."""
    made = pages(printed(article(f"<p>{WORDS * 3}</p>", lang="en")))

    assert "\u2010" not in made
    assert re.search(r"\w-$", made, re.MULTILINE)


def test_links_between_call_and_note_lead_there_and_back() -> None:
    """The call's link leads to the note, and the note's to the call; both places are in the file."""
    made = printed(article(f"<p>Text{call(1)} goes on.</p>{notes('The note.')}"))
    aloud = read(made)
    (reference,) = aloud.all("Reference")
    (note,) = aloud.all("Note")
    with opened(made) as pdf:
        places = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}

    assert ["fn1"] == [str(target) for target in reference.all("Link")[0].links]
    assert ["fnref1"] == [str(target) for target in note.all("Link")[0].links]
    assert {"fn1", "fnref1"} <= places
    assert "fn1" == note.entries["ID"]


def test_formulas_say_what_they_mean_and_captions_stay_with_what_they_name() -> None:
    """A caption is the first or last in the element that holds its figure, its table or its code."""
    asset = picture("RGB", "PNG")
    made = printed(
        article(
            f"<figure>{image(asset)}<figcaption>Under</figcaption></figure>"
            "<table><caption>Over</caption><tbody><tr><td>x</td></tr></tbody></table>"
            '<figure class="listing"><figcaption>Code</figcaption><pre><code>x</code></pre></figure>'
            "<p><math><mi>x</mi><mo>=</mo><mn>1</mn></math></p>",
            assets={asset.name: asset},
        )
    )
    aloud = read(made)
    captions = [(caption.text, caption.parent) for caption in aloud.all("Caption")]
    (formula,) = aloud.all("Formula")

    assert [("Under", "Div"), ("Over", "Table"), ("Code", "Div")] == [
        (text, parent.role if parent else "") for text, parent in captions
    ]
    for text, parent in captions:
        kids = [kid for kid in (parent.kids if parent else []) if not isinstance(kid, str)]
        assert text in {kids[0].text, kids[-1].text}
    assert formula.entries["Alt"]
    assert "BBox" in formula.attributes
