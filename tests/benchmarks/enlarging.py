"""How a printed page's cost grows with the number of pages, and with what layout engines are slow at.

    python -m tests.benchmarks growth              45 and 270 pages; a few minutes
    python -m tests.benchmarks growth 45 900       as many pages as these; a quarter of an hour

Each is a process of its own (`recto build --to pdf`), less what one page takes: milliseconds of CPU, system
included, and megabytes of the peak, for each page more. What used to be quadratic is built in two sizes:
twice as much may take twice the time, less what three words take. Notes that a theme puts under a border
must not take a page each.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import documents
from tests.benchmarks.measure import PEAK_UNIT, ROOT, run

_PAGES = (45, 270)
_PAGES_A_CHAPTER = 1.5
GOALS = "the goals are 1.10 times the first's milliseconds, and 1.1 MB a page"
_LINES, _LETTERS, _DEPTH, _NOTES = 8000, 16_000, 90, 20
_BORDERED = """
@page { @footnote { border-top: .5pt solid; padding-top: 3pt; margin-top: 8pt } }
"""
_COUNT = "import pikepdf, sys; print(len(pikepdf.open(sys.argv[1]).pages))"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build took."""

    seconds: float
    peak: float
    """In megabytes."""
    pages: int
    failed: str = ""
    """What it said, if it made nothing."""


def growth(names: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a table: pages, milliseconds and megabytes a page; then what used to be slow."""
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as place:
        folder = Path(place)
        page = documents.write_page(folder)
        _built(page)  # so that all bytecode is compiled
        one = _built(page)
        yield f"Each page more than one, printed: {GOALS}"
        yield f"{'pages':>8}{'ms a page':>12}{'to first':>10}{'MB a page':>12}"
        first = 0.0
        for wanted in [int(name) for name in names] or _PAGES:
            (folder / str(wanted)).mkdir()
            documents.write(folder / str(wanted), chapters=max(1, round(wanted / _PAGES_A_CHAPTER)))
            made = _built(folder / str(wanted) / documents.ARTICLE)
            if made.failed:
                yield f"{wanted:>8}   {made.failed}"
                continue
            more = max(1, made.pages - one.pages)
            each = (made.seconds - one.seconds) / more * 1e3
            first = first or each
            yield f"{made.pages:8}{each:12.1f}{each / first:10.2f}{(made.peak - one.peak) / more:12.2f}"
        yield ""
        yield from _once_slow(folder)


def _once_slow(folder: Path) -> Iterator[str]:
    least = _built(_written(folder, "Only three words."))
    yield f"{'What used to be quadratic':32}{'half, s':>10}{'whole, s':>10}{'growth':>8}{'pages':>8}"
    yield _doubled(folder, least, f"code of {_LINES} lines", _code(_LINES // 2), _code(_LINES))
    yield _doubled(folder, least, f"a word of {_LETTERS} letters", _word(_LETTERS // 2), _word(_LETTERS))
    yield _doubled(folder, least, f"quotations {_DEPTH} deep", _nested(_DEPTH // 2), _nested(_DEPTH))
    notes = "\n\n".join(f"Word[^{n}].\n\n[^{n}]: A note." for n in range(_NOTES))
    theme = folder / "themes" / "bordered"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('extends = "default"\n')
    (theme / "pdf.css").write_text(_BORDERED)
    made = [_built(_written(folder, notes), "--theme", name) for name in ("default", "bordered")]
    told = [each.failed or f"{each.pages} pages" for each in made]
    yield f"{_NOTES} notes: {told[0]}; under a border with padding: {told[1]}"


def _doubled(folder: Path, least: Built, title: str, half: str, whole: str) -> str:
    first, second = (_built(_written(folder, text)) for text in (half, whole))
    if failed := first.failed or second.failed:
        return f"{title:32}{failed}"
    seconds = [each.seconds - least.seconds for each in (first, second)]
    growth = f"{seconds[1] / seconds[0]:8.2f}" if seconds[0] > 0.05 else f"{'-':>8}"
    return f"{title:32}{seconds[0]:10.2f}{seconds[1]:10.2f}{growth}{second.pages:8}"


def _code(lines: int) -> str:
    return "```\n" + "".join(f"line {number} of the listing\n" for number in range(lines)) + "```"


def _word(letters: int) -> str:
    return "abcdefghij" * (letters // 10)


def _nested(depth: int) -> str:
    return "> " * depth + "Deep."


def _written(folder: Path, body: str) -> Path:
    path = folder / "case.md"
    path.write_text(f"---\ntitle: A case\nlang: en\n---\n\n{body}\n", "utf-8")
    return path


def _built(path: Path, *more: str) -> Built:
    """Print an article in a process of its own."""
    output = path.with_suffix("")
    build = [sys.executable, "-m", "recto", "build", path.name, "-o", str(output)]
    command = [*build, "--to", "pdf", "--no-cache", *more]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = os.pathsep.join(
        filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH")))
    )
    with subprocess.Popen(
        command, cwd=path.parent, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    pdf = output / path.with_suffix(".pdf").name
    if process.returncode or not pdf.is_file():
        return Built(0, 0, 0, next((line for line in said.splitlines() if "error" in line), "it failed"))
    text, _ = run(["-c", _COUNT, str(pdf)])
    return Built(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * PEAK_UNIT / 1e6, int(text))
