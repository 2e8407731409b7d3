"""Where TeX between dollar signs begins and ends, and where a dollar sign is money.

The rules are pandoc's, with GitHub's additions: no white space inside the signs, no digit behind them.
Beyond them, a sign in a word is none (`US$5`, `$HOME/$USER`), and an amount followed by words is money.
Each search ends at the next sign, so many signs cost no more than their number.
"""

from __future__ import annotations

import re

from recto.reader.engine.flanking import is_cjk

# In \text{…} dollars may stand again. A code span is older than a formula: it ends the search.
_FORMULA = re.compile(
    r"\$(?![\s$])((?:\\(?:text|mbox|hbox)\{[^{}`]{0,500}\}|\\.|[^$\\`])++)(?<![\s])\$(?!\d)", re.DOTALL
)
_QUOTED = re.compile(r"\$`([^`]++)`\$")
_AMOUNT = re.compile(r"\d[\d.,]*(?:[kKmM]|bn)?\s")
_WORD = re.compile(r"(?<!\S)[^\W\d_]{2,}(?!\S)|\s[A-Z]\Z")
_TEX = re.compile(r"[\\^_{}=+<>*|/()]")
_SURE = re.compile(r"[\\^=+]|-\s*\d")


def formula_at(text: str, at: int, end: int) -> tuple[str, int] | None:
    """Return the TeX of the formula that begins at `at` with a dollar sign, and where it ends."""
    if match := _QUOTED.match(text, at, end):
        return match[1], match.end()
    before = text[at - 1 : at]
    if before.isalnum() and not is_cjk(before):
        return None
    match = _FORMULA.match(text, at, end)
    if match is None or _is_money(match[1]) or not _may_go_on(match[1], text[match.end() : match.end() + 1]):
        return None
    return match[1], match.end()


def _is_money(tex: str) -> bool:
    """Say whether `5 and A` is between the signs, where `2 x + 1` might be."""
    return _AMOUNT.match(tex) is not None and _WORD.search(tex) is not None and _TEX.search(tex) is None


def _may_go_on(tex: str, after: str) -> bool:
    """Say whether the letter `after` may follow: in `$n$th` and after Chinese, but not in `$HOME$USER`."""
    if not after.isalpha() or is_cjk(after):
        return True
    return after.islower() and (len(tex) == 1 or _SURE.search(tex) is not None)
