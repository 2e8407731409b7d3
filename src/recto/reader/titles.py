"""The title: the front matter's, else the first heading, else the first line, else the file's name.

Every edition shows the title above the body, so the body does not show it again. A guess is
reported once, as a note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recto import markup
from recto.markup import HEADINGS
from recto.reader import punctuation
from recto.reader.draft import Draft
from recto.reader.headings import heading_text
from recto.reader.identifiers import slug
from recto.reader.lines import line_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LONGEST = 90
"""Characters: the longest title that is made from a line of text."""
_SHORTEST = 8
"""Letters: less is no sentence that could be a title."""

_ENDS = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*(?=\s|$)|[。！？]")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|No|vs|etc|Co|Inc|Ltd|Gen|Col|Lt|Sen|Rep|Gov|bzw|Nr)|\b[^\W\d_])\.$"
)


def settle(tree: Element, draft: Draft) -> None:
    """Give the draft its title, and take it out of the body where it stands there as well."""
    if draft.meta.title:
        _drop_repeated(tree, draft.meta.title)
        draft.update(
            title=_typographic(draft.meta.title, draft),
            subtitle=draft.meta.subtitle and _typographic(draft.meta.subtitle, draft),
        )
        return
    found = None if draft.headings_are_guesses else _from_heading(tree)
    found = found or _from_first_line(tree)
    if found:
        title, origin, line = found
    else:
        name = re.sub(r"[-_\s]+", " ", draft.source.stem.rpartition("/")[2]).strip()
        title, origin, line = name[:1].upper() + name[1:] or "Untitled", "its file name", None
    draft.update(title=_typographic(title, draft))
    draft.note(
        "title-guessed",
        f"The article names no title, so {origin} became it: {draft.meta.title!r}.",
        line=line,
        hint="Put a line such as “title: …” into front matter between two lines of ---.",
    )


def _typographic(text: str, draft: Draft) -> str:
    return punctuation.smarten(text, draft.lang) if draft.general.smart else text


def fold(text: str) -> str:
    """Return the letters and digits of `text` in lower case, to compare titles by."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _drop_repeated(tree: Element, title: str) -> None:
    first = next(iter(tree), None)
    if first is not None and first.tag in HEADINGS and fold(heading_text(first)) == fold(title):
        _take(first, tree)


def _from_heading(tree: Element) -> tuple[str, str, int | None] | None:
    tops = [heading for heading in tree.iter("h1") if heading_text(heading)]
    heading = tops[0] if tops else next((h for h in tree.iter(*HEADINGS) if heading_text(h)), None)
    if heading is None:
        return None
    # A heading further down belongs to what follows it, and stays; a lone h1 is a title wherever it is.
    if heading is tree[0] or (len(tops) == 1 and heading.getparent() is tree):
        _take(heading, tree)
    return heading_text(heading), "its first heading", line_of(heading)


def _take(heading: Element, tree: Element) -> None:
    """Remove the heading that is the title; what links to it will lead to what follows."""
    after = heading.getnext()
    place = heading.get("id") or slug(heading_text(heading))
    linked = any(slug(link.get("href", "")[1:]) == slug(place) for link in tree.iter("a"))
    if after is not None and not after.get("id") and linked:
        after.set("id", place)
    markup.remove(heading)


def _from_first_line(tree: Element) -> tuple[str, str, int | None] | None:
    first = next((block for block in tree if fold(markup.text_of(block))), None)
    if first is None or first.tag == "pre":
        return None
    line = next((line for line in "".join(first.itertext()).split("\n") if line.strip()), "").strip()
    text, place = markup.text_of(first), line_of(first)
    if first.tag == "p" and is_title_like(text) and text == line and len(tree) > 1:
        markup.remove(first)
        return text, "its first line", place
    return shorten(text), "the start of its first line", place


def is_title_like(text: str) -> bool:
    """Say whether `text` is short and closes like a title, not like a sentence."""
    return 0 < len(text) <= LONGEST and not re.search(r"[.,;:…。，；：]$", text)


def shorten(text: str) -> str:
    """Return the first sentence of `text` without its full stop, or its first words, as a title."""
    for match in _ENDS.finditer(text[: LONGEST + 40]):
        sentence = text[: match.end()]
        if len(fold(sentence)) < _SHORTEST or _NO_END.search(sentence):
            continue
        if len(sentence) > LONGEST + 1:
            break
        return sentence if match[0][0] in "!?！？" else re.sub(r"[.。]+(?=\W*$)", "", sentence)
    if len(text) <= LONGEST:
        return text.rstrip(" ,;:–—-")
    cut = text[:LONGEST]
    words, space, _ = cut.rpartition(" ")
    return (words if space and len(words) > LONGEST // 2 else cut).rstrip(" ,;:–—-.") + "…"
