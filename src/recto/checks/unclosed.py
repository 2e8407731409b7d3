"""Marks and brackets of Markdown that stayed text, since their other half is missing or stands apart.

Code is never looked at, and what is written like code without being marked as such (`**kwargs`,
`src/**/*.js`, `[0, 1)`) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recto.checks.manuscript import EDGE, OPAQUE, Manuscript, quoted
from recto.diagnostics import Diagnostic

_E = f"{EDGE}*"
_STRONG = re.compile(
    r"""(?<![*\w/\\.(\["'“‘«])\*\*(?![*/.,)\s]|\Z)"""  # opens, and nothing closes it
    r"""|(?<=[^\W\d_]|[.!?:;)”])\*\*(?![*\w/.])"""
)
_CODE = re.compile(
    r"\*\*(?:kwargs|kwds|kw|args|opts?|options|params|props)\b|\*\*[a-z_]\w*(?=[)=\]|])"
    r"|\*\*\w\b|\d\s*\*\*\s*\d|\w\*\*-?\w|\*\*\s+(?=\d)"
)
_APART = re.compile(r"(?<![^\s(])\*[^\W\d_]{2,}[^*\n\0\2]{0,80}?[ ]\*(?=[\s.,;:!?)]|\Z)")
_TICK = re.compile(r"(?<![`\w\\])`(?=[\w$@./<{\[-])[^`]*\Z")
_BRACKETS = (
    # [words](address, or words](address): the address is cut off, or holds what no address can.
    re.compile(rf"(?:\[[^\[\]\n]{{0,200}})?\]\({_E}(?:https?://|\.{{0,2}}/|#|www\.)"),
    # [words(address)
    re.compile(rf"\[[^\[\]()\n]{{1,200}}\({_E}https?://"),
    # [words] (address)
    re.compile(rf"\[[^\[\]\n]{{1,200}}\][ ]\({_E}https?://[^\s)]*{_E}\)"),
    re.compile(r"!\[[^\[\]\n]{0,200}(?:\](?=\()|\Z)"),
)


def mark_unclosed(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A mark of emphasis or code (**, *, `) stayed text."""
    for passage in manuscript.passages:
        mark, at = _mark(passage.text)
        if mark and not manuscript.is_escaped(passage, mark[0]):
            around = passage.text[max(0, at - 10) : at + 40]
            yield manuscript.note(
                "mark-unclosed",
                f"The mark {mark} in {quoted(around)} marks nothing, so it stays text.",
                line=manuscript.line_at(passage, at, mark),
                hint=f"Put its other half straight beside a word, or write \\{mark[0]} for the sign itself.",
            )


def _mark(text: str) -> tuple[str, int]:
    """Return the first mark in `text` that marks nothing, and where it is; an empty one if there is none."""
    if "**" in text:
        # What is written like code keeps its place, and is no mark.
        plain = _CODE.sub(lambda match: OPAQUE * len(match[0]), text)
        if strong := _STRONG.search(plain):
            return "**", strong.start()
    if "*" in text and (apart := _APART.search(text)):
        return "*", apart.start()
    if text.count("`") == 1 and (tick := _TICK.search(text)):
        return "`", tick.start()
    return "", 0


def bracket_unclosed(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """The brackets of a link or an image stayed text."""
    for passage in manuscript.passages:
        end = 0
        for match in _bracketed(passage.text):
            if match.start() < end:
                continue
            if not end and manuscript.is_escaped(passage, "[", "]"):
                break
            end = match.end()
            words = passage.text[match.start() : match.start() + 60]
            yield manuscript.warning(
                "bracket-unclosed",
                f"The brackets in {quoted(words)} make no link, so they stay text.",
                line=manuscript.line_at(passage, match.start(), "](" if "](" in match[0] else "["),
                hint="Write [words](address), without a space between, and close both.",
            )


def _bracketed(text: str) -> list[re.Match[str]]:
    may_be = "](" in text or "![" in text or ("[" in text and "http" in text)
    found = (match for each in _BRACKETS for match in each.finditer(text)) if may_be else ()
    return sorted(found, key=re.Match.start)
