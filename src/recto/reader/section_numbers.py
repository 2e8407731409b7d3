"""Numbers of sections, 1 and 1.2, as words in their headings: so all editions and contents show the same.

Levels 2 to 4 are numbered, as deep as contents go; not what is quoted or stands aside, nor a heading with the
class `unnumbered`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recto.markup import make
from recto.reader.draft import Draft
from recto.reader.walk import name_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

UNNUMBERED = "unnumbered"
_LEVELS = ("h2", "h3", "h4")
_ASIDE = ("aside", "blockquote", "figure", "nav", "table")


def numbers_of(tree: Element, draft: Draft) -> dict[Element, str]:
    """Return the headings that are numbered, each with its number."""
    if "sections" not in draft.general.numbering:
        return {}
    found: dict[Element, str] = {}
    counts = [0] * len(_LEVELS)
    for heading in tree.iter(*_LEVELS):
        if UNNUMBERED in heading.get("class", "").split() or _stands_aside(heading):
            continue
        depth = _LEVELS.index(name_of(heading))
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (len(counts) - depth - 1)
        # Above one that is numbered there may be one that is not.
        found[heading] = ".".join(str(count) for count in counts[: depth + 1])
    return found


def write(tree: Element, draft: Draft) -> None:
    """Put its number before each heading that has one."""
    for heading, number in numbers_of(tree, draft).items():
        label = make("span", number, class_="label")
        label.tail, heading.text = f"\xa0{(heading.text or '').lstrip()}", None
        heading.insert(0, label)


def _stands_aside(heading: Element) -> bool:
    return any(
        around.tag in _ASIDE or around.get("role") == "doc-endnotes" for around in heading.iterancestors()
    )
