"""References to figures, tables, equations, sections and listings: `@fig:x`, `[@fig:x; @tbl:y]`, `[-@fig:x]`.

Only the prefixes of `labelled.PREFIXES` make one, so that `@name` and mail addresses stay text. Here they are
marked; what they refer to is known when the whole article is (`cross_references`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from recto.reader.engine.inline import inline_of, row_of
from recto.reader.engine.reading import reading_of
from recto.reader.labelled import LABEL, REFERENCE, TYPED, before_cjk
from recto.reader.reference_words import reference_words

_ONE = re.compile(rf"@(?:\{{({LABEL})\}}|({LABEL}))")
_SEVERAL = re.compile(rf"\[[ \t\n]*+-?@{LABEL}(?:[ \t\n]*+;[ \t\n]*+-?@{LABEL})*+[ \t\n]*+\](?!\()")
_EACH = re.compile(rf"(-?)@({LABEL})")
_IN_ADDRESS = re.compile(r"(?:www\.|://)[^\s<>]*\Z", re.IGNORECASE)
_LONGEST_ADDRESS = 200


def extend(grammar: MarkdownIt) -> None:
    """Add both forms, and the search for images whose words hold one."""
    inline = inline_of(grammar)
    inline.add("reference", "@", _one)
    inline.add("references", "[", _several, before="link")
    grammar.core.ruler.after("inline", "recto-references", _mark_images)


def _one(state: StateInline, silent: bool) -> bool:
    match = _ONE.match(state.src, state.pos, state.posMax)
    if match is None or _is_in_word(state):
        return False
    label = match[1] or before_cjk(match[2])
    if not silent:
        _push(state, label, "")
    state.pos = match.end() if match[1] else state.pos + len("@") + len(label)
    return True


def _is_in_word(state: StateInline) -> bool:
    """Say whether what stands before makes it part of a mail or web address."""
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    if before in ("/", "."):
        begin = max(0, state.pos - _LONGEST_ADDRESS)
        return _IN_ADDRESS.search(state.src[begin : state.pos]) is not None
    # Hebrew and Arabic write some words joined to the next one, Chinese and Japanese all of them.
    return before in ("@", "_") or (before.isascii() and before.isalnum())


def _several(state: StateInline, silent: bool) -> bool:
    match = _SEVERAL.match(state.src, state.pos, state.posMax)
    if match is None or _is_defined(state, match):
        return False
    if not silent:
        comma = reference_words(reading_of(state).draft.lang).comma
        for number, each in enumerate(_EACH.finditer(match[0])):
            if number:
                state.push("text", "", 0).content = comma
            _push(state, each[2], each[1])
    state.pos = match.end()
    return True


def _is_defined(state: StateInline, match: re.Match[str]) -> bool:
    """Say whether somebody gave an address to what is in the brackets, or in those behind."""
    behind = re.compile(r"\[([^\[\]\n]{1,200})\]").match(state.src, match.end(), state.posMax)
    labels = [match[0][1:-1], *([behind[1]] if behind else [])]
    return any(normalizeReference(label) in state.env.get("references", {}) for label in labels)


def _push(state: StateInline, label: str, sign: str) -> None:
    token = state.push("reference", "span", 0)
    # With braces, as in plain text, such as a description, nothing else would say where it ends.
    token.content = f"[-@{{{label}}}]" if sign else f"@{{{label}}}"
    token.attrs, token.meta = {REFERENCE: sign + label}, {"row": row_of(state)}


def _mark_images(state: StateCore) -> None:
    """Say on each image whose description or title holds a reference that it does."""
    for block in state.tokens:
        if block.type == "inline" and block.children and "@" in block.content:
            for token in block.children:
                if token.type == "image" and _holds_reference(token):
                    token.attrs[REFERENCE] = ""


def _holds_reference(image: Token) -> bool:
    children: Sequence[Token] = image.children or ()
    return any(child.type == "reference" for child in children) or bool(
        TYPED.search(str(image.attrs.get("title", "")))
    )
