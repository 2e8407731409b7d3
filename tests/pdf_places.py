"""Where the words of a PDF stand: what a ruler on the printed page would say."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf

from tests.pdf_listing import _characters

POINTS = 0.75
"""Of a CSS pixel, in which WeasyPrint places text."""


@dataclass(frozen=True)
class Placed:
    """A run of letters in one line."""

    page: int
    """From 1."""
    left: float
    """In points, from the left edge of the page."""
    baseline: float
    """In points, from the top of the page."""
    size: float
    """Of the type, in points."""
    text: str
    artifact: bool


def places(document: bytes) -> list[Placed]:
    """Return the runs of all pages, in the order in which they are painted."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return [placed for number, page in enumerate(pdf.pages, 1) for placed in _on(page, number)]


def paper(document: bytes) -> tuple[float, float]:
    """Return the width and height of the first page, in points."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        _, _, width, height = map(float, pdf.pages[0].mediabox)
    return width, height


def furniture(document: bytes) -> dict[int, list[Placed]]:
    """Return what is no content (running heads, numbers), by page."""
    found: dict[int, list[Placed]] = {}
    for placed in places(document):
        if placed.artifact and placed.text.strip():
            found.setdefault(placed.page, []).append(placed)
    return found


def _on(page: Any, number: int) -> list[Placed]:
    fonts = {name: _characters(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: list[Placed] = []
    artifacts: list[bool] = []
    characters: dict[bytes, str] = {}
    matrix, size = [0.0] * 6, 1.0
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "BDC" | "BMC":
                artifacts.append(str(operands[0]) == "/Artifact")
            case "EMC":
                artifacts.pop()
            case "Tf":
                characters, size = fonts[str(operands[0])], float(operands[1])
            case "Tm":
                matrix = [float(operand) for operand in operands]
            case "Tj" | "TJ" as operator:
                shown = operands[0] if operator == "TJ" else operands
                strings = [bytes(piece) for piece in shown if isinstance(piece, pikepdf.String)]
                text = "".join(characters[s[i : i + 2]] for s in strings for i in range(0, len(s), 2))
                scale = abs(matrix[3]) * size * POINTS
                found.append(
                    Placed(number, matrix[4] * POINTS, matrix[5] * POINTS, scale, text, any(artifacts))
                )
    return found
