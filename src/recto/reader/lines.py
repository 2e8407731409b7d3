"""From what a transform found back to the line in the author's file.

The parser marks what may be reported with its line: elements with an attribute, raw HTML with a mark before
it, from which cleaning counts on. Neither reaches the body: the lines of what became of the elements are
kept beside it (`Article.lines`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.article import LINE, line_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["LINE", "MARK", "line_of", "taken"]

MARK = re.compile("\x02(\\d*)\x03")
"""Stands before raw HTML, with the line on which that begins, and without one behind a block of it."""


def taken(tree: Element) -> tuple[int, ...]:
    """Take the lines off `tree`; return those of its elements, in their order, 0 for one that has none.

    What was put around others, such as a figure, begins where the first of them does.
    """
    lines: list[int] = []
    following = 0
    for element in reversed(list(markup.elements(tree))):
        line = element.get(LINE, "")
        following = int(line) if line.isdecimal() else following if len(element) else 0
        lines.append(following)
    etree.strip_attributes(tree, LINE)
    return tuple(reversed(lines))
