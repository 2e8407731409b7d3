"""From a command's words to Origins: which articles there are, and what their editions are called.

Nothing is read here, and nothing heavy imported: it is all that a build needs to know of articles that
have not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from recto.diagnostics import error
from recto.errors import UsageError

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
TEXT_LIMIT = 5 * 2**20
"""Bytes: the largest article. A 300-page book has about one million."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one article is to be read from, and what its outputs are called."""

    name: str
    """The file as the author named it, for reports."""
    stem: str
    """Posix path of the outputs without suffix, below the output folder."""
    folder: Path
    """The article's own folder: nothing outside it is read."""
    path: Path | None
    """None for standard input."""
    data: bytes | None = None
    """What standard input held."""


def find(arguments: Iterable[str], *, base: Path, standard_input: bytes | None = None) -> list[Origin]:
    """Return the articles that `arguments` (files, folders, `-`) name, in their order.

    A folder gives the Markdown files below it, sorted by path; hidden ones are passed over.
    Raises `UsageError` for a missing source, a folder without articles, and two articles whose
    outputs would have one name, on file systems that fold case too.
    """
    origins: list[Origin] = []
    for argument in arguments:
        path = base / argument
        if argument == "-":
            origins.append(Origin("<stdin>", "stdin", base, None, standard_input or b""))
        elif path.is_dir():
            found = list(_below(path))
            if not found:
                raise UsageError(
                    error(
                        "source-empty",
                        f"{argument} holds no articles.",
                        hint=f"Articles end in {', '.join(SUFFIXES)}.",
                    )
                )
            for file in found:
                relative = file.relative_to(path)
                name = (Path(argument) / relative).as_posix()
                origins.append(Origin(name, relative.with_suffix("").as_posix(), file.parent, file))
        elif path.exists():
            origins.append(Origin(argument, path.stem, path.parent, path))
        else:
            raise UsageError(error("source-missing", f"There is no file or folder {argument!r}."))
    _refuse_collisions(origins)
    return origins


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in SUFFIXES and path.is_file():
            yield path


def _refuse_collisions(origins: Iterable[Origin]) -> None:
    seen: dict[str, Origin] = {}
    for origin in origins:
        other = seen.setdefault(origin.stem.casefold(), origin)
        if other is not origin:
            raise UsageError(
                error(
                    "output-collision",
                    f"{other.name} and {origin.name} would both be written as {origin.stem}.",
                    hint="Rename one of them, or build them into different folders.",
                )
            )
