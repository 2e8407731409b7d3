"""What the preflights of finished files share: a place where a rule is broken, and how it is told.

A file to be looked through is hostile until shown otherwise: its words reach a terminal only as `shown`, and
what is wrong everywhere is not told everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from recto.diagnostics import Diagnostic, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}|[A-Za-z]{5,8}|[xi])(?:-[A-Za-z0-9]{1,8})*")
"""How language tags look (BCP 47, 2.1): `en`, `pt-BR`, `zh-Hant`."""
_ENOUGH = 20
"""Findings of one rule that are told."""
_SHOWN = 300
"""Characters of a message: an id may be a megabyte long."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a file where a rule does not hold."""

    message: str
    file: str | None = None
    """The name inside an archive."""
    line: int | None = None
    hint: str | None = None


def shown(words: str) -> str:
    """Return words out of a file as a terminal may get them: what would command it is replaced."""
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in words[:_SHOWN])
    return plain if len(words) <= _SHOWN else f"{plain}…"


def placed(name: str, file: str | None) -> str:
    """Return the place `file` in the archive `name`."""
    return f"{name}/{shown(file)}" if file else name


def told(code: str, severity: Severity, breaches: Iterable[Found], *, name: str) -> Iterator[Diagnostic]:
    """Yield the breaches of a rule in the file `name`; not all if they are everywhere."""
    for number, found in enumerate(breaches):
        if number == _ENOUGH:
            yield Diagnostic(severity, code, "There is more of the same.", name)
            return
        hint = found.hint and shown(found.hint)
        yield Diagnostic(severity, code, shown(found.message), placed(name, found.file), found.line, hint)


Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One thing that a file of some kind is looked through for."""

    code: str
    severity: Severity
    check: Callable[[Subject], Iterable[Found]]

    def findings(self, subject: Subject, name: str) -> Iterator[Diagnostic]:
        """Yield where `subject`, the file `name`, breaks the rule."""
        yield from told(self.code, self.severity, self.check(subject), name=name)


def rule(code: str, severity: Severity) -> Callable[[Callable[[Subject], Iterable[Found]]], Rule[Subject]]:
    """Make a function a rule."""
    return lambda check: Rule(code, severity, check)
