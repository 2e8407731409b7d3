"""The web page: what stands in its head, around its body, and what it never asks for."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml.etree import _Element as Element

from recto import markup, theme
from recto.article import Article, Asset, Author, Meta, Source
from recto.diagnostics import Diagnostic
from recto.errors import WriterError
from recto.writers import Edition
from recto.writers._dates import written_date
from recto.writers._labels import _WORDS, labels
from recto.writers.html import HtmlOptions, HtmlWriter

DEFAULT = theme.load("default")
PNG = Asset("a/dot.png", "image/png", b"\x89PNG not looked into", 1, 1)
NASTY = """</script><script>alert(1)</script> & "quotes" <!-- ' -->"""


def article(body: str = "<p>Text.</p>", *, assets: Mapping[str, Asset] | None = None, **meta: Any) -> Article:
    known: dict[str, Any] = {"title": "Title", "lang": "en", "identifier": "urn:x", **meta}
    source = Source("folder/talk.md", "folder/talk", "", {}, {}, 1)
    return Article(Meta(**known), markup.xhtml(markup.parse(body)), (), assets or {}, source)


def page(made: Article, *, fonts: bool = False) -> str:
    findings: list[Diagnostic] = []
    (artifact,) = HtmlWriter().write(Edition(made, DEFAULT, HtmlOptions(fonts=fonts)), findings.append)
    assert findings == []
    return artifact.data.decode()


def document(text: str) -> Element:
    """Read the page as browsers do, head and body in one tree."""
    return markup.parse(re.sub(r"</?(?:!doctype|html|head|body)\b[^>]*>", "", text, flags=re.IGNORECASE))


def only(tree: Element, path: str) -> Element:
    (found,) = tree.xpath(path)
    assert isinstance(found, Element)
    return found


def contents(tree: Element, name: str) -> list[str]:
    return [str(value) for value in tree.xpath(f"//meta[@name='{name}' or @property='{name}']/@content")]


def test_page_stands_where_its_source_says() -> None:
    """The artifact's path is the article's, with the format's suffix."""
    (artifact,) = HtmlWriter().write(Edition(article(), DEFAULT, HtmlOptions()), lambda _: None)

    assert (artifact.path, artifact.media_type) == ("folder/talk.html", "text/html")


def test_page_asks_the_network_for_nothing() -> None:
    """Whatever a page loads (src, link, url) is a data address."""
    body = (
        '<p><img src="a/dot.png" alt="x"> <img src="https://example.org/x.png" alt="far"> <code>c</code></p>'
    )
    text = page(article(body, assets={PNG.name: PNG}, canonical="https://example.org/"), fonts=True)
    tree = document(text)
    loaded = [
        *tree.xpath("//@src"),
        *tree.xpath("//link[@rel!='canonical']/@href"),
        *re.findall(r"url\(([^)]*)", text),
    ]

    assert len(loaded) == 5  # the image, the icon and three faces
    assert [address for address in loaded if not str(address).startswith("data:")] == []
    assert "@import" not in text


def test_images_stand_inside_the_page() -> None:
    """An image's address holds its very bytes."""
    tree = document(
        page(article('<figure><img src="a/dot.png" alt="A dot"></figure>', assets={PNG.name: PNG}))
    )

    assert only(tree, "//img").get("src") == f"data:image/png;base64,{base64.b64encode(PNG.data).decode()}"


def test_image_that_is_not_at_hand_becomes_a_link() -> None:
    """A page that asks for nothing can only link to a remote image, by its text alternative."""
    tree = document(page(article('<p>See <img src="https://example.org/x.png" alt="the map">.</p>')))

    assert tree.xpath("//img") == []
    assert only(tree, "//a[@href='https://example.org/x.png']").text == "the map"


def test_words_of_the_body_are_the_articles() -> None:
    """Nothing is added to, lost from or moved within the body's text."""
    body = (
        "<h2 id='a'>One</h2><p>x &lt; y &amp; <em>z</em>\xa0!</p><pre><code>\n\n  a\n</code></pre>"
        "<table><tbody><tr><td>a_very_long_word_that_makes_the_table_wide</td></tr></tbody></table>"
    )
    made = article(body)

    written = only(document(page(made)), "//div[@class='body']")

    assert "".join(written.itertext()).strip("\n") == "".join(made.tree().itertext()).strip("\n")


def test_language_and_direction_are_those_of_the_article() -> None:
    """The root element names both, for hyphenation, speech and layout."""
    assert '<html lang="ar-EG" dir="rtl">' in page(article(lang="ar-EG"))
    assert '<html lang="en-GB" dir="ltr">' in page(article(lang="en-GB"))


def test_metadata_survives_any_characters() -> None:
    """Titles and descriptions are text, wherever they stand: nothing in them becomes markup."""
    text = page(
        article(title=NASTY, subtitle=NASTY, description=NASTY, rights=NASTY, publisher=NASTY, tags=(NASTY,))
    )
    tree = document(text)

    assert len(tree.xpath("//script")) == 1
    assert only(tree, "//title").text == NASTY
    assert markup.text_of(only(tree, "//h1")) == NASTY
    for name in ("description", "og:title", "og:description", "og:site_name", "article:tag"):
        assert contents(tree, name) == [NASTY]
    assert json.loads(only(tree, "//script").text or "")["headline"] == NASTY


