"""Quotation marks that stayed as typed, since it cannot be told whether they open or close."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recto.checks.manuscript import Manuscript, quoted
from recto.diagnostics import Diagnostic

_MARK = re.compile("[\"']")
# Another tool's markup, which stays as it was typed and is told as such.
_LEFTOVER = re.compile(r"\{\{.{0,300}?\}\}|\{%.{0,300}?%\}", re.DOTALL)


def quote_straight(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A straight quotation mark is neither an opening nor a closing one."""
    if not manuscript.general.smart:
        return
    for passage in manuscript.passages:
        if passage.lang != manuscript.lang or not _MARK.search(passage.text):
            continue
        text = (
            _LEFTOVER.sub(lambda match: " " * len(match[0]), passage.text)
            if "{" in passage.text
            else passage.text
        )
        for match in _MARK.finditer(text):
            around = text[max(0, match.start() - 20) : match.end() + 20]
            yield manuscript.note(
                "quote-straight",
                f"The mark {match[0]} in {quoted(around)} stays as it is: it could open and close.",
                line=manuscript.line_at(passage, match.start(), match[0]),
                hint="Put it straight before or behind a word, or type the mark that you mean.",
            )
