"""The numbers of lines, in the margin beside them: drawn after layout, so that they are no part of the text.

Every line of the running text counts: headings, lists, quotations and code, but not the head of the article,
tables, figures and notes. The numbers are artifacts: nobody reads them out, nobody copies them. They are set
as what stands in the margins is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from recto.additions import ARTIFACT, Addition
from recto.writers._pdf.options import PdfOptions
from recto.writers._pdf.press import draw_text, text_box

_LEFT_OUT = frozenset(("header", "footer", "nav", "table", "figure", "hr"))
_GAP = 0.7
"""Em of the numbers, between them and their lines."""


class _Line(NamedTuple):
    """A line that counts."""

    baseline: float
    left: float
    """Of the column of text."""
    right: float


class LineNumbers:
    """Numbers the lines of one document, page after page."""

    def __init__(self, every: int, *, through: bool) -> None:
        self._every = every
        self._through = through
        self._last = 0

    def draw(self, page_box: Any, stream: Any) -> Addition:
        """Draw the numbers of a page on `stream`, whose unit is that of the layout; declare them."""
        if not self._through:
            self._last = 0
        shown = []
        with stream.artifact():
            for line in _lines(page_box):
                self._last += 1
                if self._last % self._every == 0:
                    shown.append(str(self._last))
                    _draw(stream, page_box, line, shown[-1])
        return Addition(ARTIFACT, " ".join(shown))


def line_numbers(options: PdfOptions) -> LineNumbers | None:
    """Return what numbers the lines of one document, if that is asked for."""
    if not options.line_numbers:
        return None
    return LineNumbers(options.line_numbers, through=options.line_count == "article")


def _draw(stream: Any, page_box: Any, line: _Line, number: str) -> None:
    """Draw a number beside its line, on the side where reading begins."""
    box = text_box(number, page_box)
    gap = _GAP * box.style["font_size"]
    is_rtl = page_box.style["direction"] == "rtl"
    box.position_x = line.right + gap if is_rtl else line.left - gap - box.width
    box.position_y = line.baseline - box.baseline
    draw_text(stream, box)


def _lines(page_box: Any) -> Iterator[_Line]:
    """Yield the lines of the page that count, in reading order."""
    left = page_box.content_box_x()
    pending = [(page_box.children[0], left, left + page_box.width)]
    while pending:
        box, left, right = pending.pop()
        box = getattr(box, "_box", box)
        if box.element_tag in _LEFT_OUT or not box.is_in_normal_flow():
            continue
        if box.is_column:
            left, right = box.content_box_x(), box.content_box_x() + box.width
        children = getattr(box, "children", ())
        if not hasattr(box, "text_overflow"):  # which lines have
            pending.extend((child, left, right) for child in reversed(children))
        elif _holds_words(box):
            yield _Line(box.position_y + box.baseline, left, right)


def _holds_words(line: Any) -> bool:
    return any(getattr(box, "text", "").strip() or hasattr(box, "replacement") for box in line.descendants())
