"""The inline parser: markdown-it's, told which rule begins with which character.

Its own parser asks every rule at every character that may begin something. With twenty rules most of
the time would go into refusals, so here a rule names its characters when it is added. Nothing else differs.
"""

from __future__ import annotations

import re
from collections import defaultdict

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from recto.reader.engine import flanking
from recto.reader.engine.reading import reading_of

_STANDARD = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "link": "[",
    "image": "!",
    "emphasis": "*_",
    "strikethrough": "~",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
"""markdown-it's own rules that are used, in their order."""
_DEEPEST = 20
"""Brackets within brackets; deeper ones are text. The rules call one another for each."""
_LOCATED = "[!<^"
"""What these begin may be reported, so its token gets the row on which it begins."""


class InlineState(StateInline):
    """The state of one piece of inline content, which knows its rows."""

    _counted = 0
    _row: int | None = None

    @property
    def row(self) -> int:
        """The row of the text that `pos` is in; quick where it is asked in the order of the text."""
        if self._row is None or self.pos < self._counted:
            self._row, self._counted = reading_of(self).row, 0
        self._row += self.src.count("\n", self._counted, self.pos)
        self._counted = self.pos
        return self._row

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - markdown-it's names
        """Return what the run of marks at `start` can open and close."""
        return flanking.scan(self.src, start, self.posMax, in_words=canSplitWord)


class InlineParser(ParserInline):
    """Rules by the characters that they begin with."""

    def __init__(self) -> None:
        super().__init__()
        self._begins = dict(_STANDARD)
        self._rules: dict[str, list[RuleFuncInlineType]] = {}

    def add(self, name: str, characters: str, rule: RuleFuncInlineType, *, before: str | None = None) -> None:
        """Add `rule`, which begins with one of `characters`, or put it in the place of that name."""
        if name in self._begins:
            self.ruler.at(name, rule)
        elif before:
            self.ruler.before(before, name, rule)
        else:
            self.ruler.push(name, rule)
        self._begins[name] = characters

    def settle(self) -> None:
        """Arrange the rules that were added; to be called once, after the last."""
        active = self.ruler.get_active_rules()
        by_character: dict[str, list[RuleFuncInlineType]] = defaultdict(list)
        for name, rule in zip(active, self.ruler.getRules(""), strict=True):
            for character in self._begins.get(name, ""):
                by_character[character].append(rule)
        self._rules = dict(by_character)
        # The closing bracket begins nothing, but the search for a link's end has to see it.
        self.terminator_re = re.compile(f"[{re.escape(''.join([*self._rules, ']']))}]")

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - markdown-it's name
        """Move `state` behind the next token, without making one."""
        begin = state.pos
        if begin in state.cache:
            state.pos = state.cache[begin]
            return
        if state.level >= _DEEPEST:
            state.pos = state.posMax
        elif not self._apply(state, silent=True):
            state.pos += 1
        state.cache[begin] = state.pos

    def tokenize(self, state: StateInline) -> None:
        """Make tokens of `state` up to its `posMax`."""
        end, src, next_terminator = state.posMax, state.src, self.terminator_re.search
        is_open = state.level < _DEEPEST
        while state.pos < end:
            found = next_terminator(src, state.pos, end)
            stop = found.start() if found else end
            if stop > state.pos:
                state.append_pending(src[state.pos : stop])
                state.pos = stop
            elif not (is_open and self._apply(state, silent=False)):
                state.append_pending(src[state.pos])
                state.pos += 1
        if state.pending:
            state.pushPending()

    def _apply(self, state: StateInline, *, silent: bool) -> bool:
        """Let the first rule that can do so take what is at `pos`."""
        rules = self._rules.get(state.src[state.pos])
        if rules is None:
            found = self.terminator_re.search(state.src, state.pos + 1, state.posMax)
            if not silent or state.src[state.pos] == "]":
                return False
            state.pos = found.start() if found else state.posMax
            return True
        if not silent:
            return self._take(state, rules)
        # Rules look for the end of what they open by skipping tokens, so this is how deep they are.
        state.level += 1
        taken = False
        for rule in rules:
            if rule(state, True):
                taken = True
                break
        state.level -= 1
        return taken

    @staticmethod
    def _take(state: StateInline, rules: list[RuleFuncInlineType]) -> bool:
        if state.src[state.pos] not in _LOCATED or not isinstance(state, InlineState):
            return any(rule(state, False) for rule in rules)
        row, first = state.row, len(state.tokens)
        taken = any(rule(state, False) for rule in rules)
        if taken and len(state.tokens) > first:
            # The text before the token may have become a token as well.
            token = state.tokens[first + 1] if state.tokens[first].type == "text" else state.tokens[first]
            token.meta.setdefault("row", row)
        return taken

    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: dict[str, object],  # type: ignore[override]
        tokens: list[Token],
    ) -> list[Token]:
        """Append to `tokens` what `src` is made of, and return them."""
        if not self.terminator_re.search(src):  # most table cells, headings and list items
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        state = InlineState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def inline_of(grammar: MarkdownIt) -> InlineParser:
    """Return the inline parser of `grammar`, which is one of ours."""
    if not isinstance(grammar.inline, InlineParser):
        raise TypeError("the grammar has another inline parser")
    return grammar.inline


def row_of(state: StateInline) -> int:
    """Return the row of the text that `state` is at."""
    return state.row if isinstance(state, InlineState) else reading_of(state).row
