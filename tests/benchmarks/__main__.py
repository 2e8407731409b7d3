"""Measure what the three editions cost, and print it as ratios to the naive stack.

    python -m tests.benchmarks                     everything; several minutes, on a quiet machine
    python -m tests.benchmarks --quick             without the 300 pages, fewer runs
    python -m tests.benchmarks sample --against shared
    python -m tests.benchmarks reading             the reader's bounds instead; six minutes
    python -m tests.benchmarks cache               what the cache saves a thousand articles; three minutes
    python -m tests.benchmarks constructs          what constructs cost a printed page; ten minutes
    python -m tests.benchmarks constructs everything
    python -m tests.benchmarks packing             how e-books grow, and the sample beside pandoc; a minute
    python -m tests.benchmarks checks              what checking the source takes, beside reading it
    python -m tests.benchmarks preflight           what looking through a finished e-book takes
    python -m tests.benchmarks printing            the print edition against bare WeasyPrint on the same page
    python -m tests.benchmarks proof               what reading editions back takes of a build; a minute
    python -m tests.benchmarks peers 200           many articles beside pandoc, Typst and WeasyPrint
    python -m tests.benchmarks growth 45 900       what each page more costs, and what used to be quadratic
    python -m tests.benchmarks batch               many articles in one process and in workers; two minutes
    python -m tests.benchmarks batch 200           as many articles
    python -m tests.benchmarks cluster 100000      what a scheduler bears: empty tasks; five minutes
    python -m tests.benchmarks cluster beside 200  many articles on --cluster local:2, beside --jobs 2
    python -m tests.benchmarks lines               how evenly lines are set, and what that costs; a minute

Nothing is judged: the exit code says only whether it could be measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from tests.benchmarks import (
    batching,
    checks,
    clustering,
    constructs,
    documents,
    enlarging,
    keeping,
    lines,
    measure,
    packing,
    peers,
    preflight,
    printing,
    proving,
    reading,
)
from tests.benchmarks.measure import STEPS, Row

NAMES = tuple(documents.ARTICLES)
VARIANTS = ("bare", "shared", "tagged")
PACKAGES = ("recto", "markdown", "weasyprint", "ebooklib", "pikepdf", "pillow")
GOAL = "the goal, against `bare`, is 1.15 of its CPU and 1.10 of its memory"


def _printing(names: Sequence[str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as folder:
        yield from printing.compared(names or NAMES, Path(folder))


def _packing(_: Sequence[str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as folder:
        yield from chain(packing.growth(Path(folder)), packing.beside_pandoc(Path(folder)))


def _batch(names: Sequence[str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as folder:
        yield from batching.rates(int(next(iter(names), batching.ARTICLES)), Path(folder))


def _proof(names: Sequence[str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as folder:
        yield from proving.shares(names or NAMES, Path(folder))


def _cache(names: Sequence[str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as folder:
        yield from keeping.seconds(names, Path(folder))


OTHERS: Mapping[str, Callable[[Sequence[str]], Iterable[str]]] = {
    "batch": _batch,
    "cache": _cache,
    "checks": lambda names: checks.share(names or NAMES),
    "cluster": lambda names: clustering.compared(list(names)),
    "constructs": constructs.seconds_a_page,
    "growth": enlarging.growth,
    "lines": lines.evenness,
    "packing": _packing,
    "peers": peers.compared,
    "preflight": lambda names: preflight.milliseconds(names or NAMES),
    "printing": _printing,
    "proof": _proof,
    "reading": lambda _: chain(reading.megabyte(), [""], reading.growth()),
}
"""What else is measured → what prints it, given the names behind it."""


def main() -> None:
    """Measure what the arguments name."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all by default")
    parser.add_argument("--against", choices=VARIANTS, default="bare", help="which naive stack")
    parser.add_argument("--quick", action="store_true", help="without the 300 pages, with fewer runs")
    given = parser.parse_args()
    kind, *names = given.names or [""]
    if kind in OTHERS:
        for line in OTHERS[kind](names):
            _say(line)
        return
    if unknown := set(given.names) - set(NAMES):
        parser.error(f"no such article: {', '.join(sorted(unknown))}")
    names = given.names or [name for name in NAMES if not (given.quick and name == "300-page")]
    _say(_setting(given.against))
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as folder:
        places = Path(folder)
        (first,) = documents.prepare(places / "first", ["sample"])
        measure.settle(first, output=places / "build", variant=given.against)
        found: list[Row] = []
        sheets: list[str] = []
        for document in documents.prepare(places, names):
            _tell(f"measuring {document.name} …")
            chosen = replace(document, runs=min(document.runs, 2), cold_runs=1) if given.quick else document
            output = places / "build" / document.name
            found += measure.rows(chosen, first=first, output=output, variant=given.against)
            sheets.append(f"{document.name} {'/'.join(map(str, measure.pages(output, given.against)))}")
    _say(_table(found))
    _say(_breakdown(found))
    _say(f"printed pages, ours/naive: {', '.join(sheets)}; load average after: {_load()}")


def _setting(variant: str) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    title = f"Recto against the naive stack `{variant}`; {GOAL}"
    return f"{title}\n{packages}\n{machine}; load average before: {_load()}\n"


def _table(found: Iterable[Row]) -> str:
    lines = [
        f"{'':15}{'ratio, ours to naive':^20}{'CPU seconds':^20}{'peak memory, MB':^20}",
        f"{'':15}{'CPU':>10}{'memory':>10}{'ours':>10}{'naive':>10}{'ours':>10}{'naive':>10}",
    ]
    for row in found:
        ours, naive = row.ours, row.naive
        lines.append(
            f"{row.document.name + ' ' + row.state:15}"
            f"{ours.cpu / naive.cpu:10.2f}{ours.memory / naive.memory:10.2f}"
            f"{ours.cpu:10.3f}{naive.cpu:10.3f}{ours.memory / 1e6:10.0f}{naive.memory / 1e6:10.0f}"
        )
    return "\n".join(lines) + "\n"


def _breakdown(found: Iterable[Row]) -> str:
    """Return where the time goes, warm: ours and the naive stack's in milliseconds, and the ratio."""
    lines = ["CPU milliseconds by step, warm: ours / naive (ratio)"]
    lines.append(f"{'':15}" + "".join(f"{step:^22}" for step in STEPS))
    for row in found:
        if row.state != "warm":
            continue
        times = ((row.ours.steps[step] * 1e3, row.naive.steps[step] * 1e3) for step in STEPS)
        cells = (f"{ours:.0f} / {naive:.0f} ({ours / naive:.2f})" for ours, naive in times)
        lines.append(f"{row.document.name:15}" + "".join(f"{cell:^22}" for cell in cells))
    return "\n".join(lines) + "\n"


def _load() -> str:
    return " ".join(f"{load:.2f}" for load in os.getloadavg())


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    main()
