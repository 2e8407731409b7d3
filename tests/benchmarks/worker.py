"""One process that makes editions, warm, and prints what each step took as JSON.

Before it measures it makes another article once with each stack, so that what is loaded and cached
on first use is there. Then the stacks take turns, in changing order, each from a collected heap. CPU
time is that of the process and of its children.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

Step = Callable[[str], None]
Build = Callable[[Path, Path, Step], None]


class Clock:
    """Splits CPU time into steps; an empty name ends the last one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._name = ""
        self._since = 0.0

    def __call__(self, name: str) -> None:
        now = cpu()
        if self._name:
            self.seconds[self._name] = now - self._since
        self._name, self._since = name, now


def cpu() -> float:
    """Return the CPU seconds used so far.

    `time.process_time` counts in whole ticks while a timer runs, and Recto's reader has one.
    """
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def build_ours(article: Path, output: Path, step: Step) -> None:
    """Make the editions as `recto build` does."""
    from recto.origins import find
    from recto.pipeline import Project, publish_all

    # One project for all articles, as what belongs to a theme is kept for the project's next article.
    project = Project(Path.cwd(), output)
    outcomes = publish_all(project, find([str(article)], base=project.root), step)
    for outcome in outcomes:
        if outcome.failure is not None:
            sys.exit(f"Recto failed on {article.name}: {[str(finding) for finding in outcome.findings]}")


def build_naive(variant: str, article: Path, output: Path, step: Step) -> None:
    """Make the editions as the naive stack does."""
    from tests.benchmarks import naive

    naive.build(article, output, step=step, variant=variant)


def builder(stack: str) -> Build:
    """Return what makes editions: `ours` or a variant of the naive stack."""
    return build_ours if stack == "ours" else partial(build_naive, stack)


def measured(build: Build, article: Path, output: Path) -> dict[str, float]:
    """Return the CPU seconds of each step."""
    gc.collect()
    clock = Clock()
    clock("starting")
    build(article, output, clock)
    clock("")
    return clock.seconds


def main() -> None:
    """Measure as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("stacks", help="`ours`, variants of the naive stack, or several, with commas")
    parser.add_argument("first", type=Path, help="the article that is made before")
    parser.add_argument("article", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--runs", type=int, default=1)
    given = parser.parse_args()
    stacks = given.stacks.split(",")
    for stack in stacks:
        measured(builder(stack), given.first, given.output / stack)
    taken: dict[str, list[dict[str, float]]] = {stack: [] for stack in stacks}
    for turn in range(given.runs):
        for stack in stacks if turn % 2 == 0 else reversed(stacks):
            taken[stack].append(measured(builder(stack), given.article, given.output / stack))
    sys.stdout.write(json.dumps(taken))


if __name__ == "__main__":
    main()
