"""Which findings an author does not want to hear, and where.

    checks.off in the settings        everywhere
    <!-- recto: off doubled-word -->  from here to an `on` that names it, or names nothing, or to the end
    <!-- recto: skip doubled-word --> in the paragraph it stands in or, on a line of its own, in what follows
                                      up to the next blank line

Without a code, all are meant. Errors are never turned off, whatever their code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from recto.article import Article, Directive
from recto.diagnostics import Diagnostic, Severity, warning
from recto.settings import near

_VERBS = ("off", "on", "skip")
_ALL = ""
"""Stands for every code."""
_END = float("inf")
_COMMENT = re.compile(r"<!--[^<>]*-->")
_HINTS = 20


@dataclass(slots=True)
class Switches:
    """What is turned off in one article."""

    known: Mapping[str, str]
    """The codes that can be turned off at all."""
    everywhere: frozenset[str]
    faults: list[Diagnostic] = field(default_factory=list)
    """What was to be turned off, and cannot be."""
    _spans: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    """Code → the first and the last line of each part of the source in which it is off, in order."""

    def lets(self, finding: Diagnostic) -> bool:
        """Say whether `finding` is to be told."""
        if finding.severity is Severity.ERROR or finding.code not in self.known:
            return True
        if finding.code in self.everywhere:
            return False
        # What has no line is about the whole: it is off where something is to the end.
        line = finding.line or _END
        return not (self._is_off(finding.code, line) or self._is_off(_ALL, line))

    def _is_off(self, code: str, line: float) -> bool:
        spans = self._spans.get(code, ())
        at = bisect_right(spans, (line, _END)) - 1
        return at >= 0 and line <= spans[at][1]

    def turn_off(self, code: str, first: int, last: float = _END) -> None:
        """Turn `code` off on the lines from `first` to `last`, which is not before what was off already."""
        spans = self._spans.setdefault(code, [])
        while spans and first <= spans[-1][1]:
            earlier = spans.pop()
            first, last = min(first, earlier[0]), max(last, earlier[1])
        spans.append((first, last))

    def turn_on(self, code: str, line: int) -> None:
        """End what `off` began, for `code` or, if that names none, for all."""
        for each in [code] if code else list(self._spans):
            spans = self._spans.get(each, [])
            if spans and spans[-1][1] == _END:
                spans[-1] = (spans[-1][0], line)


def switches(article: Article, off: Iterable[str], known: Mapping[str, str]) -> Switches:
    """Return what `off` and the comments in `article` turn off; codes that are not `known` are faults."""
    wanted = tuple(off)
    made = Switches(known, frozenset(wanted))
    _tell_unknown(made, wanted, article, article.source.front_lines.get("checks"))
    paragraphs = _Paragraphs(article.source.text if article.directives else "")
    for directive in article.directives:
        verb, *codes = re.split(r"[\s,]+", directive.words)
        if verb not in _VERBS:
            made.faults.append(_unclear(directive, verb, article))
            continue
        _tell_unknown(made, codes, article, directive.line)
        for code in filter(known.__contains__, codes) if codes else [_ALL]:
            if verb == "on":
                made.turn_on(code, directive.line)
            elif verb == "off":
                made.turn_off(code, directive.line)
            else:
                made.turn_off(code, *paragraphs.beside(directive.line))
    return made


class _Paragraphs:
    """The lines of a source, in the groups that blank lines part."""

    def __init__(self, text: str) -> None:
        self._rows = text.split("\n")
        self._known: dict[int, tuple[int, int]] = {}

    def beside(self, line: int) -> tuple[int, int]:
        """Return the first and the last line of the paragraph around `line`, or of what follows it."""
        if line not in self._known:
            found = self._find(line)
            # Nobody looks for the end of a paragraph once for each of its lines.
            self._known |= dict.fromkeys(range(line, found[1] + 1), found)
        return self._known[line]

    def _find(self, line: int) -> tuple[int, int]:
        first = last = line
        if _COMMENT.sub("", self._rows[line - 1]).strip():
            while first > 1 and self._rows[first - 2].strip():
                first -= 1
        else:
            while last < len(self._rows) and not self._rows[last].strip():
                last += 1
        while last < len(self._rows) and self._rows[last].strip():
            last += 1
        return first, last


def _tell_unknown(made: Switches, codes: Iterable[str], article: Article, line: int | None) -> None:
    for code in codes:
        if code in made.known:
            continue
        # Each look for what resembles it takes a millisecond.
        hint = near(code, made.known) if len(made.faults) < _HINTS else None
        made.faults.append(
            warning(
                "rule-unknown",
                f"There is no rule {code!r} to be turned on or off.",
                file=article.source.name,
                line=line,
                hint=hint or "Each finding names its rule in brackets.",
            )
        )


def _unclear(directive: Directive, verb: str, article: Article) -> Diagnostic:
    return warning(
        "rule-unknown",
        f"The comment says {verb!r} to Recto, which knows {', '.join(_VERBS[:-1])} and {_VERBS[-1]}.",
        file=article.source.name,
        line=directive.line,
        hint=near(verb, _VERBS) or "Such as <!-- recto: off doubled-word -->.",
    )
