"""`==marked==`: two equals signs on either side, as Obsidian and pymdownx have it.

They mark whole words: `x==1` in a sentence is a comparison. Between Chinese or Japanese characters, where
no space shows where a word begins, they mark as well.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from recto.reader.engine.flanking import is_cjk
from recto.reader.engine.inline import inline_of

_SIGN = ord("=")


def extend(grammar: MarkdownIt) -> None:
    """Add the sign, and the step that pairs it."""
    inline = inline_of(grammar)
    inline.add("mark", "=", _sign)
    inline.ruler2.before("emphasis", "mark", _pair)


def _sign(state: StateInline, silent: bool) -> bool:
    src, begin = state.src, state.pos
    if silent or src[begin : begin + 2] != "==":
        return False
    scanned = state.scanDelims(begin, True)
    end = begin + scanned.length
    state.push("text", "", 0).content = src[begin:end]
    state.pos = end
    if scanned.length == 2:
        opens = scanned.can_open and not _in_word(src[begin - 1 : begin])
        closes = scanned.can_close and not _in_word(src[end : end + 1])
        state.delimiters.append(Delimiter(_SIGN, 0, len(state.tokens) - 1, -1, opens, closes))
    return True


def _in_word(character: str) -> bool:
    return character.isalnum() and not is_cjk(character)


def _pair(state: StateInline) -> None:
    for delimiters in (state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta)):
        for opener in delimiters:
            if opener.marker == _SIGN and opener.end >= 0:
                for at, nesting in ((opener.token, 1), (delimiters[opener.end].token, -1)):
                    token = state.tokens[at]
                    token.type, token.tag, token.content = "mark", "mark", ""
                    token.nesting = 1 if nesting > 0 else -1
