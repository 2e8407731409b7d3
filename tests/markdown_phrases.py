"""Inline content as trees, and the habits in which an author writes it; blocks are in markdown_trees.

A phrase is written twice, by `markdown` in the habits given and by `html`. Whatever the habits, reading the
first has to give the second. Text is escaped as a careful author would, or only where it has to be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from string import punctuation

_ALWAYS = re.compile(r"[\\`*_\[\]<&|~^{]|:(?=\w+:)|=(?==)|(?<==)=")
"""What has to be escaped wherever it stands."""
_FIRST = re.compile(r"^(\d+(?=[.)](?: |$))|(?=[-+#>=:]))")
"""What would be a mark at the beginning of a line."""

TARGETS = {
    "harbour": ("https://example.org/x", ""),
    "The map": ("https://example.org/y_z?a=1&b=2", "A title"),
    "naïve": ("/path_(of)/it", "It's *one*"),
    "日本語": ("#place", "Words & words"),
}
"""Addresses that links lead to, and their titles, by the labels of their definitions."""

_SIGNS = {":tada:": "🎉", "&copy;": "©", "&mdash;": "—", "&lt;": "<", "&#35;": "#"}


@dataclass(frozen=True, slots=True)
class Habits:
    """How an author writes what can be written in several ways."""

    bullet: str
    """The mark of an item."""
    number_end: str
    """What stands behind an item's number: a full stop or a bracket."""
    all_ones: bool
    """Whether a list's numbers all are its first."""
    gap: int
    """Spaces between an item's mark and its words; none means a tab."""
    hang: str
    """What an item's further lines are indented by; nothing means: as far as its words."""
    is_deep: bool
    """Whether a list straight below an item's words stands eight columns to the right of the mark."""
    fence: str
    rule: str
    underlines: bool
    """Whether headings of the first two levels are underlined."""
    closing_marks: bool
    """Whether other headings end in marks."""
    outer_pipes: bool
    lazy: bool
    """Whether the second line of a paragraph in a quotation or an item goes without its mark or indent."""
    close_marks: bool
    """Whether no space stands behind the mark of a quotation, or beside a pipe."""
    crowded: bool
    """Whether no blank line stands between blocks where none is needed."""
    spaces_break: bool
    """Whether two spaces break a line, rather than a backslash."""
    underscores: bool
    """Whether emphasis is written with underscores where it is a whole word."""
    sparing: bool
    """Whether only what needs it is escaped."""
    links: str
    """How links are written: with the address in parentheses, in angle brackets, or by reference."""
    title_marks: str
    """What stands around a link's title."""
    needs_fence: bool = False
    """Whether code is fenced, as indentation says something else here."""

    @property
    def space(self) -> str:
        """Return what stands between an item's mark and its words."""
        return " " * self.gap or "\t"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Inline content; what it is (`text`, `em`, `a` …), what it says, and what is in it."""

    kind: str
    words: str = ""
    parts: tuple[Phrase, ...] = ()
    glue: str = " "
    """What stands between the parts."""

    def markdown(self, ways: Habits) -> str:
        """Return the phrase as an author writes it."""
        if self.kind == "run":  # within a word only asterisks emphasise
            ways = replace(ways, underscores=False)
        inner = self.glue.join(part.markdown(ways) for part in self.parts)
        if self.kind == "text":
            return _escaped(self.words, ways)
        if self.kind == "a":
            return _link(self.words, inner, ways)
        if self.kind == "img":
            return "!" + _link(self.words, inner, ways)
        mark = "_" if ways.underscores else "*"
        around = {"em": mark, "strong": mark * 2, "del": "~~", "mark": "==", "sub": "~", "sup": "^"}
        if self.kind in around:
            return around[self.kind] + inner + around[self.kind]
        written = {
            "code": _code(self.words),
            "kbd": f"<kbd>{inner}</kbd>",
            "address": f"<{self.words}>" if ways.links != "plain" else self.words,
            "call": f"[^{self.words}]",
            "aside": f"^[{inner}]",
            "sign": self.words,
        }
        return written.get(self.kind, inner)

    def html(self) -> str:
        """Return the phrase as HTML."""
        inner = self.glue.join(part.html() for part in self.parts)
        if self.kind in ("em", "strong", "del", "mark", "sub", "sup", "kbd"):
            return f"<{self.kind}>{inner}</{self.kind}>"
        if self.kind in ("a", "img"):
            href, title = map(escape, TARGETS[self.words])
            title = f' title="{title}"' if title else ""
            if self.kind == "a":
                return f'<a href="{href}"{title}>{inner}</a>'
            return f'<img src="{href}" alt="{inner}"{title}>'
        meant = {
            "text": escape(self.words),
            "code": f"<code>{escape(self.words)}</code>",
            "address": f'<a href="{escape(self.words)}">{escape(self.words)}</a>',
            "call": f'<sup><a href="#fn:{self.words}">{self.words}</a></sup>',
            "aside": f"<ins>{inner}</ins>",
            "sign": escape(_SIGNS.get(self.words, "")),
        }
        return meant.get(self.kind, inner)


SIGNS = tuple(_SIGNS)


def definitions(ways: Habits) -> list[str]:
    """Return the lines that define what links refer to."""
    return [f"[{label}]: {href}{_title(title, ways)}" for label, (href, title) in TARGETS.items()]


def _escaped(words: str, ways: Habits) -> str:
    if ways.sparing:
        return _FIRST.sub(r"\1\\", _ALWAYS.sub(r"\\\g<0>", words))
    return re.sub(f"([{re.escape(punctuation)}])", r"\\\1", words)


def _link(label: str, inner: str, ways: Habits) -> str:
    href, title = TARGETS[label]
    if ways.links == "reference":
        return f"[{inner}][{label}]" if inner != label else f"[{label}][]" if ways.crowded else f"[{label}]"
    address = f"<{href}>" if ways.links == "angles" else href
    return f"[{inner}]({address}{_title(title, ways)})"


def _title(title: str, ways: Habits) -> str:
    if not title:
        return ""
    begin, end = ways.title_marks[0], ways.title_marks[-1]
    title = title.replace(begin, f"\\{begin}")
    return f" {begin}{title}{end}"


def _code(words: str) -> str:
    longest = max(map(len, re.findall("`+", words)), default=0)
    marks = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{marks}{pad}{words}{pad}{marks}"


def spoken(content: Phrase, ways: Habits) -> str:
    """Return the content of a line in Markdown; a mark at its end would close a heading."""
    text = content.markdown(ways)
    return f"{text[:-1]}\\#" if text.endswith(" #") else text
