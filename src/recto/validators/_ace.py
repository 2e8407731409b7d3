"""Ace by DAISY, which looks at a book's accessibility in a browser: the kit's, run by `ace.mjs`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from recto.validators._complaints import Judgement, told_by_lines
from recto.validators._kit import Command, browser, folder
from recto.validators._processes import UnavailableError, run, seconds_for

SCRIPT = Path(__file__).with_name("ace.mjs")


def find() -> Command:
    """Return how Ace is called; raises `UnavailableError`."""
    node, ace = folder() / "node", folder() / "node_modules" / "@daisy" / "ace-core"
    if not (node.exists() and ace.is_dir()):
        raise UnavailableError("it is not installed")
    return (str(node), str(SCRIPT), str(folder()), browser())


def judge(command: Command, books: Sequence[Path], _profile: str = "") -> Judgement:
    """Return what Ace has against each of `books`, all looked at in one browser."""
    paths = {book: book.resolve() for book in books}
    ended = run((*command, *map(str, paths.values())), seconds=seconds_for(books))
    silence = UnavailableError(f"it came to no verdict ({ended.last_words})")
    told = {book: told_by_lines(ended.output, path) for book, path in paths.items()}
    return {book: silence if found is None else found for book, found in told.items()}
