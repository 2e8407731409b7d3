"""Ace by DAISY, which looks at a book's accessibility in a browser: the kit's, run by `ace.mjs`."""

from __future__ import annotations

from pathlib import Path

from recto.validators._kit import Command, browser, folder
from recto.validators._processes import UnavailableError, run

SCRIPT = Path(__file__).with_name("ace.mjs")


def find() -> Command:
    """Return how Ace is called; raises `UnavailableError`."""
    node, ace = folder() / "node", folder() / "node_modules" / "@daisy" / "ace-core"
    if not (node.exists() and ace.is_dir()):
        raise UnavailableError("it is not installed")
    return (str(node), str(SCRIPT), str(folder()), browser())


def complaints(command: Command, book: Path) -> tuple[str, ...]:
    """Return what Ace has against `book`."""
    name = str(book.absolute())
    ended = run((*command, name))
    lines = [line.split("\t", 2) for line in ended.output.splitlines() if "\t" in line]
    found = tuple(line[2] for line in lines if line[:2] == ["fail", name])
    if not found and ["pass", name] not in lines:
        raise UnavailableError(f"it came to no verdict ({ended.last_words})")
    return found
