"""How far a line's spaces are stretched: by what justifying added to them, for their own width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Measure = Callable[[str, Any], float]
"""Says how wide a text is in the style of a box."""

_NARROWEST = 0.15
"""Em: no face has a narrower space; what it would not stretch far is not measured."""

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))


def stretch_of(line: Any, measure: Measure, *, above: float = 1.0) -> float:
    """Return how many times their own width the spaces of `line` have; 1 where it is not `above`."""
    text = next(_texts(line), None)
    added = text.justification_spacing if text is not None else 0
    if text is None or added <= (above - 1) * _NARROWEST * text.style["font_size"]:
        return 1.0
    space = measure("n n", text.style) - measure("nn", text.style)
    stretch = 1 + added / space if space > 0 else 1.0
    return stretch if stretch > above else 1.0


def words_of(line: Any) -> str:
    """Return the words of `line`."""
    return "".join(text.text for text in _texts(line)).translate(_UNSEEN).strip()


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if hasattr(child, "justification_spacing"):
            yield child
        elif hasattr(child, "children"):  # no stand-in for what is positioned elsewhere
            yield from _texts(child)
