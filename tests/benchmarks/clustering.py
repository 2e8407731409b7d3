"""Many machines: what a scheduler bears, and what Dask costs beside the pool of one machine.

The first is simulated: a real scheduler and two workers get tasks of the same shape, number and size, by way
of our own loop that submits them, but nobody reads, sets or writes anything. So what is measured is what the
scheduler and the client take of each task, however long it would be at work.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import islice, repeat
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from tests.benchmarks import documents, measure

TASKS = 100_000
ARTICLES = 200
_SHAPE = 5
"""Tasks of an article in three formats: one that reads, one for each format, one that gathers."""
_HEAD = 700
"""Bytes of what is told of a task."""


def compared(names: list[str]) -> Iterator[str]:
    """Yield the lines of either measurement: `cluster 100000`, or `cluster beside 200`."""
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as folder:
        if names[:1] == ["beside"]:
            yield from beside(int(names[1]) if len(names) > 1 else ARTICLES, Path(folder))
        else:
            yield from load(int(names[0]) if names else TASKS, Path(folder))


def load(count: int, folder: Path) -> Iterator[str]:
    """Yield what `count` empty tasks take of the scheduler and of the client."""
    from recto.cluster.commission import Terms
    from recto.cluster.connecting import connected
    from recto.cluster.submitting import Submission, Tasks
    from recto.origins import find
    from recto.pipeline import Project, no_step
    from tests.clusters import cluster

    documents.write_many(folder / "source", 1)
    project = Project(folder, folder / "build")
    (origin,) = find(["source"], base=folder)
    with cluster(folder) as two, connected(two.address, Terms.of(project, None), lambda _: None) as client:
        client.wait_for_workers(2)
        submission = Submission(client, project, no_step, Tasks(empty_read, empty_make, empty_gather))
        scheduler = two.scheduler.pid
        watch = _Watch(client, scheduler)
        sent = _sent(client)
        cpu, own, begin = _cpu(scheduler), time.process_time(), time.perf_counter()
        done = sum(1 for _ in submission.outcomes(islice(repeat(origin), count // _SHAPE)))
        wall = time.perf_counter() - begin
        taken, own = _cpu(scheduler) - cpu, time.process_time() - own
        held, memory = watch.most()
        sent = _sent(client) - sent
    tasks = done * _SHAPE
    yield f"{tasks:,} empty tasks, {_SHAPE} for each article, two workers, {os.cpu_count()} cores"
    yield f"tasks a second, all on this machine       {tasks / wall:10,.0f}"
    yield f"scheduler, CPU microseconds a task        {taken / tasks * 1e6:10,.0f}"
    yield f"  so it is at its limit with tasks/second {tasks / taken:10,.0f}"
    yield f"  and articles/second                     {tasks / taken / _SHAPE:10,.0f}"
    yield f"client, CPU microseconds an article       {own / done * 1e6:10,.0f}"
    yield f"tasks that the scheduler knew, at most    {held:10,}"
    yield f"  its memory for each, bytes              {memory / max(held, 1):10,.0f}"
    yield f"bytes sent for each task, by all to all   {sent / tasks:10,.0f}"


def beside(count: int, folder: Path) -> Iterator[str]:
    """Yield what `count` articles take with `--jobs 2` and with `--cluster local:2`, and the ratio."""
    documents.write_many(folder / "source", count)
    yield f"{count} distinct articles of two pages, three editions each; the least of two runs each"
    found: dict[str, list[tuple[float, float]]] = {"jobs": [], "cluster": []}
    for ways in (("jobs", "cluster"), ("cluster", "jobs")):
        for way in ways:
            arguments = ["-m", "tests.benchmarks.clustering", str(folder), way]
            found[way].append(tuple(json.loads(measure.run(arguments)[0])))
    cpu, wall = ({way: min(each[n] for each in runs) for way, runs in found.items()} for n in (0, 1))
    yield f"{'':10}{'CPU s':>10}{'ratio':>8}{'wall s':>10}{'ratio':>8}"
    for way, name in (("jobs", "--jobs 2"), ("cluster", "local:2")):
        ratios = cpu[way] / cpu["jobs"], wall[way] / wall["jobs"]
        yield f"{name:10}{cpu[way]:10.1f}{ratios[0]:8.2f}{wall[way]:10.1f}{ratios[1]:8.2f}"


def empty_read(_run: str, _origin: object, digest: str) -> Any:
    """Stand for a task that reads."""
    from recto.cluster.parts import Part, Read, packed

    head = Read((), None, digest, {}, None, None, {"reading": 0.0})
    return Part(packed(head), b"x" * _HEAD, goes_on=True)


def empty_make(_run: str, article: tuple[str, str], _reading: object, _paged: object = None) -> Any:
    """Stand for a task that makes an edition."""
    from recto.cluster.parts import Made, Part, packed

    return Part(packed(Made(article[1], (), None, None, (), {article[1]: 0.0})), packed(()), goes_on=True)


def empty_gather(_run: str, _origin: object, *parts: Any) -> tuple[Any, ...]:
    """Stand for the task that gathers; nothing is left to be placed."""
    return parts[:1]


class _Watch:
    """Looks from time to time how many tasks the scheduler knows, and what memory it has."""

    def __init__(self, client: Any, scheduler: int) -> None:
        from recto.batch.limits import resident

        self._resident, self._client, self._scheduler = resident, client, scheduler
        self._before = resident(scheduler)
        self._seen: list[tuple[int, int]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(1.0):
            known = self._client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks))
            self._seen.append((known, self._resident(self._scheduler) - self._before))

    def most(self) -> tuple[int, int]:
        """Return the most tasks that were seen, and the memory then."""
        self._over.set()
        self._thread.join()
        return max(self._seen, default=(0, 0))


def _sent(client: Any) -> float:
    """Return the bytes that client, scheduler and workers have sent to each other about tasks."""
    by_scheduler = client.run_on_scheduler(
        lambda dask_scheduler: sum(
            stream.byte_count
            for streams in (dask_scheduler.stream_comms, dask_scheduler.client_comms)
            for stream in streams.values()
        )
    )
    by_workers = client.run(lambda dask_worker: dask_worker.batched_stream.byte_count)
    return float(client.scheduler_comm.byte_count + by_scheduler + sum(by_workers.values()))


def _cpu(process: int) -> float:
    """Return the processor seconds that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Make the articles below a folder as the arguments say, and print what that took as JSON."""
    from recto import batch
    from recto.cluster.address import Address
    from recto.cluster.publishing import publish_all
    from recto.origins import find
    from recto.pipeline import Project

    folder, way = Path(sys.argv[1]), sys.argv[2]
    origins = find(["source"], base=folder)
    project = Project(folder, folder / way)
    begin = time.perf_counter()
    if way == "jobs":
        made = batch.publish_all(project, origins, jobs=2)
    else:
        made = publish_all(project, origins, address=Address.of("local:2"))
    if any(outcome.failure for outcome in made):
        sys.exit("Recto failed on an article")
    wall = time.perf_counter() - begin
    # As in batching.py: what its children took is told when the server has ended.
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sys.stdout.write(json.dumps([sum(usage.ru_utime + usage.ru_stime for usage in usages), wall]))


if __name__ == "__main__":
    main()
