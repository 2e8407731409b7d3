"""Cross references and the numbers that they go by."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from recto.reader.labels import _WORDS as LANGUAGES
from recto.reader.reference_words import _WORDS, KINDS, reference_words
from tests.reading import Reading, body, read, titled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an image in it."""
    Image.new("RGB", (4, 3)).save(tmp_path / "a.png")
    return tmp_path


FIGURE = "![Boats](a.png){#fig:x}\n\n"


def said(text: str, folder: Path, **settings: object) -> str:
    """Return what the last line of `text` became below a figure with the label fig:x."""
    reading = titled(f"{FIGURE}{text}", folder=folder, **settings)
    assert reading.findings == ()
    return reading.body.split("\n")[-1].replace("\xa0", "~")


LINK = '<a class="reference" href="#fig:x">{}</a>'


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("See @fig:x.", f"See {LINK.format('Figure~1')}."),
        ("@fig:x, and", f"{LINK.format('Figure~1')}, and"),
        ("(@fig:x)", f"({LINK.format('Figure~1')})"),
        ("@{fig:x}s", f"{LINK.format('Figure~1')}s"),
        ("[@fig:x]", LINK.format("Figure~1")),
        ("[-@fig:x]", LINK.format("1")),
        ("[@fig:x; -@fig:x]", f"{LINK.format('Figure~1')}, {LINK.format('1')}"),
        ("[@fig:x](see below)", f"[{LINK.format('Figure~1')}](see below)"),
        ("**@fig:x**", f"<strong>{LINK.format('Figure~1')}</strong>"),
        ("a-@fig:x", f"a-{LINK.format('Figure~1')}"),
        ("@fig:x/@fig:x", f"{LINK.format('Figure~1')}/{LINK.format('Figure~1')}"),
        ("\u05d1@fig:x", f"\u05d1{LINK.format('Figure~1')}"),
        ("図は@fig:xを見よ", f"図は{LINK.format('Figure~1')}を見よ"),
    ],
)
def test_reference_is_a_link_with_word_and_number(typed: str, words: str, folder: Path) -> None:
    """All forms of it, whatever stands around them."""
    assert said(typed, folder) == f"<p>{words}</p>"


@pytest.mark.parametrize(
    "typed",
    [
        "\\@fig:x",
        "me@fig:x",
        "@@fig:x",
        "@fig: x",
        "@fig",
        "@figure:x",
        "@someone",
        "[@someone; @fig]",
        "_@fig",
    ],
)
def test_what_is_no_reference_stays_text(typed: str, folder: Path) -> None:
    """Only the prefixes and a name make one, at the beginning of a word."""
    assert said(typed, folder) == f"<p>{typed.replace(chr(92), '')}</p>"


def test_reference_in_code_stays_code(folder: Path) -> None:
    """Code is shown as it was typed."""
    assert said("`@fig:x`", folder) == "<p><code>@fig:x</code></p>"


def test_address_with_the_sign_in_it_stays_an_address(folder: Path) -> None:
    """With and without its scheme."""
    address = '<a href="http://www.example.org/@fig:x">www.example.org/@fig:x</a>'

    assert said("www.example.org/@fig:x", folder) == f"<p>{address}</p>"


def test_reference_in_a_link_says_its_words(folder: Path) -> None:
    """Links do not stand in links."""
    expected = '<p><a href="https://example.org">As Figure~1</a></p>'

    assert said("[As @fig:x](https://example.org)", folder) == expected


def test_brackets_that_somebody_gave_an_address_are_a_link(folder: Path) -> None:
    """A definition says what is meant."""
    expected = '<p><a href="https://example.org">Figure~1</a></p>'

    assert said("[@fig:x]: https://example.org\n\n[@fig:x]", folder) == expected


def test_reference_knows_what_is_defined_later(folder: Path) -> None:
    """Numbers follow the order of the figures, not that of the references."""
    reading = titled("@fig:b\n\n![A](a.png){#fig:a}\n\n![B](a.png){#fig:b}", folder=folder)

    assert reading.body.startswith('<p><a class="reference" href="#fig:b">Figure\xa02</a></p>')


