"""Where pages and columns end: never below a heading or a caption, never with one line of a paragraph."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from typing import Any

import pytest

from recto import theme
from recto.diagnostics import Diagnostic
from tests.pdf_editions import article, call, notes, printed
from tests.pdf_places import Placed, places

SETTINGS: dict[str, dict[str, Any]] = {
    "plain": {},
    "small": {"page_size": "A6"},
    "book": {"page_size": "us-trade", "duplex": True, "gutter": "8mm", "chapters": "page", "drop_caps": True},
    "columns": {"columns": 2, "page_size": "A5"},
    "newspaper": {"look": theme.load("newspaper"), "columns": 3, "drop_caps": True},
    "manuscript": {"look": theme.load("manuscript"), "line_numbers": 5},
    "large-print": {"look": theme.load("large-print")},
}


def nasty(seed: int) -> str:
    """Make an article of headings, paragraphs of any length, tables with captions, and notes.

    Each word carries the number of the block that it belongs to.
    """
    chance = random.Random(seed)  # noqa: S311 - a layout, not a secret
    body, texts = "", list[str]()
    for number in range(60):
        match chance.randrange(8):
            case 0 if body:
                # A chapter that begins a page may well leave a heading without text behind.
                level = chance.choice("34" if re.search(r"</h\d>$", body) else "2334")
                body += f'<h{level} id="h{number}">Heading{number}</h{level}>'
            case 1:
                rows = f"<tr><td>r{number}</td></tr>" * chance.randint(1, 4)
                body += f"<table><caption>Caption{number}</caption>{rows}</table>"
            case _:
                words = [f"{'abcd'[: chance.randint(1, 4)]}{number}" for _ in range(chance.randint(3, 150))]
                body += f"<p>{' '.join(words)}"
                if chance.random() < 0.1:
                    texts.append(f"n{number}")
                    body += call(len(texts))
                body += "</p>"
    return body + notes(*texts) if texts else body


def runs_of(document: bytes) -> list[list[Placed]]:
    """Return the lines of the text in pieces that stand below each other: of a page, or a column."""
    found: list[list[Placed]] = []
    for placed in places(document):
        if placed.artifact or not re.search(r"\d{1,2}\b", placed.text) or placed.text.strip().isdecimal():
            continue
        is_below = (
            found and found[-1][-1].page == placed.page and found[-1][-1].baseline <= placed.baseline + 0.1
        )
        if is_below and found[-1][-1].text.startswith("n") == placed.text.startswith("n"):
            found[-1].append(placed)
        else:
            found.append([placed])
    return found


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", SETTINGS)
def test_pages_and_columns_end_well(name: str, seed: int) -> None:
    """No heading and no caption comes last, and a paragraph that goes on leaves and brings two lines."""
    findings: list[Diagnostic] = []
    runs = runs_of(printed(article(nasty(seed)), findings=findings, **SETTINGS[name]))
    last = [run[-1].text for run in runs]
    parts: defaultdict[str, list[int]] = defaultdict(list)
    for run in runs:
        lines: defaultdict[str, set[float]] = defaultdict(set)
        for placed in run:
            for number in set(re.findall(r"\b[a-d]+(\d+)", placed.text)):
                lines[number].add(round(placed.baseline))
        for number, baselines in lines.items():
            parts[number].append(len(baselines))

    assert len(runs) > 2
    assert [] == [text for text in last if text.startswith(("Heading", "Caption"))]
    assert {} == {number: counts for number, counts in parts.items() if len(counts) > 1 and min(counts) < 2}
    assert [] == findings
