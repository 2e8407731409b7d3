"""Places where articles lie and editions go, on this machine or elsewhere; told apart here, and nowhere else.

    a command's word ▶ place (a path or a URL) ▶ folder ▶ content, names, write_all

    files.LocalFolder   this machine: links are followed within the folder; a temporary file, then a rename
    remote.py           a folder elsewhere, one object at a time, through one of
        objects.py      s3://, gs://, az://: obstore, which is imported here only
        web.py          https://: read by Recto's own fetching; written by PUT, listed by WebDAV

What is remote is loaded once a URL is named. A `Url` is all that travels to other processes and machines:
connections are made where they are used, with the credentials of that machine's environment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from recto.diagnostics import error
from recto.errors import SourceError, UsageError
from recto.files import Files, Folder, LocalFolder, Unreadable, read_source
from recto.url import Place, Url, is_url, parsed

__all__ = ("Place", "Url", "files_in", "folder_at", "is_url", "output", "place", "read_article", "write_all")


def place(argument: str, base: Path) -> Place:
    """Return what `argument` names, a path from `base` on; raises `UsageError` if Recto cannot go there."""
    if not is_url(argument):
        return base / argument
    url = parsed(argument)
    folder_at(url)
    return url


def output(argument: str) -> Place:
    """Return the folder for editions that `argument` names; raises `UsageError` where none can be put."""
    found = place(argument, Path())
    if isinstance(found, Url):
        if found.query:
            hint = "Name a folder. One address that is signed takes one file."
            raise UsageError.of("place-unwritable", f"{found} is no folder for editions.", hint=hint)
        if found.scheme == "http" and not found.is_loopback:
            hint = f"https://{found.host}/…, if the server has it."
            raise UsageError.of("place-unwritable", f"Nothing is sent to {found} in the clear.", hint=hint)
        import recto.places.objects  # noqa: F401 - it takes a package: better told now than once all is made
    return found


def folder_at(where: Place) -> Folder:
    """Return the folder at a place, whether it is there or not; raises `UsageError` without what it takes."""
    if isinstance(where, Path):
        return LocalFolder(where)
    from recto.places.remote import RemoteFolder

    return RemoteFolder(where)


def files_in(where: Place, *, network: bool) -> Files:
    """Return the view of a folder that an article has."""
    return Files(folder_at(where), network=network)


def read_article(where: Place, *, name: str, limit: int) -> bytes:
    """Return the bytes of an article, for reports called `name`; raises `SourceError` that says why not."""
    if isinstance(where, Path):
        return read_source(where, name=name, limit=limit)
    from recto.places.remote import read

    try:
        return read(where, limit)
    except Unreadable as fault:
        message = f"The article cannot be read: {fault}."
        raise SourceError(error("source-unreadable", message, file=name, hint=fault.hint)) from fault


def write_all(where: Place, files: Iterable[tuple[str, bytes]]) -> Sequence[Place]:
    """Put `files` (posix name, bytes) below the folder `where`, whole; return where each is now.

    It needs nothing but its arguments, in whatever process, on whatever machine: the same files put twice are
    the same. Raises `WriterError`, which says what had been put before.
    """
    return folder_at(where).write_all(files)
