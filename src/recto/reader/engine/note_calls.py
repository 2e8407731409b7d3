"""The calls of footnotes, `[^1]`, and their labels."""

from __future__ import annotations

import re
from collections.abc import Container

from markdown_it.token import Token

CALL = re.compile(r"\[\^([^\]\n]{1,200})\]")


def label_of(text: str) -> str:
    """Return the label that is written as `text`."""
    return re.sub(r"\s+", "-", text.strip()).casefold()


def call(label: str) -> Token:
    """Return a call of the note `label`."""
    return Token("note_call", "sup", 0, meta={"label": label})


def pieces_of_title(title: str, notes: Container[str]) -> list[Token]:
    """Return an image's title, in which nothing but the calls of `notes` is Markdown, as tokens."""
    pieces, position = [], 0
    for match in CALL.finditer(title):
        label = label_of(match[1])
        if label in notes:
            pieces += [Token("text", "", 0, content=title[position : match.start()]), call(label)]
            position = match.end()
    return [*pieces, Token("text", "", 0, content=title[position:])]
