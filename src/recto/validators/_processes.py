"""Child processes with a time limit: when it is over, they end with all that they started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass

SECONDS = 300.0
"""The longest that a validator may take for one file; EPUBCheck takes 3 on a quiet machine, Ace 10."""
_MORE = 30.0
"""Seconds that each further file of one run may take."""
_TOLD = 400
"""Characters of what a program said last that are worth telling."""


class UnavailableError(Exception):
    """A validator that comes to no verdict; its text completes the sentence "… cannot be run: "."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a process."""

    code: int
    output: str
    errors: str

    @property
    def last_words(self) -> str:
        """The end of what it said, in one line."""
        said = " ".join(f"{self.output} {self.errors}".split())
        return f"exit code {self.code}: {said[-_TOLD:]}" if said else f"exit code {self.code}"


def seconds_for(files: Sized) -> float:
    """Return how long one run over all of `files` may take."""
    return SECONDS + _MORE * (len(files) - 1)


def run(
    command: Sequence[str], *, seconds: float = SECONDS, environment: Mapping[str, str] | None = None
) -> Finished:
    """Run `command`, without input, and return what it said.

    Raises `UnavailableError` when it cannot be started, or takes longer than `seconds`.
    """
    try:
        child = subprocess.Popen(  # noqa: S603 - programs that `_kit` found
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    except OSError as problem:
        raise UnavailableError(f"{command[0]}: {problem.strerror or problem}") from problem
    try:
        output, errors = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise UnavailableError(f"it took more than {seconds:g} seconds") from late
    finally:
        _end(child)
    return Finished(child.returncode, output, errors)


def _end(child: subprocess.Popen[str]) -> None:
    """End what is left of the child's session, such as a browser that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        child.kill()
    child.communicate()
