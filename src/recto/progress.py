"""The progress line a person sees when the work takes longer than a second; drawn by rich."""

from __future__ import annotations

import os
import sys
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
    """A spinner with the article (if any) and the step at work, shown only once `_DELAY` has passed."""

    def __init__(self, articles: int) -> None:
        self._articles = articles
        self._begun = 0
        self._text = ""
        self._spinner: Any = None
        self._line: Any = None
        self._is_over = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(_DELAY, self._appear)
        self._timer.daemon = True

    def step(self, name: str) -> None:
        """Note that the step `name` begins; `reading` begins an article."""
        with self._lock:
            self._begun += name == "reading"
            self._text = f"article {self._begun} of {self._articles}: {name}" if self._articles else name
            if self._spinner is not None:
                self._spinner.update(text=self._text)

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Take the line away while something else is printed."""
        with self._lock:
            if self._line is not None:
                self._line.stop()
            try:
                yield
            finally:
                if self._line is not None:
                    self._line.start()

    def _appear(self) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.spinner import Spinner

        with self._lock:
            if self._is_over:  # while rich was imported
                return
            self._spinner = Spinner("dots", self._text)
            # rich would put streams of its own in the place of both. Where another part of the program has
            # done so, for a moment, what rich puts back would be that part's: results then went nowhere.
            self._line = Live(
                self._spinner,
                console=Console(stderr=True),
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._line.start()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_over = True
            if self._line is not None:
                self._line.stop()


Progress = NoProgress | LateProgress


@contextmanager
def shown(articles: int, *, wanted: bool) -> Iterator[Progress]:
    """Show what is being done, once it has taken a second, if a person is watching."""
    if not wanted or not sys.stderr.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        yield NoProgress()
        return
    with LateProgress(articles) as progress:
        yield progress
