"""What many articles, one and a megabyte cost beside what other programs take for the same files.

    python -m tests.benchmarks peers [COUNT] [PART …]      parts: batch cold megabyte watch (all by default)

Peers are called as one would: a pandoc process per file and format, Typst in one Python process for all
(its package from PyPI), WeasyPrint as pandoc's engine; and all of pandoc in one process, driven by Lua. They
are looked for on the path and in the environment of the interpreter that RECTO_PEERS names, into which
`pip install pypandoc_binary typst` puts them. What is missing is said, and not compared.

CPU seconds are those of the children and of theirs, system included, whoever started them (on Linux, where a
process can adopt those whose parents have gone); the sides take turns, and of the rounds the least counts.
`warm` leaves out what our process takes for a first article, and so how small COUNT is. Nothing of
ours comes from the cache.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import documents, watching
from tests.benchmarks.measure import ROOT

Round = Callable[[], None]
PARTS = ("batch", "cold", "megabyte", "watch")
GOALS = {
    "typst": 0.60,
    "weasyprint": 0.12,
    "lua": 1.5,
    "books": 0.08,
    "cold": 0.45,
    "megabyte": 0.45,
    "watch": 0.45,
}
"""What issue 8 asks for: with 200 articles and two workers where there are many."""
_COUNT = 20
_SLOW = 5
"""Articles that pandoc prints through WeasyPrint: each takes a second, whatever their number."""
_ROUNDS = 2
_TYPESET = "import sys, typst\nfor path in sys.argv[1:]: typst.compile(path, output=path[:-4] + '.typst.pdf')"
_WHERE = "import pypandoc; print(pypandoc.get_pandoc_path())"


@dataclass(frozen=True, slots=True)
class Peers:
    """The other programs; None for what is not here."""

    pandoc: str | None
    typst: str | None
    """The interpreter that has Typst's package."""
    weasyprint: str | None

    @classmethod
    def found(cls) -> Peers:
        """Look for them."""
        python = os.environ.get("RECTO_PEERS", sys.executable)
        place = os.pathsep.join((str(Path(python).parent), str(Path(sys.executable).parent)))
        return cls(
            pandoc=shutil.which("pandoc") or _said([python, "-c", _WHERE]),
            typst=python if _said([python, "-c", "import typst; print(typst.__version__)"]) else None,
            weasyprint=shutil.which("weasyprint", path=place) or shutil.which("weasyprint"),
        )

    def versions(self) -> Iterator[str]:
        """Yield the version of each, or that it is missing."""
        first = _said([self.pandoc, "--version"]) if self.pandoc else None
        yield first.splitlines()[0] if first else "pandoc is missing"
        program = "import importlib.metadata as m; print(m.version('typst'))"
        typst = _said([self.typst, "-c", program]) if self.typst else None
        yield f"typst {typst}" if typst else "the package typst is missing"
        weasyprint = _said([self.weasyprint, "--version"]) if self.weasyprint else None
        yield weasyprint or "weasyprint is missing"


