"""Certified e-books: the claim to conform is made only of bytes that the reference validators passed.

    book without the claim ▶ EPUBCheck, Ace ▶ the same book with it ▶ EPUBCheck, Ace ▶ out

Where one of them complains, or cannot be run, there is no book: never one that claims what was not seen.
What no program can see is for the certifier to say, whom the claim names.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from recto import validators
from recto.diagnostics import Diagnostic, error
from recto.errors import WriterError
from recto.validators import INSTALL, UnavailableError
from recto.writers import Artifact, Edition

MEDIA_TYPE = "application/epub+zip"
_SUFFIX = ".epub"
_MOST = 20
"""Complaints of one validator that are told; one fault in a template can give hundreds."""

Write = Callable[[Edition], tuple[Artifact, ...]]


def certified(edition: Edition, write: Write, *, writer: str, certifier: str) -> tuple[Artifact, ...]:
    """Return the files of `edition` that `write` makes, its books claiming to conform in `certifier`'s name.

    Raises `WriterError` when a validator has anything against a book, or cannot be asked.
    """
    plain = write(edition)
    if not any(artifact.media_type == MEDIA_TYPE for artifact in plain):
        return plain
    _examine(plain, edition, writer=writer)
    claiming = write(replace(edition, certifier=certifier))
    _examine(claiming, edition, writer=writer)
    return claiming


def _examine(artifacts: Sequence[Artifact], edition: Edition, *, writer: str) -> None:
    """Ask the validators about the books; raises `WriterError` unless all of them pass."""
    findings = list(_complaints(artifacts, edition.article.source.name))
    if findings:
        raise WriterError(*findings, writer=writer)


def _complaints(artifacts: Sequence[Artifact], file: str) -> Iterator[Diagnostic]:
    lacking = list(validators.missing(_SUFFIX))
    for sentence in lacking:
        yield error(
            "validator-missing",
            f"The e-book cannot be certified: {sentence}",
            file=file,
            hint=f"`recto doctor` says what is there; `{INSTALL}`, in a clone of Recto, installs it.",
        )
    for artifact in artifacts if not lacking else ():
        if artifact.media_type != MEDIA_TYPE:
            continue
        with tempfile.TemporaryDirectory() as folder:
            book = Path(folder) / f"book{_SUFFIX}"
            book.write_bytes(artifact.data)
            yield from _judged(book, file)


def _judged(book: Path, file: str) -> Iterator[Diagnostic]:
    try:
        for verdict in validators.check(book):
            for complaint in verdict.complaints[:_MOST]:
                told = f"{verdict.validator} does not pass the e-book: {complaint}"
                yield error("certify-failed", told, file=file)
            more = len(verdict.complaints) - _MOST
            if more > 0:
                yield error("certify-failed", f"{verdict.validator} has {more} more complaints.", file=file)
    except UnavailableError as reason:
        yield error("validator-failed", f"The e-book cannot be certified: {reason}.", file=file)
