"""Look through a finished file for what its readers would stumble over: `recto check`.

a file, anybody's ▶ the checks of its kind ▶ findings

A kind of file is one line in `_KINDS`. Nothing is written, and nothing in the file is trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from recto.diagnostics import Diagnostic, Severity, error
from recto.errors import SourceError, UsageError
from recto.files import reason
from recto.settings import near
from recto.writers._devices import DEVICES, Device
from recto.writers._epub_preflight import preflight


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was looked through."""

    path: Path
    findings: tuple[Diagnostic, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings are so grave."""
        return sum(finding.severity is severity for finding in self.findings)


def devices(names: Iterable[str]) -> tuple[Device, ...]:
    """Return the devices of these names, `generic` for none; raises `UsageError`."""
    wanted = list(dict.fromkeys(names)) or ["generic"]
    unknown = [name for name in wanted if name not in DEVICES]
    if unknown:
        raise UsageError.of(
            "device-unknown",
            f"There is no device {unknown[0]!r}; there are {', '.join(DEVICES)}.",
            hint=near(unknown[0], DEVICES),
        )
    return tuple(DEVICES[name] for name in wanted)


def check(path: Path, wanted: Sequence[Device]) -> Checked:
    """Look through the file `path` as `wanted` would; raises `UsageError` and `SourceError`."""
    look = _KINDS.get(path.suffix.lower())
    if look is None:
        raise UsageError.of(
            "check-unknown",
            f"{path.as_posix()} is of no kind that can be checked; e-books are ({', '.join(_KINDS)}).",
        )
    return Checked(path, tuple(dict.fromkeys(look(path, wanted))))


def _epub(path: Path, wanted: Sequence[Device]) -> Iterator[Diagnostic]:
    try:
        if path.exists() and not path.is_file():  # a pipe would wait for ever
            raise _unreadable(path, "it is not a regular file")
        with path.open("rb") as file:
            for device in wanted:
                yield from preflight(file, device, name=path.as_posix())
    except OSError as fault:
        raise _unreadable(path, reason(fault)) from fault


def _unreadable(path: Path, why: str) -> SourceError:
    return SourceError(error("file-unreadable", f"It cannot be read: {why}.", file=path.as_posix()))


_KINDS: dict[str, Callable[[Path, Sequence[Device]], Iterator[Diagnostic]]] = {".epub": _epub}
"""A file name's ending → what looks through such files."""
