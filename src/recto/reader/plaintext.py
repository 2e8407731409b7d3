"""Texts that know no Markdown: headings are guessed from short lines, the date from the first words.

Only a source without front matter and without any Markdown heading is looked at. A line becomes a
heading when it stands alone, is short, does not close like a sentence, and a paragraph that does follows it;
so poems, lists, addresses and signatures stay as they are. Lines keep their numbers.
"""

from __future__ import annotations

import re
from datetime import date

from recto.reader.draft import Draft

_LONGEST = 70
_PARAGRAPH = 80
"""Characters: the shortest paragraph that can have a heading above it."""

_DATE = re.compile(r"\A\s*date:?[ \t]+(\d{4}-\d{2}-\d{2})(?!\S)[ \t:—–-]*\n?", re.IGNORECASE)
_HEADING = re.compile(
    r"^[ ]{0,3}(?:>[ ]?)*(?:#{1,6}(?!#)|(?:=+|-+)[ \t]*$)|<h[1-6][\s>]", re.MULTILINE | re.IGNORECASE
)
_MARKUP = re.compile(r"^[ \t>]*(?:`{3,}|~{3,}|!!!|\|.*\|[ \t]*$|</?[a-z!])", re.MULTILINE | re.IGNORECASE)
_NOT_A_HEADING = re.compile(
    r"[ \t]|[-*+>|#<\[!:=~`_]|\d+[.)]|\(?[a-z][.)]\s|.*[.,;:!?…。，；：！？][\"'”’»)\]]*\s*$|.*(?:https?://|@|\]\()"
)
_CLOSES = re.compile(r"[.!?…:。！？][\"'”’»)\]*_]*(?:\[\^[^\]]+\])?\s*$")


def as_markdown(draft: Draft) -> str:
    """Return the body as Markdown: itself, or with what was guessed written out."""
    body = draft.source.body
    if draft.source.front or draft.source.body_line > 1 or _HEADING.search(body):
        return body
    body = _take_date(body, draft)
    if _MARKUP.search(body):
        return body
    rows = body.split("\n")
    headings = _headings(rows)
    for row in headings:
        rows[row] = f"## {rows[row].strip()}"
    if headings:
        draft.headings_are_guesses = True
        lines = (
            "One short line that stands alone was"
            if len(headings) == 1
            else f"{len(headings)} short lines that stand alone were"
        )
        draft.note(
            "headings-guessed",
            f"{lines} taken for {'a heading' if len(headings) == 1 else 'headings'}.",
            line=headings[0] + 1,
            hint="Put ## before a heading, and Recto guesses no more.",
        )
    return "\n".join(rows)


def _take_date(body: str, draft: Draft) -> str:
    match = _DATE.match(body)
    if not match:
        return body.lstrip(" ") if not body.startswith("    ") else body
    try:
        found = date.fromisoformat(match[1])
    except ValueError:
        return body
    draft.update(date=found)
    draft.note(
        "date-guessed",
        f"The text begins with a date, {match[1]}, which became the article's.",
        line=body.count("\n", 0, match.start(1)) + 1,
        hint="Put date: into front matter between two lines of ---.",
    )
    return "\n" * match[0].count("\n") + body[match.end() :]


def _headings(rows: list[str]) -> list[int]:
    """Return the rows that are headings."""
    blocks = _blocks(rows)
    found: list[int] = []
    for at, (start, end) in enumerate(blocks[:-1]):
        if end - start != 1 or at == 0:
            continue  # the first line is the title, or the start of the text
        below = " ".join(rows[slice(*blocks[at + 1])])
        if not _may_be_heading(rows[start]) or len(below) < _PARAGRAPH or not _CLOSES.search(below):
            continue
        before_start, before_end = blocks[at - 1]
        if before_end - before_start == 1 and at > 1 and _may_be_heading(rows[before_start]):
            continue  # one of several short lines: a list or a verse
        found.append(start)
    return found


def _may_be_heading(row: str) -> bool:
    return 0 < len(row.strip()) <= _LONGEST and not _NOT_A_HEADING.match(row)


def _blocks(rows: list[str]) -> list[tuple[int, int]]:
    """Return the runs of rows between blank ones, as (first, past the last)."""
    blocks: list[tuple[int, int]] = []
    start: int | None = None
    for at, row in enumerate([*rows, ""]):
        if row.strip() and start is None:
            start = at
        elif not row.strip() and start is not None:
            blocks.append((start, at))
            start = None
    return blocks
