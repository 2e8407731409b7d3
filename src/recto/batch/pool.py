"""The pool: hands articles to workers, watches them, and puts what comes back in order.

Each worker has a pipe of its own, so one that is killed in mid-word spoils nobody else's. Workers are
forked from a server that has the reader loaded; where that is not safe (macOS), they start afresh. A pool
stays warm between one list of articles and the next.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from recto import pipeline, settings
from recto.batch import worker
from recto.batch.limits import Limits, cores, resident
from recto.diagnostics import Diagnostic, error
from recto.errors import RectoError
from recto.files import discard_parts
from recto.origins import Origin
from recto.outcome import Outcome
from recto.pipeline import Project, Step, no_step
from recto.writers import registry

_METHOD = "forkserver" if sys.platform == "linux" else "spawn"
_LOOK = 0.1 if sys.platform == "linux" else 1.0
"""Seconds from one look at the workers' time and memory to the next."""
_STARTING = 60.0
"""Seconds that a worker may take to start, on top of the article's own: the machine may be busy."""
_PARTING = 5.0
"""Seconds that the system may take to end a killed process."""


def publish_all(
    project: Project,
    origins: Iterable[Origin],
    step: Step = no_step,
    *,
    jobs: int | None = None,
    limits: Limits | None = None,
) -> Iterator[Outcome]:
    """Publish the articles, `jobs` at a time (by default, as many as there are cores); none stops another.

    A single one is made in this process, which has no limits, unless `jobs` or `limits` are given.
    """
    articles = list(origins)
    alone = jobs is None and limits is None and len(articles) < 2
    if alone or not hasattr(os, "setpgid"):  # on Windows, no group of processes can be ended
        yield from pipeline.publish_all(project, articles, step)
        return
    with Pool(project, min(jobs or cores(), len(articles)), limits or Limits()) as pool:
        yield from pool.publish(articles, step)


