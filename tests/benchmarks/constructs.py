"""What constructs cost on the printed page: seconds a page, as articles that are full of them grow.

A construct is linear if a page costs the same at 10, 100 and 400 pages. Times are CPU seconds of the PDF
writer alone, the article being read already; the pages are those that came out.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice

from recto import reader, theme
from recto.article import Source
from recto.files import Files
from recto.settings import General
from recto.writers import Edition
from recto.writers._pdf.options import PdfOptions
from recto.writers.pdf import PdfWriter
from tests.benchmarks.documents import SAMPLE, WORDS

PAGES = (10, 100, 400)
_ROWS_A_PAGE = 35
_FIGURE = "constructs-canon.svg"


def _words(number: int, count: int) -> str:
    return " ".join(islice(cycle(WORDS), number * 7 % len(WORDS), number * 7 % len(WORDS) + count))


def _table(pages: int) -> str:
    rows = (
        f"| {n} | {n * 37 % 1000} | {_words(n, 4)} | {_words(n, 2)} |" for n in range(pages * _ROWS_A_PAGE)
    )
    return "| No. | Boats | Remark | Keeper |\n|--:|--:|---|---|\n" + "\n".join(rows)


def _wide_table(pages: int) -> str:
    """Return a table that is set sideways, in small type."""
    columns = 17
    rows = (
        f"|{'|'.join(f'{1000 + (row * 311 + column * 7919) % 90000:,}.0' for column in range(columns))}|"
        for row in range(pages * 30)
    )
    return f"|{'C|' * columns}\n|{'--:|' * columns}\n" + "\n".join(rows)


def _list_table(pages: int) -> str:
    """Return a table of cells with blocks, whose first column spans three rows each."""
    rows = (
        f"* - {{rowspan=3}} {_words(n, 2)}\n  - {n}\n  - - {_words(n, 3)}\n    - {_words(n, 2)}\n"
        f"* - {n}\n  - {_words(n, 5)}\n* - {n}\n  - `{_words(n, 1)}`\n"
        for n in range(pages * 8)
    )
    return "```{list-table}\n:stub-columns: 1\n\n" + "".join(rows) + "```"


def _tables(pages: int) -> str:
    """Return many tables, each of which could be too wide and is measured."""
    head = "| Where | What it is called | What is said of it |\n|---|---|---|\n"
    row = "| `a_long_name_of_code_{0}` | {1} | <https://example.org/{0}/quarterly-figures.html> |\n"
    return "\n\n".join(head + row.format(n, _words(n, 6)) * 4 for n in range(pages * 5))


def _everything(pages: int) -> str:
    """Return notes, figures and formulas in the text of an article, and below it one table.

    At 100 pages these are 200 notes, 100 figures, 100 formulas and 2,000 rows.
    """
    parts = [
        f"{_words(n, 70)}[^a{n}] {_words(n + 1, 30)}[^b{n}] {_words(n, 40)} $x_{{{n}}}^2 + y = {n}$.\n\n"
        f'![The map]({_FIGURE} "Figure of the {_words(n, 3)}"){{#fig:f{n}}}\n\n'
        f"As @fig:f{n} shows, {_words(n + 3, 60)}.\n\n"
        f"[^a{n}]: {_words(n, 12)}.\n[^b{n}]: {_words(n, 9)}."
        for n in range(pages)
    ]
    rows = "\n".join(f"| {n} | {_words(n, 4)} | {_words(n, 2)} |" for n in range(pages * 20))
    return "\n\n".join(parts) + f"\n\n| No. | Remark | Keeper |\n|--:|---|---|\n{rows}"


DOCUMENTS: dict[str, Callable[[int], str]] = {
    "one table": _table,
    "a wide table": _wide_table,
    "a list table": _list_table,
    "many tables": _tables,
    "everything": _everything,
}
"""Name → what makes an article of about so many pages."""


def seconds_a_page(names: Iterable[str] = ()) -> Iterator[str]:
    """Yield the table of what a page costs, line by line: of the documents named, or of all."""
    yield "CPU seconds a page of print (pages that came out)\n"
    yield f"{'':16}{''.join(f'{pages:>12} pages' for pages in PAGES)}{'growth':>10}"
    for name in names or DOCUMENTS:
        make = DOCUMENTS[name]
        costs, cells = list[float](), ""
        for pages in PAGES:
            seconds, came = _print(make(pages))
            costs.append(seconds / came)
            cells += f"{costs[-1]:11.3f} ({came})".rjust(18)
        yield f"{name:16}{cells}{costs[-1] / costs[0]:10.2f}"


def _print(text: str) -> tuple[float, int]:
    """Return the seconds that printing `text` takes, and the number of pages."""
    import pikepdf

    source = Source("article.md", "article", f"# Title\n\n{text}", {}, {}, 1)
    article = reader.read(source, Files(SAMPLE.parent), lambda _: None, General(reading_seconds=600))
    edition = Edition(article, theme.load("default"), PdfOptions())
    begin = time.process_time()
    (artifact,) = PdfWriter().write(edition, lambda _: None)
    seconds = time.process_time() - begin
    with pikepdf.open(io.BytesIO(artifact.data)) as pdf:
        return seconds, len(pdf.pages)
