"""Themes: how they are found and inherited, and what the default one promises."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from recto import markup, theme
from recto.errors import ConfigError
from recto.theme import BUILT_IN, Face
from recto.writers._faces import characters_of, faces_needed

DEFAULT = theme.load("default")
THEMES = [theme.load(name) for name in theme.names()]
FACES = [
    pytest.param(face, id=face.ttf.stem)
    for face in dict.fromkeys(replace(face, screen=True) for each in THEMES for face in each.faces)
]
FOLDER = BUILT_IN / "default"


def make_theme(folder: Path, name: str, **files: str) -> None:
    place = folder / name
    place.mkdir()
    for file, text in files.items():
        (place / file.replace("_", ".")).write_text(text, "utf-8")


def test_theme_gets_what_it_extends_and_overrides_it(tmp_path: Path) -> None:
    """A theme's sheets are read after those it extends, its templates instead of them."""
    make_theme(
        tmp_path, "plain", theme_toml='extends = "default"', html_css="p { color: red }", html_html="<p>"
    )
    loaded = theme.load("plain", (tmp_path,))

    assert loaded.css["html"] == DEFAULT.css["html"] + "\np { color: red }"
    assert loaded.templates["html.html"] == "<p>"
    assert loaded.faces == DEFAULT.faces


def test_unknown_theme_names_the_near_one() -> None:
    """A slip in a theme's name is answered with the name that was meant."""
    with pytest.raises(ConfigError) as caught:
        theme.load("defualt")

    assert [finding.hint for finding in caught.value.findings] == ["Did you mean 'default'?"]


def test_theme_leaves_families_to_print() -> None:
    """What the theme does without is not sent to screens; print has it, for drawings that ask for it."""
    loaded = theme.load("large-print")
    literata = [face for face in loaded.faces if face.family == "Literata"]

    assert literata
    assert not any(face.screen for face in literata)
    assert not {f.family for f in faces_needed(loaded, characters_of(markup.parse("<p>A</p>")), css="")} & {
        "Literata"
    }


@pytest.mark.parametrize(
    "table",
    ["extends =", '[[face]]\nfamily = "X"', '[[face]]\nfile = "../../x"\nfamily = "X"', 'extends = "nope"'],
)
def test_broken_theme_is_one_clear_error(tmp_path: Path, table: str) -> None:
    """What cannot be read in a theme is told as a ConfigError, whatever it is."""
    make_theme(tmp_path, "broken", theme_toml=table)

    with pytest.raises(ConfigError) as caught:
        theme.load("broken", (tmp_path,))

    assert caught.value.findings[0].code in {"theme-broken", "theme-unknown"}


@pytest.mark.parametrize("name", ["../default", "a/b", ""])
def test_theme_name_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    """A theme's name is a name, not a path."""
    with pytest.raises(ConfigError):
        theme.load(name, (tmp_path,))


@pytest.mark.parametrize("face", FACES)
def test_font_files_are_what_the_theme_says(face: Face) -> None:
    """Family, weight and style in theme.toml are the font's own, and it may be embedded."""
    font = TTFont(face.ttf)
    weight = font["OS/2"].usWeightClass

    assert font["name"].getDebugName(1) == face.family
    assert weight == face.weight
    assert bool(font["head"].macStyle & 2) == (face.style == "italic")
    assert font["OS/2"].fsType == 0


@pytest.mark.parametrize("face", FACES)
def test_screen_font_has_every_character_of_the_print_font(face: Face) -> None:
    """The WOFF2 is leaner than the TTF, and never by a character."""
    assert set(TTFont(face.woff2).getBestCmap()) == set(TTFont(face.ttf).getBestCmap())


@pytest.mark.parametrize("face", FACES)
def test_font_covers_the_ranges_it_is_brought_along_for(face: Face) -> None:
    """A face that comes for Hebrew or Arabic has the letters."""
    letters = {
        "Noto Serif Hebrew": "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
        "Noto Naskh Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگ",
        "Noto Sans Hebrew": "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
        "Noto Sans": "ΑΒΓΔαβγδήώάΰᾳЖжЯяЇїЂђ",
        "Atkinson Hyperlegible Next": "Ünï–“ß€ŐșĐ",
    }
    expected = letters.get(face.family, "Ünï–“ß€Ωж")
    found = TTFont(face.ttf).getBestCmap()

    assert [char for char in expected if ord(char) not in found] == []
    assert face.serves(expected)


