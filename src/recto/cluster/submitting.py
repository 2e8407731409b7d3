"""Submit a window of articles, take in what is ready, and give the Outcomes in the order of the articles.

However many articles there are, the scheduler knows those of the window only, and the client holds the last
task of each: what the others made is let go as soon as nobody needs it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from dask import annotate, delayed
from distributed import Client, Future, KilledWorker

from recto.batch.pool import stopped
from recto.cluster import connecting, tasks
from recto.cluster.commission import anywhere
from recto.cluster.concluding import outcome_of
from recto.cluster.parts import Part
from recto.diagnostics import error
from recto.errors import ConfigError, RectoError
from recto.origins import Origin
from recto.outcome import Outcome
from recto.pipeline import PAGED, Project, Step, no_step
from recto.pipeline.making import sequence
from recto.pipeline.publishing import guarded
from recto.pipeline.run import Run
from recto.pipeline.understanding import open_article

WINDOW = 1000
"""So many articles are known to the scheduler at a time, or for each worker `_AHEAD`, if that is more."""
_AHEAD = 4
_AT_ONCE = 16
"""So many are submitted together: each message costs the scheduler more than a task in it."""
_GATHERED = 32
"""So many are taken in together, at most."""
_LOOK = 5.0
"""Seconds without news after which the client looks whether there are any workers left."""
_AGAIN = 0.1
"""Seconds after which it looks at what was lost: Dask tells when a task is done for the first time only."""
_UNDONE = ("lost", "pending")
"""States of a task that is done again, or will be."""


@dataclass(frozen=True, slots=True)
class Tasks:
    """What is done with each article."""

    read: Callable[[str, Origin, str], Part] = tasks.read
    make: Callable[..., Part] = tasks.make
    gather: Callable[..., tuple[Part, ...]] = tasks.gather


@dataclass(slots=True)
class Submission:
    """The articles of a run, on their way."""

    client: Client
    project: Project
    step: Step
    tasks: Tasks = field(default_factory=Tasks)
    _flying: dict[Future, tuple[int, Origin]] = field(default_factory=dict)
    """The last task of each article that was submitted."""
    _landed: SimpleQueue[Future] = field(default_factory=SimpleQueue)
    _lost: list[Future] = field(default_factory=list)
    """Articles that had landed, on workers that are no more: their tasks are done again."""
    _done: dict[int, Outcome] = field(default_factory=dict)

    def outcomes(self, origins: Iterable[Origin]) -> Iterator[Outcome]:
        """Yield the Outcome of each article, in the order of `origins`, once those before it are there."""
        waiting = enumerate(origins)
        with connecting.answering():
            window = max(WINDOW, _AHEAD * len(self.client.nthreads()))
        due, is_more = 0, True
        while is_more or self._flying:
            if is_more and len(self._flying) <= window - _AT_ONCE:
                is_more = self._submit(list(islice(waiting, _AT_ONCE)))
                self._take_in(self._ready())
            else:
                self._take_in(self._awaited())
            while due in self._done:
                yield self._done.pop(due)
                due += 1

    def _submit(self, articles: list[tuple[int, Origin]]) -> bool:
        """Submit the tasks of some articles; return whether there were any."""
        last: list[Any] = []
        owners: list[tuple[int, Origin]] = []
        for (number, origin), (run, outcome) in zip(articles, self._open(articles), strict=True):
            if outcome.failure is not None:
                self._done[number] = outcome
            else:
                with annotate(priority=-number):  # the first articles first, whatever else is to be done
                    last.append(self._graph(number, _everywhere(origin), run))
                owners.append((number, origin))
        if last:
            with connecting.answering():
                futures = self.client.compute(last, optimize_graph=False, traverse=False)
            for future, owner in zip(futures, owners, strict=True):
                self._flying[future] = owner
                future.add_done_callback(self._landed.put)
        return bool(articles)

    def _graph(self, number: int, origin: Origin, opened: Run) -> Any:
        """Return the tasks of one article, as the last of them."""
        run, formats = self.client.id, opened.general.formats if opened.general else ()

        def task(do: Callable[..., Any], what: str, *arguments: Any) -> Any:
            key = (f"recto-{what}-{run}", number)
            return delayed(do, pure=False, traverse=False)(*arguments, dask_key_name=key)

        reading = task(self.tasks.read, "read", run, origin, opened.source)
        made: dict[str, Any] = {}
        for name in sequence(formats):
            paged = (made[PAGED],) if PAGED in made else ()
            made[name] = task(self.tasks.make, name, run, (origin.name, name), reading, *paged)
        # On this machine, this process is the one that writes; elsewhere, whoever gathers.
        placer = None if isinstance(self.project.output, Path) else origin
        return task(self.tasks.gather, "gather", run, placer, reading, *made.values())

    def _open(self, articles: list[tuple[int, Origin]]) -> list[tuple[Run, Outcome]]:
        """Open articles; those elsewhere together, since nearly all of it is waiting for an answer."""
        origins = [origin for _, origin in articles]
        if all(isinstance(origin.folder, Path) for origin in origins):
            return list(map(self._opened, origins))
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            return list(threads.map(self._opened, origins))

    def _opened(self, origin: Origin) -> tuple[Run, Outcome]:
        """Settle an article, which says what is to be made; the Outcome holds why that cannot be done."""
        run = Run(no_step)

        def attempt() -> Outcome:
            try:
                open_article(self.project, origin, run)
            except RectoError as failure:
                run.fail(failure)
            return run.outcome(origin)

        return run, guarded(origin, attempt)

    def _ready(self) -> list[Future]:
        """Return some of the articles that have landed, if any have."""
        futures: list[Future] = []
        while len(futures) < _GATHERED:
            try:
                futures.append(self._landed.get_nowait())
            except Empty:
                break
        return futures

    def _awaited(self) -> list[Future]:
        """Return some of the articles that have landed; none once one that was lost is there again.

        Raises `ConfigError` if none can land.
        """
        since = time.monotonic()
        while True:
            try:
                return [self._landed.get(timeout=_AGAIN if self._lost else _LOOK), *self._ready()]
            except Empty:
                if any(future.status not in _UNDONE for future in self._lost):
                    return []
                with connecting.answering():
                    workers = self.client.nthreads()
                if workers:
                    since = time.monotonic()
                elif time.monotonic() - since > connecting.WAITING:
                    raise connecting.lost("no worker is left") from None

    def _take_in(self, futures: list[Future]) -> None:
        """Place what has landed, and let go of it; what was lost since is waited for once more."""
        states = {future: future.status for future in (*futures, *self._lost)}
        self._lost = []
        good = [future for future, state in states.items() if state == "finished"]
        with connecting.answering():
            parts = dict(zip(good, self.client.gather(good), strict=True))
        for future, state in states.items():
            if state in _UNDONE:
                self._lost.append(future)
                continue
            number, origin = self._flying.pop(future)
            if future in parts:
                self.step("reading")
                self._done[number] = outcome_of(self.project, origin, parts[future], self.step)
            else:
                self._done[number] = _failed(origin, future)
            future.release()


def _everywhere(origin: Origin) -> Origin:
    """Return `origin` as it is found from any working folder."""
    path = anywhere(origin.path) if origin.path is not None else None
    return replace(origin, folder=anywhere(origin.folder), path=path)


def _failed(origin: Origin, future: Future) -> Outcome:
    """Return the Outcome of an article whose tasks Dask has given up; raises what ends the run."""
    problem = future.exception() if future.status == "error" else None
    if problem is None:
        raise connecting.lost("the scheduler does not answer any more")
    if isinstance(problem, ConfigError):  # a worker that joined later, and is not like this machine
        raise problem
    if isinstance(problem, KilledWorker):
        finding = error(
            "worker-died",
            f"Each of the {problem.allowed_failures + 1} workers that were to make the article was lost.",
            file=origin.name,
            hint="If other articles are made, it is this one that ends them: make it alone, with --jobs 1.",
        )
        return stopped(origin.name, finding)

    def fail() -> Outcome:
        raise problem

    return guarded(origin, fail)
