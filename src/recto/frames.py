"""Room for Python's frames in one piece, so that calls wait for no memory.

CPython has kept the frames of its functions in chunks of 16 KiB since 3.11. It asks the system for another
when a call finds no room, and gives it back when that call returns: a loop that happens to stand at a chunk's
end has the system at work in each of its rounds. Which loop that is changes with every frame below it. An
article of 45 pages was seen to ask 75,000 times, for a sixth of its whole time; common is a fortieth.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")

_SLOTS = 2**16
"""Values, of eight bytes each, that the frame of `in_one_piece` makes room for and leaves untouched."""


def in_one_piece(function: Callable[[], _T]) -> _T:
    """Call `function` with room for some thousand frames in the chunk that this call's own frame is in."""
    return function()


# A frame without room for it gets a chunk of the next power of two: what is above 512 KiB gets 1 MiB, and
# leaves half of it to the calls that it makes (CPython's `push_chunk`, in Python/pystate.c).
in_one_piece.__code__ = in_one_piece.__code__.replace(co_stacksize=_SLOTS)
