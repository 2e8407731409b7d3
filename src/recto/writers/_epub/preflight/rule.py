"""A rule of the preflight: a stable code, how grave it is, whom it concerns, and how a book is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from recto.diagnostics import Diagnostic, Severity
from recto.writers._devices import DEVICES, Device
from recto.writers._epub.preflight.book import Book
from recto.writers._rule import Found, told

__all__ = ("ERROR", "EVERYWHERE", "E_INK", "WARNING", "Check", "Found", "Rule", "rule")

EVERYWHERE = tuple(DEVICES)
E_INK = ("kindle", "kobo", "remarkable")
ERROR, WARNING = Severity.ERROR, Severity.WARNING

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
        """Yield what is found in `book`, as `name` and the file inside it."""
        yield from told(self.code, self.severity, self.check(book, device), name=name)


def rule(code: str, severity: Severity, *devices: str) -> Callable[[Check], Rule]:
    """Make a function a rule."""
    return lambda check: Rule(code, severity, devices, check)
