"""Footnotes: `[^label]` calls the note that `[^label]: text` gives, `^[text]` is call and note in one.

A note goes on below its first line where that is indented, by four spaces as the engine has it, or by
two or three. Here calls carry the label's id; numbers, ids and ways back are a transform's.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from recto.reader.engine.inline import inline_of, row_of
from recto.reader.engine.inside import begins_with, first_indent, line_of, parse_hanging
from recto.reader.engine.nesting import container
from recto.reader.engine.note_calls import CALL, label_of
from recto.reader.engine.reading import reading_of

_DEFINITION = re.compile(r"\[\^([^\]\n]{1,200})\]:[ \t]*")


def extend(grammar: MarkdownIt) -> None:
    """Add definitions, which may interrupt a paragraph, and the two kinds of calls."""
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    grammar.block.ruler.before("reference", "note", container(_definition), {"alt": interrupts})
    inline = inline_of(grammar)
    inline.add("note_call", "[", _call, before="link")
    inline.add("inline_note", "^", _inline_note, before="link")


def _definition(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if not begins_with(state, row, "[") or not (match := _DEFINITION.match(line_of(state, row))):
        return False
    if silent:
        return True
    reading, label = reading_of(state), label_of(match[1])
    again = label in reading.notes
    if again:
        reading.draft.warn(
            "footnote-duplicate",
            f"The footnote [^{label}] has a second text, which no edition shows.",
            line=reading.line(row),
            hint=f"Give it another label; the first is on line {reading.line(reading.notes[label])}.",
        )
    reading.notes.setdefault(label, row)
    before = len(state.tokens)
    token = state.push("note_open", "", 1)
    token.map, token.meta = [row, row + 1], {"label": label}
    content = state.bMarks[row] + state.tShift[row] + match.end()
    indent = first_indent(state, row, end)
    parse_hanging(state, row, end, content=content, indent=indent)
    state.push("note_close", "", -1)
    if again:
        del state.tokens[before:]
    state.line = max(state.line, row + 1)
    return True


def _call(state: StateInline, silent: bool) -> bool:
    match = CALL.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    reading, label = reading_of(state), label_of(match[1])
    if label not in reading.notes:
        if not silent and state.src[match.end() : match.end() + 1] != "(":
            _report_missing(state, match[1])
        return False
    if not silent:
        _push_call(state, label)
    state.pos = match.end()
    return True


def _report_missing(state: StateInline, label: str) -> None:
    reading = reading_of(state)
    if re.search(r"\s", label) or not reading.once(f"footnote-missing {label}", 0):
        return
    reading.draft.warn(
        "footnote-missing",
        f"The footnote [^{label}] is called, but has no text.",
        line=reading.line(row_of(state)),
        hint=f"Write it below, as a paragraph that begins with [^{label}]: and a space.",
    )


def _push_call(state: StateInline, label: str) -> None:
    state.push("note_call", "sup", 0).meta = {"label": label}


def _inline_note(state: StateInline, silent: bool) -> bool:
    begin = state.pos
    if state.src[begin + 1 : begin + 2] != "[":
        return False
    reading = reading_of(state)
    if reading.is_in_note:
        return False
    end = state.md.helpers.parseLinkLabel(state, begin + 1)
    content = state.src[begin + 2 : end].strip() if end > 0 else ""
    if not content:
        return False
    if not silent:
        row = row_of(state)
        label = f"inline-{len(reading.notes) + 1}"
        reading.notes[label] = row
        _push_call(state, label)
        reading.inline_notes.append((label, _parsed(state, content, row)))
    state.pos = end + 1
    return True


def _parsed(state: StateInline, content: str, row: int) -> Token:
    """Return the content of a note that begins on `row`."""
    reading = reading_of(state)
    outer, reading.row, reading.is_in_note = reading.row, row, True
    token = Token("inline", "", 0, map=[row, row + 1], content=content)
    children: list[Token] = []
    state.md.inline.parse(content, state.md, state.env, children)
    token.children = children
    reading.row, reading.is_in_note = outer, False
    return token
