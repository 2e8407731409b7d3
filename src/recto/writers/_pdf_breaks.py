"""Where the lines of a paragraph end, the paragraph seen as a whole: after Knuth and Plass.

A paragraph is a row of places where a line may end, each with what stands before it: the natural width and
the spaces' share of it. A line is as bad as its spaces are stretched or shrunk, to the third power; a
paragraph is as bad as all its lines, and a little worse for hyphens and for tight lines beside loose ones.

Of all paragraphs that keep to a tolerance the best is found, in time that grows with the number of places:
for each place only those are tried from which a line fits. Nothing here knows of fonts, boxes or pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Any

STRETCH = 0.5
"""By how much of itself a space is stretched at a ratio of 1; a line beyond that is loose."""
SHRINK = 1 / 3
"""By how much of itself a space is shrunk at a ratio of -1; none is shrunk further."""
WINDOW = 1000
"""Places that a line may span. A paragraph of lines with more, all but empty ones, is not worth the time."""

# Costs. Those of a hyphen are added to a line's badness, of which 100 is a loose line's; the others count
# beside the square of the badness.
_HYPHEN = 50.0
_LAST_HYPHEN = 5_000.0
_TWO_HYPHENS = 10_000.0
_UNEVEN = 3_000.0
_SHORT_END = 10_000.0
_WORST = 10_000.0
_SLACK = 1e-6

_Way = tuple[float, int, int, Any]
"""A way to a place: its cost, the place, its last line's fitness class, and the way to that line."""


@dataclass(slots=True)
class Places:
    """Where lines may end, in order: the first is the paragraph's beginning, the last its end.

    Widths count from the beginning of the paragraph. What stands between a line's end and the next
    line's beginning, spaces mostly, is set when no line ends there.
    """

    end: list[float] = field(default_factory=list)
    """The width up to the line's end."""
    end_space: list[float] = field(default_factory=list)
    """The spaces' share of it."""
    start: list[float] = field(default_factory=list)
    """The width up to the beginning of the line that begins there."""
    start_space: list[float] = field(default_factory=list)
    """The spaces' share of it."""
    hyphen: dict[int, float] = field(default_factory=dict)
    """Places where a hyphen is put at the line's end, and its width."""


def best_breaks(
    places: Places, measure: float, *, tolerance: float = inf, shortest: float = 0.0
) -> tuple[int, ...] | None:
    """Return the places at which lines end; nothing, if a line would be too wide or looser than `tolerance`.

    `measure` is the width of the lines, `shortest` that of a last line which looks like one.
    """
    last = len(places.end) - 1
    # What a line must not be wider than when shrunk, nor narrower than when stretched, as seen from its start.
    tightest = [width - SHRINK * space for width, space in zip(places.start, places.start_space, strict=True)]
    reached: list[int] = [0]  # places with ways to them, in order
    ways: list[tuple[_Way, ...]] = [((0.0, 0, 1, None),)]  # to these
    first = 0  # of those, the first from which a line may still fit
    for place in range(1, last + 1):
        least = places.end[place] - SHRINK * places.end_space[place] - measure - _SLACK
        while first < len(reached) and tightest[reached[first]] < least:
            first += 1
        if first == len(reached) or len(reached) - first > WINDOW:
            return None
        found: dict[int, _Way] = {}
        width, space, hyphen = places.end[place], places.end_space[place], places.hyphen.get(place)
        if hyphen is not None:
            width += hyphen
        for index in range(first, len(reached)):
            begin = reached[index]
            ratio = _ratio(
                measure - width + places.start[begin], space - places.start_space[begin], last=place == last
            )
            if ratio > tolerance:
                break  # as are the lines that begin later
            if ratio < -1 - _SLACK:
                continue
            cost = _cost(ratio, hyphenated=hyphen is not None)
            if place == last:
                if begin in places.hyphen:
                    cost += _LAST_HYPHEN
                if width - places.start[begin] < shortest:
                    cost += _SHORT_END
            elif hyphen is not None and begin in places.hyphen:
                cost += _TWO_HYPHENS
            fitness = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
            for way in ways[index]:
                total = way[0] + cost + (_UNEVEN if abs(way[2] - fitness) > 1 else 0.0)
                if fitness not in found or total < found[fitness][0]:
                    found[fitness] = (total, place, fitness, way)
        if found:
            least = min(way[0] for way in found.values()) + _UNEVEN
            reached.append(place)
            ways.append(tuple(way for way in found.values() if way[0] <= least))
    if reached[-1] != last:
        return None
    return _places_of(min(ways[-1], key=lambda way: way[0]))


def _ratio(missing: float, space: float, *, last: bool) -> float:
    """Return how far spaces of `space` are stretched (to 1) or shrunk (to -1) to make up what is missing."""
    if missing >= 0:
        return 0.0 if last or missing < _SLACK else missing / (STRETCH * space) if space > 0 else inf
    return missing / (SHRINK * space) if space > 0 else 0.0 if missing > -_SLACK else -inf


def _cost(ratio: float, *, hyphenated: bool) -> float:
    badness = min(100.0 * abs(ratio) ** 3, _WORST) if ratio < 100 else _WORST
    return (1.0 + badness + (_HYPHEN if hyphenated else 0.0)) ** 2


def _places_of(way: _Way | None) -> tuple[int, ...]:
    """Return where the lines of a way end, in order."""
    places: list[int] = []
    while way is not None and way[3] is not None:
        places.append(way[1])
        way = way[3]
    return tuple(reversed(places))