@pytest.mark.parametrize("name", theme.names())
def test_every_font_family_carries_its_licence(name: str) -> None:
    """The OFL asks that its text travels with the fonts."""
    fonts = BUILT_IN / name / "fonts"
    families = {path.stem.partition("-")[0] for path in fonts.glob("*.ttf")}
    licences = {path.stem.removeprefix("OFL-") for path in fonts.glob("OFL-*.txt")}

    assert licences == families
    for licence in fonts.glob("OFL-*.txt"):
        text = licence.read_text("utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
        assert "with Reserved Font Name" not in text.partition("PREAMBLE")[0]


def test_shared_sheet_is_plain() -> None:
    """base.css is read by e-readers and the print engine: no variables, queries, grid, flex or nesting."""
    css = re.sub(r"/\*.*?\*/", "", (FOLDER / "base.css").read_text("utf-8"), flags=re.DOTALL)

    assert re.findall(r"--|var\(|@|:is\(|:has\(|\b(?:grid|flex)\b|italic", css) == []


@pytest.mark.parametrize(
    "path", sorted(BUILT_IN.glob("*/*.css")), ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_sheets_ask_for_nothing_from_outside(path: Path) -> None:
    """No sheet of the theme loads anything: fonts are added by the writers, drawings stand in the sheet."""
    css = re.sub(r"url\('data:image/svg\+xml,[^']*'\)", "", path.read_text("utf-8"))

    assert re.findall(r"@import|https?:|(?<!-)url\(", css) == []


def luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "start", [":root {", "@media screen and (prefers-color-scheme: dark)"], ids=["light", "dark"]
)
def test_every_colour_of_text_can_be_read(start: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5:1 for every colour of text on every ground it can stand on."""
    css = (FOLDER / "html.css").read_text("utf-8")
    block = css[css.index(start) :].partition("}")[0]
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", block))
    texts = colours.keys() - {"paper", "tint", "mark", "inserted", "deleted", "line"}
    grounds: dict[str, tuple[str, ...]] = dict.fromkeys(texts, ("paper", "tint", "mark"))
    grounds["ink"] += ("inserted", "deleted")
    pairs = {
        (text, ground): contrast(colours[text], colours[ground]) for text in texts for ground in grounds[text]
    }

    assert len(texts) == 12
    assert {pair: round(ratio, 2) for pair, ratio in pairs.items() if ratio < 4.5} == {}


PLAIN = ["Literata-Regular", "Literata-Bold"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Plain.</p>", PLAIN),
        ("<p>An <em>italic</em> word.</p>", ["Literata-Regular", "Literata-Italic", "Literata-Bold"]),
        ("<p><strong>Bold <em>italic</em></strong></p>", [*PLAIN, "Literata-BoldItalic"]),
        ("<table><caption>An <em>italic</em></caption></table>", [PLAIN[0], "Literata-Italic", PLAIN[1]]),
        ('<p><span class="label">א</span></p>', [*PLAIN, "NotoSerifHebrew-Bold"]),
        ("<p><code>code</code></p>", [*PLAIN, "JetBrainsMono-Regular"]),
        ("<h2><code>code</code></h2>", [*PLAIN, "JetBrainsMono-Bold"]),
        ("<p><em><code>code</code></em></p>", [*PLAIN, "JetBrainsMono-Regular"]),
        ("<pre><code>a <i># b</i></code></pre>", [*PLAIN, "JetBrainsMono-Regular", "JetBrainsMono-Italic"]),
        ("<p>שלום</p>", [*PLAIN, "NotoSerifHebrew-Regular"]),
        ("<p><b>سلام</b></p>", [*PLAIN, "NotoNaskhArabic-Bold"]),
        ("<p>سلام و <em>سلام</em></p>", [PLAIN[0], "Literata-Italic", PLAIN[1], "NotoNaskhArabic-Regular"]),
        ("<pre><code># שלום</code></pre>", [*PLAIN, "NotoSerifHebrew-Regular", "JetBrainsMono-Regular"]),
    ],
)  # fmt: skip
def test_only_the_faces_that_words_are_set_in_come_along(body: str, expected: list[str]) -> None:
    """Each face is paid for by the reader, so it needs a word that is set in it."""
    faces = faces_needed(DEFAULT, characters_of(markup.parse(body)), css="", heading="Title")

    assert [face.ttf.stem for face in faces] == expected


def test_sheet_that_asks_for_italics_gets_them() -> None:
    """A theme may set upright words in italics: then the article's markup says nothing about the faces."""
    words = characters_of(markup.parse("<p>Plain.</p>"))
    faces = faces_needed(DEFAULT, words, css="p { font-style: italic }", heading="Title")

    assert "Literata-Italic" in [face.ttf.stem for face in faces]


def test_a_theme_is_read_once_and_again_when_it_was_changed(tmp_path: Path) -> None:
    """A program that goes on for days sees what its author does; a parent's files count as well."""
    for name, extends in (("parent", "default"), ("child", "parent")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "theme.toml").write_text(f'extends = "{extends}"\n', "utf-8")
    before = theme.load("child", (tmp_path,))
    again = theme.load("child", (tmp_path,))
    (tmp_path / "parent" / "html.css").write_text("p { color: teal }", "utf-8")
    after = theme.load("child", (tmp_path,))

    assert before is again
    assert "teal" not in before.css["html"]
    assert "teal" in after.css["html"]
