"""What a validator has against a file, in the validator's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recto.validators._processes import UnavailableError


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that a validator does not let pass."""

    message: str
    severity: str = "error"
    """`error`, or `warning`."""
    file: str | None = None
    """The name inside the archive, of a file in an e-book."""
    line: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part)
        return f"{place} {self.message}" if self.file else self.message


Judged = tuple[Complaint, ...] | UnavailableError
"""What was said of a file, or why nothing was."""
Judgement = Mapping[Path, Judged]


def told_by_lines(output: str, file: Path) -> tuple[Complaint, ...] | None:
    """Read lines of `fail TAB file TAB message` and `pass TAB file`; None where there is no verdict."""
    lines = [line.split("\t", 2) for line in output.splitlines() if "\t" in line]
    found = tuple(Complaint(line[2]) for line in lines if line[:2] == ["fail", str(file)] and line[2:])
    return found if found or ["pass", str(file)] in lines else None
