"""The fonts in an e-book: what its words need of the theme's, and no more."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from recto import markup, theme
from recto.theme import Face
from recto.writers._book_faces import LATIN, LATIN_FEATURES, book_faces, latin_file
from recto.writers._subset import characters_in, subset
from tests.epub_books import Book, article

DEFAULT = theme.load("default")
CUT_ALREADY = {
    face.ttf: face
    for name in ("default", "large-print")
    for face in theme.load(name).faces
    if not face.ranges
}.values()


def cut(body: str, css: str = "", *, heading: str = "") -> dict[tuple[str, int, str], TTFont]:
    faces = book_faces(DEFAULT, markup.from_xhtml(body), css=css, heading=heading)
    return {(face.family, face.weight, face.style): TTFont(io.BytesIO(data)) for face, data in faces}


def characters(font: TTFont) -> set[str]:
    return set(map(chr, font.getBestCmap()))


def features(font: TTFont) -> set[str]:
    return {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


@pytest.mark.parametrize(
    ("body", "inside", "outside"),
    [
        ("<p>plain “words”</p>", "az“”’–•", "ěЖαѫ"),
        ("<p>žluťoučký</p>", "azřĀ", "Жα"),
        ("<p>Жизнь</p>", "azяё", "αřé"),
        ("<p>ἀρχή ὦ</p>", "ἀὦαΩ", "ὥЖ"),
    ],
)
def test_a_face_has_the_letters_of_the_book(body: str, inside: str, outside: str) -> None:
    """The common alphabets whole, other characters one by one."""
    for font in cut(body).values():
        assert set(inside) <= characters(font)
        assert not set(outside) & characters(font)


def test_every_face_has_the_words_of_all() -> None:
    """A style sheet may set any word bold; and the words around the text are there as well."""
    fonts = cut("<p>Ж <b>ὦ</b></p>", heading="ř")

    assert set(fonts) == {("Literata", 400, "normal"), ("Literata", 700, "normal")}
    assert all(set("Жὦř") <= characters(font) for font in fonts.values())


def test_the_face_for_code_has_the_letters_of_code() -> None:
    """Those of the text around it are no use to it."""
    fonts = cut("<p>Жизнь <code>x = 'é'</code></p>")

    assert "é" in characters(fonts["JetBrains Mono", 400, "normal"])
    assert "Ж" not in characters(fonts["JetBrains Mono", 400, "normal"])


@pytest.mark.parametrize(
    ("css", "body", "asked"),
    [
        ("", "<p>Ж</p>", set()),
        ("td { font-variant-numeric: oldstyle-nums tabular-nums }", "<p>Ж</p>", {"onum", "tnum"}),
        (".small-caps { font-variant: small-caps }", "<p>Ж</p>", set()),
        (".small-caps { font-variant: small-caps }", '<p class="small-caps">Ж</p>', {"smcp"}),
        ("h2 { font-variant-caps: small-caps }", "<p>x</p>", {"smcp"}),
        ("p { font-feature-settings: 'sups' }", "<p>x</p>", {"sups"}),
    ],
)
def test_a_face_keeps_what_the_style_sheet_asks_of_it(css: str, body: str, asked: set[str]) -> None:
    """Ligatures and kerning in any case; small capitals where there are some."""
    for font in cut(body, css).values():
        assert "liga" in features(font)
        assert features(font) & {"lnum", "tnum", "smcp", "onum", "sups"} == asked


def test_letters_that_a_style_sheet_makes_large_are_there() -> None:
    """`text-transform` sets letters that nobody wrote."""
    assert "Ѣ" in characters(cut("<p>ѣ</p>", "h2 { text-transform: uppercase }")["Literata", 400, "normal"])
    assert "Ѣ" not in characters(cut("<p>ѣ</p>")["Literata", 400, "normal"])


@pytest.mark.parametrize("face", CUT_ALREADY, ids=lambda face: face.ttf.stem)
def test_faces_that_are_cut_already_are_what_would_be_cut(face: Face, accept: bool) -> None:
    """So that the commonest books are packed without cutting fonts."""
    made = subset(face.ttf, LATIN, LATIN_FEATURES)
    assert made is not None
    if accept:
        latin_file(face).write_bytes(made)
    fresh, kept = TTFont(io.BytesIO(made)), TTFont(latin_file(face))

    assert characters(kept) == characters(fresh) == LATIN & characters_in(face.ttf)
    assert kept.getGlyphOrder() == fresh.getGlyphOrder()
    assert features(kept) == features(fresh)


def test_a_book_in_latin_letters_takes_the_faces_that_are_cut_already() -> None:
    """Byte for byte; Russian ones are cut for it, and always alike."""
    latin, russian, again = (Book(article(f"<p>{word}</p>")) for word in ("é", "Ж", "Ж"))

    assert latin.read("fonts/font-1.woff2") == latin_file(DEFAULT.faces[0]).read_bytes()
    assert russian.read("fonts/font-1.woff2") == again.read("fonts/font-1.woff2")
    assert len(russian.read("fonts/font-1.woff2")) < DEFAULT.faces[0].woff2.stat().st_size / 2


def test_the_licence_travels_with_the_face() -> None:
    """The Open Font License asks for it."""
    names = {record.nameID for record in cut("<p>Ж</p>")["Literata", 400, "normal"]["name"].names}

    assert {0, 13, 14} <= names


def test_readers_that_know_no_woff2_get_truetype() -> None:
    """With the same characters, cut from the same file."""
    (known, *_), (old, *_) = (
        book_faces(DEFAULT, markup.from_xhtml("<p>é</p>"), css="", woff2=woff2) for woff2 in (True, False)
    )

    assert (known[1][:4], old[1][:4]) == (b"wOF2", b"\0\1\0\0")
    assert "é" in characters(TTFont(io.BytesIO(old[1])))
    assert len(old[1]) < DEFAULT.faces[0].ttf.stat().st_size / 3
