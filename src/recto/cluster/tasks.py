"""What Dask runs on its workers: small functions that hand the work to `hands`, and parts on to each other.

read ─▶ make the paged edition ─▶ make each other one ─▶ gather
  └─────────────┴───────────────────────┴──────────────────┘
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from distributed import Worker, get_worker

from recto.cluster.commission import Commission, name_of
from recto.cluster.parts import Part
from recto.cluster.work import Making, Placing, Reading, Task
from recto.diagnostics import Diagnostic
from recto.origins import Origin

if TYPE_CHECKING:
    from distributed import Scheduler


def read(run: str, origin: Origin, digest: str) -> Part:
    """Read an article; `digest` is the SHA-256 of its file where it is asked for."""
    return _perform(run, Reading(origin, digest), 0.0)


def make(run: str, article: tuple[str, str], reading: Part, paged: Part | None = None) -> Part:
    """Make one edition, `article` being the article's name and the format."""
    before = [part for part in (reading, paged) if part is not None]
    if not all(part.goes_on for part in before):
        return Part()
    task = Making(*article, reading.body, paged.head if paged is not None else b"")
    return _perform(run, task, before[-1].seconds)


def gather(run: str, origin: Origin | None, reading: Part, *made: Part) -> tuple[Part, ...]:
    """Return all that is to be placed, and told; if `origin` is given, place it, and return what is told."""
    parts = (replace(reading, body=b""), *made)
    if origin is None:
        return parts
    return (_perform(run, Placing(origin, parts), max(part.seconds for part in parts)),)


def refusal(run: str, dask_worker: Worker) -> Diagnostic | None:
    """Return why the worker must not work for the run."""
    return _commission(run, dask_worker).refusal


def forgotten(dask_scheduler: Scheduler) -> list[str]:
    """Return the runs whose clients were killed: nobody has taken back what their workers were told."""
    runs = [name.removeprefix(name_of("")) for name in dask_scheduler.worker_plugins if name_of("") in name]
    return [run for run in runs if run not in dask_scheduler.clients]


def _perform(run: str, task: Task, spent: float) -> Part:
    worker = get_worker()
    return _commission(run, worker).hands.perform(task, spent, _is_wanted(worker))


def _commission(run: str, worker: Worker) -> Commission:
    commission: Commission = worker.plugins[name_of(run)]
    return commission


def _is_wanted(worker: Worker) -> Callable[[], bool]:
    """Return what says whether somebody still waits for the task that is running in this thread."""
    key = worker.get_current_task()

    def is_wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state != "cancelled"

    return is_wanted
