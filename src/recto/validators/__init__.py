"""The reference validators, which are other people's programs: found here, run, and listened to.

    file ▶ each validator for its kind, as a child process with a time limit ▶ what it complains of

Nothing that makes editions imports this room, and it imports nothing of ours. It reads the environment to
find the programs. Whatever one of them does, no file passes by silence: without a verdict there is an
`UnavailableError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from recto.validators import _ace, _epubcheck
from recto.validators._kit import INSTALL, Command
from recto.validators._processes import UnavailableError

__all__ = ("INSTALL", "VALIDATORS", "UnavailableError", "Validator", "Verdict", "check", "missing")


@dataclass(frozen=True, slots=True)
class Validator:
    """One program, and how to talk to it."""

    name: str
    suffix: str
    """Of the files that it judges, with its dot."""
    find: Callable[[], Command]
    """Returns how it is called; raises `UnavailableError` that says what is missing."""
    judge: Callable[[Command, Path], tuple[str, ...]]
    """Returns its complaints about a file; raises `UnavailableError` when it comes to no verdict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one validator said about a file."""

    validator: str
    complaints: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether it had nothing to say."""
        return not self.complaints


VALIDATORS = (
    Validator("EPUBCheck", ".epub", _epubcheck.find, _epubcheck.complaints),
    Validator("Ace", ".epub", _ace.find, _ace.complaints),
)
"""In the order in which they are asked: the quickest first."""


def check(file: Path) -> Iterator[Verdict]:
    """Yield what each validator for this kind of file says of it, warnings included.

    Raises `UnavailableError` where one is not installed, breaks down or takes too long.
    """
    for validator in VALIDATORS:
        if validator.suffix == file.suffix.lower():
            yield Verdict(validator.name, validator.judge(validator.find(), file))


def missing(suffix: str) -> Iterator[str]:
    """Yield a sentence for each validator of this kind of file that cannot be run, and why."""
    for validator in VALIDATORS:
        if validator.suffix == suffix:
            try:
                validator.find()
            except UnavailableError as reason:
                yield f"{validator.name} cannot be run: {reason}."