class Pool:
    """Some workers for the articles of one project."""

    def __init__(
        self, project: Project, jobs: int, limits: Limits | None = None, *, make: worker.Make = worker.make
    ) -> None:
        self.limits = limits or Limits()
        self._project = project
        self._jobs = max(1, jobs)
        self._make = make
        self._workers: list[_Worker] = []
        self._looked = 0.0

    def publish(self, origins: Iterable[Origin], step: Step = no_step) -> Iterator[Outcome]:
        """Yield the Outcome of each article, in the order of `origins`, once those before it are there."""
        waiting = deque(enumerate(origins))
        done: dict[int, Outcome] = {}
        due = 0
        try:
            while waiting or due in done or any(each.task for each in self._workers):
                self._hand_out(waiting)
                done.update(self._gather(step))
                while due in done:
                    yield done.pop(due)
                    due += 1
        except BaseException:  # Ctrl-C, or nobody wants the rest
            self.close()
            raise

    def processes(self) -> tuple[int, ...]:
        """Return the workers' process ids."""
        return tuple(each.process.pid for each in self._workers if each.process.pid)

    def close(self) -> None:
        """End the workers, whatever they are at; the next article begins with new ones."""
        for each in self._workers:
            each.kill()
        for each in self._workers:
            self._bury(each)
        self._workers.clear()

    def _hand_out(self, waiting: deque[tuple[int, Origin]]) -> None:
        for each in [each for each in self._workers if each.task is None]:
            # One that died while it had nothing to do must not have the next article to blame.
            if waiting and (each.made >= self.limits.articles or not each.process.is_alive()):
                each.kill()
                self._remove(each)
            elif waiting:
                each.take(*waiting.popleft())
        while waiting and len(self._workers) < self._jobs:
            fresh = _Worker(self._project, self._make)
            self._workers.append(fresh)
            fresh.take(*waiting.popleft())

    def _gather(self, step: Step) -> Iterator[tuple[int, Outcome]]:
        """Yield what has come back within a moment, and what became of those that overstep."""
        busy = {each.pipe: each for each in self._workers}
        for pipe in wait(list(busy), _LOOK):
            each = busy.pop(pipe)
            task = each.task
            message = each.heard()
            if isinstance(message, str):
                step(message)
            elif isinstance(message, Outcome) and task is not None:
                yield task.number, message
            elif message is None:
                self._remove(each)
                if task is not None:
                    yield task.number, _failed(task, _died(each.process.exitcode, task.origin.name))
        if time.monotonic() - self._looked < _LOOK:
            return
        self._looked = time.monotonic()
        for each in busy.values():
            finding = each.task and self._overstepping(each, each.task)
            if each.task and finding:
                each.kill()
                self._remove(each)
                yield each.task.number, _failed(each.task, finding)

    def _overstepping(self, each: _Worker, task: _Task) -> Diagnostic | None:
        took = time.monotonic() - task.since
        if took > self.limits.seconds + (0 if task.steps else _STARTING):
            doing = f" It was at this step: {task.steps[-1]}." if task.steps else ""
            return error(
                "article-timeout",
                f"The article took longer than {self.limits.seconds:g} seconds, and was stopped.{doing}",
                file=task.origin.name,
                hint="--timeout gives it more time.",
            )
        if each.memory() > self.limits.memory:
            return error(
                "article-memory",
                f"The article took more than {self.limits.memory / 10**6:.0f} MB of memory, and was stopped.",
                file=task.origin.name,
                hint="--memory gives it more.",
            )
        return None

    def _remove(self, each: _Worker) -> None:
        self._workers.remove(each)
        self._bury(each)

    def _bury(self, each: _Worker) -> None:
        """Wait for the end of a worker, and take away what it had half written."""
        each.end()
        if each.task is not None and each.process.pid and isinstance(self._project.output, Path):
            discard_parts(self._project.output, each.process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(slots=True)
class _Task:
    """The article that a worker is at."""

    number: int
    origin: Origin
    since: float
    steps: list[str] = field(default_factory=list)
    """The steps it has begun."""


class _Worker:
    """One process, the pipe to it, and what it is at."""

    def __init__(self, project: Project, make: worker.Make) -> None:
        context: Any = multiprocessing.get_context(_METHOD)
        if _METHOD == "forkserver":
            _start_server(context, project)
        self.pipe, theirs = context.Pipe()
        self.task: _Task | None = None
        self.made = 0
        self.process = context.Process(
            target=worker.serve,
            args=(theirs, project, dict(os.environ), make),
            name="recto-worker",
            daemon=True,
        )
        with contextlib.nullcontext() if _METHOD == "forkserver" else _deaf_children():
            self.process.start()
        theirs.close()

    def take(self, number: int, origin: Origin) -> None:
        """Begin an article."""
        self.task = _Task(number, origin, time.monotonic())
        with contextlib.suppress(OSError):  # it has died, and the closed pipe will tell
            self.pipe.send(origin)

    def heard(self) -> str | Outcome | None:
        """Return the step that is told, or the Outcome, which ends the article; None from a dead worker."""
        try:
            message: str | Outcome = self.pipe.recv()
        except (EOFError, OSError):
            self.kill()
            self.process.join(_PARTING)
            return None
        if isinstance(message, Outcome):
            self.task = None
            self.made += 1
            return replace(
                message, inputs=MappingProxyType(message.inputs), seconds=MappingProxyType(message.seconds)
            )
        if self.task is not None:
            if not self.task.steps:
                self.task.since = time.monotonic()
            self.task.steps.append(message)
        return message

    def memory(self) -> int:
        """Return the bytes it has in real memory."""
        return resident(self.process.pid or 0)

    def kill(self) -> None:
        """Begin its end, and that of the programs it has started."""
        if self.process.pid:
            with contextlib.suppress(OSError):  # it leads no group yet, or none is left
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()

    def end(self) -> None:
        """Wait until it is gone."""
        self.process.join(_PARTING)
        self.pipe.close()


def _start_server(context: Any, project: Project) -> None:
    """Start the server that workers are forked from, if this process has none yet."""
    from multiprocessing import forkserver, resource_tracker

    print_too = ["recto.batch.warm_print"] if _prints(project) else []
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


def _prints(project: Project) -> bool:
    """Return whether articles that say nothing of formats get a printed edition."""
    try:
        weak, always = settings.split(settings.project_layer(project.root))
        resolved = settings.resolve([*weak, *always, *project.flags], registry())
    except RectoError:
        return False  # each article will say why
    return pipeline.PAGED in resolved.general.formats


def _died(exitcode: int | None, name: str) -> Diagnostic:
    code = exitcode or 0
    try:
        how = f"by the signal {signal.Signals(-code).name}"
    except ValueError:
        how = f"with the exit code {code}"
    hint = (
        "The system ends processes so when memory runs out: --jobs 1 takes less of it."
        if code == -signal.SIGKILL
        else "This is a fault in Recto or in a library it uses; another process made the articles after it."
    )
    return error("worker-died", f"The process that made the article was ended {how}.", file=name, hint=hint)


def _failed(task: _Task, finding: Diagnostic) -> Outcome:
    return Outcome(task.origin.name, findings=(finding,), failure=RectoError(finding))
