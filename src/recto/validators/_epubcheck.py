"""EPUBCheck, the W3C's validator of EPUB: the kit's, or the system's command of that name."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from recto.validators._complaints import Complaint, Judged, Judgement
from recto.validators._kit import Command, folder, java
from recto.validators._processes import UnavailableError, run

_GRAVE = {"FATAL": "error", "ERROR": "error", "WARNING": "warning"}


def find() -> Command:
    """Return how EPUBCheck is called; raises `UnavailableError`."""
    jar = folder() / "epubcheck" / "epubcheck.jar"
    if jar.is_file():
        return (*java(), "-jar", str(jar))
    command = shutil.which("epubcheck")
    if command is None:
        raise UnavailableError("it is not installed")
    return (command,)


def judge(command: Command, books: Sequence[Path], _profile: str = "") -> Judgement:
    """Return what EPUBCheck has against each of `books`; its command takes one at a time."""
    return {book: _judged(command, book) for book in books}


def _judged(command: Command, book: Path) -> Judged:
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        try:
            ended = run((*command, str(book.absolute()), "--json", str(report), "--quiet"))
        except UnavailableError as problem:
            return problem
        try:
            found = json.loads(report.read_text("utf-8"))
            messages = [each for each in found["messages"] if each["severity"] in _GRAVE]
            counted = sum(found["checker"][count] for count in ("nFatal", "nError", "nWarning"))
        except (OSError, ValueError, KeyError, TypeError):
            return UnavailableError(f"it gave no report ({ended.last_words})")
    if bool(counted) != bool(messages) or (ended.code and not messages):
        return UnavailableError(f"its report does not say what it found ({ended.last_words})")
    return tuple(_complaint(message, book) for message in messages)


def _complaint(message: dict[str, Any], book: Path) -> Complaint:
    place: dict[str, Any] = next(iter(message.get("locations") or ()), {})
    line = place.get("line", -1)
    words = f"{message['severity']}({message['ID']}) {' '.join(message['message'].split())}"
    path = str(place.get("path", ""))
    if path and Path(path) in (book.absolute(), book.resolve()):  # it is about the archive
        path = ""
    return Complaint(words, _GRAVE[message["severity"]], path or None, line if line > 0 else None)
