"""What authors leave for later, and forgot: TODO, TBD, filler text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recto.checks.manuscript import EDGE, OPAQUE, Manuscript, quoted
from recto.diagnostics import Diagnostic

_SIGNS = ("TODO", "FIXME", "TBD", "TKTK")
_MARKS = f"(?:{'|'.join(_SIGNS)})"
# As a mark, not as a word of the sentence: alone, in brackets, or before a colon. "TODO list" says something.
_LEFT = re.compile(
    rf"[(\[{{]{EDGE}*{_MARKS}(?:\([^()\n]{{1,40}}\))?{EDGE}*[)\]}}:]"
    rf"|(?<![^\s{EDGE}*]){_MARKS}(?:\([^()\n]{{1,40}}\))?{EDGE}*:(?![^\s{EDGE}])"
    rf"|\A{EDGE}*{_MARKS}[.!…]*[\s{EDGE}]*\Z"
    r"|\blorem ipsum dolor\b",
    re.IGNORECASE,
)
_TELLING = (*_SIGNS, "orem ipsum")
_MARK = re.compile(_MARKS)


def todo_left(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Something was left to be done (TODO, FIXME, TBD), or filler text was left in."""
    for passage in manuscript.passages:
        if not any(sign in passage.text for sign in _TELLING):
            continue
        for match in _LEFT.finditer(passage.text):
            mark = _MARK.search(match[0])
            if mark is None and not match[0].lower().startswith("lorem"):
                continue  # "todo" in small letters is Spanish, or a word
            words = mark[0] if mark else match[0].partition(" ")[0]
            line = manuscript.line_at(passage, match.start(), words)
            around = passage.text[match.start() : match.start() + 80].strip(f" {EDGE}{OPAQUE}")
            yield manuscript.warning(
                "todo-left",
                f"Something was left for later: {quoted(around)}.",
                line=line,
                hint="Do it, or take the mark out.",
            )
