"""Headings: levels without gaps below the title's, and the outline they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recto import markup
from recto.article import Section
from recto.markup import HEADINGS
from recto.reader.draft import Draft
from recto.reader.lines import line_of
from recto.reader.walk import name_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def normalise(tree: Element, draft: Draft) -> None:
    """Make the topmost level 2, and let each heading be at most one level below the one above it."""
    headings = list(tree.iter(*HEADINGS))
    if not headings:
        return
    top = min(map(_level, headings))
    above: list[int] = []
    before = top - 1
    for heading in headings:
        level = _level(heading)
        if level > before + 1:
            where = f"from {before} to {level}" if above else f"at {level}, below the others' {top}"
            draft.warn(
                "heading-skip",
                f"The headings skip a level, {where}, at {_quoted(heading)}.",
                line=line_of(heading),
                hint=f"Write it with {'#' * (before + 1)}.",
            )
        before = level
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        heading.tag = f"h{min(len(above) + 1, 6)}"
    if top != 2 and not draft.headings_are_guesses:
        draft.note(
            "heading-level",
            f"The topmost headings are of level {top}; as the title is level 1, they became level 2.",
            line=line_of(headings[0]),
            hint="Write them with ##.",
        )


def _level(heading: Element) -> int:
    return int(name_of(heading)[1])


def _quoted(heading: Element) -> str:
    text = heading_text(heading)
    return repr(text if len(text) <= 60 else f"{text[:59]}…")


def heading_text(heading: Element) -> str:
    """Return a heading's words, without the numbers of footnotes called, and of works cited, in it."""
    if not len(heading):
        return " ".join((heading.text or "").split())
    words = " ".join("".join(markup.pieces(heading, skip=_is_call)).split())
    # A heading that is a picture is called what the picture is.
    return words or " ".join(image.get("alt", "") for image in heading.iter("img")).strip()


def _is_call(part: Element) -> bool:
    link = part.find("a") if part.tag == "sup" else None
    return link is not None and (
        link.get("class") == "footnote-ref" or link.get("role") in ("doc-noteref", "doc-biblioref")
    )


def outline(tree: Element) -> tuple[Section, ...]:
    """Return the headings as a tree of sections; the contents' own and the notes' are not the author's."""
    found = [
        (_level(heading), heading.get("id", ""), heading_text(heading))
        for heading in tree.iter(*HEADINGS)
        if not heading.xpath("ancestor::nav[@role='doc-toc'] or ancestor::section[@role='doc-endnotes']")
    ]
    return _nest(found, 2)


def _nest(found: list[tuple[int, str, str]], level: int) -> tuple[Section, ...]:
    """Return the sections of `level`, each with what follows it until the next of that level or above."""
    starts = [at for at, (own, _, _) in enumerate(found) if own <= level]
    if not starts:
        return ()
    return tuple(
        Section(found[start][1], found[start][2], found[start][0], _nest(found[start + 1 : end], level + 1))
        for start, end in zip(starts, [*starts[1:], len(found)], strict=True)
    )
