"""The progress line a person sees when the work takes longer than a second; drawn by rich."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import TracebackType
from typing import Any, Self

_DELAY = 1.0
"""Seconds of work before anything is shown: most builds are done by then."""


class NoProgress:
    """Shows nothing, to logs and programs."""

    def step(self, name: str) -> None:
        """Pass over the step."""

    def hidden(self) -> AbstractContextManager[None]:
        """Hide nothing."""
        return nullcontext()


class LateProgress:
    """A spinner with the article and step at work, shown only once `_DELAY` has passed."""

    def __init__(self, articles: int) -> None:
        self._articles = articles
        self._begun = 0
        self._text = ""
        self._status: Any = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(_DELAY, self._appear)
        self._timer.daemon = True

    def step(self, name: str) -> None:
        """Note that the step `name` begins; `reading` begins an article."""
        with self._lock:
            self._begun += name == "reading"
            self._text = f"article {self._begun} of {self._articles}: {name}"
            if self._status is not None:
                self._status.update(self._text)

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Take the line away while something else is printed: rich would send that to its own stream."""
        with self._lock:
            if self._status is not None:
                self._status.stop()
            try:
                yield
            finally:
                if self._status is not None:
                    self._status.start()

    def _appear(self) -> None:
        from rich.console import Console

        with self._lock:
            self._status = Console(stderr=True).status(self._text)
            self._status.start()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._status is not None:
                self._status.stop()
