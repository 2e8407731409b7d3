"""Citations: how they are read, what an entry becomes, and what a style makes of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import recto
from recto.diagnostics import Diagnostic
from recto.reader.citations import bibtex, csl_data, locators, marked, styles, syntax
from recto.reader.citations.cites import Cite
from recto.reader.citations.csl.processor import Processor

BOOK: dict[str, Any] = {
    "type": "book",
    "title": "The Title",
    "author": [{"family": "Doe", "given": "Jane Q."}],
    "issued": {"date-parts": [[2010]]},
}
QUOTES = ("“", "”", "‘", "’")


def processor(name: str, lang: str, **items: dict[str, Any]) -> Processor:
    """Return a processor that was told of `items`, in their order."""
    style = styles._style(name, (styles._FOLDER / f"{name}.csl").read_bytes())
    made = Processor(style, lang, items)
    made.register(items)
    return made


def cited(made: Processor, *works: str, cite: Cite | None = None) -> str:
    """Return a citation of `works` as plain text."""
    return marked.strip(made.cluster(works, [cite or Cite("")] * len(works), narrative=False).text)


def entry(name: str, item: dict[str, Any], lang: str = "en") -> str:
    """Return what stands in the list for `item`, as plain text."""
    return marked.strip(processor(name, lang, work=item).entry("work"))


def findings(folder: Path, article: str, **files: str) -> list[Diagnostic]:
    """Build `article` with the files beside it; return what is told, but for the guesses."""
    for name, text in {"article.md": article, **files}.items():
        folder.joinpath(name.replace("_", ".")).write_text(text, "utf-8")
    (outcome,) = recto.build(["article.md"], to=["html"], output=folder / "out", project=folder, check=False)
    return [each for each in outcome.findings if not each.code.endswith("-guessed")]


# Syntax


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("@a", [("a", None, None, "", "")]),
        ("@a, p. 3", [("a", "page", "3", "", "")]),
        ("see @a, pp. 33-35", [("a", "page", "33-35", "see", "")]),
        (
            "see @a, pp. 33-35; also @b, ch. 1",
            [("a", "page", "33-35", "see", ""), ("b", "chapter", "1", "also", "")],
        ),
        ("@a, pp. iv, vi-xi, *passim*", [("a", "page", "iv, vi-xi", "", ", *passim*")]),
        ("@a, 33", [("a", "page", "33", "", "")]),
        ("@a and more", [("a", None, None, "", " and more")]),
        ("@a{sec. IV}, too", [("a", "section", "IV", "", ", too")]),
        ("@a, p. 3; emphasis added", [("a", "page", "3", "", "; emphasis added")]),
        ("@{a.b/c}, § 4", [("a.b/c", "section", "4", "", "")]),
        ("@doe:2010_a-b.c/d", [("doe:2010_a-b.c/d", None, None, "", "")]),
        ("see [this @x](y), @a", [("a", None, None, "see [this @x](y),", "")]),
    ],
)
def test_a_citation_is_keys_with_places_and_words_around_them(content: str, expected: list[Any]) -> None:
    """What stands before a key, the place behind it and the rest are told apart; a semicolon parts works."""
    parsed = syntax.parse(content, "en") or []

    assert expected == [
        (each.cite.key, each.cite.label, each.cite.locator, each.prefix, each.suffix) for each in parsed
    ]


@pytest.mark.parametrize("content", ["text", "me@example.org", "see me@example.org", "\\@a", "`@a`", ""])
def test_what_holds_no_key_is_no_citation(content: str) -> None:
    """An address, an escaped sign and code are what they are."""
    assert syntax.parse(content, "en") is None


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de", ", S. 33-35", ("page", "33-35")),
        ("de", ", Kap. 2", ("chapter", "2")),
        ("de", ", p. 3", ("page", "3")),
        ("fr", ", chap. 3", ("chapter", "3")),
        ("es", ", pág. 3", ("page", "3")),
        ("he", ", עמ' 3", ("page", "3")),
        ("ja", ", p. 3", ("page", "3")),
        ("xx", ", p. 3", ("page", "3")),
    ],
)
def test_places_are_read_in_the_articles_language_and_in_english(
    lang: str, text: str, expected: tuple[str, str]
) -> None:
    """An author abbreviates pages as the language does."""
    found = locators.read(text, lang)

    assert found is not None
    assert expected == (found.label, found.value)


# BibTeX


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"Erd\H{o}s and G{\"o}del", "Erdős and Gödel"),
        (r"{\L}\'od\'z", "Łódź"),
        (r"A \emph{great} \textbf{day}", "A <i>great</i> <b>day</b>"),
        (r"Of {DNA} \& more", 'Of <span class="nocase">DNA</span> & more'),
        ("one -- two~three --- ``four''", "one – two\xa0three — “four”"),
        (r"$H_2O$ and $x^{10}$", "H<sub>2</sub>O and x<sup>10</sup>"),
        (r"50\% of \$5", "50% of $5"),
        (r"\url{https://example.org/~a_b}", "https://example.org/~a_b"),
        ("{unbalanced", "unbalanced"),
    ],
)
def test_latex_becomes_what_it_shows(latex: str, expected: str) -> None:
    """Accents are letters, commands for emphasis tags, and braces keep the case of their words."""
    assert expected == bibtex.text_of(latex)


def item(text: str, key: str = "a") -> dict[str, Any]:
    """Return the CSL item of an entry in `text`."""
    entries, faults = bibtex.parse(text)
    by_key = {each.key: each for each in entries}
    assert faults == []
    return csl_data.clean(bibtex.item_of(by_key[key], by_key))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Doe, Jane Q.", {"family": "Doe", "given": "Jane Q."}),
        ("Jane Q. Doe", {"family": "Doe", "given": "Jane Q."}),
        ("Ludwig van Beethoven", {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}),
        ("King, Jr., Martin Luther", {"family": "King", "given": "Martin Luther", "suffix": "Jr."}),
        ("{The Group and Sons, Inc.}", {"literal": "The Group and Sons, Inc."}),
        ("a, b, c, d", {"literal": "a, b, c, d"}),
    ],
)
def test_a_name_has_its_parts(name: str, expected: dict[str, str]) -> None:
    """As BibTeX reads names; one with too many commas is taken as a whole."""
    assert [expected] == item(f"@book{{a, author = {{{name}}}}}")["author"]


def test_an_entry_takes_over_what_its_parent_says() -> None:
    """A crossref gives what the entry lacks, and the parent's title is the book's."""
    found = item(
        "@incollection{a, title={Part}, crossref={B}} @book{b, title={Whole}, editor={E, F}, year=1999}"
    )

    assert ("Part", "Whole", [{"family": "E", "given": "F"}]) == (
        found["title"], found["container-title"], found["editor"],
    )  # fmt: skip


def test_strings_are_put_together() -> None:
    """`@string` and `#` are BibTeX's."""
    assert (
        "The Journal, A"
        == item('@string{j = "The Journal"} @article{a, journal = j # ", A"}')["container-title"]
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("year=2010, month=may", {"date-parts": [[2010, 5]]}),
        ("date={2010-05-03}", {"date-parts": [[2010, 5, 3]]}),
        ("date={2010/2012}", {"date-parts": [[2010], [2012]]}),
        ("date={2010~}", {"date-parts": [[2010]], "circa": True}),
        ("year={in press}", {"literal": "in press"}),
    ],
)
def test_a_date_is_read_as_far_as_it_is_one(fields: str, expected: dict[str, Any]) -> None:
    """BibTeX's year and month, BibLaTeX's date; anything else stays as it was written."""
    assert expected == item(f"@book{{a, {fields}}}")["issued"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@book{a, title={x}}\n@book{b, title={x} year=3}", 2),
        ("@book{a,\n title={x", 2),
        ("@book{a,\n\n title=nowhere}", 3),
    ],
)
def test_a_broken_file_is_told_with_its_line(text: str, line: int) -> None:
    """What cannot be read is one fault, on its line."""
    _, faults = bibtex.parse(text)

    assert [line] == [fault.line for fault in faults]


