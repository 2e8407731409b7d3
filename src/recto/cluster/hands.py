"""A worker's hands: processes that can be killed, one for each task it does at a time.

A worker of Dask's cannot be ended without losing what it holds for others, nor interrupted in mid-layout, and
it may have several threads, which WeasyPrint and Pango are not made for. So no article is made in it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from recto.batch import Limits
from recto.batch.process import Process
from recto.cluster import work
from recto.cluster.parts import Part, Stopped, packed
from recto.diagnostics import Diagnostic
from recto.pipeline import Project

_PIECES = 4
"""So many tasks are an article, as a rule."""
_IDLE = 300.0
"""Seconds without work after which the processes end: whoever asked for it may be gone without a word."""


class Hands:
    """The processes of one worker for one run."""

    def __init__(self, project: Project, limits: Limits, environment: Mapping[str, str | None]) -> None:
        self._limits = limits
        self._start = partial(
            Process, work.Work(project), prints=True, pieces=_PIECES, environment=environment
        )
        self._idle: list[Process] = []
        self._lock = threading.Lock()
        self._used = time.monotonic()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="recto-hands", daemon=True).start()

    def perform(self, task: work.Task, spent: float, is_wanted: Callable[[], bool]) -> Part:
        """Return what comes of `task`, whose article has taken `spent` seconds so far."""
        process = self._free() or self._start()
        process.take(task.name, task, spent)
        part = process.finish(self._limits, lambda: is_wanted() and not self._closed.is_set())
        if isinstance(part, Part):
            self._give_back(process)
            return replace(part, seconds=spent + part.seconds)
        process.kill()
        process.end()
        return Part(packed(Stopped(part))) if isinstance(part, Diagnostic) else Part()

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self._closed.set()
        self._end_idle()

    def _free(self) -> Process | None:
        """Return a process that has nothing to do, and is neither dead nor worn out."""
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.is_alive and process.made < self._limits.articles * _PIECES:
                    return process
                process.kill()
                process.end()
        return None

    def _give_back(self, process: Process) -> None:
        with self._lock:
            self._used = time.monotonic()
            self._idle.append(process)
        if self._closed.is_set():
            self._end_idle()

    def _end_idle(self) -> None:
        with self._lock:
            for process in self._idle:
                process.kill()
            for process in self._idle:
                process.end()
            self._idle.clear()

    def _watch(self) -> None:
        while not self._closed.wait(_IDLE / 10):
            if time.monotonic() - self._used > _IDLE:
                self._end_idle()
