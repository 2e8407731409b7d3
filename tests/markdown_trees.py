"""Documents as trees, written as Markdown in an author's habits and as the HTML that they mean.

A block is written twice from the same tree, by `markdown` in the habits given and by `html`. Whatever
the habits, reading the first has to give the second. Text is escaped as a careful author would.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from string import punctuation
from typing import Protocol

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

_WORDS = (
    *"boat harbour naïve Ünder данные 日本語 שלום 2024 1. - # + * x_y a*b [x] <b> &amp; `tick` a|b".split(),
    *"~ == ^2 C# (c) ! \\ :tada: {x} $5 *** I".split(),
)
_CODE = ("a", "f(x)", "a|b", "<b>", "*", "&amp;", "x = 1", "\\", "  deep", "# no", "- no", "> no")


@dataclass(frozen=True, slots=True)
class Habits:
    """How an author writes what can be written in several ways."""

    bullet: str
    """The mark of an item."""
    number_end: str
    """What stands behind an item's number: a full stop or a bracket."""
    gap: int
    """Spaces between an item's mark and its words."""
    fence: str
    underlines: bool
    """Whether headings of the first two levels are underlined."""
    closing_marks: bool
    """Whether other headings end in marks."""
    outer_pipes: bool
    lazy: bool
    """Whether the second line of a paragraph in a quotation goes without its mark."""
    crowded: bool
    """Whether no blank line stands between a paragraph and what may follow it straight away."""
    underscores: bool
    """Whether emphasis is written with underscores where it is a whole word."""