def test_remarks_between_entries_are_passed_over() -> None:
    """BibTeX takes what stands outside of entries for a remark, an address among them."""
    entries, faults = bibtex.parse("By me@example.org @ home.\n@comment{x}\n@book{a, title={x}}")

    assert (["a"], []) == ([each.key for each in entries], faults)


# Marked text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Inc.. Then", "Inc. Then"),
        ("“Why?”. Then", "“Why?” Then"),
        ("“A title”, then", "“A title,” then"),
        ("“On “this” and that”.", "“On ‘this’ and that.”"),
        ("one  two", "one two"),
        ("wait...", "wait."),
    ],
)
def test_punctuation_at_seams_is_as_printed(text: str, expected: str) -> None:
    """What a style puts together has no sign twice, and American points inside of quotation marks."""
    assert expected == marked.tidy(text, points_in_quotes=True, quotes=QUOTES)


def test_what_is_not_emphasis_stays_text() -> None:
    """No tag of an entry becomes an element but those that CSL's data may hold."""
    pieces = "".join(text for text, _ in marked.pieces_of("a <b>c</b> <script>x</script> </i> \ufdd0d"))

    assert f"a {marked.OPEN['b']}c{marked.CLOSE['b']} <script>x</script> </i> d" == pieces


# Styles


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("american-medical-association", "1"),
        ("apa", "(Doe, 2010)"),
        ("chicago-author-date", "(Doe 2010)"),
        ("chicago-notes-bibliography", "Jane Q. Doe, The Title (2010)."),
        ("harvard-cite-them-right", "(Doe, 2010)"),
        ("ieee", "[1]"),
        ("modern-language-association", "(Doe)"),
        ("nature", "1"),
        ("nlm-citation-sequence", "(1)"),
    ],
)
def test_each_style_that_travels_along_cites(style: str, expected: str) -> None:
    """Author and year, numbers, or notes."""
    assert expected == cited(processor(style, "en", work=BOOK), "work")