def test_caption_begins_with_the_label(folder: Path) -> None:
    """What a caption repeats of the image's alternative stays hidden; the label does not."""
    reading = titled(f"{FIGURE}@fig:x", folder=folder)

    assert '<figcaption><span class="label">Figure\xa01</span>. <span aria-hidden="true">Boats</span>' in (
        reading.body
    )


def test_listing_has_its_caption_first() -> None:
    """A label alone makes a caption as well."""
    found = body('```text {#lst:x caption="Say \\"hi\\" & <go>"}\na\n```\n\n@lst:x')

    assert found.replace("\xa0", "~") == (
        '<figure class="listing" id="lst:x"><figcaption><span class="label">Listing~1</span>. '
        'Say “hi” &amp; &lt;go&gt;</figcaption><pre><code class="language-text">a\n</code></pre></figure>\n'
        '<p><a class="reference" href="#lst:x">Listing~1</a></p>'
    )


def test_fence_with_an_id_before_its_language_is_in_that_language() -> None:
    """Pandoc's order and ours mean the same, and an attribute is no language."""
    assert 'class="language-text"' in body("``` {#a .text}\na\n```")
    assert "language" not in body('``` {caption="a"}\na\n```')


def test_number_sign_in_a_caption_is_no_id() -> None:
    """Whichever stands first."""
    for info in ('{#lst:x caption="Issue #3"}', '{caption="Issue #3" #lst:x}'):
        assert body(f"```text {info}\na\n```").startswith('<figure class="listing" id="lst:x">')


def test_reference_in_the_caption_of_a_listing_is_a_link() -> None:
    """A caption that is an attribute is read as an image's is."""
    found = body('```text {#lst:x caption="As @lst:x"}\na\n```')

    assert 'As <a class="reference" href="#lst:x">Listing\xa01</a></figcaption>' in found


def test_equation_is_referred_to_by_its_own_number() -> None:
    """The number is what stands beside the equation, with its brackets."""
    equation = '<div class="equation" id="eq:x">x <span class="number">(7)</span></div>'

    assert body(f"{equation}\n\n@eq:x [-@eq:x]").split("\n")[-1].replace("\xa0", "~") == (
        '<p><a class="reference" href="#eq:x">Equation~(7)</a> <a class="reference" href="#eq:x">(7)</a></p>'
    )


def test_section_without_a_number_is_referred_to_by_its_title() -> None:
    """In quotation marks; without the sign in front, and without them, on request."""
    found = body("## The *way* {#sec:w}\n\n@sec:w\n\n[-@sec:w]")

    link = '<p><a class="reference" href="#sec:w">{}</a></p>'
    assert found.split("\n")[1:] == [link.format("“The way”"), link.format("The way")]


def test_endless_title_is_quoted_in_part() -> None:
    """Else a short text could become an endless one."""
    found = body(f"## {'word ' * 100}{{#sec:w}}\n\n@sec:w")

    assert len(found.split("\n")[-1]) < 250
    assert "…”</a>" in found


def test_sections_are_numbered_on_request() -> None:
    """The number is a word of the heading; its id does without."""
    reading = titled("## A\n\n### B {#sec:b}\n\n@sec:b", numbered=("sections",))

    assert reading.body.replace("\xa0", "~").split("\n") == [
        '<h2 id="a"><span class="label">1</span>~A</h2>',
        '<h3 id="sec:b"><span class="label">1.1</span>~B</h3>',
        '<p><a class="reference" href="#sec:b">Section~1.1</a></p>',
    ]
    assert [section.title for section in reading.article.sections] == ["1 A"]


def numbers(reading: Reading) -> int:
    return reading.body.count('class="label"')


@pytest.mark.parametrize(
    ("numbered", "count"),
    [(False, 0), (True, 4), (("figures",), 1), (("tables",), 1), (("listings",), 1), (("sections",), 1)],
)
def test_what_has_a_caption_is_numbered_on_request(
    numbered: bool | tuple[str, ...], count: int, folder: Path
) -> None:
    """Each kind by itself, or all."""
    text = '## H\n\n![Boats](a.png)\n\n| a |\n|---|\n| b |\n\n: Cap\n\n```text {caption="C"}\na\n```'

    assert numbers(titled(text, folder=folder, numbered=numbered)) == count


