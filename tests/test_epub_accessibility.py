"""What a book claims of its accessibility: each claim comes with what it is about, and goes with it."""

from __future__ import annotations

import dataclasses

import pytest

from recto import theme
from recto.article import Asset
from tests.epub_books import Book, article

PICTURE = Asset("p.png", "image/png", b"png", 1, 1)
MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"{}><mi>x</mi></math>'
TASK = (
    '<ul><li class="task"><svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 1 1">'
    "<title>Done</title></svg> Do it</li></ul>"
)
ALWAYS = {"displayTransformability", "readingOrder", "ARIA"}


def sign(alttext: str = "") -> str:
    return MATH.format(f' alttext="{alttext}"' if alttext else "")


def claims(body: str, *assets: Asset) -> set[str]:
    return set(
        Book(article(body, assets=[PICTURE, *assets]), cover=False).meta("schema:accessibilityFeature")
    )


@pytest.mark.parametrize(
    ("feature", "there", "gone"),
    [
        ("tableOfContents", '<h2 id="a">A</h2><p>x</p>', "<p>x</p>"),
        ("structuralNavigation", '<h2 id="a">A</h2><h3 id="b">B</h3>', '<h2 id="a">A</h2><h4 id="b">B</h4>'),
        ("alternativeText", '<p><img src="p.png" alt="P"></p>', '<p><img src="p.png" alt=""></p>'),
        (
            "alternativeText",
            '<p><img src="p.png" alt="P"></p>',
            '<p><img src="p.png" alt="P"><img src="p.png" alt=""></p>',
        ),
        ("alternativeText", '<p><img src="p.png" alt="P"></p>', TASK),
        (
            "longDescription",
            '<p><img src="p.png" alt="P" aria-describedby="d"></p><p id="d">It shows</p>',
            '<p><img src="p.png" alt="P" aria-describedby="d"></p><p id="d"></p>',
        ),
        ("MathML", f"<p>{sign()}</p>", "<p>x</p>"),
        (
            "describedMath",
            f"<p>{sign('the unknown')}</p>",
            f"<p>{sign('the unknown')} {sign()}</p>",
        ),
        (
            "describedMath",
            f"<p>{sign('x squared')}</p>",
            f"<p>{sign('x^2')}</p>",
        ),
        ("rubyAnnotations", "<p><ruby>漢<rt>kan</rt></ruby></p>", "<p><ruby>漢</ruby></p>"),
        ("index", '<section role="doc-index"><p>x, 1</p></section>', "<section><p>x, 1</p></section>"),
    ],
)
def test_a_claim_goes_with_what_it_is_about(feature: str, there: str, gone: str) -> None:
    """A feature that is not in the finished pages is not claimed."""
    with_it, without = claims(there), claims(gone)

    assert (feature in with_it, feature in without) == (True, False)


def test_a_plain_text_claims_what_every_book_has_and_no_more() -> None:
    """No feature is claimed because it usually holds."""
    assert claims("<p>x</p>") == ALWAYS


@pytest.mark.parametrize(
    ("css", "lost"),
    [
        ("p { font-size: 12pt }", "displayTransformability"),
        ("p { color: black !important }", "displayTransformability"),
        ("p { position: absolute }", "readingOrder"),
        ("p { border: 1px solid; font-size: 1.2em; line-height: 1.5 }", ""),
    ],
)
def test_a_theme_that_overrules_the_reader_takes_a_claim_away(css: str, lost: str) -> None:
    """What the style sheet fixes, the reader cannot set."""
    default = theme.load("default")
    made = dataclasses.replace(default, css={**default.css, "epub": css})
    book = Book(article("<p>x</p>"), in_theme=made, cover=False, fonts=False)

    assert set(book.meta("schema:accessibilityFeature")) == ALWAYS - {lost}


@pytest.mark.parametrize(
    ("body", "modes", "sufficient"),
    [
        ("<p>x</p>", ["textual"], ["textual"]),
        (TASK, ["textual"], ["textual"]),
        ('<p><img src="p.png" alt="P"></p>', ["textual", "visual"], ["textual", "textual,visual"]),
        ('<p><img src="p.png" alt=""></p>', ["textual", "visual"], ["textual,visual"]),
        (f"<p>{sign()}</p>", ["textual"], ["textual"]),
    ],
)
def test_how_a_book_can_be_read_follows_from_its_pictures(
    body: str, modes: list[str], sufficient: list[str]
) -> None:
    """A picture without words takes away the claim that the text suffices."""
    book = Book(article(body, assets=[PICTURE]))

    assert book.meta("schema:accessMode") == modes
    assert book.meta("schema:accessModeSufficient") == sufficient


@pytest.mark.parametrize(
    ("kind", "data", "hazard"),
    [
        ("image/gif", b"GIF89a....NETSCAPE2.0", "unknown"),
        ("image/gif", b"GIF89a", "none"),
        ("image/svg+xml", b"<svg><animate/></svg>", "unknown"),
        ("image/svg+xml", b"<svg><style>a { animation: b 1s }</style></svg>", "unknown"),
        ("image/svg+xml", b"<svg><title>An animation</title></svg>", "none"),
    ],
)
def test_moving_pictures_leave_hazards_open(kind: str, data: bytes, hazard: str) -> None:
    """Whether an animation flashes nobody has looked at."""
    picture = Asset("a.gif", kind, data, 1, 1)
    book = Book(article('<p><img src="a.gif" alt="A"></p>', assets=[picture]), cover=False)

    assert book.meta("schema:accessibilityHazard") == [hazard]


def test_the_summary_says_nothing_that_is_not_claimed() -> None:
    """An article without sections has no table of contents to speak of."""
    (short,) = Book(article("<p>x</p>"), cover=False).meta("schema:accessibilitySummary")
    (long,) = Book(article('<h2 id="a">A</h2>'), cover=False).meta("schema:accessibilitySummary")

    assert "table of contents" not in short
    assert "table of contents" in long


def test_conformance_is_not_claimed_by_an_ordinary_build() -> None:
    """It takes validators and a person to say that."""
    book = Book(article("<p>x</p>"), cover=False)

    assert (book.meta("dcterms:conformsTo"), book.meta("a11y:certifiedBy")) == ([], [])
