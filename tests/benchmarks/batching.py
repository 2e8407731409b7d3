"""Many articles: what they cost in one process, in one worker and in two, and how one worker grows.

Each way is a process of its own that starts cold. Its CPU time is that of all its processes; of two
runs, one in each order, the least counts.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path

from tests.benchmarks import documents, measure

ARTICLES = 40
_WAYS = (("one process", 0), ("1 worker", 1), ("2 workers", 2))


@dataclass(frozen=True, slots=True)
class _Taken:
    """What all articles took."""

    cpu: float
    wall: float
    growth: float
    """Megabytes that the first worker has more at the end than after a fifth of its articles."""


def rates(count: int, folder: Path) -> Iterator[str]:
    """Yield the lines of a table: articles a second of each way, and its ratio to one process."""
    source = folder / "source"
    source.mkdir()
    for number in range(count):
        documents.write(source, chapters=1, seed=number, name=f"{number:04}.md")
    yield f"{count} distinct articles of two pages, three editions each; ratios are those to one process"
    yield f"{'':14}{'a CPU second':>14}{'ratio':>8}{'a second':>14}{'ratio':>8}{'growth, MB':>12}"
    found: dict[str, list[_Taken]] = {name: [] for name, _ in _WAYS}
    for ways in (_WAYS, _WAYS[::-1]):
        for name, jobs in ways:
            found[name].append(_taken(source, folder / "build" / str(jobs), jobs))
    alone = _least(found["one process"])
    for name, _ in _WAYS:
        taken = _least(found[name])
        yield (
            f"{name:14}{count / taken.cpu:14.2f}{alone.cpu / taken.cpu:8.2f}"
            f"{count / taken.wall:14.2f}{alone.wall / taken.wall:8.2f}{taken.growth:12.0f}"
        )


def _taken(source: Path, output: Path, jobs: int) -> _Taken:
    arguments = ["-m", "tests.benchmarks.batching", str(source), str(output), str(jobs)]
    text, _ = measure.run(arguments)
    return _Taken(**json.loads(text))


def _least(taken: list[_Taken]) -> _Taken:
    return _Taken(
        min(each.cpu for each in taken), min(each.wall for each in taken), min(each.growth for each in taken)
    )


def main() -> None:
    """Make the articles as the arguments say, and print what that took as JSON."""
    from recto import pipeline
    from recto.batch.limits import resident
    from recto.batch.pool import Pool
    from recto.origins import find

    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("jobs", type=int)
    given = parser.parse_args()
    project = pipeline.Project(given.source.parent, given.output)
    origins = find([given.source.name], base=project.root)
    begin = time.perf_counter()
    sizes: list[int] = []
    with Pool(project, given.jobs) as pool:
        made = pool.publish(origins) if given.jobs else pipeline.publish_all(project, origins)
        for outcome in made:
            if outcome.failure is not None:
                sys.exit(f"Recto failed on {outcome.name}: {[str(finding) for finding in outcome.findings]}")
            sizes.append(resident(next(iter(pool.processes()), 0)) if given.jobs else 0)
    wall = time.perf_counter() - begin
    # The workers are children of the server they are forked from: what they took is told when it has ended.
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    growth = (sizes[-1] - sizes[len(sizes) // 5]) / 1e6
    sys.stdout.write(json.dumps({"cpu": cpu, "wall": wall, "growth": growth}))


if __name__ == "__main__":
    main()
