"""Documents as trees, written as Markdown in an author's habits and as the HTML that they mean.

A block is written twice from the same tree, by `markdown` in the habits given and by `html`. Whatever
the habits, reading the first has to give the second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from typing import Protocol

from tests.markdown_phrases import Habits, Phrase, definitions, spoken


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
        end = "  " if self.hard and ways.spaces_break else "\\" if self.hard else ""
        rows = [spoken(content, ways) for content in self.lines]
        return [text + end for text in rows[:-1]] + rows[-1:]

    def html(self) -> str:
        return f"<p>{self.words()}</p>"

    def words(self) -> str:
        return ("<br>" if self.hard else "\n").join(content.html() for content in self.lines)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of any level; one that is underlined may have several lines."""

    level: int
    lines: tuple[Phrase, ...]

    def markdown(self, ways: Habits) -> list[str]:
        rows = [spoken(content, ways) for content in self.lines]
        if self.level <= 2 and (ways.underlines or len(rows) > 1):
            return [*rows, "=-"[self.level - 1] * 4]
        marks = "#" * self.level
        text = " ".join(rows)
        return [f"{marks} {text} {marks}" if ways.closing_marks else f"{marks} {text}"]

    def html(self) -> str:
        words = "\n".join(content.html() for content in self.lines)
        return f"<h{self.level}>{words}</h{self.level}>"


