"""Room for the calls of a layout whose elements nest deep: a thread with a stack of its own.

WeasyPrint calls itself for each level. What is nested so deep that no stack would do is refused.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from recto.diagnostics import error
from recto.errors import WriterError

_T = TypeVar("_T")

_SAFE_DEPTH = 24
"""Elements: what is nested deeper is laid out on a stack of its own."""
_MOST_DEPTH = 200
_FRAMES = 40
"""Python frames that WeasyPrint takes for a level of nesting, at the most."""
_STACK = 512 * 2**20


def with_room(depth: int, function: Callable[[], _T]) -> _T:
    """Call `function`, on a stack of its own if elements nest so deep that WeasyPrint's calls would."""
    if depth > _MOST_DEPTH:
        raise _too_deep(depth)
    if depth <= _SAFE_DEPTH:
        return function()
    results: list[_T] = []
    failures: list[BaseException] = []

    def call() -> None:
        try:
            results.append(function())
        except RecursionError as problem:
            failures.append(_too_deep(depth).with_traceback(problem.__traceback__))
        except BaseException as problem:  # noqa: BLE001 - handed to the thread that waits
            failures.append(problem)

    limit, size = sys.getrecursionlimit(), threading.stack_size(_STACK)
    sys.setrecursionlimit(max(limit, depth * _FRAMES + 1000))
    try:
        thread = threading.Thread(target=call, name="recto-pdf")
        thread.start()
    finally:
        threading.stack_size(size)
    thread.join()
    sys.setrecursionlimit(limit)
    if failures:
        raise failures[0]
    return results[0]


def _too_deep(depth: int) -> WriterError:
    return WriterError(
        error(
            "nesting-too-deep",
            f"The PDF cannot be made: lists, quotations or other elements stand {depth} deep in each other.",
            hint=f"Nest them less deeply: {_MOST_DEPTH} levels are the most that print takes.",
        ),
        writer="pdf",
    )