def test_the_styles_are_those_that_are_tested() -> None:
    """A style more or less has to be seen."""
    assert 9 == len(styles.bundled())


@pytest.mark.parametrize("style", styles.bundled())
@pytest.mark.parametrize("kind", sorted(csl_data.TYPES))
def test_no_style_fails_on_an_entry_of_any_kind(style: str, kind: str) -> None:
    """Names and dates of all sorts, marks in the text, or next to nothing: all is set."""
    names: list[dict[str, str]] = [
        {"family": "A", "given": "b. C"},
        {"literal": "Inc."},
        {"family": "山田", "given": "太郎"},
    ]
    dates = [{"date-parts": [[2010, 5, 3], [2010, 5, 9]]}, {"date-parts": [[-50]]}, {"literal": "then"}]
    full: dict[str, Any] = {"type": kind}
    full |= dict.fromkeys(
        "title container-title publisher page volume issue number genre medium DOI URL".split(), "1-3 <b>x"
    )
    full |= {name: names[: 1 + at % 3] for at, name in enumerate(sorted(csl_data.NAMES))}
    full |= {name: dates[at % 3] for at, name in enumerate(sorted(csl_data.DATES))}
    made = processor(style, "en", full=full, bare={"type": kind, "title": "T"})

    place = Cite("", label="page", locator="3-4")
    texts = [cited(made, work, cite=place) for work in ("full", "bare")]
    texts += [made.entry(work) for work in made.listed]

    # Some styles do not list some kinds.
    assert [True, True] == [bool(text) for text in texts[:2]]


def test_works_of_one_year_get_letters_in_the_order_of_the_list() -> None:
    """2010a stands above 2010b in the list, whichever is cited first."""
    made = processor("apa", "en", z={**BOOK, "title": "Z"}, a={**BOOK, "title": "A"})

    assert ("(Doe, 2010b)", "(Doe, 2010a)") == (cited(made, "z"), cited(made, "a"))


def test_a_style_without_years_tells_works_apart_by_title() -> None:
    """MLA names the title where one author has several works, and only there."""
    made = processor("modern-language-association", "en", z={**BOOK, "title": "Z"}, a={**BOOK, "title": "A"})

    assert "(Doe, Z)" == cited(made, "z")


def test_neighbours_by_one_author_share_the_name() -> None:
    """The name is said once, unless a place stands between."""
    made = processor("apa", "en", a=BOOK, b={**BOOK, "issued": {"date-parts": [[2012]]}})

    assert "(Doe, 2010, 2012)" == cited(made, "a", "b")
    assert "(Doe, 2010, p. 3; Doe, 2012, p. 3)" == cited(
        made, "a", "b", cite=Cite("", label="page", locator="3")
    ).replace("\xa0", " ")


