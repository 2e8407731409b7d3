"""Emoji by name: `:tada:` becomes the character, never an image from a network.

The names are GitHub's, from the table that pymdown-extensions carries; another word between colons stays.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from recto.reader.engine.inline import inline_of

_NAME = re.compile(r"(?<![^\W_]):[a-z0-9_+-]{1,60}:(?![^\W_])")


def extend(grammar: MarkdownIt) -> None:
    """Add the rule."""
    inline_of(grammar).add("shortcode", ":", _shortcode)


def _shortcode(state: StateInline, silent: bool) -> bool:
    match = _NAME.match(state.src, state.pos, state.posMax)
    character = _characters().get(match[0]) if match else None
    if match is None or character is None:
        return False
    if len(match[0]) == 3 and ":" in (
        state.src[state.pos - 1 : state.pos],
        state.src[match.end() : match.end() + 1],
    ):
        return False  # a::b::c is a name of a program's
    if not silent:
        state.append_pending(character)
    state.pos = match.end()
    return True


@cache
def _characters() -> dict[str, str]:
    from pymdownx import gemoji_db

    found = {
        name: "".join(
            chr(int(code, 16)) for code in (entry.get("unicode_alt") or entry["unicode"]).split("-")
        )
        for name, entry in gemoji_db.emoji.items()
        if "unicode" in entry  # GitHub's own pictures have no character
    }
    return {**found, **{alias: found[name] for alias, name in gemoji_db.aliases.items() if name in found}}
