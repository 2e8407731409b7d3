"""Text from right to left, for those who read the structure.

It is painted from left to right, letter by letter, and a letter may be painted in parts that stand for
none of their own. A Span around it says what is written, in the order in which it is read (ISO 32000-1,
14.9.4); programs that go by the places of letters on the page find these as they expect them.
"""

from __future__ import annotations

import re
from typing import Any

from recto.writers._pdf.nodes import Node

ACTUAL = "ActualText"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_SIGN = re.compile(r"[^\w\s]")


class LogicalOrder:
    """Finds the node for each piece of text, and keeps what is written in it."""

    def __init__(self) -> None:
        self._span: Node | None = None
        self._apart = False
        self._baseline = 0.0

    def node_for(self, node: Node, box: Any, *, apart: bool = False) -> Node:
        """Return `node`, or the Span in it that says what the text of `box` is.

        Text that stands `apart`, as it is no part of the article, has a Span of its own.
        """
        text = getattr(box, "text", "")
        if not _is_turned(text, box):
            return node
        baseline = box.position_y + box.baseline
        span = node.last("Span")
        if span is None or span is not self._span or apart is not self._apart:
            span = self._span = node.add("Span")
            span.entries[ACTUAL] = text
        else:
            same_line = abs(baseline - self._baseline) < box.style["font_size"]
            before = span.entries[ACTUAL]
            span.entries[ACTUAL] = before + text if same_line else f"{before.rstrip()} {text.lstrip()}"
        self._baseline, self._apart = baseline, apart
        return span


def _is_turned(text: str, box: Any) -> bool:
    """Say whether letters or signs of the text stand in another order than they are read."""
    if not text.isascii() and _RIGHT_TO_LEFT.search(text):
        return True
    return box.style["direction"] == "rtl" and len(text.strip()) > 1 and _SIGN.search(text) is not None
