"""A limit on the processor time that reading one article may take.

The Markdown engine and the highlighter take quadratic time or worse on some crafted texts; trusting
every regular expression is not possible, so reading is interrupted. What counts is user time of
the process, so a busy machine does not make an article unreadable.
"""

from __future__ import annotations

import ctypes
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from types import FrameType

_AGAIN = 0.1
"""Seconds after which the interruption is repeated: one raised inside a `__del__` is lost."""


class ExceededError(BaseException):
    """The time is up. No `Exception`, so that no library's `except Exception` swallows it."""


def seconds(limit: float) -> AbstractContextManager[None]:
    """Raise `ExceededError` in the block once it has used `limit` seconds of processor time."""
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _by_signal(limit)
    return _by_watchdog(limit)


@contextmanager
def _by_signal(limit: float) -> Iterator[None]:
    # CPython's regular expression engine looks for signals as it backtracks, so this reaches into it.
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise ExceededError

    earlier_handler = signal.signal(signal.SIGVTALRM, interrupt)
    earlier_timer = signal.setitimer(signal.ITIMER_VIRTUAL, limit, _AGAIN)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        # Again, for the case that the repeated signal struck between the lines above.
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, earlier_handler or signal.SIG_DFL)
        if earlier_timer[0]:
            signal.setitimer(signal.ITIMER_VIRTUAL, *earlier_timer)


@contextmanager
def _by_watchdog(limit: float) -> Iterator[None]:
    # Outside the main thread, and on Windows, no signal can be used. The exception set here strikes
    # between two bytecodes, so one long match of a regular expression is not cut short.
    thread, finished = threading.get_ident(), threading.Event()
    begin = time.process_time()

    def watch() -> None:
        while not finished.wait(_AGAIN):
            if time.process_time() - begin > limit:
                _raise_in(thread, ExceededError)

    watchdog = threading.Thread(target=watch, name="reading-budget", daemon=True)
    watchdog.start()
    try:
        try:
            yield
        finally:
            finished.set()
    finally:
        while watchdog.is_alive():
            with suppress(ExceededError):
                finished.set()
                watchdog.join()
        # An exception that was set and has not struck yet does so here. It is not taken back: CPython 3.11
        # would keep looking for it, and hang under a tracer.
        with suppress(ExceededError):
            for _ in range(100):
                pass


def _raise_in(thread: int, exception: type[BaseException]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(exception))


_RUN = re.compile(r"(\S)\1{499,}")
_REPETITION = re.compile(r"(\S.{0,7}?)\1{199,}", re.DOTALL)
_SEARCHED = 2**18


def likely_cause(text: str) -> tuple[str, int] | None:
    """Return what is repeated beyond reason near the start of `text`, in words, and its line."""
    text = text[:_SEARCHED]
    match = max(_RUN.finditer(text), key=lambda run: len(run[0]), default=None)
    match = match or _REPETITION.search(text)
    if match is None:
        return None
    count = len(match[0]) // len(match[1])
    return f"{count:,} times {match[1].strip()!r} in a row", text.count("\n", 0, match.start()) + 1
