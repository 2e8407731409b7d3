"""The cyclic collector, kept off while a large structure grows: it would walk it again and again.

It costs a third of the time of a long article, in reading and in layout, and finds nothing. In a command that
makes one article, it costs a tenth: some while everything is imported, most in a last look at the end. The
interpreter's own end takes a thirtieth: it frees one by one what the system frees as a whole.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

_SELDOM = 1_000_000
"""New objects that can hold others, after which it looks through the newest: more than an article of a few
pages leaves behind, with all that was imported for it."""

_status: list[int] = []
"""What the command ends with, once that is known."""


def spare_command() -> None:
    """Have the collector look seldom while this process lives, and not at all when it ends.

    What must be put away at the end has to be registered with `atexit`, after this: it is not collected.
    """
    gc.set_threshold(_SELDOM)
    atexit.register(_leave)


def end_command(status: int, *, leave: bool) -> NoReturn:
    """End with `status`, as `sys.exit` does; with `leave`, nothing comes after what `atexit` calls."""
    _status[:] = [status] if leave else []
    sys.exit(status)


def _leave() -> None:
    """Leave without the interpreter's own end; it was registered first, and so it is called last."""
    gc.freeze()
    # Whoever read our output may have gone: then the interpreter complains, as ever.
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        if _status:
            os._exit(_status[0])


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
