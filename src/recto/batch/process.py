"""A process of its own that does one thing after the other, and can be killed whatever it is at.

It has a pipe of its own, so one that is killed in mid-word spoils nobody else's. It is forked from a server
that has the reader loaded; where that is not safe (macOS), it starts afresh.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from types import MappingProxyType
from typing import Any

from recto.batch import worker
from recto.batch.limits import Limits, resident
from recto.diagnostics import Diagnostic, error

METHOD = "forkserver" if sys.platform == "linux" else "spawn"
LOOK = 0.1 if sys.platform == "linux" else 1.0
"""Seconds from one look at the time and memory of processes to the next."""
_STARTING = 60.0
"""Seconds that a process may take to start, on top of the article's own: the machine may be busy."""
_PARTING = 5.0
"""Seconds that the system may take to end a killed process."""
_ONE_AT_A_TIME = threading.Lock()
"""Held while a process starts: what is changed for it is changed for all threads."""


@dataclass(slots=True)
class Job:
    """What a process is at."""

    name: str
    """The article's."""
    since: float
    spent: float = 0.0
    """Seconds that the article took elsewhere before."""
    steps: list[str] = field(default_factory=list)
    """The steps it has begun."""


class Process:
    """One process, the pipe to it, and what it is at."""

    def __init__(
        self,
        perform: worker.Perform,
        *,
        prints: bool,
        pieces: int = 1,
        environment: Mapping[str, str | None] = MappingProxyType({}),
    ) -> None:
        """`perform` is what it does with what is sent; `prints` says whether print editions are among it;
        so many `pieces` of it are an article.

        Its environment is this process's own, with what `environment` sets, or unsets where it says None.
        """
        context: Any = multiprocessing.get_context(METHOD)
        if METHOD == "forkserver":
            _start_server(context, prints=prints)
        self.pipe, theirs = context.Pipe()
        self.job: Job | None = None
        self.made = 0
        """How many it has done."""
        variables = {**os.environ, **environment}
        self._process = context.Process(
            target=worker.serve,
            args=(theirs, {k: v for k, v in variables.items() if v is not None}, perform, pieces),
            name="recto-worker",
            daemon=True,
        )
        with _ONE_AT_A_TIME, _may_have_children(), _deaf_children():
            self._process.start()
        theirs.close()

    @property
    def id(self) -> int:
        """The system's number for it."""
        return self._process.pid or 0

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return bool(self._process.is_alive())

    def take(self, name: str, task: object, spent: float = 0.0) -> None:
        """Begin what is to be done with the article `name`, which has taken some seconds elsewhere."""
        self.job = Job(name, time.monotonic(), spent)
        with contextlib.suppress(OSError):  # it has died, and the closed pipe will tell
            self.pipe.send(task)

    def heard(self) -> Any:
        """Return the step that is told, or the result, which ends the job; None from a dead process."""
        try:
            message = self.pipe.recv()
        except (EOFError, OSError):
            self.kill()
            self._process.join(_PARTING)
            return None
        if not isinstance(message, str):
            self.job = None
            self.made += 1
        elif self.job is not None:
            if not self.job.steps:
                self.job.since = time.monotonic()
            self.job.steps.append(message)
        return message

    def finish(self, limits: Limits, is_wanted: Callable[[], bool]) -> Any:
        """Return the result of the job; a finding that says why there is none, if it came to an end.

        None as soon as nobody wants it any more.
        """
        while self.job is not None and is_wanted():
            if wait([self.pipe], LOOK):
                message = self.heard()
                if message is None:
                    return self.death(self.job.name)
                if not isinstance(message, str):
                    return message
            finding = self.overstepping(limits)
            if finding is not None:
                return finding
        return None

    def overstepping(self, limits: Limits) -> Diagnostic | None:
        """Return what is to be told if the job takes more than it may."""
        if self.job is None:
            return None
        took = self.job.spent + time.monotonic() - self.job.since
        if took > limits.seconds + (0 if self.job.steps else _STARTING):
            doing = f" It was at this step: {self.job.steps[-1]}." if self.job.steps else ""
            return error(
                "article-timeout",
                f"The article took longer than {limits.seconds:g} seconds, and was stopped.{doing}",
                file=self.job.name,
                hint="--timeout gives it more time.",
            )
        if resident(self.id) > limits.memory:
            return error(
                "article-memory",
                f"The article took more than {limits.memory / 10**6:.0f} MB of memory, and was stopped.",
                file=self.job.name,
                hint="--memory gives it more.",
            )
        return None

    def death(self, name: str) -> Diagnostic:
        """Return what is to be told of how it ended."""
        code = self._process.exitcode or 0
        try:
            how = f"by the signal {signal.Signals(-code).name}"
        except ValueError:
            how = f"with the exit code {code}"
        hint = "This is a fault in Recto or in a library it uses; another process made the articles after it."
        if code == -signal.SIGKILL:
            hint = "The system ends processes so when memory runs out: --jobs 1 takes less of it."
        message = f"The process that made the article was ended {how}."
        return error("worker-died", message, file=name, hint=hint)

    def kill(self) -> None:
        """Begin its end, and that of the programs it has started."""
        if self.id:
            with contextlib.suppress(OSError):  # it leads no group yet, or none is left
                os.killpg(self.id, signal.SIGKILL)
            self._process.kill()

    def end(self) -> None:
        """Wait until it is gone."""
        self._process.join(_PARTING)
        self.pipe.close()


def _start_server(context: Any, *, prints: bool) -> None:
    """Start the server that processes are forked from, if this one has none yet."""
    from multiprocessing import forkserver, resource_tracker

    print_too = ["recto.batch.warm_print"] if prints else []
    context.set_forkserver_preload(["recto.batch.worker", "recto.batch.warm", *print_too])
    resource_tracker.ensure_running()  # the server would start it, and it undoes what comes now
    with _deaf_children():
        forkserver.ensure_running()


@contextlib.contextmanager
def _deaf_children() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C: while they load, they would answer it with a traceback."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _may_have_children() -> Iterator[None]:
    """Let a daemonic process, such as Dask's workers are, start one.

    The standard library forbids it, since nobody would end the children of a daemon that is killed. Ours end
    by themselves when the pipe closes.
    """
    own: Any = multiprocessing.current_process()
    daemonic = own._config.pop("daemon", None)  # nothing else decides about it
    try:
        yield
    finally:
        if daemonic is not None:
            own._config["daemon"] = daemonic
