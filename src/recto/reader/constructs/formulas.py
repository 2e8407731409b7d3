r"""Formulas in TeX: `$x$` and `$$x$$`, with backslashes `\(x\)` and `\[x\]`, as code `` $`x`$ `` and
```` ```math ````, and `\begin{align}` by itself. Beside them references to equations: `\eqref{eq:x}`.

A formula becomes an element with `data-math`, its TeX inside, a reference one with `data-ref`; a transform
makes MathML and numbers of them. Nothing in a formula is Markdown. Brackets that are merely escaped,
`\[sic\]` or `\(c\)`, stay brackets: what is between backslashes has to look like TeX, or another formula
of the article has to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from recto.reader.engine.dollars import formula_at
from recto.reader.engine.flanking import is_cjk
from recto.reader.engine.inline import inline_of, row_of
from recto.reader.engine.inside import begins_with, line_of
from recto.reader.engine.reading import Reading, reading_of

_ENVIRONMENTS = "equation|align|alignat|flalign|gather|multline|eqnarray"
_OPENING = re.compile(rf"\$\$(?!\$)|\\\[|\\begin\{{((?:{_ENVIRONMENTS})\*?)\}}")
_CLOSING = {"$$": re.compile(r"(?<!\\)\$\$(?!\$)"), r"\[": re.compile(r"(?<!\\)\\\]")}
_LABEL = r"(?:[ \t]*\{[^{}#\n]{0,100}#(?P<label>[\w:.-]{1,200})[^{}\n]{0,100}\})?"
_TAIL = re.compile(rf"(?P<stop>[.,;:]?){_LABEL}[ \t]*\Z")
_DISPLAY = re.compile(
    rf"\$\$(?!\$)(?P<tex>(?:\\.|[^$\\]|\$(?!\$))++)\$\$(?!\$)(?P<stop>[.,;:](?=\s|\Z))?{_LABEL}", re.DOTALL
)
_BACKSLASHED = re.compile(
    r"\\\((?P<inline>(?:[^\\]|\\[^()])++)\\\)|\\\[(?P<display>(?:[^\\]|\\[^\[\]])++)\\\]", re.DOTALL
)
_PRICES = re.compile(r"\s*(?:[^\W\d_]{2,}|[-–—/,&])\s*\Z")
_REFERENCE = re.compile(r"\\(?P<kind>eq)?ref\{(?P<label>[^{}\n]{1,200})\}")
# A command, an index or exponent, a sign between blanks. Who escapes brackets because they are some escapes
# other signs as well, so none of these has a backslash before it; and `x^2^` is Markdown's exponent.
_TEX_SIGNS = (
    r"(?<!\\)\\[a-zA-Z]",
    r"(?:[^\W_]|[)}\]'])(?:_|\^(?![^\s^]{1,20}\^))(?:[{\\+-]|[^\W_](?!\w))",
    r"(?<=\s)[=<>+](?=\s)",
)
_TEX = re.compile("|".join(_TEX_SIGNS))
_SURE_TEX = re.compile("|".join(_TEX_SIGNS[:2]))
_TEX_IN_LINE = re.compile("|".join((*_TEX_SIGNS, r"(?<=[\w)])[=+](?=[\w\\(-])")))
_ADDRESS = r"[a-z][\w+.-]+://|mailto:|\.{0,2}/|\#|[\w./%-]{1,200}\.[a-z][a-z0-9]{1,4}(?=[)>#?\s])"
_MARKDOWN = rf"`|https?://|\]\(\s*<?(?:{_ADDRESS})"
_IS_MARKDOWN = re.compile(_MARKDOWN)
_NO_TEX = re.compile(rf"{_MARKDOWN}|\n")
_LETTERS = re.compile(r"[^\W\d_]{2}|\\")
_MATH_FENCE = re.compile(rf"math{_LABEL}\s*\Z")


@dataclass(frozen=True, slots=True)
class _Formula:
    """A display formula that was found among the blocks."""

    tex: str
    label: str | None
    below: int
    """The row behind it."""


def extend(grammar: MarkdownIt) -> None:
    """Add the rules, those of backslashes before the one that takes them for escapes."""
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    grammar.block.ruler.before("blockquote", "formula", _block, {"alt": interrupts})
    # When all fences are known, and whether they are closed.
    grammar.core.ruler.before("inline", "formula-fences", _fences)
    inline = inline_of(grammar)
    inline.add("formula", "$", _dollars)
    inline.add("equation_reference", "\\", _reference, before="escape")
    inline.add("formula_backslashed", "\\", _backslashes, before="escape")


def _block(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if not begins_with(state, row, "$\\"):
        return False
    formula = _find(state, row, end)
    if formula is None:
        return False
    if not silent:
        state.tokens += _tokens(formula, state.level, row)
        state.line = formula.below
    return True


def _find(state: StateBlock, row: int, end: int) -> _Formula | None:
    """Return the formula that begins on `row` and ends at the end of a line."""
    first = line_of(state, row)
    opening = _OPENING.match(first)
    if opening is None:
        return None
    environment = opening[1]
    closing = re.compile(re.escape(rf"\end{{{environment}}}")) if environment else _CLOSING[opening[0]]
    lines: list[str] = []
    text = first[opening.end() :]
    alone = not text.strip()
    for below in range(row, end):
        if below > row:
            text = line_of(state, below)
            if not state.isEmpty(below) and state.sCount[below] < state.blkIndent:
                break
            if (state.isEmpty(below) and not alone) or (opening[0] != "$$" and opening[0] in text):
                return None
        if found := closing.search(text):
            tail = _TAIL.match(text, found.end())
            lines.append(text[: found.start()])
            tex = "\n".join(lines)
            below_text = row > 0 and not state.isEmpty(row - 1)
            if tail is None or (opening[0] == r"\[" and not _is_tex(tex, alone=alone, sure=below_text)):
                return None
            if opening[0] == "$$" and not alone and _PRICES.match(tex):
                return None
            tex = f"{opening[0]}{tex}{found[0]}" if environment else tex
            return _Formula(_closed(tex, tail["stop"]), tail["label"], below + 1)
        lines.append(text)
    if alone and not environment:
        _report_unclosed(state, row, opening[0])
    return None


def _is_tex(text: str, *, alone: bool, sure: bool) -> bool:
    if _IS_MARKDOWN.search(text):
        return False
    if alone:
        return _TEX_IN_LINE.search(text) is not None
    return _is_display(text) if sure else _TEX.search(text) is not None


def _is_display(text: str) -> bool:
    """Say whether `text` amid other text is a formula for certain."""
    # There, a sign between blanks says little: `\[ boats + \]` is somebody's careful escaping.
    sure = _SURE_TEX.search(text) or not _LETTERS.search(text)
    return bool(sure and _TEX.search(text))


def _closed(tex: str, stop: str | None) -> str:
    """Put the full stop or comma behind a formula into it: no line begins with one."""
    return f"{tex.strip()}\\text{{{stop}}}" if stop and tex.strip() else tex


def _report_unclosed(state: StateBlock, row: int, mark: str) -> None:
    reading = reading_of(state)
    if reading.once("formula-unclosed", row):
        closing = "$$" if mark == "$$" else r"\]"
        reading.draft.warn(
            "formula-unclosed",
            f"The formula that begins with {mark} is never closed, so it stays text.",
            line=reading.line(row),
            hint=f"Put {closing} on a line of its own where it ends.",
        )


def _tokens(formula: _Formula, level: int, row: int) -> list[Token]:
    attrs = {"class": "equation"} | ({"id": formula.label} if formula.label else {})
    content = Token("inline", "", 0, level=level + 1, map=[row, formula.below])
    content.children = [_token(formula.tex, "display", row)]
    return [
        Token("formula_open", "div", 1, attrs=dict(attrs), level=level, map=[row, formula.below], block=True),
        content,
        Token("formula_close", "div", -1, level=level, block=True),
    ]


def _token(tex: str, kind: str, row: int) -> Token:
    return Token("formula", "span", 0, attrs={"data-math": kind}, content=tex, meta={"row": row})


def _fences(state: StateCore) -> None:
    """Make formulas of the fences that say so."""
    tokens: list[Token] = []
    for token in state.tokens:
        match = _MATH_FENCE.match(token.info) if token.type == "fence" else None
        if match is None or token.map is None:
            tokens.append(token)
            continue
        formula = _Formula(token.content, match["label"], token.map[1])
        tokens += _tokens(formula, token.level, token.map[0])
    state.tokens = tokens


def _dollars(state: StateInline, silent: bool) -> bool:
    match = _DISPLAY.match(state.src, state.pos, state.posMax)
    before = state.src[state.pos - 1 : state.pos]
    if match and match["tex"].strip() and not _PRICES.match(match["tex"]) and before != "$":
        if before.isalnum() and not is_cjk(before):
            return False
        _push(state, _closed(match["tex"], match["stop"]), "display", silent=silent, label=match["label"])
        state.pos = match.end()
        return True
    found = None if before == "$" else formula_at(state.src, state.pos, state.posMax)
    if found is None:
        return False
    tex, end = found
    if reference := _REFERENCE.fullmatch(tex):
        _push_reference(state, reference, silent=silent)
    else:
        _push(state, tex, "inline", silent=silent)
    state.pos = end
    return True


def _backslashes(state: StateInline, silent: bool) -> bool:
    match = _BACKSLASHED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not _is_formula(match, state):
        return False
    kind = "display" if match["inline"] is None else "inline"
    _push(state, match[kind], kind, silent=silent)
    state.pos = match.end()
    return True


def _is_formula(match: re.Match[str], state: StateInline) -> bool:
    if _IS_MARKDOWN.search(match[0]):  # code or a link between two brackets that were escaped
        return False
    if match["inline"] is None:
        return _is_display(match["display"])
    before = state.src[match.start() - 1 : match.start()]
    if not match["inline"].strip() or (before.isalnum() and not is_cjk(before)):
        return False
    if _TEX_IN_LINE.search(match["inline"]):
        return True
    return _LETTERS.search(match["inline"]) is None and _brackets_are_tex(reading_of(state))


def _brackets_are_tex(reading: Reading) -> bool:
    """Say whether `\\(n\\)` is a formula in this article: where another one cannot be anything else."""
    if reading.brackets_are_tex is None:
        matches = map(re.Match.group, _BACKSLASHED.finditer(reading.draft.source.body))
        reading.brackets_are_tex = any(
            not _NO_TEX.search(found) and _TEX.search(found, 2, len(found) - 2) for found in matches
        )
    return reading.brackets_are_tex


def _push(state: StateInline, tex: str, kind: str, *, silent: bool, label: str | None = None) -> None:
    if not silent:
        row = row_of(state)
        token = state.push("formula", "span", 0)
        token.content, token.meta = tex, {"row": row}
        token.attrs = {"data-math": kind, "id": label} if label else {"data-math": kind}


def _reference(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    _push_reference(state, match, silent=silent)
    state.pos = match.end()
    return True


def _push_reference(state: StateInline, match: re.Match[str], *, silent: bool) -> None:
    if not silent:
        row = row_of(state)
        token = state.push("equation_reference", "a", 0)
        token.content, token.meta = match[0], {"row": row}
        token.attrs = {"href": f"#{match['label']}", "data-ref": "(1)" if match["kind"] else "1"}
