"""What can go wrong so far that an article, or the whole run, cannot go on.

    RectoError                 1
    ├── UsageError             2   the command's words: no such source, two outputs of one name
    ├── ConfigError            3   recto.toml, front matter settings or flags; holds *all* faults
    ├── SourceError            4   the article cannot be read: encoding, front matter, size, time
    ├── ContentError           5   the article was read, and checks found errors
    └── WriterError            6   an edition could not be made or written; names the writer

The number is the command's exit code. Each error carries one or more findings, so that every
fault is told at once; `str()` of the error is the findings' text.
"""

from __future__ import annotations

from recto.diagnostics import Diagnostic, error


class RectoError(Exception):
    """The root of everything Recto raises on purpose."""

    exit_code = 1

    def __init__(self, *findings: Diagnostic) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings))

    @classmethod
    def of(
        cls,
        code: str,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        hint: str | None = None,
    ) -> RectoError:
        """Make the error from the parts of its one finding."""
        return cls(error(code, message, file=file, line=line, hint=hint))


class UsageError(RectoError):
    """The command's words do not fit together."""

    exit_code = 2


class ConfigError(RectoError):
    """A setting is unknown or has a value it cannot have."""

    exit_code = 3


class SourceError(RectoError):
    """An article's source cannot be read."""

    exit_code = 4


class ContentError(RectoError):
    """An article was read, and what it says has errors."""

    exit_code = 5


class WriterError(RectoError):
    """An edition could not be made, or not be written to its place."""

    exit_code = 6

    def __init__(self, *findings: Diagnostic, writer: str = "") -> None:
        super().__init__(*findings)
        self.writer = writer
