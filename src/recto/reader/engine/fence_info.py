"""What stands behind the marks that open a fence: the language of the code, and what is said about it.

python     js {1,3}     {.python #lst:x caption="…"}     {r, echo=FALSE}     python {#id}
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from markdown_it.common.utils import unescapeAll

_PART = re.compile(
    r"(?P<brace>[{}])|(?P<key>[\w-]++)=(?:\"(?P<double>(?:\\.|[^\"\\])*+)\"?|'(?P<single>(?:\\.|[^'\\])*+)'?"
    r"|(?P<bare>[^\s{},]*+))|(?P<word>[^\s{},]++)"
)

_NUMBERED = frozenset((".numberLines", ".number-lines", ".line-numbers", ".linenos"))
_COUNT = re.compile(r"\d{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FenceInfo:
    """A fence's info string, taken apart."""

    language: str = ""
    """In small letters; empty if none is named."""
    identifier: str = ""
    caption: str = ""
    first_line: int | None = None
    """The number of its first line, None if lines are not numbered."""


def fence_info(text: str) -> FenceInfo:
    """Return what the info string `text` says, in time that grows with its length."""
    words, inside, values = list[str](), list[str](), dict[str, str]()
    depth = 0
    for part in _PART.finditer(text.strip()):
        if part["brace"]:
            depth += 1 if part["brace"] == "{" else -1
        elif part["key"]:
            values.setdefault(
                part["key"], unescapeAll(part["double"] or part["single"] or part["bare"] or "")
            )
        else:
            (inside if depth > 0 else words).append(unescapeAll(part["word"]))
    return FenceInfo(
        language=_language(words, inside),
        identifier=next((word[1:] for word in inside if word.startswith("#")), ""),
        caption=values.get("caption", ""),
        first_line=_first_line(inside, values),
    )


def _first_line(inside: list[str], values: dict[str, str]) -> int | None:
    """Return what the first line counts as, in the ways that mkdocs and pandoc let one say it."""
    asked = values.get("linenums", "").lower()
    first = values.get("startFrom", "1") if asked == "true" or not _NUMBERED.isdisjoint(inside) else asked
    return int(first) if _COUNT.fullmatch(first) else None


def _language(words: list[str], inside: list[str]) -> str:
    classes = [word[1:] for word in inside if word.startswith(".")]
    bare = [word for word in inside[:1] if word[0].isalnum()]
    named = [word.removeprefix(".") for word in words[:1]] or classes or bare
    return "".join(takewhile(lambda character: character != "=", named[0])).lower() if named else ""
