"""Room for Python's frames: a call finds it without asking the system."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable

import pytest

from recto.frames import in_one_piece

DEPTHS = range(200)
"""Frames, which take up several of CPython's chunks."""
ROUNDS = 300


def most_faults() -> int:
    """Return how often memory had to be found while a loop ran, at that depth of calls where it was most."""
    return max(at_depth(depth, loop) for depth in DEPTHS)


def at_depth(depth: int, function: Callable[[], int]) -> int:
    """Call `function` below so many frames."""
    return at_depth(depth - 1, function) if depth else function()


def loop() -> int:
    """Return how often memory had to be found for calls in a loop."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(ROUNDS):
        nothing()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def nothing() -> None:
    """Take a frame and give it back."""


@pytest.mark.skipif(sys.platform != "linux", reason="Counts what Linux counts.")
def test_calls_of_a_loop_find_room() -> None:
    """Somewhere, a loop asks the system in each round; in one piece, nowhere."""
    assert most_faults() >= ROUNDS
    assert in_one_piece(most_faults) < ROUNDS / 10


def test_what_is_called_is_what_comes_back() -> None:
    """Results and exceptions pass through, and the frame does not count as deeper than another."""
    assert in_one_piece(lambda: in_one_piece(lambda: 3)) == 3
    with pytest.raises(ZeroDivisionError):
        in_one_piece(lambda: 1 // 0)