def test_numbers_in_a_row_are_a_range() -> None:
    """Three or more; two stay two."""
    made = processor("nature", "en", **{f"w{at}": {**BOOK, "title": f"T{at}"} for at in range(5)})

    assert ("1–3", "1,2", "1–3,5") == (
        cited(made, "w2", "w0", "w1"), cited(made, "w0", "w1"), cited(made, "w0", "w1", "w2", "w4"),
    )  # fmt: skip


def test_no_place_is_lost_where_a_style_shows_none() -> None:
    """Nature's numbers have no pages; the author's stands behind them all the same."""
    made = processor("nature", "de", work=BOOK)

    assert "1, S. 33–35" == cited(made, "work", cite=Cite("", label="page", locator="33-35"))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en-US", "(Doe, 2010, p. 3)"),
        ("de", "(Doe, 2010, S. 3)"),
        ("fr-CA", "(Doe, 2010, p. 3)"),
        ("nl", "(Doe, 2010, p. 3)"),
        ("he", "(Doe, 2010, עמ׳ 3)"),
        ("tlh", "(Doe, 2010, p. 3)"),
    ],
)
def test_words_are_in_the_articles_language(lang: str, expected: str) -> None:
    """As CSL's locales have them, else in English."""
    made = processor("apa", lang, work=BOOK)

    assert expected == cited(made, "work", cite=Cite("", label="page", locator="3")).replace("\xa0", " ")


def test_the_list_is_in_order_without_regard_to_accents() -> None:
    """Ä stands with A; a work without anybody's name by its title."""
    names = ("Zola", "Äpfel", "Adam", "de Gaulle")
    items = {
        f"w{at}": {**BOOK, "author": [{"family": name}], "title": "T"} for at, name in enumerate(names)
    } | {"none": {**BOOK, "author": [], "title": "Beowulf"}}
    made = processor("chicago-author-date", "en", **items)

    assert ["w2", "w1", "none", "w3", "w0"] == made.listed


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([[2010, 5, 3], [2010, 5, 9]], "3–9 May 2010"),
        ([[2010, 5, 30], [2010, 6, 2]], "30 May–2 June 2010"),
        ([[2010, 5], [2010, 7]], "May–July 2010"),
        ([[2010], [2011]], "2010–2011"),
    ],
)
def test_a_range_of_dates_says_once_what_both_have_in_common(parts: list[list[int]], expected: str) -> None:
    """The year of a range within one is not lost."""
    page = {"type": "webpage", "title": "T", "issued": {"date-parts": parts}}

    assert f"T. {expected}." == entry("modern-language-association", page)


def test_names_of_scripts_without_capitals_stay_whole() -> None:
    """They have no initials; Chinese and Japanese names have no space either."""
    hebrew = {**BOOK, "author": [{"family": "עגנון", "given": "שמואל יוסף"}]}
    japanese = {**BOOK, "author": [{"family": "夏目", "given": "漱石"}]}

    assert entry("apa", hebrew, "he").startswith("עגנון, שמואל יוסף. (2010)")
    assert entry("apa", japanese, "ja").startswith("夏目漱石. (2010年)")


# Whole articles

FRONT = "---\ntitle: T\nlang: en\nbibliography: refs.bib\n{}---\n\n"