def test_search_engines_are_told_what_is_known() -> None:
    """JSON-LD holds every fact of the front matter, and no key without a value."""
    made = article(
        title="T",
        subtitle="S",
        description="D",
        lang="en-GB",
        authors=(
            Author("A", "https://a.example", "0000-0002-1825-0097"),
            Author("B", None, "0000-0001-5109-3700"),
        ),
        date=date(2024, 8, 18),
        updated=datetime(2024, 8, 20, 9, 30, tzinfo=UTC),
        tags=("x", "y"),
        canonical="https://example.org/t",
        publisher="P",
        rights="https://creativecommons.org/licenses/by/4.0/",
    )

    assert json.loads(only(document(page(made)), "//script").text or "") == {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": "T",
        "alternativeHeadline": "S",
        "description": "D",
        "author": [
            {
                "@type": "Person",
                "name": "A",
                "url": "https://a.example",
                "sameAs": "https://orcid.org/0000-0002-1825-0097",
            },
            {"@type": "Person", "name": "B", "url": "https://orcid.org/0000-0001-5109-3700"},
        ],
        "datePublished": "2024-08-18",
        "dateModified": "2024-08-20T09:30:00+00:00",
        "inLanguage": "en-GB",
        "keywords": ["x", "y"],
        "publisher": {"@type": "Organization", "name": "P"},
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "identifier": "urn:x",
        "url": "https://example.org/t",
        "mainEntityOfPage": "https://example.org/t",
    }
    assert "null" not in page(article())


def test_sharing_and_search_metadata() -> None:
    """Open Graph and the plain names say the same as the front matter."""
    tree = document(
        page(article(lang="pt-br", description="D", authors=(Author("A"),), date=date(2024, 8, 18)))
    )

    assert [
        contents(tree, name) for name in ("og:locale", "description", "author", "article:published_time")
    ] == [
        ["pt_BR"],
        ["D"],
        ["A"],
        ["2024-08-18"],
    ]
    assert contents(document(page(article(lang="pt"))), "og:locale") == []


def test_policy_allows_the_metadata_and_no_script() -> None:
    """The policy's one script is the JSON-LD, by its hash."""
    tree = document(page(article(title=NASTY)))
    policy = only(tree, "//meta[@http-equiv='Content-Security-Policy']").get("content") or ""
    digest = hashlib.sha256((only(tree, "//script").text or "").encode()).digest()

    assert f"script-src 'sha256-{base64.b64encode(digest).decode()}';" in policy


def test_authors_are_linked() -> None:
    """A name links to its page, else to its ORCID; with both, the ORCID has a link of its own."""
    orcid = "0000-0002-1825-0097"
    made = article(authors=(Author("A", "https://a.example", orcid), Author("B", None, orcid), Author("C")))
    links = document(page(made)).xpath("//address//a[@rel='author']")

    assert [(link.text, link.get("href")) for link in links] == [
        ("A", "https://a.example"),
        ("ORCID", f"https://orcid.org/{orcid}"),
        ("B", f"https://orcid.org/{orcid}"),
    ]


def test_dates_are_for_people_and_machines() -> None:
    """Each date is written in the article's language, with its ISO form beside it."""
    tree = document(page(article(lang="de", date=date(2024, 8, 18), updated=date(2024, 9, 1))))

    assert [(time.get("datetime"), time.text) for time in tree.xpath("//time")] == [
        ("2024-08-18", "18. August 2024"),
        ("2024-09-01", "1. September 2024"),
    ]
    assert only(tree, "//span[@class='updated']/span").text == "Aktualisiert"


def test_article_without_facts_has_no_empty_places() -> None:
    """What is not known leaves no element behind."""
    tree = document(page(article()))

    assert tree.xpath("//address | //time | //footer | //hgroup | //link[@rel='canonical']") == []


def test_skip_link_leads_to_the_article_in_its_language() -> None:
    """The first link of a page skips to its main part; an id that a heading has is left to the heading."""
    tree = document(page(article('<h2 id="content">Content</h2>', lang="fr")))
    link = tree.xpath("//a")[0]

    assert (link.text, link.get("href"), link.get("lang")) == ("Aller au contenu", "#content_", None)
    assert only(tree, "//main").get("id") == "content_"


def test_words_in_another_language_say_so() -> None:
    """A language that Recto has no words for gets English ones, marked as English."""
    link = document(page(article(lang="eo"))).xpath("//a")[0]

    assert (link.text, link.get("lang")) == ("Skip to content", "en")


