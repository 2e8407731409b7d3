"""What holds of any Markdown and HTML, however broken."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recto import markup
from recto.errors import SourceError
from recto.markup import HEADINGS
from recto.reader.punctuation import smarten
from tests.reading import Reading, read

FOLDER = Path(__file__).parent.parent / "source"
MARKDOWN = [
    "# A ", "## B {#x}", "#### C", "text ", "*em*", "**st*", "`c`", "[l](#b)", "![i](no.png)",
    '![i](talks-map.svg "T")', "- a", "  - b", "1. x", "> q", "```py\ncode\n```", "~~~", "[^1]",
    "[^1]: note", "[^2]: n [^1]", "{: .pullquote}", "{: #x .y}", "!!! note\n    x", "*[HTML]: H",
    "HTML", "[TOC]", "- [ ] t", "term\n: def", "a | b\n--|--", "<!--", "-->", "<![CDATA[", "&amp;",
    "&#1;", "&nbsp;", '"', "'", "--", "...", "עברית", "日本", "é", "\t",
]  # fmt: skip
TAGS = (
    "div /div p /p b /b em /em span@lang=de /span a@href=#x a@name=q a@id=fn-1 /a ul /ul ol@start=x "
    "li /li dl /dl dt dd table /table tr td@colspan=3 td@rowspan=2 th /td caption h1 /h1 h3 details "
    "/details summary figure figcaption img@src=talks-map.svg br hr pre /pre code "
    "svg@viewBox='0@0@1@1' /svg title /title g@id=x path math /math mi /mi blockquote /blockquote "
    "script /script center section aside /aside ruby rt rp /ruby del q time bdo font button /button "
    "select textarea style desc foreignObject mtext div@markdown=1 object address li@value=x sup tt"
)
PIECES = st.sampled_from(MARKDOWN + [f"<{tag}>".replace("@", " ") for tag in TAGS.split()])
TEXTS = st.lists(
    st.tuples(PIECES, st.sampled_from(["", "", "\n", "\n\n", " "])), min_size=1, max_size=30
).map(lambda parts: "".join(piece + glue for piece, glue in parts))


def article(text: str) -> Reading | None:
    try:
        return read(text, folder=FOLDER)
    except SourceError:
        return None


@settings(deadline=None, max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_every_body_keeps_the_contract(text: str) -> None:
    """Canonical, no level skipped, ids unique, links alive, images at hand, the same to a browser."""
    reading = article(text)
    if reading is None:
        return
    tree = reading.article.tree()
    ids = [str(found) for found in tree.xpath("//@id")]
    levels = [1, *(int(str(heading.tag)[1]) for heading in tree.iter(*HEADINGS))]
    targets = {str(href)[1:] for href in tree.xpath("//a/@href") if str(href).startswith("#")}

    assert markup.xhtml(tree) == reading.body
    assert sorted(set(ids)) == sorted(ids)
    assert targets <= set(ids)
    assert all(1 < later <= earlier + 1 for earlier, later in pairwise(levels))
    assert {image.get("src") for image in tree.iter("img")} <= set(reading.article.assets)
    assert reading.article.meta.title.strip()
    assert markup.xhtml(markup.parse(markup.html(tree))) == reading.body


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_reading_is_a_function_of_the_text(text: str) -> None:
    """Same input, same body and same findings."""
    first, second = article(text), article(text)

    assert (first and (first.body, first.findings)) == (second and (second.body, second.findings))


@given(
    st.text(alphabet="ab1 \"'.-,()\0\1\2é\n\xa0«»?!;:", max_size=60),
    st.sampled_from(["en", "de", "fr", "he", "hu"]),
)
def test_punctuation_moves_no_boundary_and_no_word(text: str, lang: str) -> None:
    """Letters, digits, line ends and the boundaries between elements stay, in their order."""

    def kept(value: str) -> str:
        return "".join(char for char in value if char.isalnum() or char in "\0\1\2\n")

    assert kept(text) == kept(smarten(text, lang))
