"""The pool: hands articles to processes, watches them, and puts what comes back in order.

A pool stays warm between one list of articles and the next.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from recto import pipeline, settings
from recto.batch.limits import Limits
from recto.batch.process import LOOK, Process
from recto.batch.worker import portable
from recto.diagnostics import Diagnostic
from recto.errors import RectoError
from recto.files import discard_parts
from recto.origins import Origin
from recto.outcome import Outcome
from recto.pipeline import Project, Step, no_step
from recto.writers import registry

Make = Callable[[Project, Origin, Step], Outcome]


def make_one(project: Project, origin: Origin, step: Step) -> Outcome:
    """Publish one article; what is not foreseen becomes its Outcome as well."""
    (outcome,) = pipeline.publish_all(project, [origin], step)
    return outcome


def stopped(name: str, finding: Diagnostic) -> Outcome:
    """Return the Outcome of the article `name`, which had to be stopped."""
    return Outcome(name, findings=(finding,), failure=RectoError(finding))


class Pool:
    """Some processes for the articles of one project."""

    def __init__(
        self, project: Project, jobs: int, limits: Limits | None = None, *, make: Make = make_one
    ) -> None:
        self.limits = limits or Limits()
        self._project = project
        self._jobs = max(1, jobs)
        self._make = make
        self._workers: dict[Process, int] = {}
        """Each process, and the number of the article it had last."""
        self._looked = 0.0

    def publish(self, origins: Iterable[Origin], step: Step = no_step) -> Iterator[Outcome]:
        """Yield the Outcome of each article, in the order of `origins`, once those before it are there."""
        waiting = deque(enumerate(origins))
        done: dict[int, Outcome] = {}
        due = 0
        try:
            while waiting or due in done or any(each.job for each in self._workers):
                self._hand_out(waiting)
                done.update(self._gather(step))
                while due in done:
                    yield done.pop(due)
                    due += 1
        except BaseException:  # Ctrl-C, or nobody wants the rest
            self.close()
            raise

    def processes(self) -> tuple[int, ...]:
        """Return the processes' ids."""
        return tuple(each.id for each in self._workers if each.id)

    def close(self) -> None:
        """End the processes, whatever they are at; the next article begins with new ones."""
        for each in self._workers:
            each.kill()
        for each in self._workers:
            self._bury(each)
        self._workers.clear()

    def _hand_out(self, waiting: deque[tuple[int, Origin]]) -> None:
        for each in [each for each in self._workers if each.job is None]:
            # One that died while it had nothing to do must not have the next article to blame.
            if waiting and (each.made >= self.limits.articles or not each.is_alive):
                each.kill()
                self._remove(each)
            elif waiting:
                self._hand(each, *waiting.popleft())
        while waiting and len(self._workers) < self._jobs:
            fresh = Process(partial(_perform, self._make, self._project), prints=_prints(self._project))
            self._hand(fresh, *waiting.popleft())

    def _hand(self, to: Process, number: int, origin: Origin) -> None:
        self._workers[to] = number
        to.take(origin.name, origin)

    def _gather(self, step: Step) -> Iterator[tuple[int, Outcome]]:
        """Yield what has come back within a moment, and what became of those that overstep."""
        busy = {each.pipe: each for each in self._workers}
        for pipe in wait(list(busy), LOOK):
            each = busy.pop(pipe)
            job, number = each.job, self._workers[each]
            message = each.heard()
            if isinstance(message, str):
                step(message)
            elif isinstance(message, Outcome) and job is not None:
                yield number, _received(message)
            elif message is None:
                self._remove(each)
                if job is not None:
                    yield number, stopped(job.name, each.death(job.name))
        if time.monotonic() - self._looked < LOOK:
            return
        self._looked = time.monotonic()
        for each in busy.values():
            finding = each.overstepping(self.limits)
            if each.job and finding:
                number = self._workers[each]
                each.kill()
                self._remove(each)
                yield number, stopped(each.job.name, finding)

    def _remove(self, each: Process) -> None:
        del self._workers[each]
        self._bury(each)

    def _bury(self, each: Process) -> None:
        """Wait for the end of a process, and take away what it had half written."""
        each.end()
        if each.job is not None and each.id and isinstance(self._project.output, Path):
            discard_parts(self._project.output, each.id)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _perform(make: Make, project: Project, origin: Origin, step: Step) -> Outcome:
    """Make an article, and the Outcome such that it can be sent: with plain tables."""
    outcome = make(project, origin, step)
    failure = portable(outcome.failure) if outcome.failure is not None else None
    return replace(outcome, inputs=dict(outcome.inputs), seconds=dict(outcome.seconds), failure=failure)


def _received(outcome: Outcome) -> Outcome:
    return replace(
        outcome, inputs=MappingProxyType(outcome.inputs), seconds=MappingProxyType(outcome.seconds)
    )


def _prints(project: Project) -> bool:
    """Return whether articles that say nothing of formats get a printed edition."""
    try:
        weak, always = settings.split(settings.project_layer(project.root))
        resolved = settings.resolve([*weak, *always, *project.flags], registry())
    except RectoError:
        return False  # each article will say why
    return pipeline.PAGED in resolved.general.formats
