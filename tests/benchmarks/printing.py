"""What Recto adds to printing: its print edition against WeasyPrint's own of the same styled page.

The page that Recto lays out last, its style sheets and its files are handed to a bare
`weasyprint.HTML(...).write_pdf(...)`, in the same process and by turns. That parses page and style sheets,
lays out and writes a PDF without tags; Recto's time is that of its writer: from the article that was read to
the finished bytes, with all that it does to the page, structure, conformance, attachments and proof. Peaks
are those of processes that only do the one or the other, started by one that is small.
"""

from __future__ import annotations

import gc
import json
import pickle
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.benchmarks import documents, measure
from tests.benchmarks.worker import cpu

_RUNS = {"sample": 15, "30-page": 5, "300-page": 3}
_WORKER = ["-m", "tests.benchmarks.printing"]


@dataclass(frozen=True, slots=True)
class Printed:
    """The last page that was laid out, and what it needs."""

    page: str
    sheets: tuple[str, ...]
    assets: dict[str, Any]
    theme: str


def compared(names: Iterable[str], folder: Path) -> Iterator[str]:
    """Yield the lines of a table: for each article the costs of both, and their ratios."""
    yield "Printing: Recto's writer against bare WeasyPrint on the same page; the goal is 1.25 of its CPU"
    yield f"{'':12}{'pages':>7}{'CPU seconds':^28}{'peak, MB':^28}"
    yield f"{'':19}" + f"{'ours':>10}{'bare':>10}{'ratio':>8}" * 2
    for document in documents.prepare(folder, names):
        kept = document.path.with_suffix(".pickle")
        text, _ = measure.run([*_WORKER, "both", str(document.path), str(kept), str(_RUNS[document.name])])
        times = json.loads(text)
        one, other = (statistics.median(times[stack]) for stack in ("ours", "bare"))
        ratio = statistics.median(a / b for a, b in zip(times["ours"], times["bare"], strict=True))
        peaks = [_peak("ours", document.path), _peak("bare", kept)]
        yield (
            f"{document.name:12}{times['pages']:7}{one:10.3f}{other:10.3f}{ratio:8.2f}"
            f"{peaks[0] / 1e6:10.0f}{peaks[1] / 1e6:10.0f}{peaks[0] / peaks[1]:8.2f}"
        )


def by_turns(ours: Callable[[], bytes], printed: Printed, runs: int) -> dict[str, list[float]]:
    """Return the CPU seconds of both, run by turns."""
    stacks: dict[str, Callable[[], bytes]] = {"ours": ours, "bare": lambda: bare(printed)}
    for stack in stacks.values():
        stack()
    times: dict[str, list[float]] = {name: [] for name in stacks}
    for turn in range(runs):
        for name in stacks if turn % 2 else reversed(stacks):
            times[name].append(_seconds(stacks[name]))
    return times


def prepared(path: Path) -> tuple[Callable[[], bytes], Printed]:
    """Read an article; return what prints it, and the page that this lays out."""
    ours, theme = writer_of(path)
    return ours, _printed(ours, theme)


def writer_of(path: Path) -> tuple[Callable[[], bytes], Any]:
    """Read an article; return what prints it, and its theme."""
    from recto.origins import find
    from recto.pipeline import Project, no_step
    from recto.pipeline.run import Run
    from recto.pipeline.understanding import understand
    from recto.writers.pdf import PdfWriter

    (origin,) = find([str(path)], base=path.parent)
    understood = understand(Project(path.parent, path.parent), origin, Run(no_step))
    edition = understood.edition("pdf")
    return lambda: PdfWriter().write(edition, lambda _: None)[0].data, understood.theme


def _printed(ours: Callable[[], bytes], theme: Any) -> Printed:
    """Return what `ours` hands to WeasyPrint last."""
    import weasyprint

    from recto.writers._pdf import press as _pdf_press

    pages: list[tuple[str, Any, str]] = []
    sheets: list[str] = []
    laid_out, parsed = _pdf_press.Press.lay_out, weasyprint.CSS

    def noting(press: Any, page: str, assets: Any, rules: str, *rest: Any, **named: Any) -> Any:
        pages.append((page, assets, rules))
        return laid_out(press, page, assets, rules, *rest, **named)

    def keeping(**options: Any) -> Any:
        sheets.append(options["string"])
        return parsed(**options)

    with patch.object(_pdf_press.Press, "lay_out", noting), patch.object(weasyprint, "CSS", keeping):
        _pdf_press.Press(theme)
        shared = sheets[0]
        ours()
    page, assets, rules = pages[-1]
    return Printed(page, (shared, rules), dict(assets), theme.name)


def bare(printed: Printed) -> bytes:
    """Print a page with WeasyPrint alone."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from recto import theme
    from recto.writers._pdf.press import Fetcher

    fonts = FontConfiguration()
    fetcher = Fetcher(weasyprint, theme.load(printed.theme), printed.assets, {})
    sheets = [weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in printed.sheets]
    page = weasyprint.HTML(string=printed.page, url_fetcher=fetcher)
    data: bytes = page.write_pdf(stylesheets=sheets, font_config=fonts)
    return data


def _pages_of(data: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begin = cpu()
    work()
    return cpu() - begin


def _peak(stack: str, path: Path) -> int:
    _, usage = measure.run([*_WORKER, stack, str(path)])
    return int(usage.ru_maxrss) * measure.PEAK_UNIT


def main() -> None:
    """Be a process of its own: print an article, or the page that was kept of one, or both by turns."""
    what, path = sys.argv[1], Path(sys.argv[2])
    if what == "ours":
        writer_of(path)[0]()
    elif what == "bare":
        bare(pickle.loads(path.read_bytes()))  # noqa: S301 - our own
    else:
        ours, printed = prepared(path)
        Path(sys.argv[3]).write_bytes(pickle.dumps(printed))
        times = by_turns(ours, printed, int(sys.argv[4]))
        sys.stdout.write(json.dumps({**times, "pages": _pages_of(ours())}))


if __name__ == "__main__":
    main()
