"""What Recto reports: findings with a stable code, one sentence, a place and a hint.

Findings go out through one callable, `Report`, handed down from the pipeline; tests pass
`list.append`. Nothing here prints, and nothing here decides whether a build fails: an `error`
finding does, in the pipeline; a `warning` does with `--strict`; a `note` never does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    severity: Severity
    code: str
    """Stable and kebab-case, such as `image-missing`: people silence and search by it."""
    message: str
    """One sentence: what is wrong."""
    file: str | None = None
    """The author's file, as the author named it."""
    line: int | None = None
    """Line in that file, from 1; None when the place is not known for certain."""
    hint: str | None = None
    """One sentence: what to do."""

    def __str__(self) -> str:
        place = "".join(f"{part}:" for part in (self.file, self.line) if part is not None)
        head = f"{place} " if place else ""
        tail = f"\n    hint: {self.hint}" if self.hint else ""
        return f"{head}{self.severity}[{self.code}] {self.message}{tail}"


Report = Callable[[Diagnostic], None]


def error(
    code: str, message: str, *, file: str | None = None, line: int | None = None, hint: str | None = None
) -> Diagnostic:
    """Make a finding that fails the build of its article."""
    return Diagnostic(Severity.ERROR, code, message, file, line, hint)


def warning(
    code: str, message: str, *, file: str | None = None, line: int | None = None, hint: str | None = None
) -> Diagnostic:
    """Make a finding that the author should act on; it fails the build only with `--strict`."""
    return Diagnostic(Severity.WARNING, code, message, file, line, hint)


def note(
    code: str, message: str, *, file: str | None = None, line: int | None = None, hint: str | None = None
) -> Diagnostic:
    """Make a finding that tells what Recto did on its own account."""
    return Diagnostic(Severity.NOTE, code, message, file, line, hint)
