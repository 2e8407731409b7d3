"""Which runs of `*`, `_`, `~` and `=` can open and close what they mark.

CommonMark's rule (0.31.2, 6.2), and two readings it has not. Chinese, Japanese and Korean put no space
between a full stop and the next word, so beside such a character a run may stand where English would have
a space. And a run after a sign that closes, `**Note:**text`, may close although a letter follows.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline.state_inline import Scanned

_CLOSING = frozenset(".,:;!?)]}»”’…%。，：；！？）］｝」』】》")


def is_cjk(character: str) -> bool:
    """Say whether `character` is of a script that puts no spaces between words."""
    return character > "\u10ff" and _cjk().match(character) is not None


@cache
def _cjk() -> re.Pattern[str]:
    """Compile what few articles need: ranges beyond U+FFFF cost a start 3 ms."""
    return re.compile(
        "[\u1100-\u11ff\u2e80-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
        "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
    )


def scan(src: str, start: int, end: int, *, in_words: bool) -> Scanned:
    """Return what the run at `start` can do, `in_words` if it may stand within a word."""
    marker = src[start]
    stop = start + 1
    while stop < end and src[stop] == marker:
        stop += 1
    before = src[start - 1] if start > 0 else " "
    after = src[stop] if stop < end else " "
    blank_before, sign_before = _kind(before)
    blank_after, sign_after = _kind(after)
    cjk_before, cjk_after = is_cjk(before), is_cjk(after)
    left = not blank_after and (not sign_after or blank_before or sign_before or cjk_before)
    right = not blank_before and (not sign_before or blank_after or sign_after or cjk_after)
    if in_words:
        closes = right or (before in _CLOSING and after.isalnum())
        return Scanned(left, closes, stop - start)
    opens = left and (not right or sign_before)
    closes = right and (not left or sign_after)
    return Scanned(opens, closes, stop - start)


def _kind(character: str) -> tuple[bool, bool]:
    """Return whether `character` is white space, and whether it is a sign."""
    if character.isalnum():
        return False, False
    code = ord(character)
    return isWhiteSpace(code), isMdAsciiPunct(code) or isPunctChar(character)
