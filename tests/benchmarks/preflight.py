"""What the preflight costs: its milliseconds, and its share of making the e-book, for each sample article."""

from __future__ import annotations

import io
import statistics
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import recto
from recto.writers._devices import DEVICES
from recto.writers._epub_preflight import preflight
from tests.benchmarks import documents
from tests.benchmarks.worker import cpu

GOAL = 50.0
"""Milliseconds for the sample."""


def milliseconds(names: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a table: the article, the book's size, what looking through it takes."""
    yield f"Preflight: CPU milliseconds, the median of nine; the goal for the sample is {GOAL:g}"
    yield f"{'':12}{'kB':>8}{'ms':>8}{'of making it':>15}"
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as folder:
        for document in documents.prepare(Path(folder), names):
            making = []
            for _ in range(3):
                began = cpu()
                recto.build(document.path, to=["epub"], output=folder)
                making.append(cpu() - began)
            book = (Path(folder) / document.path.with_suffix(".epub").name).read_bytes()
            looking = statistics.median(_once(book) for _ in range(9))
            share = looking / (min(making) * 1000)
            yield f"{document.name:12}{len(book) / 1000:8.0f}{looking:8.1f}{share:14.1%}"


def _once(book: bytes) -> float:
    began = cpu()
    for _ in preflight(io.BytesIO(book), DEVICES["generic"], name="book.epub"):
        pass
    return (cpu() - began) * 1000
