"""Starts processes and takes their times and peaks.

A peak cannot be taken back, so each peak is that of a process of its own; so is each cold time. What
is measured cold is what one types: the command, or the naive script. Linux counts the starting
process's own memory towards the child's peak, which is why the heavy packages are imported in
workers only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks import documents
from tests.benchmarks.documents import Document

ROOT = Path(__file__).parents[2]
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which getrusage counts a peak."""
STEPS = ("reading", "html", "pdf", "epub")


@dataclass(frozen=True, slots=True)
class Cost:
    """What making all editions of an article takes."""

    cpu: float
    """Seconds, those of the system included."""
    memory: float
    """Peak, in bytes."""
    steps: dict[str, float] = field(default_factory=dict)
    """CPU seconds of each step; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    document: Document
    state: str
    """`warm` or `cold`."""
    ours: Cost
    naive: Cost


def settle(first: Document, *, output: Path, variant: str) -> None:
    """Make `first` once with each stack, cold, so that all bytecode is compiled."""
    for stack in ("ours", variant):
        run(_command(stack, first, output))


def rows(document: Document, *, first: Document, output: Path, variant: str) -> Iterator[Row]:
    """Measure one article, warm (the process has made `first` before) and then cold."""
    stacks = ("ours", variant)
    worker = ["-m", "tests.benchmarks.worker"]
    places = [str(first.path), str(document.path), str(output)]
    text, _ = run([*worker, ",".join(stacks), *places, "--runs", str(document.runs)])
    taken: dict[str, list[dict[str, float]]] = json.loads(text)
    peaks = {stack: run([*worker, stack, *places])[1].ru_maxrss * PEAK_UNIT for stack in stacks}
    costs = ([Cost(sum(steps.values()), peaks[stack], steps) for steps in taken[stack]] for stack in stacks)
    yield Row(document, "warm", *map(_least, costs))
    cold: dict[str, list[Cost]] = {stack: [] for stack in stacks}
    for turn in range(document.cold_runs):
        for stack in stacks if turn % 2 == 0 else reversed(stacks):
            _, usage = run(_command(stack, document, output))
            cold[stack].append(Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * PEAK_UNIT))
    yield Row(document, "cold", _least(cold["ours"]), _least(cold[variant]))


def pages(output: Path, variant: str) -> tuple[int, int]:
    """Return how many pages our PDF has, and the naive stack's."""
    program = "import pikepdf, sys; print(*(len(pikepdf.open(path).pages) for path in sys.argv[1:]))"
    files = (output / stack / documents.ARTICLE for stack in ("ours", variant))
    text, _ = run(["-c", program, *(str(file.with_suffix(".pdf")) for file in files)])
    ours, naive = text.split()
    return int(ours), int(naive)


def _command(stack: str, document: Document, output: Path) -> list[str]:
    """Return what makes the editions in a process of its own."""
    article, place = str(document.path), str(output / stack)
    if stack == "ours":
        return ["-m", "recto", "build", article, "-o", place, "--no-cache", "--quiet"]
    return ["-m", "tests.benchmarks.naive", article, place, stack]


def _least(costs: list[Cost]) -> Cost:
    """Return the cost of the run that the rest of the machine disturbed least."""
    return min(costs, key=lambda cost: cost.cpu)


def run(arguments: list[str]) -> tuple[str, Any]:
    """Run Python with these arguments; return what it printed, and the resources it used."""
    command = [sys.executable, *arguments]
    # Where bytecode is not kept, starting is compiling.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        text = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed: python {' '.join(arguments)}")
    return text, usage
