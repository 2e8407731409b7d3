"""What the proof costs: the share of a build in which the editions are read back and compared.

Both are CPU seconds of one process, warm: it is built once before, and the median of some runs counts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest.mock import patch

import recto
from recto.pipeline import making
from recto.proof import Proof
from tests.benchmarks import documents

_RUNS = {"sample": 15, "30-page": 5, "300-page": 1}


def shares(names: Iterable[str], folder: Path) -> Iterator[str]:
    """Yield the lines of a table: for each article what its build takes, and how much of it the proof."""
    yield "The proof: its share of a build's CPU seconds, three editions; the goal is 10 %"
    yield f"{'':12}{'build':>10}{'proof':>10}{'share':>8}"
    for document in documents.prepare(folder, names):
        found = [_measured(document, folder / "build") for _ in range(_RUNS[document.name] + 1)]
        build, proof = (statistics.median(times) for times in zip(*found[1:], strict=True))
        yield f"{document.name:12}{build:10.3f}{proof:10.3f}{proof / build:8.1%}"


def _measured(document: documents.Document, output: Path) -> tuple[float, float]:
    """Return the CPU seconds of one build, and those that the proof took of them."""
    proving = 0.0

    class Measured(Proof):
        def of(self, *given: object, **named: object) -> list[recto.Diagnostic]:  # type: ignore[override]
            nonlocal proving
            begin = time.process_time()
            found = [*super().of(*given, **named)]  # type: ignore[arg-type]
            proving += time.process_time() - begin
            return found

    begin = time.process_time()
    with patch.object(making, "Proof", Measured):
        recto.build([str(document.path)], output=output)
    return time.process_time() - begin, proving
