"""A tag alone on its line, `<img src="a.png">`, `<br>` or `<hr>`, and a badge over several lines.

CommonMark takes what stands straight below such a tag for raw HTML, up to the next blank line, so that a
heading there would show its signs. Here it is Markdown: a block of its own, or else words that go on in the
same paragraph. A tag that opens something, like `<del>` on a line of its own, still begins raw HTML.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from recto.reader.engine.inside import begins_with, line_of

_LINE = re.compile(
    r"(?:<(?:img|br|wbr|hr)(?:\s[^<>]*)?/?>\s*|<a(?:\s[^<>]*)?>\s*|</a\s*>\s*)+$", re.IGNORECASE
)
_FIRST = re.compile(r"<(?:(?:img|br|wbr|a)(?:\s[^<>]*)?/?>\s*$|hr[\s/>])", re.IGNORECASE)
"""Where raw HTML would begin; several tags on a line begin a paragraph anyway."""
_LINK = re.compile(r"<(?P<close>/?)a[\s>]", re.IGNORECASE)
_RULE = re.compile(r"<hr[\s/>]", re.IGNORECASE)


def extend(grammar: MarkdownIt) -> None:
    """Add the lines, before other raw HTML is looked for."""
    grammar.block.ruler.before("html_block", "lone_tags", _lone_tags)


def _lone_tags(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if silent or not begins_with(state, row, "<") or not _FIRST.match(line_of(state, row)):
        return False
    below, has_rule = _end(state, row, end)
    if below == row or below >= end or state.isEmpty(below) or _goes_out(state, below):
        return False
    if not has_rule and not _begins_block(state, below, end):
        return not line_of(state, below).startswith("<") and _paragraph(state, row, end)
    token = state.push("html_block", "", 0)
    token.map = [row, below]
    token.content = state.getLines(row, below, state.blkIndent, True)
    state.line = below
    return True


def _end(state: StateBlock, row: int, end: int) -> tuple[int, bool]:
    """Return the row behind such lines, if each link in them is closed, and whether one has a rule."""
    links, has_rule, below = 0, False, row
    while below < end and not state.isEmpty(below) and not _goes_out(state, below):
        text = line_of(state, below)
        if not _LINE.match(text):
            break
        links += sum(-1 if match["close"] else 1 for match in _LINK.finditer(text))
        has_rule = has_rule or _RULE.search(text) is not None
        below += 1
    return (below if links == 0 else row), has_rule


def _goes_out(state: StateBlock, row: int) -> bool:
    return state.sCount[row] < state.blkIndent


def _begins_block(state: StateBlock, row: int, end: int) -> bool:
    return any(rule(state, row, end, True) for rule in state.md.block.ruler.getRules("paragraph"))


def _paragraph(state: StateBlock, row: int, end: int) -> bool:
    """Let the rules have the row that stand behind the one for raw HTML."""
    ruler = state.md.block.ruler
    behind = ruler.get_active_rules().index("html_block") + 1
    return any(rule(state, row, end, False) for rule in ruler.getRules("")[behind:])
