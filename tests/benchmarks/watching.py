"""What a change to an article costs while `recto watch` runs: CPU seconds of it and of all below it.

A word is added to the article, as an editor would save it; what is taken then is counted until the three
editions are new and the watching process has come to rest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.benchmarks.measure import ROOT

_CHANGES = 8
_REST = 0.4
"""Seconds without CPU time after which the watching process rests."""
_PATIENCE = 60.0


def seconds_a_change(article: Path, place: Path) -> float:
    """Return the CPU seconds of one change to `article`, whose editions go to `place`."""
    command = [
        sys.executable,
        "-m",
        "recto",
        "watch",
        str(article),
        "-o",
        str(place),
        "--quiet",
        "--no-cache",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as watching:
        try:
            process = psutil.Process(watching.pid)
            text = article.read_text("utf-8")
            _await(lambda: len(_editions(place)) == 3)
            # The first change is that of a worker which has made nothing yet.
            _change(article, text, place, process, 0)
            before = _cpu(process)
            for number in range(1, _CHANGES + 1):
                _change(article, text, place, process, number)
            return (_cpu(process) - before) / _CHANGES
        finally:
            watching.terminate()


def _change(article: Path, text: str, place: Path, process: psutil.Process, number: int) -> None:
    before = _editions(place)
    new = article.with_suffix(".new")
    new.write_text(f"{text}\nChanged for the {'very ' * number}last time.\n", "utf-8")
    new.replace(article)
    _await(lambda: all(_editions(place).get(name) not in (None, was) for name, was in before.items()))
    _rest(process)


def _editions(place: Path) -> dict[str, int]:
    paths = [path for suffix in ("html", "pdf", "epub") for path in place.glob(f"*.{suffix}")]
    return {path.name: path.stat().st_mtime_ns for path in paths}


def _await(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not is_so():
        if time.monotonic() > until:
            raise SystemExit("recto watch makes nothing")
        time.sleep(0.02)


def _rest(process: psutil.Process) -> None:
    taken = _cpu(process)
    while True:
        time.sleep(_REST)
        taken, before = _cpu(process), taken
        if taken - before < 0.02:  # two ticks of the clock
            return


def _cpu(process: psutil.Process) -> float:
    total = 0.0
    for each in (process, *process.children(recursive=True)):
        try:
            times = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total