def test_wide_tables_and_code_scroll_by_keyboard() -> None:
    """What can be wider than a phone can be focused and has a name; what fits is no stop on the way."""
    row = "".join(f"<td>column{number}</td>" for number in range(8))
    wide = f"<table><caption>All <em>eight</em></caption><tbody><tr>{row}</tr></tbody></table>"
    small = "<table><tbody><tr><td>a b c d e f g h i j k l m n</td><td>b</td></tr></tbody></table>"
    code = f"<pre><code>{'x' * 60}</code></pre><pre><code>short\nlines\nonly\nhere\nfive</code></pre>"
    tree = document(page(article(wide + small + code, lang="de")))
    stops = tree.xpath("//*[@tabindex='0']")

    assert [(stop.tag, stop.get("role"), stop.get("aria-label")) for stop in stops] == [
        ("div", "group", "All eight"),
        ("pre", "group", "Quelltext"),
    ]
    assert len(tree.xpath("//div[@class='scroll']/table")) == 2


def test_fonts_can_be_left_out() -> None:
    """Without its fonts the page is small and still names them, for readers who have them."""
    bare, full = page(article(), fonts=False), page(article(), fonts=True)

    assert "@font-face" not in bare
    assert '"Literata"' in bare
    assert full.count("@font-face") == 2
    assert len(bare) < 25_000 < len(full) < 200_000


def test_sheet_cannot_leave_its_element(tmp_path: Path) -> None:
    """A theme's CSS stays CSS, even where a string in it looks like the style element's end."""
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "theme.toml").write_text('extends = "default"', "utf-8")
    (tmp_path / "odd" / "html.css").write_text("p::after { content: '</style><p>out' }", "utf-8")
    edition = Edition(article(), theme.load("odd", (tmp_path,)), HtmlOptions(fonts=False))

    text = HtmlWriter().write(edition, lambda _: None)[0].data.decode()

    assert text.count("</style") == 1


@pytest.mark.parametrize("template", [None, "{{ nothing }}", "{% if %}", "{{ ''.__class__.mro() }}"])
def test_template_that_cannot_be_filled_is_the_themes_fault(tmp_path: Path, template: str | None) -> None:
    """A theme's template that is missing, wrong or reaches for Python is told as one WriterError."""
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "theme.toml").write_text("", "utf-8")
    if template is not None:
        (tmp_path / "odd" / "html.html").write_text(template, "utf-8")

    with pytest.raises(WriterError) as caught:
        HtmlWriter().write(Edition(article(), theme.load("odd", (tmp_path,)), HtmlOptions()), lambda _: None)

    (finding,) = caught.value.findings
    assert finding.code == ("template-broken" if template else "template-missing")
    assert finding.file == "odd/html.html"


def test_same_edition_gives_the_same_bytes_under_any_hash_seed() -> None:
    """Nothing in the page depends on the order of a set."""
    program = (
        "import sys; from tests.test_html import article, page; "
        "made = article('<p>שלום <em>it</em> <code>c</code></p>', tags=('a', 'b')); "
        "sys.stdout.write(page(made, fonts=True))"
    )
    root = Path(__file__).parents[1]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(outputs) == 1


def test_importing_the_writer_is_cheap() -> None:
    """The registry imports every writer: heavy libraries wait until something is written."""
    heavy = ("jinja2", "weasyprint", "PIL", "pikepdf", "ebooklib")
    program = f"import sys, recto.writers.html; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "August 1, 2024"),
        ("en-US", "August 1, 2024"),
        ("en-GB", "1 August 2024"),
        ("en-Latn-AU", "1 August 2024"),
        ("fr", "1er août 2024"),
        ("pt-BR", "1 de agosto de 2024"),
        ("ca", "1 d’agost del 2024"),
        ("fi", "1. elokuuta 2024"),
        ("hu", "2024. augusztus 1."),
        ("ja", "2024年8月1日"),
        ("he", "1 באוגוסט 2024"),
        ("fa", "۱ اوت ۲۰۲۴"),
        ("no", "1. august 2024"),
        ("vi", "1 tháng 8, 2024"),
        ("eo", "2024-08-01"),
        ("x-klingon", "2024-08-01"),
    ],
)
def test_dates_are_written_as_the_language_does(lang: str, expected: str) -> None:
    """Order, case and punctuation of a date are the language's; unknown languages get ISO 8601."""
    assert written_date(date(2024, 8, 1), lang) == expected
    assert written_date(datetime(2024, 8, 1, 23, 59, tzinfo=UTC), lang) == expected


@pytest.mark.parametrize("lang", sorted(_WORDS))
def test_every_language_has_every_word(lang: str) -> None:
    """A language is in the table with all its words or not at all."""
    words = _WORDS[lang].split("|")

    assert len(words) == 7
    assert all(word.strip() == word != "" for word in words)
    assert labels(lang).skip == words[0]


def test_chinese_follows_the_script() -> None:
    """Traditional characters where the tag names them or a region that writes them."""
    assert [labels(lang).code for lang in ("zh", "zh-Hant", "zh-TW", "zh-Hans-TW")] == [
        "代码",
        "程式碼",
        "程式碼",
        "代码",
    ]
