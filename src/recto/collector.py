"""The cyclic collector, kept off while a large structure grows: it would walk it again and again.

It costs a third of the time of a long article, in reading and in layout, and finds nothing. In a command that
makes one article, it costs a tenth: some while everything is imported, most in a last look at the end.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 100_000
"""New objects that can hold others, after which it looks through the newest."""


def spare_command() -> None:
    """Have the collector look seldom while this process lives, and not at all when it ends.

    What must be put away at the end has to be registered with `atexit`: it is not collected any more.
    """
    gc.set_threshold(_SELDOM)
    atexit.register(gc.freeze)


@contextmanager
def resting() -> Iterator[None]:
    """Keep the collector off in the block; afterwards it is as it was."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
