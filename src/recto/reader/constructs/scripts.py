"""Subscript and superscript as pandoc writes them: `H~2~O`, `x^2^`; no space within.

A subscript follows what it belongs to; `~gone~` after a space is struck out, as on GitHub.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from recto.reader.engine.inline import inline_of

_SUBSCRIPT = re.compile(r"~(?!~)((?:\\.|[^\s~\\/]){1,200})~(?!~)")
_SUPERSCRIPT = re.compile(r"\^(?![\^\[])((?:\\.|[^\s^\\/]){1,200})\^(?!\^)")


def extend(grammar: MarkdownIt) -> None:
    """Add both; the subscript before the tilde is taken for a stroke."""
    inline = inline_of(grammar)
    inline.add("subscript", "~", _subscript, before="strikethrough")
    inline.add("superscript", "^", _superscript)


def _subscript(state: StateInline, silent: bool) -> bool:
    before = state.src[state.pos - 1 : state.pos]
    if not (before.isalnum() or before in (")", "]", "}", "*", "_")) or not before:
        return False
    return _push(state, _SUBSCRIPT.match(state.src, state.pos, state.posMax), "sub", silent=silent)


def _superscript(state: StateInline, silent: bool) -> bool:
    return _push(state, _SUPERSCRIPT.match(state.src, state.pos, state.posMax), "sup", silent=silent)


def _push(state: StateInline, match: re.Match[str] | None, tag: str, *, silent: bool) -> bool:
    if match is None or not any(map(str.isalnum, match[1])):
        return False
    if not silent:
        state.push(f"{tag}_open", tag, 1)
        end, state.posMax = state.posMax, match.end(1)
        state.pos = match.start(1)
        state.md.inline.tokenize(state)
        state.posMax = end
        state.push(f"{tag}_close", tag, -1)
    state.pos = match.end()
    return True
