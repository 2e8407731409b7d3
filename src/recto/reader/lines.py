"""From what a transform found back to the line in the author's file.

The parser marks what may be reported with its line: elements with an attribute, raw HTML with a mark before
it, from which cleaning counts on. Neither reaches the body.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LINE = "data-line"
"""The attribute that carries an element's line through the transforms."""
MARK = re.compile("\x02(\\d*)\x03")
"""Stands before raw HTML, with the line on which that begins, and without one behind a block of it."""


def line_of(element: Element) -> int | None:
    """Return the line that `element`, or the nearest around it, was marked with."""
    # No XPath: it takes the longer the more siblings there are.
    around: Element | None = element
    while around is not None and LINE not in around.attrib:
        around = around.getparent()
    line = "" if around is None else around.get(LINE, "")
    return int(line) if line.isdecimal() else None


def forget(tree: Element) -> None:
    """Take the lines off `tree`."""
    etree.strip_attributes(tree, LINE)
