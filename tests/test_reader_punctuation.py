"""Typographic punctuation by language."""

from __future__ import annotations

import time

import pytest

from recto.reader.punctuation import smarten
from recto.reader.quotes import marks_of
from tests.reading import body

N, W = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('"Hello," she said.', "“Hello,” she said."),
        ("\"'Nested,' he said\"", "“‘Nested,’ he said”"),
        ("'She said \"no\"'", "‘She said “no”’"),
        ("don't, the dogs' bowls, rock 'n' roll", "don’t, the dogs’ bowls, rock ’n’ roll"),
        ("'tis the '90s, '24", "’tis the ’90s, ’24"),
        ("an 'unclosed one", "an ’unclosed one"),
        ("6'2\" tall", "6′2″ tall"),
        ('in "1984"', "in “1984”"),
        ('("x") ["y"]', "(“x”) [“y”]"),
        ("10--20, yes--no, wait---what", "10–20, yes–no, wait—what"),
        ("a -- b --- c", "a – b — c"),
        ("run --help or -v", "run --help or -v"),
        ("a --> b <-- c ----", "a --> b <-- c ----"),
        ("and... so....", "and… so…."),
        ("a ..... b", "a ..... b"),
        ("https://example.org/a--b'c\" d--e", "https://example.org/a--b'c\" d–e"),
        ("a \" b ' c", "a \" b ' c"),
        ("“set” already – ok…", "“set” already – ok…"),
        ('"Wait"--"no"', "“Wait”–“no”"),
    ],
)
def test_english(typed: str, meant: str) -> None:
    """What is typed on a keyboard becomes what is set in print; what is set already stays."""
    assert smarten(typed, "en") == meant


@pytest.mark.parametrize(
    ("lang", "typed", "meant"),
    [
        ("de", "\"Das ist 'gut'\", geht's?", "„Das ist ‚gut‘“, geht’s?"),
        ("de-CH", '"Das"', "«Das»"),
        ("fr", '"Ça va?" Oui! Non; si: l\'été', f"«{N}Ça va{N}?{N}» Oui{N}! Non{N}; si{W}: l’été"),
        ("fr", "« déjà » ?", f"«{N}déjà{N}»{N}?"),
        ("fr", "12:30 https://example.org/?a=b;c", "12:30 https://example.org/?a=b;c"),
        ("fr-CA", '"Oui!"', f"«{W}Oui!{W}»"),
        ("es", '"Hola"', "«Hola»"),
        ("es-MX", '"Hola"', "“Hola”"),
        ("sv", '"Hej"', "”Hej”"),
        ("pl", '"Tak"', "„Tak”"),
        ("hu", "\"a 'b'\"", "„a »b«”"),
        ("ru", "\"Да\" 'нет'", "«Да» „нет“"),
        ("ja", '"はい"', "「はい」"),
        ("zh", '"是"', "“是”"),
        ("zh-TW", '"是"', "「是」"),
        ("he", 'צה"ל אמר "כן" ג\'ירפה', "צה״ל אמר ”כן” ג׳ירפה"),
        ("nb", '"Ja"', "«Ja»"),
        ("xx", '"?"', "“?”"),
    ],
)
def test_other_languages(lang: str, typed: str, meant: str) -> None:
    """Each has its marks, and French its spaces."""
    assert smarten(typed, lang) == meant


def test_longest_matching_tag_counts() -> None:
    """A region or script may have marks of its own."""
    assert marks_of("de-CH-1996").double == ("«", "»")
    assert marks_of("de-AT").double == ("„", "“")
    assert marks_of("pt-BR") != marks_of("pt-PT")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"*Emphasis*" and *"inside"*', "<p>“<em>Emphasis</em>” and <em>“inside”</em></p>"),
        ('He said "`code`".', "<p>He said “<code>code</code>”.</p>"),
        ('`"a"` <kbd>\'</kbd>', '<p><code>"a"</code> <kbd>\'</kbd></p>'),
        ('"one\n\ntwo"', "<p>“one</p>\n<p>two”</p>"),
        ("*it*'s", "<p><em>it</em>’s</p>"),
        ('<span lang="de">"x"</span> "y"', '<p><span lang="de">"x"</span> “y”</p>'),
        ('<span lang="en-GB">"x"</span>', '<p><span lang="en-GB">“x”</span></p>'),
        ("- 'a'\n- 'b'", "<ul>\n<li>‘a’</li>\n<li>‘b’</li>\n</ul>"),
    ],
)
def test_marks_see_past_tags(text: str, expected: str) -> None:
    """Whole blocks are read; code and other languages are not touched."""
    assert body(text) == expected


def test_it_can_be_switched_off() -> None:
    """Then the author's characters stay, in the title too."""
    assert body('"a" -- b...', smart=False) == '<p>"a" -- b...</p>'


def test_a_megabyte_takes_less_than_a_moment() -> None:
    """Linear and quick, also for text that is nothing but marks."""
    begin = time.process_time()
    smarten('He said "no," and she didn\'t -- well... ' * 25_000, "fr")
    smarten("\"'" * 100_000, "en")

    assert time.process_time() - begin < 3
