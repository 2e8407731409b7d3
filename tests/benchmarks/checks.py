"""What the rules cost: their milliseconds, and their share of reading, for the samples and real documents."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from recto import checks, reader
from recto.article import Article
from recto.checks.manuscript import Manuscript
from recto.diagnostics import Diagnostic
from recto.files import Files
from recto.origins import Origin
from recto.settings import Settings, resolve
from recto.source import load
from tests.benchmarks import documents
from tests.benchmarks.worker import cpu

GOAL = 0.1
ROOT = Path(__file__).parents[2]
REAL = (ROOT / "README.md", ROOT / "source" / "constructs.md")
_RUNS = 7


def share(names: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a table: the article, what reading it takes, what checking it does."""
    yield f"Checks of the source: CPU milliseconds, the least of {_RUNS}; the goal is {GOAL:.0%} of reading"
    yield f"{'':16}{'kB':>8}{'reading':>9}{'checks':>9}{'share':>8}   the dearest rules"
    settings = resolve([], {})
    with tempfile.TemporaryDirectory(prefix="recto-benchmarks-") as folder:
        paths = [(each.name, each.path) for each in documents.prepare(Path(folder), names)]
        for name, path in [*paths, *((path.name, path) for path in REAL)]:
            reading, article = min((_read(path, settings) for _ in range(_RUNS)), key=lambda found: found[0])
            checking = min(_timed(partial(_check, article, settings)) for _ in range(_RUNS))
            kilobytes = len(article.source.text) / 1000
            yield (
                f"{name:16}{kilobytes:8.0f}{reading:9.1f}{checking:9.1f}{checking / reading:8.1%}   "
                + ", ".join(f"{rule} {spent:.1f}" for spent, rule in _dearest(article, settings))
            )


def _read(path: Path, settings: Settings) -> tuple[float, Article]:
    source = load(Origin(path.name, path.stem, path.parent, path))
    began = cpu()
    article = reader.read(source, Files(path.parent), lambda _: None, settings.general)
    return (cpu() - began) * 1000, article


def _check(article: Article, settings: Settings) -> list[Diagnostic]:
    return list(checks.check(article, settings, checks.switched(article, settings)))


def _dearest(article: Article, settings: Settings) -> list[tuple[float, str]]:
    """Return the three rules that take longest, after what all of them share."""
    manuscript = Manuscript(article, settings.general)
    words = (_timed(lambda: manuscript.passages), "words")
    rules = [(_timed(partial(_apply, rule, manuscript)), checks.code_of(rule)) for rule in checks.RULES]
    return sorted([words, *rules], reverse=True)[:3]


def _apply(rule: checks.Rule, manuscript: Manuscript) -> None:
    for _ in rule(manuscript):
        pass


def _timed(work: Callable[[], object]) -> float:
    began = cpu()
    work()
    return (cpu() - began) * 1000
