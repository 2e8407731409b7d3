"""The examples: each a Markdown text, and what is to be read from it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
SUITES = {"commonmark": "CommonMark 0.31.2", "gfm": "GFM 0.29"}

_EVERYDAY = re.compile(
    r"^## (?P<name>.+)\n+`{32} example(?: (?P<kind>body|findings))?\n"
    r"(?P<markdown>[\s\S]*?)^\.\n(?P<expected>[\s\S]*?)^`{32}$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a suite, or one everyday habit."""

    name: str
    """Its number in the suite, or what the habit is called."""
    section: str
    markdown: str
    expected: str
    kind: str = "html"
    """What is compared: the engine's `html`, the article's `body`, or the `findings` with their lines."""


@cache
def suite(name: str) -> tuple[Example, ...]:
    """Return the examples of a reference suite, in order."""
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    found = map(json.loads, lines)
    return tuple(Example(str(e["number"]), e["section"], e["markdown"], e["html"]) for e in found)


@cache
def everyday() -> tuple[Example, ...]:
    """Return the everyday habits, by file; → stands for a tab."""
    return tuple(
        Example(
            match["name"],
            path.stem,
            match["markdown"].replace("→", "\t"),
            match["expected"].replace("→", "\t"),
            match["kind"] or "html",
        )
        for path in sorted((HERE / "everyday").glob("*.md"))
        for match in _EVERYDAY.finditer(path.read_text("utf-8"))
    )
