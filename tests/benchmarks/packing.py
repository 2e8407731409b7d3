"""What an e-book costs to pack: whether it grows with the article and no faster, and beside pandoc.

The large article has 2,000 sections, 5,000 footnotes and 500 pictures; it, a half and a quarter of it are
packed in processes of their own, whose peaks before the packing (with the article in memory) and after it
are told apart. The sample is packed warm, with its cover and the fonts it takes, and read before that;
pandoc, if it is installed, makes its EPUB of the same file in a process, warm as well.
"""

from __future__ import annotations

import io
import json
import pickle
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.benchmarks import documents, measure
from tests.benchmarks.worker import cpu

SECTIONS, NOTES, PICTURES = 2000, 5000, 500
PARTS = (0.25, 0.5, 1.0)
FORMATS = ("epub", "kepub")
_RUNS = 9
_WORKER = ["-m", "tests.benchmarks.packing"]
_GOAL = 1.5


def growth(folder: Path) -> Iterator[str]:
    """Yield the lines of a table: seconds and megabytes for a quarter, a half and the whole."""
    yield f"Packing a quarter, half and all of {SECTIONS} sections, {NOTES} notes and {PICTURES} pictures"
    yield f"{'':8}{'CPU seconds':^30}{'peak, without the article, MB':^30}{'growth for twice as much':^30}"
    made = {part: folder / f"{part}.pickle" for part in PARTS}
    for part, path in made.items():
        measure.run([*_WORKER, str(part), str(path)])  # not here: a process's peak counts for those it starts
    for name in FORMATS:
        found = [json.loads(measure.run([*_WORKER, name, str(path)])[0]) for path in made.values()]
        seconds = [each["seconds"] for each in found]
        memory = [each["after"] - each["before"] for each in found]
        cells = [f"{second:10.2f}" for second in seconds] + [f"{size / 1e6:10.0f}" for size in memory]
        ratios = [f"{b / max(a, 1e-9):8.2f}" for values in (seconds, memory) for a, b in pairwise(values)]
        yield f"{name:8}{''.join(cells)}{''.join(ratios)}"


def beside_pandoc(folder: Path) -> Iterator[str]:
    """Yield how long the sample takes to read and pack, and what pandoc's process takes for its EPUB."""
    (sample,) = documents.prepare(folder, ["sample"])
    text, _ = measure.run([*_WORKER, "sample", str(sample.path)])
    times = json.loads(text)
    ours = times["reading"] + times["packing"]
    milliseconds = {name: round(seconds * 1e3) for name, seconds in times.items()}
    yield f"The sample, warm: read in {milliseconds['reading']} ms, packed in {milliseconds['packing']} ms"
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        yield "pandoc is not installed, so nothing is compared."
        return
    theirs = _least(lambda: _made_by(pandoc, sample.path), seconds=time.perf_counter)
    shares = f"packing is {times['packing'] / theirs:.2f} of that, reading and packing {ours / theirs:.2f}"
    yield f"pandoc's process: {theirs * 1e3:.0f} ms; {shares}; the goal is {_GOAL}"


def _made_by(pandoc: str, path: Path) -> None:
    subprocess.run([pandoc, path.name, "-o", "pandoc.epub"], cwd=path.parent, check=True, capture_output=True)


def _least(work: Callable[[], object], *, seconds: Callable[[], float] = cpu) -> float:
    work()
    times = []
    for _ in range(_RUNS):
        begin = seconds()
        work()
        times.append(seconds() - begin)
    return min(times)


def large(part: float) -> Any:
    """Make so large a part of the large article as a reader would."""
    from recto.article import Asset
    from tests.epub_books import article, call, notes

    sections, count, pictures = (round(part * whole) for whole in (SECTIONS, NOTES, PICTURES))
    chance = random.Random(documents.SEED)  # noqa: S311 - words are picked, not keys
    body: list[str] = []
    called = 0
    for number in range(sections):
        body.append(f'<h2 id="s{number}">Section {number}</h2>')
        upto = (number + 1) * count // sections
        calls = "".join(f" {_words(chance, 12)}.{call(each)}" for each in range(called + 1, upto + 1))
        called = upto
        body.append(
            f"<p>{_words(chance, 130)}.{calls} <a href='#s{(number * 7) % sections}'>See there</a>.</p>"
        )
        if number * pictures // sections != (number + 1) * pictures // sections:
            name = f"p{number * pictures // sections}.png"
            body.append(
                f'<figure><img src="{name}" alt="A picture"/><figcaption>{name}</figcaption></figure>'
            )
    body.append(notes(*(_words(chance, 15) for _ in range(count))))
    assets = [Asset(f"p{number}.png", "image/png", _picture(number), 320, 240) for number in range(pictures)]
    return article("".join(body), assets=assets)


def _parts(made: Any) -> tuple[Any, ...]:
    """Return what an article is made of and can be stored: its reading would cost more than its packing."""
    return made.body, made.sections, dict(made.assets), made.meta.title, made.meta.lang, made.meta.identifier


def _kept(path: Path) -> Any:
    from recto.article import Article, Meta, Source

    body, sections, assets, *facts = pickle.loads(path.read_bytes())  # noqa: S301 - our own
    return Article(Meta(*facts), body, sections, assets, Source("a.md", "a", "", {}, {}, 1))


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(documents.WORDS, k=count)).capitalize()


def _picture(number: int) -> bytes:
    from PIL import Image

    data = io.BytesIO()
    noise = Image.frombytes("L", (32, 24), random.Random(number).randbytes(768))  # noqa: S311
    noise.resize((320, 240)).save(data, "PNG")
    return data.getvalue()


def _writer(name: str) -> Any:
    from recto.writers.epub import EpubWriter
    from recto.writers.kepub import KepubWriter

    return {"epub": EpubWriter, "kepub": KepubWriter}[name]()


def _pack(writer: Any, made: Any) -> None:
    from recto import theme
    from recto.writers import Edition

    writer.write(Edition(made, theme.load("default"), writer.options()), lambda _: None)


def _measured(name: str, path: Path) -> dict[str, float]:
    writer = _writer(name)
    _pack(writer, large(0.005))
    made = _kept(path)
    before = _peak()
    begin = cpu()
    _pack(writer, made)
    return {"seconds": cpu() - begin, "before": before, "after": _peak()}


def _sample(path: Path) -> dict[str, float]:
    import recto

    writer, made = _writer("epub"), recto.read(path)
    return {
        "reading": _least(lambda: recto.read(path), seconds=time.perf_counter),
        "packing": _least(lambda: _pack(writer, made), seconds=time.perf_counter),
    }


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * measure.PEAK_UNIT


def main() -> None:
    """Be a process of its own: make a part of the large article, pack one, or the sample again and again."""
    what, which = sys.argv[1:]
    path = Path(which)
    if what == "sample":
        sys.stdout.write(json.dumps(_sample(path)))
    elif what in FORMATS:
        sys.stdout.write(json.dumps(_measured(what, path)))
    else:
        path.write_bytes(pickle.dumps(_parts(large(float(what)))))


if __name__ == "__main__":
    main()
