"""How evenly print is set, and what it costs: lines that are planned beside lines that are filled.

Each text is laid out by turns in both ways, in one process; times are CPU seconds of the layout alone, and
their medians are compared. The texts differ in language, measure and kind.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal

from recto import api, markup, theme
from recto.writers import Edition
from recto.writers._pdf.options import PdfOptions
from recto.writers._pdf.page import printed_body
from recto.writers._pdf.press import lines_of, press_for
from recto.writers._pdf.printing import _fits, _page
from recto.writers._pdf.setup import page_setup
from recto.writers._pdf.spacing import SetLine
from tests.benchmarks.documents import SAMPLE

Way = Literal["greedy", "optimal"]
WAYS: tuple[Way, ...] = ("greedy", "optimal")
RUNS = 9
_PROSE = Path(__file__).parent / "prose"
_COLUMNS = "@page { margin: 18mm 16mm } main { column-count: 2; column-gap: 6mm; font-size: 9pt }"


@dataclass(frozen=True, slots=True)
class Text:
    """A text to set."""

    path: Path
    page_size: str
    rules: str = ""
    """Styles of its own."""


TEXTS = {
    "sample, A4": Text(SAMPLE, "A4"),
    "English, A5": Text(_PROSE / "origin.md", "A5"),
    "German, A5": Text(_PROSE / "aufklaerung.md", "A5"),
    "columns, A4": Text(_PROSE / "cities.md", "A4", _COLUMNS),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text was set in one way."""

    lines: tuple[SetLine, ...]
    seconds: float
    pages: int

    def share(self, kind: str) -> float:
        """Return the percentage of lines that are `loose`, `tight` or `hyphenated`."""
        return 100 * sum(bool(getattr(line, kind)) for line in self.lines) / len(self.lines)


def set_text(text: Text, *, runs: int = RUNS) -> dict[Way, Setting]:
    """Set a text in both ways, by turns."""
    article = api.read(text.path)
    edition = Edition(article, theme.load("default"), PdfOptions(page_size=text.page_size))
    press, setup = press_for(edition.theme), page_setup(edition.options, article.meta.lang)
    tables = _fits(edition, setup, article.assets, None)
    page = _page(edition, markup.xhtml(printed_body(article, notes_at_foot=True, tables=tables)), setup)
    seconds: dict[Way, list[float]] = {way: [] for way in WAYS}
    documents: dict[Way, Any] = {}
    for turn in range(runs + 1):
        for way in WAYS if turn % 2 else reversed(WAYS):
            begin = time.process_time()
            documents[way] = press.lay_out(
                page, article.assets, setup.rules + text.rules, {}, planned=way == "optimal"
            )
            if turn:  # the first warms up
                seconds[way].append(time.process_time() - begin)
    return {
        way: Setting(
            tuple(lines_of(documents[way])), median(seconds[way] or [0.0]), len(documents[way].pages)
        )
        for way in WAYS
    }


def evenness(names: Iterable[str] = (), *, runs: int = RUNS) -> Iterator[str]:
    """Yield the table of how evenly texts are set, line by line: those named, or all."""
    yield "Justified lines, percent: greedy ▶ optimal; the goal is half the loose lines at 1.25 of the time\n"
    yield f"{'':14}{'lines':>11}{'loose':>16}{'tight':>16}{'hyphenated':>16}{'pages':>9}{'time':>7}"
    for name in names or TEXTS:
        found = set_text(TEXTS[name], runs=runs)
        greedy, optimal = (found[way] for way in WAYS)
        counts = f"{len(greedy.lines)} ▶ {len(optimal.lines)}"
        shares = "".join(
            f"{f'{greedy.share(kind):.1f} ▶ {optimal.share(kind):.1f}':>16}"
            for kind in ("loose", "tight", "hyphenated")
        )
        ratio = optimal.seconds / greedy.seconds if greedy.seconds else 0.0
        yield f"{name:14}{counts:>11}{shares}{f'{greedy.pages} ▶ {optimal.pages}':>9}{ratio:7.2f}"