@dataclass(frozen=True, slots=True)
class Code:
    """A fence, or code by indentation where `language` is None."""

    language: str | None
    rows: tuple[str, ...]

    def markdown(self, ways: Habits) -> list[str]:
        if self.language is None and not ways.needs_fence:
            return [f"    {row}" for row in self.rows]
        return [f"{ways.fence}{self.language or ''}", *self.rows, ways.fence]

    def html(self) -> str:
        name = f' class="language-{self.language}"' if self.language else ""
        return f"<pre><code{name}>{''.join(escape(row) + chr(10) for row in self.rows)}</code></pre>"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two parts."""

    def markdown(self, ways: Habits) -> list[str]:
        return [ways.rule]

    def html(self) -> str:
        return "<hr>"


@dataclass(frozen=True, slots=True)
class Holder:
    """Blocks within a quotation or an admonition."""

    kind: str
    blocks: tuple[Block, ...]
    title: str = ""

    def markdown(self, ways: Habits) -> list[str]:
        if self.kind == "signs":
            inner = written(self.blocks, _held(ways))
            title = f' "{self.title}"' if self.title else ""
            return [f"!!! tip{title}", *_indented(inner, ways.hang or "    ")]
        inner = written(self.blocks, ways)
        if self.kind == "slashes":
            return [f"/// tip | {self.title}" if self.title else "/// tip", *inner, "///"]
        mark = ">" if ways.close_marks else "> "
        rows = [f"> {row}" if row[:1].isspace() else f"{mark}{row}" if row else ">" for row in inner]
        if self.kind == "alert":
            return [f"> [!TIP] {self.title}".rstrip(), *rows]
        first = self.blocks[0]
        if ways.lazy and len(self.blocks) == 1 and isinstance(first, Paragraph):
            return rows[:1] + inner[1:]
        return rows

    def html(self) -> str:
        inner = "".join(block.html() for block in self.blocks)
        if self.kind == "quote":
            return f"<blockquote>{inner}</blockquote>"
        return f"<div><p>{self.title or 'Tip'}</p>{inner}</div>"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; a tight one has no blank line between an item's blocks, nor between items."""

    start: int
    """The first number, or 0 for bullets."""
    tight: bool
    items: tuple[tuple[Block, ...], ...]
    tasks: bool = False

    def markdown(self, ways: Habits) -> list[str]:
        rows: list[str] = []
        inside = _inside(ways, shows_code=not ways.hang and ways.gap > 0)
        for at, item in enumerate(self.items):
            number = self.start if ways.all_ones else self.start + at
            mark = f"{number}{ways.number_end}" if self.start else ways.bullet
            mark += ways.space
            inner = item[0].markdown(inside) if self.tight else written(item, inside)
            box = ("[ ] " if at % 2 else "[x] ") if self.tasks else ""
            rows.append(mark + box + inner[0])
            hang = ways.hang or " " * len(mark.expandtabs(4))
            rows += _hanging(inner[1:], hang, item[0], ways)
            for block in item[1:] if self.tight else ():
                is_deep = ways.is_deep and isinstance(block, Listing)
                rows += _indented(block.markdown(inside), " " * 8 if is_deep else hang)
            if not self.tight:
                rows.append("")
        return rows if self.tight else rows[:-1]

    def html(self) -> str:
        tag, start = ("ol", f' start="{self.start}"') if self.start else ("ul", "")
        items = "".join(self._item(at, item) for at, item in enumerate(self.items))
        return f"<{tag}{start if self.start > 1 else ''}>{items}</{tag}>"

    def _item(self, at: int, item: tuple[Block, ...]) -> str:
        inner = "".join(
            block.words() if self.tight and isinstance(block, Paragraph) else block.html() for block in item
        )
        state = f' class="task {"todo" if at % 2 else "done"}"' if self.tasks else ""
        return f"<li{state}>{inner}</li>"


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its first row the header."""

    aligns: tuple[str, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    caption: str = ""

    def markdown(self, ways: Habits) -> list[str]:
        rules = [{"": "---", "left": ":--", "right": "--:", "center": ":-:"}[align] for align in self.aligns]
        table = [[spoken(cell, ways) for cell in row] for row in self.rows]
        pipe = "|" if ways.close_marks else " | "
        rows = [pipe.join(cells) for cells in (table[0], rules, *table[1:])]
        if ways.outer_pipes or len(self.aligns) == 1:
            rows = [f"{pipe}{row}{pipe}".strip() for row in rows]
        return [*rows, f": {self.caption}"] if self.caption else rows

    def html(self) -> str:
        rows = [
            "".join(
                f"<{tag}{f' align={align!r}' if align else ''}>{cell.html()}</{tag}>"
                for cell, align in zip(row, self.aligns, strict=True)
            )
            for tag, row in zip(["th", *["td"] * len(self.rows)], self.rows, strict=False)
        ]
        body = "".join(f"<tr>{row}</tr>" for row in rows[1:])
        body = f"<thead><tr>{rows[0]}</tr></thead>{f'<tbody>{body}</tbody>' if body else ''}"
        return f"<table>{f'<caption>{self.caption}</caption>' if self.caption else ''}{body}</table>"


@dataclass(frozen=True, slots=True)
class Terms:
    """A definition list: for each entry several terms, and several definitions that may hold blocks."""

    entries: tuple[tuple[tuple[Phrase, ...], tuple[tuple[Block, ...], ...]], ...]

    def markdown(self, ways: Habits) -> list[str]:
        rows: list[str] = []
        for terms, meanings in self.entries:
            rows += [spoken(term, ways) for term in terms]
            for meaning in meanings:
                first, *more = written(meaning, _held(ways))
                rows.append(f":{ways.space}{first}")
                rows += _indented(more, ways.hang or "    ")
            rows.append("")
        return rows[:-1]

    def html(self) -> str:
        return f"<dl>{''.join(self._entry(*entry) for entry in self.entries)}</dl>"

    @staticmethod
    def _entry(terms: tuple[Phrase, ...], meanings: tuple[tuple[Block, ...], ...]) -> str:
        rows = [f"<dt>{term.html()}</dt>" for term in terms]
        for meaning in meanings:
            is_short = sum(isinstance(block, Paragraph) for block in meaning) == 1
            inner = [
                block.words() if is_short and isinstance(block, Paragraph) else block.html()
                for block in meaning
            ]
            rows.append(f"<dd>{''.join(inner)}</dd>")
        return "".join(rows)


def _inside(ways: Habits, *, shows_code: bool) -> Habits:
    """Return the habits within a block: code is told by four columns more than the words around it."""
    return ways if shows_code else replace(ways, needs_fence=True)


def _held(ways: Habits) -> Habits:
    """Return the habits in what is held together by four columns; a tab has two of them in a quotation."""
    return _inside(ways, shows_code=ways.hang in ("", "    "))


def _indented(rows: list[str], by: str) -> list[str]:
    return [by + row if row else "" for row in rows]


def _hanging(rows: list[str], by: str, first: Block, ways: Habits) -> list[str]:
    """Return the rows of an item behind its first; a lazy author indents none of its first paragraph."""
    lazy = len(first.lines) - 1 if ways.lazy and isinstance(first, Paragraph) else 0
    return rows[:lazy] + _indented(rows[lazy:], by)


def written(blocks: tuple[Block, ...], ways: Habits) -> list[str]:
    """Return the lines of `blocks`, with blank lines where the habits and the language want them."""
    rows: list[str] = []
    for at, block in enumerate(blocks):
        if at and not (ways.crowded and _may_touch(blocks[at - 1], block, ways)):
            rows.append("")
        rows += block.markdown(ways)
    return rows


def _may_touch(before: Block, block: Block, ways: Habits) -> bool:
    """Say whether `block` is read as one without a blank line between it and the one before."""
    if isinstance(before, (Heading, Rule)) or (isinstance(before, Code) and before.language is not None):
        return not isinstance(block, Terms)
    if not isinstance(before, Paragraph):
        return False
    if isinstance(block, Listing):
        return block.start <= 1
    if isinstance(block, Rule):
        return ways.rule[0] != "-"
    if isinstance(block, Heading):
        return not (block.level <= 2 and (ways.underlines or len(block.lines) > 1))
    return isinstance(block, (Holder, Table)) or (isinstance(block, Code) and block.language is not None)


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks, and the texts of the footnotes 1, 2 … that they call."""

    blocks: tuple[Block, ...]
    notes: tuple[tuple[Block, ...], ...]

    def markdown(self, ways: Habits) -> str:
        """Return the text of the file."""
        rows = [
            *written(self.blocks, ways),
            "",
            *(definitions(ways) if ways.links == "reference" else ()),
            "",
        ]
        for number, note in enumerate(self.notes if self._calls() else (), start=1):
            first, *more = written(note, _held(ways))
            rows += [f"[^{number}]: {first}", *_indented(more, ways.hang or "    "), ""]
        return "\n".join(rows)

    def _calls(self) -> bool:
        return "#fn:" in self._body()

    def _body(self) -> str:
        return "".join(block.html() for block in self.blocks)

    def html(self) -> str:
        """Return what the file means; notes are numbered as the engine lists them, inline ones last."""
        notes = ["".join(block.html() for block in note) for note in self.notes if self._calls()]
        asides: list[str] = []

        def call(match: re.Match[str]) -> str:
            asides.append(f"<li><p>{match[1]}</p></li>")
            number = len(notes) + len(asides)
            return f'<sup><a href="#fn:inline-{number}">{number}</a></sup>'

        items = "".join(f"<li>{note}</li>" for note in notes)
        text = re.sub("<ins>(.*?)</ins>", call, f"{self._body()}<div><hr><ol>{items}")
        return f"{text}{''.join(asides)}</ol></div>" if notes or asides else self._body()