def test_without_a_bibliography_nothing_is_a_citation(tmp_path: Path) -> None:
    """Mentions, and brackets around them, stay what they are."""
    (tmp_path / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\n[@a, p. 3] and @b.", "utf-8")

    assert "<p>[@a, p. 3] and @b.</p>" == recto.read(tmp_path / "a.md").body


def test_of_a_large_bibliography_only_what_is_cited_is_set(tmp_path: Path) -> None:
    """Of 5,000 entries one is cited; the others, wrong as they are, are not looked at."""
    entries = "".join(f"@wibble{{k{at}, title = {{T{at}}}}}\n" for at in range(5000))

    told = findings(tmp_path, FRONT.format("") + "[@k7].", refs_bib=entries)

    assert ["refs.bib:8: warning[bibliography-type]"] == [str(each).partition("] ")[0] + "]" for each in told]


def test_the_bibliography_and_the_style_are_inputs(tmp_path: Path) -> None:
    """A watcher builds again when one of them changes."""
    (tmp_path / "refs.bib").write_text("@book{a, title={T}}", "utf-8")
    style = (styles._FOLDER / "ieee.csl").read_bytes()
    (tmp_path / "own.csl").write_bytes(style)
    (tmp_path / "article.md").write_text(FRONT.format("csl: own.csl\n") + "[@a].", "utf-8")

    (outcome,) = recto.build(["article.md"], to=["html"], output=tmp_path / "out", project=tmp_path)

    assert {"refs.bib", "own.csl"} <= set(outcome.inputs)


@pytest.mark.parametrize(
    ("csl", "message"),
    [
        ("<html/>", "its outermost element is not CSL's style"),
        ("<style", "couldn't find end"),
        ('<style xmlns="http://purl.org/net/xbiblio/csl"/>', "it does not say how to cite"),
        ('<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hostname">]><s>&x;</s>', "citation style"),
    ],
)
def test_what_is_no_style_is_told(tmp_path: Path, csl: str, message: str) -> None:
    """One error, in one sentence, on the line of the front matter that names the file."""
    (told,) = findings(
        tmp_path, FRONT.format("csl: own.csl\n") + "[@a].", refs_bib="@book{a, title={T}}", own_csl=csl
    )

    assert ("csl-broken", 5) == (told.code, told.line)
    assert message in told.message


def test_what_citeproc_fails_on_is_told_with_the_entrys_key(tmp_path: Path) -> None:
    """A style that calls itself for ever is a style's fault, and no traceback."""
    csl = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
        '<macro name="a"><text macro="a"/></macro>'
        '<citation><layout><text macro="a"/></layout></citation></style>'
    )

    (told,) = findings(
        tmp_path, FRONT.format("csl: own.csl\n") + "[@a].", refs_bib="@book{a, title={T}}", own_csl=csl
    )

    assert "citation-failed" == told.code
    assert "The entry 'a' cannot be set in the style own.csl" in told.message


def test_a_work_that_a_style_does_not_list_is_told_and_no_link(tmp_path: Path) -> None:
    """Chicago lists no letters: a link would lead nowhere, and an empty entry says nothing."""
    letter = "@letter{a, title={T}, author={Doe, J}} @book{b, title={U}, author={Roe, R}}"

    told = findings(tmp_path, FRONT.format("") + "[@a; @b].", refs_bib=letter)
    body = recto.read(tmp_path / "article.md").body

    assert ["citation-unlisted"] == [each.code for each in told]
    assert '(J Doe, “T”; <a href="#ref-b" role="doc-biblioref">Roe</a>)' in body
    assert 1 == body.count("<li")


def test_an_e_book_says_what_its_references_are(tmp_path: Path) -> None:
    """E-readers know the terms of EPUB's vocabulary, some of them no roles."""
    (tmp_path / "refs.bib").write_text("@book{a, title={T}, author={Doe, J}}", "utf-8")
    (tmp_path / "article.md").write_text(FRONT.format("") + "[@a].", "utf-8")

    recto.build(["article.md"], to=["epub"], output=tmp_path / "out", project=tmp_path)
    with ZipFile(tmp_path / "out" / "article.epub") as book:
        chapter = book.read("EPUB/chapter-1.xhtml").decode()

    assert '<a href="#ref-a" role="doc-biblioref" epub:type="biblioref">Doe</a>' in chapter
    assert (
        'role="doc-bibliography" epub:type="bibliography"><ul><li id="ref-a" epub:type="biblioentry">'
        in chapter
    )


def test_a_key_in_a_sentence_may_be_followed_by_punctuation(tmp_path: Path) -> None:
    """A full stop, an apostrophe or a colon belongs to the sentence, as long as the key is without it."""
    (tmp_path / "refs.bib").write_text("@book{a, title={T}, author={Doe, J}, year=2010}", "utf-8")
    (tmp_path / "article.md").write_text(FRONT.format("") + "@a. @a's @a: @a/b -@a.", "utf-8")

    text = "".join(recto.read(tmp_path / "article.md").tree()[0].itertext())

    assert "Doe (2010). Doe (2010)’s Doe (2010): Doe (2010)/b (2010)." == text


def test_without_smart_punctuation_entries_keep_what_was_typed(tmp_path: Path) -> None:
    """`smart: false` is for entries too."""
    (tmp_path / "refs.bib").write_text("@book{a, title={It's}, author={O'Neil, J}, year=2010}", "utf-8")
    (tmp_path / "article.md").write_text(FRONT.format("smart: false\n") + "[@a].", "utf-8")

    assert "O'Neil, J. 2010. <em>It's</em>." in recto.read(tmp_path / "article.md").body