def test_missing_label_is_an_error_with_a_guess(folder: Path) -> None:
    """Each reference to it is told with its line."""
    reading = titled(f"{FIGURE}@fig:y\n\n@fig:y", folder=folder)

    assert reading.lines("reference-missing") == [7, 9]
    assert reading.findings[0].hint == "Did you mean 'fig:x'?"


def test_label_given_twice_is_an_error_that_names_both() -> None:
    """Also where one is spelled `tab` and the other `tbl`."""
    table = "| a |\n|---|\n| b |\n\n: T {{#{}}}\n\n"
    finding = titled(table.format("tab:x") + table.format("tbl:x")).only("label-duplicate")

    assert (finding.line, finding.message) == (
        11,
        "The label 'tbl:x' is given twice; the first is on line 5.",
    )


def test_label_of_another_kind_is_told() -> None:
    """The word says what the thing is."""
    reading = titled("| a |\n|---|\n| b |\n\n: T {#fig:x}\n\n@fig:x")

    assert reading.codes == ["label-kind"]
    assert ">Table\xa01</a>" in reading.body


def test_reference_to_what_has_no_number_is_an_error(folder: Path) -> None:
    """An image within a line is no figure."""
    reading = titled("In ![a line](a.png){#fig:x}.\n\n@fig:x", folder=folder)

    assert reading.codes == ["label-kind"]


def test_titles_that_quote_each_other_are_an_error() -> None:
    """They would have no end."""
    reading = titled("## A @sec:b {#sec:a}\n\n## B @sec:a {#sec:b}")

    assert reading.codes == ["reference-circular"] * 2


def test_title_that_comes_from_the_text_has_its_references_in_words(folder: Path) -> None:
    """A title is plain text, and made before numbers are known."""
    assert read(f"# On @fig:x\n\n{FIGURE}", folder=folder).article.meta.title == "On Figure\xa01"


def test_remote_image_keeps_its_number() -> None:
    """An edition carries a link to it, with the label below."""
    reading = titled("@fig:x\n\n![Boats](https://example.org/a.png){#fig:x}")

    assert reading.codes == ["image-remote"]
    assert '<figure id="fig:x"><p><a href="https://example.org/a.png">Boats</a></p>' in reading.body


@pytest.mark.parametrize(
    ("lang", "kind", "word", "begins"),
    [
        ("de", "table", "Tabelle 2", "Tabelle 2"),
        ("fr-CH", "figure", "figure 2", "Figure 2"),
        ("hu", "figure", "2. ábra", "2. ábra"),
        ("ja", "figure", "図2", "図2"),
        ("zh-TW", "section", "第2節", "第2節"),
        ("pt-BR", "section", "seção 2", "Seção 2"),
        ("no", "table", "tabell 2", "Tabell 2"),
        ("he", "equation", "משוואה 2", "משוואה 2"),
        ("tlh", "listing", "Listing 2", "Listing 2"),
    ],
)
def test_words_are_those_of_the_language(lang: str, kind: str, word: str, begins: str) -> None:
    """In running text, and where a sentence or a caption begins."""
    words = reference_words(lang)

    found = [words.named(kind, "2", capital=capital).replace("\xa0", " ") for capital in (False, True)]
    assert found == [word, begins]


def test_every_language_has_a_word_for_every_kind() -> None:
    """The languages are those that the reader has words in."""
    assert set(LANGUAGES) <= set(_WORDS)
    assert {len(reference_words(lang).forms) for lang in _WORDS} == {len(KINDS)}


def test_unknown_language_is_marked_as_english(folder: Path) -> None:
    """Where English words stand, it is said that they are."""
    reading = titled(f"{FIGURE}@fig:x [-@fig:x]", folder=folder, lang="sw")

    assert reading.body.split("\n")[-1] == (
        '<p><a class="reference" href="#fig:x" lang="en">Figure\xa01</a> '
        '<a class="reference" href="#fig:x">1</a></p>'
    )


def test_many_references_take_no_longer_than_their_number() -> None:
    """A thousand missing labels among a thousand others are still told at once."""
    tables = "".join(f"| a |\n|---|\n| b |\n\n: T {{#tbl:t{number}}}\n\n" for number in range(1000))
    text = tables + " ".join(f"@tbl:s{number}" for number in range(1000))

    assert titled(text, reading_seconds=10.0).codes == ["reference-missing"] * 1000