habits: SearchStrategy[Habits] = st.builds(
    Habits,
    bullet=st.sampled_from("-*+"),
    number_end=st.sampled_from(".)"),
    gap=st.integers(1, 4),
    fence=st.sampled_from(("```", "~~~", "`````")),
    underlines=st.booleans(),
    closing_marks=st.booleans(),
    outer_pipes=st.booleans(),
    lazy=st.booleans(),
    crowded=st.booleans(),
    underscores=st.booleans(),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Inline content; what it is (`text`, `em`, `a` …) and what is in it."""

    kind: str
    words: str = ""
    parts: tuple[Phrase, ...] = ()

    def markdown(self, ways: Habits) -> str:
        """Return the phrase as an author writes it."""
        inner = " ".join(part.markdown(ways) for part in self.parts)
        written = {
            "em": f"_{inner}_" if ways.underscores else f"*{inner}*",
            "strong": f"__{inner}__" if ways.underscores else f"**{inner}**",
            "del": f"~~{inner}~~",
            "mark": f"=={inner}==",
            "a": f'[{inner}](https://example.org/{self.words} "A title")',
            "img": f"![{inner}]({self.words}.png)",
            "code": f"`` {self.words} ``",
            "break": "\\\n",
            "line": "\n",
        }
        return written.get(self.kind, _escaped(self.words))

    def html(self) -> str:
        """Return the phrase as HTML."""
        inner = " ".join(part.html() for part in self.parts)
        if self.kind in ("em", "strong", "del", "mark"):
            return f"<{self.kind}>{inner}</{self.kind}>"
        written = {
            "a": f'<a href="https://example.org/{self.words}" title="A title">{inner}</a>',
            "img": f'<img src="{self.words}.png" alt="{escape(self.words)}">',
            "code": f"<code>{escape(self.words)}</code>",
            "break": "<br>",
            "line": "\n",
        }
        return written.get(self.kind, escape(self.words))


def _escaped(words: str) -> str:
    return re.sub(f"([{re.escape(punctuation)}])", r"\\\1", words)


_text = st.builds(
    Phrase, st.just("text"), st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join)
)
_code = st.builds(Phrase, st.just("code"), st.sampled_from([code.strip() for code in _CODE]))
_image = st.sampled_from(("map", "boat")).map(lambda name: Phrase("img", name, (Phrase("text", name),)))


def _around(inner: SearchStrategy[Phrase]) -> SearchStrategy[Phrase]:
    parts = st.lists(inner, min_size=1, max_size=2).map(tuple)
    marked = st.builds(Phrase, st.sampled_from(("em", "del", "mark")), st.just(""), st.tuples(_text))
    link = st.builds(
        Phrase, st.just("a"), st.sampled_from(("x", "y_z", "q?a=1&b=2")), st.tuples(_text | _code)
    )
    return st.builds(Phrase, st.just("strong"), st.just(""), parts) | marked | link


_phrase = _text | _code | _image | _around(_text | _code)


@st.composite
def line(draw: DrawFn) -> Phrase:
    """Draw the content of a line: phrases that begin and end with plain words, so that no marks touch."""
    inner = draw(st.lists(_phrase, max_size=3))
    return Phrase("line of", "", (draw(_text), *inner, draw(_text)))


def _spoken(content: Phrase, ways: Habits) -> str:
    return " ".join(part.markdown(ways) for part in content.parts)


def _meant(content: Phrase) -> str:
    return " ".join(part.html() for part in content.parts)


class Block(Protocol):
    """What a document is made of."""

    def markdown(self, ways: Habits) -> list[str]:
        """Return the lines that an author writes."""

    def html(self) -> str:
        """Return what they mean."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or several lines, with hard or soft breaks between them."""

    lines: tuple[Phrase, ...]
    hard: bool = False

    def markdown(self, ways: Habits) -> list[str]:
        end = "  " if self.hard and ways.underscores else "\\" if self.hard else ""
        written = [_spoken(content, ways) for content in self.lines]
        return [text + end for text in written[:-1]] + written[-1:]

    def html(self) -> str:
        return f"<p>{self.words()}</p>"

    def words(self) -> str:
        return ("<br>" if self.hard else "\n").join(map(_meant, self.lines))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of any level."""

    level: int
    content: Phrase

    def markdown(self, ways: Habits) -> list[str]:
        text = _spoken(self.content, ways)
        if ways.underlines and self.level <= 2:
            return [text, "=-"[self.level - 1] * 4]
        marks = "#" * self.level
        return [f"{marks} {text} {marks}" if ways.closing_marks else f"{marks} {text}"]

    def html(self) -> str:
        return f"<h{self.level}>{_meant(self.content)}</h{self.level}>"


@dataclass(frozen=True, slots=True)
class Code:
    """A fence, or code by indentation where `language` is None."""

    language: str | None
    rows: tuple[str, ...]

    def markdown(self, ways: Habits) -> list[str]:
        if self.language is None:
            return [f"    {row}" for row in self.rows]
        return [f"{ways.fence}{self.language}", *self.rows, ways.fence]

    def html(self) -> str:
        name = f' class="language-{self.language}"' if self.language else ""
        return f"<pre><code{name}>{''.join(escape(row) + chr(10) for row in self.rows)}</code></pre>"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two parts."""

    def markdown(self, ways: Habits) -> list[str]:
        return ["* * *" if ways.crowded else "_____"]

    def html(self) -> str:
        return "<hr>"


@dataclass(frozen=True, slots=True)
class Holder:
    """Blocks within a quotation or an admonition."""

    kind: str
    blocks: tuple[Block, ...]

    def markdown(self, ways: Habits) -> list[str]:
        inner = written(self.blocks, ways)
        if self.kind == "signs":
            return ["!!! tip", *_indented(inner, "    ")]
        if self.kind == "slashes":
            return ["/// tip", *inner, "///"]
        rows = [f"> {row}" if row else ">" for row in inner]
        if self.kind == "alert":
            return ["> [!TIP]", *rows]
        first = self.blocks[0]
        if ways.lazy and len(self.blocks) == 1 and isinstance(first, Paragraph):
            return rows[:1] + inner[1:]
        return rows

    def html(self) -> str:
        inner = "".join(block.html() for block in self.blocks)
        if self.kind == "quote":
            return f"<blockquote>{inner}</blockquote>"
        return f'<div class="admonition tip"><p class="admonition-title">Tip</p>{inner}</div>'


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; a tight one has a line in each item, and at most a tight list below it."""

    ordered: bool
    tight: bool
    items: tuple[tuple[Block, ...], ...]
    tasks: bool = False

    def markdown(self, ways: Habits) -> list[str]:
        rows: list[str] = []
        for number, item in enumerate(self.items, start=1):
            mark = f"{number}{ways.number_end}" if self.ordered else ways.bullet
            mark += " " * ways.gap
            inner = (
                [row for block in item for row in block.markdown(ways)] if self.tight else written(item, ways)
            )
            box = ("[x] " if number % 2 else "[ ] ") if self.tasks else ""
            rows.append(mark + box + inner[0])
            rows += _indented(inner[1:], " " * len(mark))
            if not self.tight:
                rows.append("")
        return rows if self.tight else rows[:-1]

    def html(self) -> str:
        tag = "ol" if self.ordered else "ul"
        return (
            f"<{tag}>{''.join(self._item(number, item) for number, item in enumerate(self.items, 1))}</{tag}>"
        )

    def _item(self, number: int, item: tuple[Block, ...]) -> str:
        inner = "".join(
            block.words() if self.tight and isinstance(block, Paragraph) else block.html() for block in item
        )
        state = f' class="task {"done" if number % 2 else "todo"}"' if self.tasks else ""
        return f"<li{state}>{inner}</li>"


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its first row the header."""

    aligns: tuple[str, ...]
    rows: tuple[tuple[Phrase, ...], ...]

    def markdown(self, ways: Habits) -> list[str]:
        rules = [{"": "---", "left": ":--", "right": "--:", "center": ":-:"}[align] for align in self.aligns]
        table = [[_spoken(cell, ways) for cell in row] for row in self.rows]
        rows = [" | ".join(cells) for cells in (table[0], rules, *table[1:])]
        return [f"| {row} |" for row in rows] if ways.outer_pipes or len(self.aligns) == 1 else rows

    def html(self) -> str:
        rows = [
            "".join(
                f"<{tag}{f' align={align!r}' if align else ''}>{_meant(cell)}</{tag}>"
                for cell, align in zip(row, self.aligns, strict=True)
            )
            for tag, row in zip(["th", *["td"] * len(self.rows)], self.rows, strict=False)
        ]
        body = "".join(f"<tr>{row}</tr>" for row in rows[1:])
        return f"<table><thead><tr>{rows[0]}</tr></thead>{f'<tbody>{body}</tbody>' if body else ''}</table>"


@dataclass(frozen=True, slots=True)
class Terms:
    """A definition list with one line to each definition."""

    entries: tuple[tuple[Phrase, Phrase], ...]

    def markdown(self, ways: Habits) -> list[str]:
        rows: list[str] = []
        for term, meaning in self.entries:
            rows += (_spoken(term, ways), f":{' ' * ways.gap}{_spoken(meaning, ways)}", "")
        return rows[:-1]

    def html(self) -> str:
        return f"<dl>{''.join(f'<dt>{_meant(t)}</dt><dd>{_meant(m)}</dd>' for t, m in self.entries)}</dl>"


def _indented(rows: list[str], by: str) -> list[str]:
    return [by + row if row else "" for row in rows]


def written(blocks: tuple[Block, ...], ways: Habits) -> list[str]:
    """Return the lines of `blocks`, with blank lines where the habits and the language want them."""
    rows: list[str] = []
    for at, block in enumerate(blocks):
        before = blocks[at - 1] if at else None
        may_touch = isinstance(before, Paragraph) and isinstance(block, (Rule, Holder, Code)) and ways.crowded
        if isinstance(block, Code) and block.language is None:
            may_touch = False
        if before is not None and not may_touch:
            rows.append("")
        rows += block.markdown(ways)
    return rows
