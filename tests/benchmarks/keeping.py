"""What the cache saves: many short articles built cold, from kept results, and with nothing changed.

The command is started anew each time, as one types it; what it prints is counted, too. A thousand articles
are built as web pages only, so that it does not take a quarter of an hour; a twentieth of them three times.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks import documents, measure

_ARTICLES = 1000
_SECTIONS = 4
_RUNS = 5
"""How often it is built with nothing changed; the least counts."""
GOAL = "nothing changed in 1,000 articles: 0.40 s"


def seconds(names: Sequence[str], folder: Path) -> Iterator[str]:
    """Yield the lines of a table: seconds by the clock, and of the processors, for so many articles."""
    count = int(names[0]) if names else _ARTICLES
    yield f"The cache: seconds, wall (CPU); the goal is {GOAL}"
    states = ("cold", "results kept", "files put back", "nothing changed")
    yield f"{'':24}" + "".join(f"{state:>18}" for state in states)
    for formats, number in (("html", count), ("html,pdf,epub", max(1, count // 20))):
        place = folder / formats.replace(",", "-")
        _write(place / "source", number)
        found = [_built(place, formats)]
        (place / "build").rename(place / "elsewhere")
        shutil.rmtree(place / "cache" / "projects")
        found.append(_built(place, formats))
        shutil.rmtree(place / "build")
        found.append(_built(place, formats))
        found.append(min(_built(place, formats) for _ in range(_RUNS)))
        cells = "".join(f"{f'{wall:.2f} ({cpu:.2f})':>18}" for wall, cpu in found)
        yield f"{f'{number} × {formats}':24}" + cells


def _write(folder: Path, count: int) -> None:
    """Write so many articles, each of about a page."""
    folder.mkdir(parents=True)
    chance = random.Random(documents.SEED)  # noqa: S311 - the same words in each run
    for number in range(count):
        parts = [f"---\ntitle: Article {number}\nlang: en\n---"]
        for section in range(1, _SECTIONS + 1):
            # Each word once, in headings that differ: else there would be findings to tell.
            words = " ".join(chance.sample(documents.WORDS, k=80))
            parts += [f"## Section {section}", f"{words.capitalize()}."]
        text = "\n\n".join(parts) + "\n"
        (folder / f"{number:04}.md").write_text(text, "utf-8")


def _built(place: Path, formats: str) -> tuple[float, float]:
    """Build the articles; return the seconds by the clock and those of the processors."""
    begin = time.perf_counter()
    folders = [str(place / "source"), "-o", str(place / "build"), "--cache", str(place / "cache")]
    quietly = ["--set", "pdf.loose_lines=9"]  # words in no order make loose lines
    _, usage = measure.run(["-m", "recto", "build", *folders, "--to", formats, *quietly])
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime
