"""vnu, the Nu HTML checker of the W3C's validator: the kit's, or the system's command of that name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from recto.validators._complaints import Complaint, Judged, Judgement
from recto.validators._kit import Command, folder, java
from recto.validators._processes import UnavailableError, run, seconds_for

_FLAGS = ("--also-check-css", "--stdout", "--format", "json")


def find() -> Command:
    """Return how vnu is called; raises `UnavailableError`."""
    jar = folder() / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if jar.is_file():
        return (*java(), "-jar", str(jar))
    command = shutil.which("vnu")
    if command is None:
        raise UnavailableError("it is not installed")
    return (command,)


def judge(command: Command, pages: Sequence[Path], _profile: str = "") -> Judgement:
    """Return what vnu has against each of `pages`, all read in one run: errors and warnings."""
    # A page that is not there is passed over by vnu without a word.
    lost: dict[Path, Judged] = {
        page: UnavailableError("there is no such file") for page in pages if not page.is_file()
    }
    there = {page.resolve(): page for page in pages if page not in lost}
    if not there:
        return lost
    ended = run((*command, *_FLAGS, *map(str, there)), seconds=seconds_for(pages))
    silence = UnavailableError(f"it gave no report ({ended.last_words})")
    try:
        messages = json.loads(ended.output)["messages"]
        told = [(Path(unquote(urlsplit(each.get("url", "")).path)), _complaint(each)) for each in messages]
    except (ValueError, KeyError, TypeError, AttributeError):
        return {**lost, **dict.fromkeys(there.values(), silence)}
    # What is said of no page, such as that memory ran out, keeps all of them from a verdict.
    if (ended.code and not told) or any(path not in there for path, _ in told):
        return {**lost, **dict.fromkeys(there.values(), silence)}
    found: dict[Path, list[Complaint]] = {path: [] for path in there}
    for path, complaint in told:
        if complaint is not None:
            found[path].append(complaint)
    return {**lost, **{there[path]: tuple(complaints) for path, complaints in found.items()}}


def _complaint(message: dict[str, Any]) -> Complaint | None:
    """Return the complaint in one of vnu's messages, None for a remark."""
    kind = message.get("subType", message["type"])
    if message["type"] == "info" and kind != "warning":
        return None
    words = " ".join(str(message["message"]).split())
    return Complaint(words, "warning" if kind == "warning" else "error", line=message.get("lastLine"))
