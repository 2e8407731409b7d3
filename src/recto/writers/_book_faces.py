"""The theme's faces as an e-book carries them: those its words need, with the characters it has.

Which cut a style sheet sets a word in is not known here, so each face has the characters of all words; the
faces for code those of code. ASCII is always among them, for what style sheets, lists and readers add, and of
the commonest alphabets all letters or none: an article more with the same ones costs no time. For Latin-1,
with which most articles make do, a theme may bring its faces cut already (`NAME.latin.woff2`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from recto.theme import Face, Theme
from recto.writers._faces import characters_of, faces_needed
from recto.writers._subset import characters_in, subset, unpacked

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ALWAYS = frozenset({*map(chr, range(0x20, 0x7F)), *"\u00a0\u00ad\u2010–—‘’“”…•◦▪"})
_ALPHABETS = tuple(
    frozenset(map(chr, range(first, last + 1)))
    for first, last in (
        (0xC0, 0xFF), (0x100, 0x17F), (0x386, 0x3CE), (0x410, 0x451), (0x5B0, 0x5BC), (0x5D0, 0x5EA),
        (0x621, 0x64A), (0x64B, 0x652), (0x660, 0x669),
    )
)  # fmt: skip
"""Latin-1 and Extended-A, Greek, Russian, Hebrew points and letters, Arabic letters, marks and figures."""
_FEATURES = tuple(
    "calt ccmp clig curs fina frac init isol kern liga locl mark medi mkmk rclt rlig rvrn".split()
)
"""What shaping wants whatever the style sheet says."""
LATIN = _ALWAYS | frozenset(map(chr, range(0xA1, 0x100))) | frozenset("‚„‹›†‡‰€™−ŒœŠšŸŽž←↑→↓≈≠≤≥′″")
"""The characters of faces that are cut already."""
LATIN_FEATURES = (*_FEATURES, "lnum", "tnum")
"""And what they can do."""
_ASKED_FOR = {
    "lining-nums": "lnum",
    "oldstyle-nums": "onum",
    "proportional-nums": "pnum",
    "slashed-zero": "zero",
    "tabular-nums": "tnum",
}
"""Value in a style sheet → the feature that it asks for."""
_SMALL_CAPS = re.compile(r"([^{}]*)\{[^{}]*small-caps[^{}]*\}")


def book_faces(
    theme: Theme, tree: Element, *, css: str, heading: str = "", woff2: bool = True
) -> list[tuple[Face, bytes]]:
    """Return the faces that the words of `tree` and `heading` are set in, each with its file."""
    words = characters_of(tree)
    everything = _rounded({*heading}.union(*words.values()), css)
    in_code = _rounded({char for cut, found in words.items() if cut.code for char in found}, css)
    features = _features(css, tree)
    return [
        (face, _cut(face, in_code if face.code else everything, features, woff2=woff2))
        for face in faces_needed(theme, words, css=css, heading=heading)
    ]


def latin_file(face: Face) -> Path:
    """Return where a theme keeps `face` cut to `LATIN`, if it does."""
    return face.woff2.with_name(f"{face.woff2.stem}.latin.woff2")


def _cut(face: Face, characters: frozenset[str], features: tuple[str, ...], *, woff2: bool) -> bytes:
    ready = latin_file(face)
    if set(features) <= set(LATIN_FEATURES) and ready.is_file():
        others = characters - LATIN
        if not others or others.isdisjoint(characters_in(face.ttf)):
            return ready.read_bytes() if woff2 else unpacked(ready)
    whole = face.woff2 if woff2 else face.ttf
    return subset(face.ttf, characters, features, woff2=woff2) or whole.read_bytes()


def _rounded(characters: set[str], css: str) -> frozenset[str]:
    found = {char for char in characters if char >= " "} | _ALWAYS
    if "text-transform" in css:
        found |= {*"".join(found).upper(), *"".join(found).lower()}
    return frozenset(found.union(*(alphabet for alphabet in _ALPHABETS if not alphabet.isdisjoint(found))))


def _features(css: str, tree: Element) -> tuple[str, ...]:
    asked, selectors = _asked_for(css)
    if selectors - {".small-caps"} or (selectors and tree.find(".//*[@class='small-caps']") is not None):
        asked |= {"smcp"}
    return (*_FEATURES, *sorted(asked))


@lru_cache(maxsize=32)
def _asked_for(css: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the features that a style sheet asks for, and its selectors of small capitals."""
    asked = [feature for value, feature in _ASKED_FOR.items() if value in css]
    asked += re.findall(r"font-feature-settings:[^;}]*?[\"'](\w{4})[\"']", css)
    return frozenset(asked), frozenset(match[1].strip() for match in _SMALL_CAPS.finditer(css))
