"""Fenced code: at the margin, in quotes, in list items, and straight after a line of text.

A fence becomes `<pre><code class="language-x">` with the text as it stands; colour comes later,
from a transform. The engine's own extension knows fences at the margin only, and pymdownx.superfences
writes a block into the paragraph when no blank line stands before the fence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from recto.markup import escape
from recto.reader.draft import Draft

_OPENS = re.compile(
    r"(?P<quote>(?:[ ]{0,3}>[ ]?)*)(?P<indent>[ \t]*)(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$"
)
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
# What can have content indented by four: list items, definitions, footnotes, admonitions.
_HOLDER = re.compile(r"[ ]*(?:[-*+][ \t]|\d+[.)][ \t]|:[ \t]|\[\^[^\]]+\]:|!!!|\?\?\?)")
_LANGUAGE = re.compile(r"\{?[ ]*\.?([\w#+.-]+)")
_ID = re.compile(r"\{[^}]*#([\w:.-]+)[^}]*\}")


@dataclass(frozen=True, slots=True)
class _Fence:
    """An opening line, taken apart."""

    row: int
    quote: str
    indent: int
    mark: str
    info: str

    @property
    def depth(self) -> int:
        return self.quote.count(">")

    def html(self, code: str) -> str:
        language, identifier = _LANGUAGE.match(self.info), _ID.search(self.info)
        class_ = f' class="language-{escape(language[1].lower())}"' if language else ""
        id_ = f' id="{escape(identifier[1])}"' if identifier else ""
        # A parser drops a line feed straight after <pre>; <code> in between keeps it.
        return f"<pre{id_}><code{class_}>{escape(code)}</code></pre>"


class _FencePreprocessor(Preprocessor):
    """Moves each fence out of the engine's sight, into its stash of finished HTML."""

    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self._draft = draft

    def run(self, lines: list[str]) -> list[str]:
        """Return `lines` with a placeholder on a line of its own for each fence."""
        if not any("```" in line or "~~~" in line for line in lines):
            return lines
        out: list[str] = []
        row = 0
        held = False
        while row < len(lines):
            line = lines[row]
            fence = self._opening(line, row, held=held)
            if fence is None:
                if line.strip():
                    held = bool(_HOLDER.match(line)) or (held and line.startswith(("  ", "\t")))
                out.append(line)
                row += 1
                continue
            code, row = self._content(lines, fence)
            place = self.md.htmlStash.store(fence.html("".join(f"{text}\n" for text in code)))
            blank = fence.quote.rstrip()
            out += [blank, f"{fence.quote}{' ' * fence.indent}{place}", blank]
        return out

    def _opening(self, line: str, row: int, *, held: bool) -> _Fence | None:
        match = _OPENS.match(line)
        if not match:
            return None
        indent = len(match["indent"].expandtabs(4))
        if indent >= 4 and not held and not match["quote"]:
            return None  # an indented block of code that shows a fence
        return _Fence(row, match["quote"], indent, match["fence"], match["info"].strip())

    def _content(self, lines: list[str], fence: _Fence) -> tuple[list[str], int]:
        """Return the code and the row to go on from: after the closing fence, or where the quote ends."""
        closing = re.compile(rf"[ \t]*{re.escape(fence.mark)}{re.escape(fence.mark[0])}*[ \t]*$")
        code: list[str] = []
        for row in range(fence.row + 1, len(lines)):
            text = lines[row]
            for _ in range(fence.depth):
                match = _QUOTE.match(text)
                if not match:
                    return code, row
                text = text[match.end() :]
            if closing.match(text):
                return code, row + 1
            code.append(_dedent(text, fence.indent))
        self._draft.warn(
            "fence-unclosed",
            "A code fence is never closed, so everything below it became code.",
            line=self._draft.source.body_line + fence.row,
            hint=f"Put {fence.mark} on a line of its own where the code ends.",
        )
        while code and not code[-1].strip():
            code.pop()
        return code, len(lines)


def _dedent(line: str, indent: int) -> str:
    width = 0
    for at, char in enumerate(line):
        if width >= indent or char not in " \t":
            return line[at:]
        width += 4 - width % 4 if char == "\t" else 1
    return ""


class _WhitespacePreprocessor(Preprocessor):
    """Does to the rest of the text what the engine would have done to all of it."""

    def run(self, lines: list[str]) -> list[str]:
        """Expand tabs and empty the lines of nothing but spaces."""
        return [line.expandtabs(self.md.tab_length) if line.strip() else "" for line in lines] + ["", ""]


class FencesExtension(Extension):
    """Fenced code blocks, with their tabs."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self._draft = draft

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the engine's name
        """Register before raw HTML is looked for (20): a tag inside a fence is shown, not meant.

        The engine's own `normalize_whitespace` (30) would expand the tabs in code, so fences come
        before it; and it deletes placeholders, so it is replaced.
        """
        md.preprocessors.register(_FencePreprocessor(md, self._draft), "recto-fences", 31)
        md.preprocessors.register(_WhitespacePreprocessor(md), "normalize_whitespace", 30)
