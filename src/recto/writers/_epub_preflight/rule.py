"""A rule of the preflight: a stable code, how grave it is, whom it concerns, and how a book is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from recto.diagnostics import Diagnostic, Severity
from recto.writers._devices import DEVICES, Device
from recto.writers._epub_preflight.book import Book, placed, shown

EVERYWHERE = tuple(DEVICES)
E_INK = ("kindle", "kobo", "remarkable")
ERROR, WARNING = Severity.ERROR, Severity.WARNING
_ENOUGH = 20
"""Findings of one rule that are told."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the book where a rule does not hold."""

    message: str
    file: str | None = None
    """The name inside the archive."""
    line: int | None = None
    hint: str | None = None


Check = Callable[[Book, Device], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a book is looked through for."""

    code: str
    severity: Severity
    devices: tuple[str, ...]
    """Whom it concerns; `generic` stands for a book that is to go everywhere."""
    check: Check

    def findings(self, book: Book, device: Device, name: str) -> Iterator[Diagnostic]:
        """Yield what is found in `book`, as `name` and the file inside it; not all if it is everywhere."""
        for number, found in enumerate(self.check(book, device)):
            if number == _ENOUGH:
                yield Diagnostic(self.severity, self.code, "There is more of the same.", name)
                return
            place = placed(name, found.file)
            yield Diagnostic(
                self.severity,
                self.code,
                shown(found.message),
                place,
                found.line,
                found.hint and shown(found.hint),
            )


def rule(code: str, severity: Severity, *devices: str) -> Callable[[Check], Rule]:
    """Make a function a rule."""
    return lambda check: Rule(code, severity, devices, check)
