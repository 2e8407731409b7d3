"""What stands in a citation's brackets: `see @a, pp. 33-35; also -@b, ch. 1`, as pandoc has it.

Each work has its author's words before it, a key, a place in it, and words behind. A semicolon ends one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from recto.reader.citations import locators
from recto.reader.citations.cites import Cite

KEY = r"@(?:\{(?P<braced>[^{}\s]{1,200})\}|(?P<bare>\w(?:\w|[:.#$%&+?<>~/-]{1,3}(?=\w)){0,200}))"
_CITE = re.compile(rf"(?<![\w.@/\\+-])(?P<minus>-)?{KEY}")
_SEPARATOR = re.compile(r"`+[^`]*`+|\\.|[\[\](){}]|;")


@dataclass(frozen=True, slots=True)
class Words:
    """One work in brackets, as it is written."""

    cite: Cite
    """With the key as it is written, which may be nobody's."""
    prefix: str
    suffix: str


def parse(content: str, lang: str) -> list[Words] | None:
    """Return the works in `content`, what is between the brackets; None if it is no citation."""
    works: list[Words] = []
    for part in _split(content):
        match = _find(part)
        if match is None and works:
            last = works.pop()
            works.append(_words(last.cite, last.prefix, f"{last.suffix};{part}"))
            continue
        if match is None:
            return None
        rest = part[match.end() :]
        locator = locators.read(rest, lang)
        cite = Cite(
            key_of(match),
            suppressed=bool(match["minus"]),
            label=locator.label if locator else None,
            locator=locator.value if locator else None,
        )
        works.append(_words(cite, part[: match.start()], rest[locator.length :] if locator else rest))
    return works


def _find(part: str) -> re.Match[str] | None:
    """Return the first key that stands in no brackets of its own, and in no code."""
    for match in _CITE.finditer(part):
        before = part[: match.start()]
        if before.count("[") == before.count("]") and before.count("`") % 2 == 0:
            return match
    return None


def key_of(match: re.Match[str]) -> str:
    """Return the key that `KEY` has found."""
    return match["braced"] or match["bare"]


def _words(cite: Cite, prefix: str, suffix: str) -> Words:
    prefix, suffix = prefix.strip(), suffix.rstrip()
    made = Cite(
        cite.key, cite.suppressed, cite.label, cite.locator, has_prefix=bool(prefix), has_suffix=bool(suffix)
    )
    return Words(made, prefix, suffix)


def _split(content: str) -> list[str]:
    parts, begin, depth = list[str](), 0, 0
    for match in _SEPARATOR.finditer(content):
        if match[0] in "[({":
            depth += 1
        elif match[0] in "])}":
            depth = max(0, depth - 1)
        elif match[0] == ";" and depth == 0:
            parts.append(content[begin : match.start()])
            begin = match.end()
    return [*parts, content[begin:]]
