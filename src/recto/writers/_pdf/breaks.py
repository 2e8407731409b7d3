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
SHRINK = 0.28
"""By how much of itself a space is shrunk at a ratio of -1; none is shrunk further."""
TOLERANCES = (0.7, 1.0, 2.0, 3.0, 4.5, inf)
"""The ratios to allow, one after the other: the first is for lines without hyphens."""
WINDOW = 1000
"""Places that a line may span. A paragraph of lines with more, all but empty ones, is not worth the time."""

# Costs. A line's badness is 100 where it is just not loose yet; a hyphen adds to it, more if it leaves only
# two letters on a line or parts a name. The others count beside the square of the badness. How loose a loose
# line is counts little: else there would be two of them to have none that is looser.
HYPHEN = 50.0
SHORT_HYPHEN = 100.0
_BAD = 100.0
_LOOSE = 100_000.0
_LOOSEST = 30.0
_LAST_HYPHEN = 100_000.0
_TWO_HYPHENS = 10_000.0
_UNEVEN = 3_000.0
_SHORT_END = 300_000.0
_SLACK = 1e-6
_EMPTY = 0.1

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
    hyphen: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Places where a hyphen is put at the line's end; its width, and what it adds to the line's badness."""


def best_breaks(
    places: Places, measure: float, *, tolerance: float = inf, shortest: float = 0.0
) -> tuple[int, ...] | None:
    """Return the places at which lines end; nothing, if a line would be too wide or looser than `tolerance`.

    `measure` is the width of the lines, `shortest` that of a last line which looks like one.
    """
    return _Search(places, measure, tolerance, shortest).best()


@dataclass(slots=True)
class _Search:
    """A search for the best lines, in which all is in the order of the places."""

    places: Places
    measure: float
    tolerance: float
    shortest: float
    reached: list[int] = field(default_factory=lambda: [0])
    """Places to which there is a way."""
    ways: list[tuple[_Way, ...]] = field(default_factory=lambda: [((0.0, 0, 1, None),)])
    """The best ways to each of these, one for a fitness class."""

    def best(self) -> tuple[int, ...] | None:
        places, reached, first = self.places, self.reached, 0
        # The width before a line with all spaces shrunk; too little of it, and the line is too wide.
        starts = [
            width - SHRINK * space for width, space in zip(places.start, places.start_space, strict=True)
        ]
        for place in range(1, len(places.end)):
            most = places.end[place] - SHRINK * places.end_space[place] - self.measure - _SLACK
            while first < len(reached) and starts[reached[first]] < most:
                first += 1
            if first == len(reached) or len(reached) - first > WINDOW:
                return None
            if ways := self._ways_to(place, first):
                reached.append(place)
                self.ways.append(ways)
        if reached[-1] + 1 < len(places.end):
            return None
        return _places_of(min(self.ways[-1], key=lambda way: way[0]))

    def _ways_to(self, place: int, first: int) -> tuple[_Way, ...]:
        """Return the ways to `place` whose last line begins at the reached place `first` or later."""
        places, last = self.places, place + 1 == len(self.places.end)
        hyphen, penalty = places.hyphen.get(place, (0.0, 0.0))
        missing = self.measure - places.end[place] - hyphen
        space = places.end_space[place]
        found: dict[int, _Way] = {}
        for index in range(first, len(self.reached)):
            begin = self.reached[index]
            here = missing + places.start[begin], space - places.start_space[begin]
            ratio = _ratio(*here, least=_EMPTY * self.measure, last=last)
            if ratio > self.tolerance:
                break  # as are the lines that begin later
            if ratio < -1 - _SLACK:
                continue
            cost = _cost(ratio, penalty)
            if last:
                cost += self._cost_of_end(begin, place)
            elif penalty and begin in places.hyphen:
                cost += _TWO_HYPHENS
            fitness = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
            for way in self.ways[index]:
                total = way[0] + cost + (_UNEVEN if abs(way[2] - fitness) > 1 else 0.0)
                if total < inf and (fitness not in found or total < found[fitness][0]):
                    found[fitness] = (total, place, fitness, way)
        # A way that costs more by all that evenness could save will not be taken.
        least = min((way[0] for way in found.values()), default=0.0) + _UNEVEN
        return tuple(way for way in found.values() if way[0] <= least)

    def _cost_of_end(self, begin: int, end: int) -> float:
        """Return what is added to the cost of a last line: it should not be short, nor the end of a word."""
        places, hyphenated = self.places, begin in self.places.hyphen
        is_word = hyphenated and places.end_space[end] == places.start_space[begin]
        if is_word or places.end[end] - places.start[begin] < self.shortest:
            return inf if self.tolerance <= 1 else _SHORT_END
        return _LAST_HYPHEN if hyphenated else 0.0


def _ratio(missing: float, space: float, *, least: float, last: bool) -> float:
    """Return how far spaces of `space` are stretched (1) or shrunk (-1) to make up for what is missing.

    A line without spaces is seen as if it had some, of the width `least`: the shorter, the worse.
    """
    if missing >= 0:
        return 0.0 if last or missing < _SLACK else missing / (STRETCH * (space or least))
    return missing / (SHRINK * space) if space > 0 else 0.0 if missing > -_SLACK else -inf


def _cost(ratio: float, penalty: float) -> float:
    if ratio > 1:
        return (1.0 + _BAD + penalty) ** 2 + _LOOSE * min(ratio, _LOOSEST)
    return float((1.0 + _BAD * abs(ratio) ** 3 + penalty) ** 2)


def _places_of(way: _Way | None) -> tuple[int, ...]:
    """Return where the lines of a way end, in order."""
    places: list[int] = []
    while way is not None and way[3] is not None:
        places.append(way[1])
        way = way[3]
    return tuple(reversed(places))
