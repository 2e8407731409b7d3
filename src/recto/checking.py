"""Look through finished files for what their readers would stumble over: `recto check`.

    files, anybody's ▶ Recto's own preflight of each kind ▶ the reference validators that are installed
                     ▶ findings, and what each judge said

A kind of file is one line in `_KINDS`. Nothing is written, and nothing in the files is trusted.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from recto import validators
from recto.diagnostics import Diagnostic, Severity, error
from recto.errors import ContentError, SourceError, UsageError
from recto.files import reason
from recto.settings import near
from recto.url import is_url, parsed
from recto.validators import Verdict
from recto.writers._devices import DEVICES, Device
from recto.writers._rule import placed, shown

OWN = "Recto"
"""The judge that is always there."""
_MOST = 20
"""Complaints of one validator about one file that are told; one fault in a template can give hundreds."""
_PDF = ".pdf"


@dataclass(frozen=True, slots=True)
class Result:
    """What one judge said of a file: a line of the table."""

    judge: str
    verdict: str
    """passed, warned, failed, no verdict, not installed."""
    complaints: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Checked:
    """An article or a finished file that was looked through."""

    name: str
    findings: tuple[Diagnostic, ...] = ()
    results: tuple[Result, ...] = ()
    exit_code: int = 0

    def count(self, severity: Severity) -> int:
        """Return how many findings are so grave."""
        return sum(finding.severity is severity for finding in self.findings)


def _no_step(_name: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How files are to be looked through."""

    devices: tuple[Device, ...] = (DEVICES["generic"],)
    """As which devices e-books are."""
    ask: bool = True
    """The validators that are installed are asked as well."""
    strict: bool = False
    """Warnings fail, too."""
    step: Callable[[str], None] = _no_step
    """Told who looks, as each begins."""


def is_edition(argument: str) -> bool:
    """Say whether the argument names a finished file, no article; raises `UsageError` if it is remote."""
    is_one = Path(argument).suffix.lower() in _KINDS and not os.path.isdir(argument)
    if is_one and is_url(argument):
        raise UsageError.of(
            "edition-remote",
            f"{parsed(argument)} is not looked through: finished files are only on this machine.",
            hint="Fetch it, and name the file.",
        )
    return is_one


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


def check(paths: Iterable[Path], wish: Wish) -> list[Checked]:
    """Look through finished files; one that cannot be read is told, and stops no other."""
    wish.step(OWN)
    # Once each, by whatever name: validators tell of files, not of names.
    named = {os.path.realpath(path): path for path in paths}
    looked = [_looked_through(path, wish.devices) for path in named.values()]
    if wish.ask:
        _ask([each for each in looked if not each.is_lost], wish.step)
    return [each.checked(strict=wish.strict) for each in looked]


@dataclass(slots=True)
class _Look:
    """What gathers about one file."""

    path: Path
    findings: list[Diagnostic] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    is_lost: bool = False

    def checked(self, *, strict: bool) -> Checked:
        fatal = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
        failed = any(finding.severity in fatal for finding in self.findings)
        code = SourceError.exit_code if self.is_lost else ContentError.exit_code if failed else 0
        return Checked(self.path.as_posix(), tuple(self.findings), tuple(self.results), code)

    def lose(self, why: str) -> None:
        """Give it up: the system does not let it be read."""
        self.is_lost = True
        self.findings.append(
            error("file-unreadable", f"It cannot be read: {why}.", file=self.path.as_posix())
        )

    def add(self, judge: str, findings: Iterable[Diagnostic], seconds: float) -> None:
        told = tuple(dict.fromkeys(findings))
        grave = [finding.severity for finding in told if finding.severity is not Severity.NOTE]
        verdict = "failed" if Severity.ERROR in grave else "warned" if grave else "passed"
        self.findings += told
        self.results.append(Result(judge, verdict, len(grave), seconds))


def _looked_through(path: Path, wanted: Sequence[Device]) -> _Look:
    look = _Look(path)
    began = time.perf_counter()
    try:
        if path.exists() and not path.is_file():  # a pipe would wait for ever
            look.lose("it is not a regular file")
            return look
        findings = tuple(_KINDS[path.suffix.lower()](path, wanted))
    except OSError as fault:
        look.lose(reason(fault))
    else:
        look.add(OWN, findings, time.perf_counter() - began)
    return look


def _ask(looks: Sequence[_Look], step: Callable[[str], None]) -> None:
    """Ask each validator about all files of its kind at once; about PDFs, by what they claim."""
    for validator in validators.VALIDATORS:
        concerned = [look for look in looks if look.path.suffix.lower() in validator.suffixes]
        for profile, asking in _by_profile(concerned).items():
            step(validator.name)
            about = {look.path: look for look in asking}
            for verdict in validators.ask(validator, list(about), profile):
                _hear(about[verdict.file], verdict, validator.code)


def _by_profile(looks: Iterable[_Look]) -> Mapping[str, list[_Look]]:
    profiles: dict[str, list[_Look]] = {}
    for look in looks:
        for profile in _flavours(look.path):
            profiles.setdefault(profile, []).append(look)
    return profiles


def _flavours(path: Path) -> tuple[str, ...]:
    if path.suffix.lower() != _PDF:
        return ("",)
    from recto.writers._pdf.preflight import flavours

    claimed = flavours(path)
    return tuple(flavour for flavour in claimed if flavour in validators.FLAVOURS) or (claimed and ("ua1",))


def _hear(look: _Look, verdict: Verdict, code: str) -> None:
    file = look.path.as_posix()
    if verdict.absent:
        look.results.append(Result(verdict.validator, "not installed", 0, 0.0))
    elif verdict.failure:
        told = f"{verdict.validator} came to no verdict: {verdict.failure}."
        look.findings.append(error("validator-failed", shown(told), file=file))
        look.results.append(Result(verdict.validator, "no verdict", 0, verdict.seconds))
    else:
        look.add(verdict.validator, _complaints(verdict, code, file), verdict.seconds)


def _complaints(verdict: Verdict, code: str, file: str) -> Iterator[Diagnostic]:
    for complaint in verdict.complaints[:_MOST]:
        severity = Severity(complaint.severity)
        place = placed(file, complaint.file)
        yield Diagnostic(severity, code, shown(complaint.message), place, complaint.line)
    rest = verdict.complaints[_MOST:]
    if rest:
        gravest = Severity.ERROR if any(each.severity == "error" for each in rest) else Severity.WARNING
        yield Diagnostic(gravest, code, f"{verdict.validator} has {len(rest)} more complaints.", file)


def _epub(path: Path, wanted: Sequence[Device]) -> Iterator[Diagnostic]:
    from recto.writers._epub.preflight import preflight

    with path.open("rb") as file:
        for device in wanted:
            yield from preflight(file, device, name=path.as_posix())


def _html(path: Path, _wanted: Sequence[Device]) -> Iterator[Diagnostic]:
    from recto.writers._html.preflight import preflight

    return preflight(path, name=path.as_posix())


def _pdf(path: Path, _wanted: Sequence[Device]) -> Iterator[Diagnostic]:
    from recto.writers._pdf.preflight import preflight

    return preflight(path, name=path.as_posix())


_KINDS: Mapping[str, Callable[[Path, Sequence[Device]], Iterator[Diagnostic]]] = {
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".epub": _epub,
    _PDF: _pdf,
}
"""A file name's ending → what looks through such files."""
