"""A folder that is not on this machine: names, edges and order; how bytes travel is its store's.

Each file is put as a whole or not at all, but several cannot be put at once: who builds is told which were.
Whoever puts an edition a second time (a worker that takes over, say) puts the same bytes, so none has to look
first whether it is there.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Protocol

from recto.diagnostics import error
from recto.errors import WriterError
from recto.files import Outside, Unreadable, is_visible
from recto.url import Url

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
}


class Store(Protocol):
    """How bytes travel to and from one kind of place. All raise `Unreadable`, whose text says why."""

    def read(self, url: Url, limit: int, *, is_named: bool) -> bytes:
        """Return what is there; `is_named` by the user himself, and not by an article."""
        ...

    def keys(self, folder: Url) -> Iterator[str]:
        """Yield the path, from the host on, of each object below the folder, in any order."""
        ...

    def put(self, url: Url, data: bytes, media_type: str) -> None:
        """Put an object there, all of it or nothing."""
        ...


def store_of(url: Url) -> Store:
    """Return what goes to places such as `url`; raises `UsageError` where it is not installed."""
    if url.is_web:
        from recto.places.web import Web

        return Web()
    from recto.places.objects import Objects

    return Objects()


def read(url: Url, limit: int) -> bytes:
    """Return what is at the address that the user named; raises `Unreadable`."""
    return store_of(url).read(url, limit, is_named=True)


class RemoteFolder:
    """A folder behind a URL: what it holds are the names that begin with its own."""

    def __init__(self, url: Url) -> None:
        self._url = url
        self._store = store_of(url)

    def __str__(self) -> str:
        return str(self._url)

    def content(self, name: str, limit: int) -> bytes:
        """Return what is at a name below the folder, and nowhere else."""
        plain = posixpath.normpath(name)
        if plain == ".." or plain.startswith("../"):
            raise Outside("it lies outside the article's folder")
        return self._store.read(self._url / plain, limit, is_named=False)

    def names(self, endings: Sequence[str]) -> Iterator[str]:
        """Yield what is listed below the folder."""
        begin = f"{self._url.key}/" if self._url.key else ""
        below = (key.removeprefix(begin) for key in self._store.keys(self._url) if key.startswith(begin))
        yield from sorted(name for name in below if is_visible(PurePosixPath(name), endings))

    def write_all(self, files: Iterable[tuple[str, bytes]]) -> Sequence[Url]:
        """Put one after the other."""
        pending = [(name, data) for name, data in files]
        for name, _ in pending:
            if ".." in PurePosixPath(name).parts or name.startswith("/"):
                raise WriterError(error("output-outside", f"{name} lies outside the folder for editions."))
        done: list[Url] = []
        for name, data in pending:
            url = self._url / name
            try:
                self._store.put(url, data, _TYPES.get(url.suffix.lower(), "application/octet-stream"))
            except Unreadable as fault:
                before = ", ".join(each.name for each in done)
                rest = f" ({before}: written before that)" if before else ""
                message = f"{url} cannot be written: {fault}{rest}."
                raise WriterError(error("output-unwritable", message, hint=fault.hint)) from fault
            done.append(url)
        return done
