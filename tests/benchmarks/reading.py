"""The reader's bounds: how its time grows with texts made to be slow, and what a megabyte takes.

Times are CPU seconds of `recto.reader.read`, the least of several runs where they are short. A factor is
that of one doubling of the text; the mean is that of all doublings, which says what single factors, at the
mercy of caches and of the machine's other work, only suggest.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import prod
from pathlib import Path

from recto import reader
from recto.article import Source
from recto.errors import SourceError
from recto.files import Files
from recto.settings import General
from tests.benchmarks import documents

SIZES = (20, 40, 80, 160, 320)
"""Kilobytes."""
BOUND = 2.3
GOAL = 1.3
_SHORT = 0.02
"""Seconds: the factor between times below it says nothing."""
_PATIENCE = 15.0
_RUNS = 5

_REPEATED = (
    "[", "![", "[a](", "![a](", '[a](b "', "[a](<b", "[a]", "[a][b]", "](", "[[[]]]", "[a](b) ",
    "![a](b.png) ", "<", "</", "<a ", "<!", "<?", "<!--", "<!-- a --> ", "<b>a</b> ", '<a href="',
    "<http://a", "<details>", "<div>\n", "*a ", "_a ", "**a *b ", "***", "~~a~~ ", "==a ", "^a^ ",
    "H~2~O ", "**日。**本", "*a*{.b} ", "\\", "a\\\n", "a  \n", "`", "`a` ", "``a` ", "&", "&amp;", "&#", ":",
    ":a:", "a@", "a@b.co ", "www.a.b ", "http://a.b ", "^[", "^[a] ", "[^1]", "{", "{% ", "{%a%} ", "[[",
    "[[a]] ", "![[", "$", '"a" ', "'a ", "| ", "a|", "> ", ">", ">a\nb\n", "> a\n\n", "> [!NOTE]\n> a\n\n",
    "- ", "- a\n", "* a\n\n  b\n", "1. a\n", "- [ ] a\n", "- ```\na\n",
    "- a\n      - b\n", "> 1. a\n>   > b\n", "1. a\nb\n", "<br>\n", "<br>\na\n", "![a](b.png =1x1) ",
    "# a\n", "a\n-\n", "\t", "\n", "    a\n",
    "```\n", "````\na\n", "| a | b |\n", "[a]: b\n", "*[a]: b\n", "[^a]: b\n", "a\n: b\n\n", "/// note\n",
    "/// note\na\n///\n", "!!! note\n    a\n", '<div markdown="1">\n', '<div markdown="1">\na\n</div>\n',
    '<div markdown="1">\n<div>\na\n', "<hr markdown>a\n",
    "<details>\n<summary>a</summary>\nb\n</details>\n", "a b\n\n", "<pre>\n", "<script> ", "<x> ", "</x> ",
    "| a\n", "> a\n> — b\n", "> a\n>\n", "```{list-table}\n", "* - {colspan=2} a\n", "* - {",
    "<xmp>\n\n", "<div>\n<!--\n\n", "<div>\n<!--\n\n-->\n", '<div>\n<a b="\n</div>\n\n', "<svg>\n\n",
    "$a", "$a ", "$a$ ", "$5 ", "$`", "$`a`$ ", "$\\text{", "$\\text{$", "$$", "$$a", "$$ a\n", "$$\n",
    "$$a$$ ", "$$a$$\n\n", "\\(", "\\(a\\) ", "\\[", "\\[ a\n", "\\[\n", "\\[ a = b \\]\n",
    "\\begin{align}\n", "\\eqref{a} ",
    "```math\n", "```math\na\n```\n", "|$a|b$|\n", "$$a$$ {#", "$$a$$ {#b}\n",
)  # fmt: skip
_NUMBERED = {
    "list nesting": lambda at: f"{'  ' * at}- x",
    "quote steps": lambda at: f"{'>' * at} x",
    "backticks, more each time": lambda at: f"{'`' * (at + 1)} a",
    "notes, called and given": lambda at: f"a[^{at}]\n\n[^{at}]: a\n",
    "notes, given only": lambda at: f"[^{at}]: a\n",
    "links, used and defined": lambda at: f"[a{at}]\n\n[a{at}]: /b\n",
    "link definitions": lambda at: f"[a{at}]: /b",
    "abbreviations": lambda at: f"*[a{at}]: b",
    "headings of the same text": lambda _: "## a\n",
    "headings with an id": lambda at: f"## a {{#x{at}}}\n",
    "links that lead nowhere": lambda at: f"[a](#b{at})",
    "items under numbers": lambda at: f"{at}) a\n  - b",
    "tags of another tool": lambda at: f"{{{{ v{at} }}}}",
}
_SIZED: dict[str, Callable[[int], str]] = {
    "calls of one note": lambda size: "[^1]: a\n\n" + "a[^1] " * (size // 6),
    "uses of one abbreviation": lambda size: "*[ab]: c\n\n" + "ab " * (size // 3),
    "table, rows": lambda size: "| a | b |\n|---|---|\n" + "| c | d |\n" * (size // 10),
    "table, columns": lambda size: (
        "|" + "a|" * (size // 8) + "\n|" + "-|" * (size // 8) + "\n|" + "b|" * (size // 8)
    ),
    "table, short rows": lambda size: "|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + "|a|\n" * (size // 4),
    "table, one long row": lambda size: "|a|b|\n|-|-|\n|" + "c|" * (size // 2),
    "list table, rows": lambda size: "```{list-table}\n" + "* - a\n  - b\n" * (size // 12) + "```",
    "list table, spans": lambda size: "```{list-table}\n" + "* - a {rowspan=9}\n" * (size // 18) + "```",
    "list table, columns": lambda size: "```{list-table}\n* - a\n" + "  - {colspan=9} b\n" * (size // 18),
    "emphasis, nested": lambda size: "*a **b " * (size // 14) + "c** d*" * (size // 14),
    "brackets, nested": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "notes, nested": lambda size: "^[" * (size // 3) + "]" * (size // 3),
    "formula, one long": lambda size: "$$\n" + "x + " * (size // 4) + "\n$$",
    "formulas, each with a number": lambda size: "".join(
        f"$$\na\n$$ {{#eq:{at}}}\n\n\\eqref{{eq:{at}}}\n\n" for at in range(size // 40)
    ),
    "formula of many lines": lambda size: (
        "$$\n\\begin{align}\n" + "a &= b \\\\\n" * (size // 11) + "\\end{align}\n$$"
    ),
    "links, nested": lambda size: "[a " * (size // 8) + "](b) " * (size // 8),
}


def texts() -> dict[str, Callable[[int], str]]:
    """Return what makes each text from its size in bytes, by name."""
    repeated = {repr(unit): _repeater(unit) for unit in _REPEATED}
    numbered = {name: _joiner(line) for name, line in _NUMBERED.items()}
    return repeated | numbered | _SIZED


def _repeater(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit.encode()))


def _joiner(line: Callable[[int], str]) -> Callable[[int], str]:
    def joined(size: int) -> str:
        lines: list[str] = []
        while size > 0:
            lines.append(line(len(lines)))
            size -= len(lines[-1]) + 1
        return "\n".join(lines)

    return joined


def growth() -> Iterator[str]:
    """Yield the table of how time grows, line by line."""
    yield f"Growth of the reader's time; the goal is at most {BOUND} for each doubling\n"
    yield f"{'repeated':44}{''.join(f'{size:>6} kB' for size in SIZES)}{'factors':^22}{'mean':>6}"
    for name, make in texts().items():
        times: list[float] = []
        for size in SIZES:
            seconds, refused = _time(make(size * 1000))
            times.append(seconds)
            if seconds > _PATIENCE:
                break
        factors = [after / max(before, 1e-4) for before, after in pairwise(times)]
        # What is too short to be timed says nothing, and neither does its factor.
        judged = [factor for factor, before in zip(factors, times, strict=False) if before > _SHORT]
        mean = f"{prod(judged) ** (1 / len(judged)):.2f}" if judged else "-"
        marks = ("refused " if refused else "") + ("<" if max(judged, default=0.0) > BOUND else "")
        yield (
            f"{name[:43]:44}{''.join(f'{seconds:9.3f}' for seconds in times):45}"
            f"{''.join(f'{factor:5.1f}' for factor in factors):22}{mean:>6} {marks}"
        )


def _time(text: str) -> tuple[float, bool]:
    """Return the CPU seconds that reading `text` takes, and whether it was refused."""
    least, refused = float("inf"), False
    for _ in range(_RUNS):
        begin = time.process_time()
        refused = not _read(text)
        least = min(least, time.process_time() - begin)
        if least > 1:
            break
    return least, refused


def _read(text: str) -> bool:
    source = Source("article.md", "article", text, {}, {}, 1)
    try:
        reader.read(source, Files(Path("nowhere")), lambda _: None, General(reading_seconds=600))
    except SourceError:
        return False
    return True


def megabyte() -> Iterator[str]:
    """Yield what a megabyte of ordinary Markdown takes, as a ratio to Python-Markdown with `extra`."""
    import markdown

    author = documents._Author(random.Random(documents.SEED))  # noqa: S311 - words are picked, not keys
    parts = [author.chapter(number) for number in range(1, 560)]
    text = "\n\n".join([*parts, *author.notes])
    ours, extra = float("inf"), float("inf")
    for _ in range(_RUNS):
        begin = time.process_time()
        markdown.Markdown(extensions=["extra"]).convert(text)
        extra = min(extra, time.process_time() - begin)
        begin = time.process_time()
        _read(text)
        ours = min(ours, time.process_time() - begin)
    yield f"{len(text):,} characters of ordinary Markdown; the goal is at most {GOAL}"
    yield f"recto.reader.read {ours:.2f} s, markdown with extra {extra:.2f} s: {ours / extra:.2f}"
