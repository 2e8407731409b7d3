"""From a command's words to Origins: which articles there are, and what their editions are called.

No article is read here, and nothing heavy imported: it is all that a build needs to know of articles that
have not changed. A remote folder has to be asked what is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from recto.diagnostics import error
from recto.errors import SourceError, UsageError
from recto.files import LocalFolder, Unreadable
from recto.places import folder_at, place
from recto.url import Place, Url

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
TEXT_LIMIT = 5 * 2**20
"""Bytes: the largest article. A 300-page book has about one million."""
BOOKLET = "-booklet"
"""What the name of a printed edition's booklet has more than its own."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one article is to be read from, and what its outputs are called."""

    name: str
    """The file as the author named it, for reports."""
    stem: str
    """Posix path of the outputs without suffix, below the output folder."""
    folder: Place
    """The article's own folder: nothing outside it is read."""
    path: Place | None
    """None for standard input."""
    data: bytes | None = None
    """What standard input held."""
    taken: str | None = None
    """The name of another article that is written where this one's booklet would be."""


def find(arguments: Iterable[str], *, base: Path, standard_input: bytes | None = None) -> list[Origin]:
    """Return the articles that `arguments` (files, folders, URLs of either, `-`) name, in their order.

    A folder gives the Markdown files below it, sorted by path; hidden ones are passed over.
    Raises `UsageError` for a missing source, a folder without articles, and two articles whose
    outputs would have one name, on file systems that fold case too; `SourceError` for a remote folder
    that cannot be listed.
    """
    origins: list[Origin] = []
    for argument in arguments:
        if argument == "-":
            origins.append(Origin("<stdin>", "stdin", base, None, standard_input or b""))
            continue
        path = place(argument, base)
        if isinstance(path, Url):
            origins += _remote(path)
        elif path.is_dir():
            for name in _below(argument, LocalFolder(path).names(SUFFIXES)):
                file = path / name
                shown = (Path(argument) / name).as_posix()
                origins.append(Origin(shown, _stem(name), file.parent, file))
        elif path.exists():
            origins.append(Origin(argument, path.stem, path.parent, path))
        else:
            raise UsageError(error("source-missing", f"There is no file or folder {argument!r}."))
    return list(_kept_apart(origins))


def _remote(url: Url) -> Iterator[Origin]:
    """Yield the articles at a URL; whether one that has an article's ending is there, reading it tells."""
    if not url.is_folder and (url.is_web or url.suffix.lower() in SUFFIXES):
        yield Origin(str(url), url.stem, url.parent, url)
        return
    names: list[str] = []
    try:
        names += folder_at(url).names(SUFFIXES)
    except Unreadable as fault:
        if url.is_folder:  # else it may be an article, which others may read who may not list
            message = f"{url} cannot be listed: {fault}."
            raise SourceError(error("source-unlisted", message, hint=fault.hint)) from fault
    if not names and not url.is_folder:
        yield Origin(str(url), url.stem, url.parent, url)
        return
    for name in _below(str(url), names):
        yield Origin(str(url / name), _stem(name), (url / name).parent, url / name)


def _below(folder: str, names: Iterable[str]) -> list[str]:
    """Return the names of a folder's articles; raises `UsageError` if there are none."""
    found = list(names)
    if not found:
        hint = f"Articles end in {', '.join(SUFFIXES)}."
        raise UsageError(error("source-empty", f"{folder} holds no articles.", hint=hint))
    return found


def _stem(name: str) -> str:
    return PurePosixPath(name).with_suffix("").as_posix()


def _kept_apart(origins: Iterable[Origin]) -> Iterator[Origin]:
    """Refuse articles that are written to one file, and mark those of which a booklet would be."""
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
    for folded, origin in seen.items():
        same = seen.get(f"{folded}{BOOKLET}")
        yield replace(origin, taken=same.name) if same else origin
