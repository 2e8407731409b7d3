"""The cache's folder: plain files that are named by a digest, complete or not there.

    blobs/ab/ab12…      bytes; the name is their SHA-256
    results/cd/cd34…    a table in JSON, below its SHA-256; the name is the digest of what it was made from
    projects/ef/ef56…   the same; the name is the digest of what is built, and how

Files are written beside their place and renamed, so builds can share a folder without locks: what two of
them write under one name is the same. Any file may vanish at any time, and a damaged one is removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from recto.diagnostics import Report, note
from recto.errors import UsageError, WriterError
from recto.files import cache_folder, now, write_all

SIZE = "1GB"
"""What a cache may hold, if nobody says otherwise."""
_KINDS = ("blobs", "results", "projects")
_HOUR = 3600 * 10**9
_PART = ".part"
"""How files end that are being written (`files.write_all`)."""

Tables = Literal["results", "projects"]


@dataclass(frozen=True, slots=True)
class Info:
    """What a cache holds."""

    folder: Path
    results: int
    """Editions."""
    size: int
    """In bytes."""
    oldest: int | None
    """When the result was last used that was not for the longest time, in nanoseconds; None without any."""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    kind: str
    size: int
    used: int
    """When it was used, in nanoseconds."""


class Store:
    """One such folder, of at most `limit` bytes."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit
        self._is_writable = True
        self._unmeasured = 0

    def blob(self, digest: str, report: Report) -> bytes | None:
        """Return the bytes whose SHA-256 is `digest`, if they are here."""
        data = self._read("blobs", digest)
        if data is not None and hashlib.sha256(data).hexdigest() != digest:
            self._drop("blobs", digest, report)
            return None
        return data

    def keep_blob(self, data: bytes, report: Report) -> str:
        """Keep `data`, if that can be done; return their SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        if self._size("blobs", digest) != len(data):
            self._write("blobs", digest, data, report)
        return digest

    def table(self, kind: Tables, name: str, report: Report) -> Any:
        """Return the table of this name; None if there is none."""
        data = self._read(kind, name)
        if data is None:
            return None
        digest, _, body = data.partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != digest:
            self._drop(kind, name, report)
            return None
        return json.loads(body)

    def keep_table(self, kind: Tables, name: str, table: Any, report: Report) -> None:
        """Keep `table`, of what JSON has, if that can be done."""
        body = json.dumps(table, separators=(",", ":")).encode()
        self._write(kind, name, hashlib.sha256(body).hexdigest().encode() + b"\n" + body, report)

    def info(self) -> Info:
        """Measure the cache."""
        files = list(self._files())
        results = [file for file in files if file.kind == "results"]
        oldest = min((file.used for file in results), default=None)
        return Info(self.folder, len(results), sum(file.size for file in files), oldest)

    def clear(self) -> None:
        """Remove everything that a cache keeps, and nothing else that may be in its folder."""
        for file in self._files(partial=True):
            _unlink(file.path)
        for kind in _KINDS:
            places = [*(self.folder / kind).glob("*"), self.folder / kind]
            for place in places:
                with contextlib.suppress(OSError):  # somebody has just put something there
                    place.rmdir()

    def trim(self) -> None:
        """Remove what was not used for the longest time, until there is room for some more."""
        self._unmeasured = 0
        for file in self._files(partial=True):
            if file.path.name.endswith(_PART) and file.used < now() - _HOUR:
                _unlink(file.path)  # its writer was killed
        files = sorted(self._files(), key=lambda file: file.used)
        size = sum(file.size for file in files)
        if size <= self.limit:
            return
        for file in files:
            _unlink(file.path)
            size -= file.size
            if size <= self.limit * 0.9:
                return

    def _path(self, kind: str, name: str) -> Path:
        return self.folder / kind / name[:2] / name

    def _read(self, kind: str, name: str) -> bytes | None:
        path = self._path(kind, name)
        try:
            data = path.read_bytes()
            os.utime(path)  # it was used now
        except OSError:
            return None
        return data

    def _size(self, kind: str, name: str) -> int | None:
        path = self._path(kind, name)
        try:
            os.utime(path)
            return path.stat().st_size
        except OSError:
            return None

    def _write(self, kind: str, name: str, data: bytes, report: Report) -> None:
        if not self._is_writable:
            return
        try:
            write_all(self._path(kind, name).parent, [(name, data)])
        except WriterError as failure:
            self._is_writable = False
            reason = failure.findings[0].message
            hint = "The build goes on without keeping results; --cache names another folder."
            report(note("cache-unwritable", f"The cache cannot be used: {reason}", hint=hint))
            return
        self._unmeasured += len(data)
        if self._unmeasured > self.limit // 8:
            self.trim()

    def _drop(self, kind: str, name: str, report: Report) -> None:
        _unlink(self._path(kind, name))
        report(note("cache-damaged", "A file in the cache was damaged; what it held is made anew."))

    def _files(self, *, partial: bool = False) -> Iterator[_File]:
        """Yield the files that are complete, or, if `partial`, all."""
        for kind in _KINDS:
            for place, _, names in os.walk(self.folder / kind):
                for name in names:
                    path = Path(place, name)
                    with contextlib.suppress(OSError):
                        if partial or not name.endswith(_PART):
                            status = path.stat()
                            yield _File(path, kind, status.st_size, status.st_mtime_ns)


def store_in(folder: str | os.PathLike[str] | None, size: str = SIZE) -> Store:
    """Return the store in `folder`, or in the usual one, of at most `size`; raises `UsageError`."""
    number = re.fullmatch(r"(\d+(?:\.\d+)?) ?([kMGT]?)B?", size.strip(), re.IGNORECASE)
    if number is None:
        raise UsageError.of("size-invalid", f"{size!r} is no size.", hint="Such as 500MB or 2GB.")
    limit = float(number[1]) * 1000 ** " kmgt".index(number[2].lower() or " ")
    return Store(Path(folder) if folder else cache_folder(), int(limit))


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):  # another build was quicker
        path.unlink()
