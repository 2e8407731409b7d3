"""The reference validators, which are other people's programs: found here, run, and listened to.

    files ▶ each validator for their kind, as a child process with a time limit ▶ what it complains of

Nothing that makes editions imports this room, and it imports nothing of ours. It reads the environment to
find the programs. Whatever one of them does, no file passes by silence: a verdict without complaints says
either that there are none, or why the validator said nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from recto.validators import _ace, _epubcheck, _verapdf, _vnu
from recto.validators._complaints import Complaint, Judgement
from recto.validators._kit import BROWSERS, INSTALL, Command
from recto.validators._processes import UnavailableError
from recto.validators._verapdf import FLAVOURS

__all__ = (
    "BROWSERS",
    "FLAVOURS",
    "INSTALL",
    "VALIDATORS",
    "Complaint",
    "UnavailableError",
    "Validator",
    "Verdict",
    "ask",
    "check",
    "missing",
)


@dataclass(frozen=True, slots=True)
class Validator:
    """One program, and how to talk to it."""

    name: str
    suffixes: tuple[str, ...]
    """Of the files that it judges, with their dots."""
    find: Callable[[], Command]
    """Returns how it is called; raises `UnavailableError` that says what is missing."""
    judge: Callable[[Command, Sequence[Path], str], Judgement]
    """Returns what it says of each file, by a profile; raises `UnavailableError` when it says nothing."""
    install: str = ""
    """What else brings it than the conformance kit."""
    code: str = ""
    """Of findings that tell its complaints."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one validator said about a file."""

    validator: str
    file: Path
    complaints: tuple[Complaint, ...] = ()
    seconds: float = 0.0
    """Its share of the time that the validator took for all files of one run."""
    absent: str | None = None
    """Why the validator could not be asked."""
    failure: str | None = None
    """Why it was asked and said nothing."""

    @property
    def passed(self) -> bool:
        """Whether it was asked, and had nothing to say."""
        return not (self.complaints or self.absent or self.failure)


VALIDATORS = (
    Validator("vnu", (".html", ".htm", ".xhtml"), _vnu.find, _vnu.judge, "brew install vnu", code="vnu"),
    Validator(
        "EPUBCheck",
        (".epub",),
        _epubcheck.find,
        _epubcheck.judge,
        "apt-get install epubcheck, brew install epubcheck",
        code="epubcheck",
    ),
    Validator("Ace", (".epub",), _ace.find, _ace.judge, code="ace"),
    Validator(
        "veraPDF",
        (".pdf",),
        _verapdf.find,
        _verapdf.judge,
        "verapdf.org, brew install verapdf",
        code="verapdf",
    ),
)
"""Of a kind, in the order in which they are asked: the quickest first."""


def ask(validator: Validator, files: Sequence[Path], profile: str = "") -> Iterator[Verdict]:
    """Yield what `validator` says of each of `files`; never raises `UnavailableError`."""
    name = f"{validator.name} ({FLAVOURS.get(profile, profile)})" if profile else validator.name
    began = time.perf_counter()
    try:
        command = validator.find()
    except UnavailableError as reason:
        yield from (Verdict(name, file, absent=str(reason)) for file in files)
        return
    try:
        judged = validator.judge(command, files, profile)
    except UnavailableError as reason:
        judged = dict.fromkeys(files, reason)
    share = (time.perf_counter() - began) / max(len(files), 1)
    for file in files:
        said = judged[file]
        if isinstance(said, UnavailableError):
            yield Verdict(name, file, seconds=share, failure=str(said))
        else:
            yield Verdict(name, file, said, seconds=share)


def check(file: Path) -> Iterator[Verdict]:
    """Yield what each validator for this kind of file says of it, warnings included.

    Raises `UnavailableError` where one is not installed, breaks down or takes too long.
    """
    for validator in VALIDATORS:
        if file.suffix.lower() in validator.suffixes:
            for verdict in ask(validator, [file]):
                if verdict.absent or verdict.failure:
                    raise UnavailableError(verdict.absent or verdict.failure)
                yield verdict


def missing(suffix: str) -> Iterator[str]:
    """Yield a sentence for each validator of this kind of file that cannot be run, and why."""
    for validator in VALIDATORS:
        if suffix in validator.suffixes:
            try:
                validator.find()
            except UnavailableError as reason:
                yield f"{validator.name} cannot be run: {reason}."
