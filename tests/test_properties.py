"""What holds of any text whatever."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from recto import markup, reader
from recto.article import Article
from recto.errors import RectoError
from recto.files import Files
from recto.origins import Origin
from recto.settings import General
from recto.source import load
from recto.theme import load as load_theme
from recto.writers import Edition, registry

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
PIECES = st.sampled_from(
    [
        "# H",
        "## H",
        "###### H",
        "- a",
        "1. b",
        "  - c",
        "    code",
        "```py\nx = 1\n```",
        "> quote",
        "---",
        "===",
        "[^1]",
        "[^1]: note",
        "^[x]",
        "[a](#h)",
        "[b]: #h",
        "[b]",
        "[TOC]",
        "term\n: definition",
        "*[a]: abbr",
        "| a | b |\n|--:|---|\n| 1 | 2 |",
        "|a|\n|-|\n",
        "!!! note\n    text",
        "- [x] done",
        "~~gone~~",
        "**b*",
        "`c",
        "<b>",
        "</b>",
        "<div>",
        "<p>",
        "<svg>",
        "<math>",
        "<table>",
        "<li>",
        "<a href='#h' id='h'>",
        "&amp;",
        "&#0;",
        "\\",
        "{: #h .c }",
        "\"q\" 'r'",
        "--",
        "...",
        "![](x.png)",
        "<!--",
        "-->",
        "שלום",
        "مرحبا",
        "日本語",
        "\u202e",
        "\ufeff",
        "\x00",
        "e\u0301",
        "\U0001f600",
        "\ue000",
    ]
)
TEXTS = st.lists(PIECES | WORDS, max_size=12).flatmap(
    lambda parts: st.sampled_from(["\n", "\n\n", " "]).map(lambda glue: glue.join(parts))
)
LENIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text: str) -> Article | None:
    """Return the article, or None where the text is refused in Recto's own words."""
    try:
        source = load(Origin("a.md", "a", Path(), None, text.encode("utf-8", "replace")))
        return reader.read(source, Files(Path(__file__).parent), lambda _: None, General())
    except RectoError:
        return None


@settings(LENIENT, max_examples=150)
@given(TEXTS)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Ids are unique, internal links resolve, and the body is canonical."""
    article = read(text)
    if article is None:
        return
    tree = article.tree()
    ids = [str(found) for found in tree.xpath("//@id")]
    targets = {href[1:] for href in map(str, tree.xpath("//a/@href")) if href.startswith("#")}

    assert len(set(ids)) == len(ids)
    assert set() == targets - set(ids)
    assert article.body == markup.xhtml(tree)
    assert not list(tree.iter("h1"))
    assert article.meta.title


@settings(LENIENT, max_examples=40)
@given(TEXTS)
def test_any_article_becomes_a_page_and_a_book(text: str) -> None:
    """The same bytes twice; every chapter of the book is well-formed."""
    article = read(text)
    if article is None:
        return
    for name in ("html", "epub"):
        once, twice = (_written(article, name) for _ in range(2))
        assert once == twice
    with zipfile.ZipFile(BytesIO(once)) as book:
        for entry in book.namelist():
            if entry.endswith((".xhtml", ".opf", ".ncx")):
                etree.fromstring(book.read(entry))


@settings(LENIENT, max_examples=12)
@given(TEXTS)
def test_any_article_can_be_printed(text: str) -> None:
    """The same bytes twice, and a PDF at that."""
    article = read(text)
    if article is None:
        return
    once, twice = (_written(article, "pdf") for _ in range(2))

    assert once == twice
    assert re.match(rb"%PDF-[12]\.\d", once)


def _written(article: Article, name: str) -> bytes:
    writer = registry()[name]
    edition = Edition(article, load_theme("default"), writer.options())
    (artifact,) = writer.write(edition, lambda _: None)
    return artifact.data