def compared(names: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a table: what it is, our CPU, theirs, the ratio and the goal."""
    counts = [int(name) for name in names if name.isdigit()]
    parts = [name for name in names if not name.isdigit()] or PARTS
    if unknown := set(parts) - set(PARTS):
        raise SystemExit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    _adopt()
    peers = Peers.found()
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    yield f"Recto beside its peers: CPU milliseconds, system included; {machine}"
    yield f"load average before: {os.getloadavg()[0]:.2f}; {'; '.join(peers.versions())}"
    if peers.pandoc is None:
        yield "Nothing is compared: pip install pypandoc_binary typst, and name that Python in RECTO_PEERS."
        return
    yield f"{'':44}{'ours':>8}{'theirs':>8}{'ratio':>8}{'warm':>8}{'goal':>8}"
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as folder:
        bench = Bench(Path(folder), peers.pandoc, peers)
        if "batch" in parts:
            yield from bench.batch(counts[0] if counts else _COUNT)
        if "cold" in parts:
            yield from bench.cold()
        if "megabyte" in parts:
            yield from bench.megabyte()
        if "watch" in parts:
            yield from bench.watch()


class Bench:
    """Where all of them work."""

    def __init__(self, folder: Path, pandoc: str, peers: Peers) -> None:
        self.folder, self.pandoc, self.peers = folder, pandoc, peers
        self.made = folder / "made"
        self.made.mkdir()

    def batch(self, count: int) -> Iterator[str]:
        """Compare many articles: all formats, then without print."""
        articles = documents.write_many(self.folder / "many", count)
        every = documents.write_many(self.folder / "one", 1)[0]
        rounds: dict[str, tuple[int, Round]] = {
            "ours": (count, lambda: self.recto(self.folder / "many")),
            "first": (1, lambda: self.recto(every)),
            "our books": (count, lambda: self.recto(self.folder / "many", "--to", "html,epub")),
            "first book": (1, lambda: self.recto(every, "--to", "html,epub")),
            "books": (count, lambda: self.convert(articles, "html", "epub")),
        }
        if self.peers.typst:
            rounds["typst"] = (count, lambda: self.typeset(articles))
            rounds["lua"] = (count, lambda: self.drive(articles))
        if self.peers.weasyprint:
            slow = articles[:_SLOW]
            rounds["weasyprint"] = (len(slow), lambda: self.convert(slow, "html", "epub", "pdf"))
        # Once before, so that all bytecode is compiled.
        self.recto(every)
        taken = _by_turns({name: work for name, (_, work) in rounds.items()})
        each = {name: taken[name] / number for name, (number, _) in rounds.items()}
        for name, ours, first, title in (
            ("typst", "ours", "first", "a loop of pandoc, and Typst"),
            ("weasyprint", "ours", "first", "a loop of pandoc with WeasyPrint"),
            ("lua", "ours", "first", "one pandoc by Lua, and Typst"),
            ("books", "our books", "first book", "HTML and EPUB: a loop of pandoc"),
        ):
            if name in each:
                more = (taken[ours] - taken[first]) / (count - 1) if count > 1 else each[ours]
                yield _row(f"{count} articles, {title}", each[ours], each[name], goal=GOALS[name], warm=more)

    def cold(self) -> Iterator[str]:
        """Compare one article of a page, each program started anew."""
        if self.peers.weasyprint is None:
            return
        page = documents.write_page(self.folder / "page")
        taken = _by_turns(
            {"ours": lambda: self.recto(page), "cold": lambda: self.convert([page], "html", "epub", "pdf")}
        )
        yield _row("one page cold, pandoc with WeasyPrint", taken["ours"], taken["cold"], goal=GOALS["cold"])

    def megabyte(self) -> Iterator[str]:
        """Compare a megabyte of Markdown made into a web page."""
        long = documents.megabyte(self.folder / "long.md")
        taken = _by_turns(
            {
                "ours": lambda: self.recto(long, "--to", "html"),
                "megabyte": lambda: self.convert([long], "html"),
            }
        )
        yield _row("a megabyte to HTML, pandoc", taken["ours"], taken["megabyte"], goal=GOALS["megabyte"])

    def watch(self) -> Iterator[str]:
        """Compare a change to an article of two pages, seen by `recto watch`."""
        if self.peers.typst is None:
            return
        (article,) = documents.write_many(self.folder / "watched", 1)
        ours = watching.seconds_a_change(article, self.made / "watched")
        taken = _by_turns({"watch": lambda: self.typeset([article])})
        yield _row("a change while watching, pandoc and Typst", ours, taken["watch"], goal=GOALS["watch"])

    def recto(self, path: Path, *more: str) -> None:
        """Build what is at `path`, as it is typed, but all of it anew."""
        place = str(self.made / "ours")
        build = [sys.executable, "-m", "recto", "build", str(path), "-o", place, "--quiet", "--no-cache"]
        _run([*build, *more])

    def convert(self, articles: Sequence[Path], *suffixes: str) -> None:
        """Call pandoc for each article and format."""
        for article in articles:
            for suffix in suffixes:
                made = self.made / f"{article.stem}.{suffix}"
                engine = [f"--pdf-engine={self.peers.weasyprint}"] if suffix == "pdf" else []
                embed = ["--embed-resources"] if suffix == "html" else []
                _run([self.pandoc, "--standalone", *embed, *engine, str(article), "-o", str(made)])

    def typeset(self, articles: Sequence[Path]) -> None:
        """Call pandoc for each article and format, and then Typst for all."""
        self.convert(articles, "html", "epub", "typ")
        self._compile(articles)

    def drive(self, articles: Sequence[Path]) -> None:
        """Let one pandoc make all, and one Typst."""
        names = self.folder / "list"
        names.write_text("".join(f"{article}\n" for article in articles))
        script = Path(__file__).with_name("_peers.lua")
        _run([self.pandoc, "lua", str(script), str(names), str(self.made)])
        self._compile(articles)

    def _compile(self, articles: Sequence[Path]) -> None:
        made = (str(self.made / f"{article.stem}.typ") for article in articles)
        _run([str(self.peers.typst), "-c", _TYPESET, *made])


def _by_turns(rounds: Mapping[str, Round]) -> dict[str, float]:
    """Return the least CPU seconds that each takes."""
    taken: dict[str, list[float]] = {name: [] for name in rounds}
    for turn in range(_ROUNDS):
        for name in list(rounds)[:: 1 if turn % 2 == 0 else -1]:
            before = _children()
            rounds[name]()
            taken[name].append(_children() - before)
    return {name: min(times) for name, times in taken.items()}


def _adopt() -> None:
    """Become the parent of those whose parents are gone: our workers' server outlives the command."""
    if sys.platform == "linux":
        set_child_subreaper = 36  # <linux/prctl.h>
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def _children() -> float:
    """Return the CPU seconds of all children so far, those that are adopted too, once they have ended."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _row(title: str, ours: float, theirs: float, *, goal: float, warm: float | None = None) -> str:
    share = "" if warm is None else f"{warm / theirs:.2f}"
    return f"{title:44}{ours * 1e3:8.0f}{theirs * 1e3:8.0f}{ours / theirs:8.2f}{share:>8}{goal:8.2f}"


def _run(command: Sequence[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), environment.get("PYTHONPATH"))))
    environment["PYTHONPATH"] = path
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"failed: {' '.join(command[:4])} …\n{run.stderr[-2000:]}")


def _said(command: Sequence[str]) -> str | None:
    """Return what a program says; None if it is not there or fails."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return run.stdout.strip() or None if run.returncode == 0 else None
