"""What the preflights cost: milliseconds, and the share of making the edition, for each sample article."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import recto
from recto.checking import Wish, check, devices
from tests.benchmarks import documents
from tests.benchmarks.worker import cpu

GOAL = 50.0
"""Milliseconds for the sample."""
FORMATS = ("html", "epub", "pdf")


def milliseconds(names: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a table: the article, the edition's size, what looking through it takes."""
    yield f"Preflight: CPU milliseconds, the median of nine; the goal for the sample is {GOAL:g}"
    yield f"{'':12}{'':6}{'kB':>8}{'ms':>8}{'of making it':>15}"
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as folder:
        for document in documents.prepare(Path(folder), names):
            for form in FORMATS:
                began = cpu()
                recto.build(document.path, to=[form], output=folder)
                making = cpu() - began
                edition = (Path(folder) / document.path.name).with_suffix(f".{form}")
                looking = statistics.median(_once(edition) for _ in range(9))
                size = edition.stat().st_size / 1000
                share = looking / (making * 1000)
                yield f"{document.name:12}{form:6}{size:8.0f}{looking:8.1f}{share:14.1%}"


def _once(edition: Path) -> float:
    began = cpu()
    check([edition], Wish(devices([]), ask=False))
    return (cpu() - began) * 1000
