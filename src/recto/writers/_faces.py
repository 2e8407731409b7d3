"""Which of a theme's font files an article needs: every one that is brought along is paid for by the reader.

A page of plain prose is set in two faces. Italic, bold italic, the code face and those of other
scripts come along only when there are words to be set in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from recto.markup import HEADINGS, elements
from recto.theme import Face, Theme

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BOLD = frozenset({*HEADINGS, "b", "dt", "strong", "summary", "th"})
_BOLD_CLASSES = ("label", "title")
_ITALIC = frozenset({"address", "cite", "dfn", "em", "i", "var"})
_CODE = frozenset({"code", "kbd", "pre", "samp"})
_SET = _BOLD | _ITALIC | _CODE
"""The elements that set words in another way than those around them."""
_SEMIBOLD = 600


class _Cut(NamedTuple):
    """How a run of words is set."""

    code: bool = False
    bold: bool = False
    italic: bool = False


Characters = Mapping[_Cut, AbstractSet[str]]
"""How runs of words are set → the characters of all of them."""


def faces_needed(theme: Theme, words: Characters, *, css: str, heading: str = "") -> tuple[Face, ...]:
    """Return the faces that `words` are set in, in the theme's order.

    `heading` holds the words outside the tree, which may be set upright in any weight. Sheets that
    ask for italics on their own account (`css`) make all words count as italic too.
    """
    characters = defaultdict(set, {cut: set(found) for cut, found in words.items()})
    for bold in (False, True):
        characters[_Cut(bold=bold)].update(heading)
    if "italic" in css:
        for cut, found in list(characters.items()):
            characters[cut._replace(italic=not cut.code)] |= found
    return tuple(face for face in theme.faces if _is_needed(face, characters))


def _is_needed(face: Face, characters: dict[_Cut, set[str]]) -> bool:
    bold, italic = face.weight >= _SEMIBOLD, face.style != "normal"
    found: set[str] = set()
    for cut, some in characters.items():
        # Scripts that have no italics are set upright, so an upright face serves italic words too. And code
        # has a face of its own, beside which only those of other scripts are wanted.
        if (
            cut.bold == bold
            and cut.italic >= italic
            and cut.code >= face.code
            and not (cut.code and italic > face.code)
        ):
            found |= some
    return face.screen and bool(found) and face.serves("".join(found))


def characters_of(tree: Element) -> Characters:
    """Return the characters of the words of `tree`, by how they are set."""
    texts: defaultdict[_Cut, list[str]] = defaultdict(list)
    cuts: dict[Element, _Cut] = {tree: _Cut()}
    texts[_Cut()].append(tree.text or "")
    for element in elements(tree):
        parent = element.getparent()
        around = cuts[parent] if parent is not None else _Cut()
        cut = cuts[element] = _cut(element, around)
        if element.text:
            texts[cut].append(element.text)
        if element.tail:
            texts[around].append(element.tail)
    return {cut: set("".join(found)) for cut, found in texts.items()}


def _cut(element: Element, around: _Cut) -> _Cut:
    tag = element.tag
    if tag not in _SET and element.get("class") not in _BOLD_CLASSES:
        return around
    code = around.code or tag in _CODE
    return _Cut(
        code=code,
        bold=around.bold or tag in _BOLD or element.get("class") in _BOLD_CLASSES,
        italic=tag not in _CODE and (around.italic or tag in _ITALIC),
    )
