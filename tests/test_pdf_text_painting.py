"""Text painted as it was set: lines end where they were measured to end, whatever is kept of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from recto.writers._pdf import press, text_painting
from tests.pdf_editions import WORDS, article, printed
from tests.pdf_places import POINTS

LONG = f"<p>{WORDS * 4}</p><p>{WORDS.replace(' ', '&#160;', 3) * 3}<em>{WORDS}</em></p>"


def right_edges(document: bytes) -> Iterator[float]:
    """Yield where each text of the first page ends, in points from the left."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        page = pdf.pages[0]
        fonts = {name: dict(_widths(font)) for name, font in page.Resources.Font.items()}
        place, size = 0.0, 0.0
        for instruction in pikepdf.parse_content_stream(page):
            operands: Any = instruction.operands
            match str(instruction.operator):
                case "Tf":
                    known, size = fonts[str(operands[0])], float(operands[1]) / 1000
                case "Tm":
                    place = float(operands[4])
                case "TJ":
                    for piece in operands[0]:
                        if isinstance(piece, pikepdf.String):
                            glyphs = bytes(piece)
                            pairs = zip(glyphs[::2], glyphs[1::2], strict=True)
                            place += sum(known[high << 8 | low] for high, low in pairs) * size
                        else:
                            place -= float(piece) * size
                    yield place * POINTS


def _widths(font: Any) -> Iterator[tuple[int, float]]:
    """Yield each glyph and its width, as the file has them: the first of a row, and the row."""
    told = list(font.DescendantFonts[0].W)
    for first, row in zip(told[::2], told[1::2], strict=True):
        yield from ((int(first) + number, float(width)) for number, width in enumerate(row))


def test_justified_lines_end_at_the_margin() -> None:
    """A reader's eye sees a tenth of a point along an edge; nothing is left over at the end of a line."""
    edges = [*right_edges(printed(article(LONG)))]
    margin = max(edges)
    at_margin = [edge for edge in edges if edge > margin - 1]
    assert len(at_margin) >= 12
    assert margin - min(at_margin) < 0.02


def test_what_is_kept_shows_in_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts of which nothing is kept are set once more, with the same glyphs in the same places."""
    kept = printed(article(LONG))
    monkeypatch.setattr(text_painting, "_KEPT_LAYOUTS", 1)
    monkeypatch.setattr(text_painting, "_KEPT_FONTS", 1)
    assert printed(article(LONG)) == kept


def test_what_was_painted_before_shows_in_no_file() -> None:
    """Fonts that are known from another article tell the same of themselves."""
    first = printed(article(LONG))
    printed(article(f"<h2>{WORDS}</h2><blockquote>{LONG}</blockquote><pre>{WORDS}</pre>"))
    press.press_for.cache_clear()
    printed(article(f"<h2>{WORDS}</h2>"))
    assert printed(article(LONG)) == first


def test_what_is_no_plain_row_of_glyphs_is_left_to_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text from right to left is; what Pango leaves out of a line is not in its way."""
    drawing = press.engine().weasyprint.draw.text.draw_first_line.__self__
    own, left = drawing._own, []

    def take_down(stream: Any, text: Any, *wishes: Any) -> Any:
        left.append(text.text)
        return own(stream, text, *wishes)

    monkeypatch.setattr(drawing, "_own", take_down)
    printed(article("<p>well-\u2060known</p><p>שלום</p>"), findings=[])
    assert left == ["שלום"]
