"""The disk, the network and the clock's stand-in: what the rest of Recto may read of the world.

A `Files` is a read-only view of one `Folder`, on this machine (`LocalFolder`) or elsewhere (`recto.places`).
Nothing outside it is read, whether through `..`, an absolute path, a symbolic link or a URL; and it records
what was read, missing files included, so that a watcher can watch exactly that.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePath, PurePosixPath
from typing import Protocol

from recto.diagnostics import error
from recto.errors import RectoError, SourceError, WriterError
from recto.url import Place

ASSET_LIMIT = 64 * 2**20
"""Bytes: the largest file read beside an article."""
FETCH_SECONDS = 10.0
"""The longest that one remote image may take."""
_MOMENT = ("SOURCE_DATE_EPOCH",)
_LANGUAGES = ("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "PANGO_LANGUAGE", "FC_LANG")
_SHAPING = (
    *(*_MOMENT, *_LANGUAGES, "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"),
    *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "LD_LIBRARY_PATH"),
)


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """A file that cannot be had; its text completes the sentence "… cannot be read: "."""

    def __init__(self, why: str, hint: str | None = None) -> None:
        super().__init__(why)
        self.hint = hint


class Outside(Unreadable):
    """A file that lies outside the article's folder, and is not looked at."""


class Unreachable(Unreadable):
    """A file of which nobody can tell whether it is there: the network fails, or the server."""


class Folder(Protocol):
    """A place that holds articles, or editions: closed at its edges, and written to as a whole."""

    def __str__(self) -> str: ...

    def content(self, name: str, limit: int) -> bytes:
        """Return the bytes of the file `name`, a posix path; raises `Unreadable`, over `limit` bytes too."""
        ...

    def names(self, endings: Sequence[str]) -> Iterator[str]:
        """Yield the posix paths of the files below it that end so and are not hidden, sorted."""
        ...

    def write_all(self, files: Iterable[tuple[str, bytes]]) -> Sequence[Place]:
        """Write `files` (posix name, bytes), none of them by halves; raises `WriterError`."""
        ...


class LocalFolder:
    """A folder on this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._root = path.resolve()

    def __str__(self) -> str:
        return self._path.as_posix()

    def content(self, name: str, limit: int) -> bytes:
        """Return the bytes of a regular file, wherever links inside the folder lead within it."""
        path = (self._root / PurePosixPath(name)).resolve()
        if not path.is_relative_to(self._root):
            raise Outside("it lies outside the article's folder")
        try:
            if path.exists() and not path.is_file():  # a pipe would wait for ever
                raise Unreadable("it is not a regular file")
            with path.open("rb") as file:
                # Python sets aside as many bytes as are asked for.
                data = file.read(min(limit, path.stat().st_size) + 1)
        except FileNotFoundError as missing:
            raise Unreadable("there is no such file") from missing
        except OSError as problem:
            raise Unreadable(reason(problem)) from problem
        if len(data) > limit:
            raise Unreadable(f"it is over {limit / 2**20:.0f} MB")
        return data

    def names(self, endings: Sequence[str]) -> Iterator[str]:
        """Yield the files below it that end so; what hidden folders hold is passed over."""
        paths = (path.relative_to(self._path) for path in self._path.rglob("*"))
        for name in sorted(path.as_posix() for path in paths if is_visible(path, endings)):
            if (self._path / name).is_file():
                yield name

    def write_all(self, files: Iterable[tuple[str, bytes]]) -> Sequence[Path]:
        """Write each beside its place, and rename them all."""
        return write_all(self._path, files)


def is_visible(path: PurePath, endings: Sequence[str]) -> bool:
    """Say whether a relative path ends so, in whatever case, and no part of it is hidden."""
    return path.suffix.lower() in endings and not any(part.startswith(".") for part in path.parts)


class Files:
    """A folder as an article sees it: read-only, and what was asked for is taken down."""

    def __init__(self, folder: Path | Folder, *, network: bool = False) -> None:
        self._folder: Folder = LocalFolder(folder) if isinstance(folder, Path) else folder
        self.network = network
        self.read_names: dict[str, str | None] = {}
        """What was asked for: name → SHA-256 of what was read, or None for what was missing."""
        self.kept: dict[str, bytes] = {}
        """What was read to be kept: name → content."""

    def read(self, name: str, *, limit: int = ASSET_LIMIT, keep: bool = False) -> bytes:
        """Return the bytes of the file `name`, a posix path below the root; `keep` has them kept as well.

        Raises `Unreadable` when it lies outside, is missing, is no regular file or is over `limit` bytes.
        """
        if PurePosixPath(name).is_absolute() or "\\" in name or ":" in name[:2] or "\0" in name:
            raise Outside("only paths relative to the article are followed")
        self.read_names[name] = None  # one outside as well: a link can be made to lead elsewhere
        try:
            data = self._folder.content(name, limit)
        except Unreachable as fault:
            # Whether it is there may shape the editions: none is made while nobody knows.
            message = f"{name} cannot be read: {fault}."
            raise SourceError(
                error("place-unreachable", message, file=str(self._folder), hint=fault.hint)
            ) from fault
        self.read_names[name] = hashlib.sha256(data).hexdigest()
        if keep:
            self.kept[name] = data
        return data

    def fetch(self, url: str, *, limit: int = ASSET_LIMIT) -> bytes:
        """Return the bytes at an http(s) `url`; raises `Unreadable` unless the network is allowed."""
        if not self.network:
            raise Unreadable("the network is not allowed")
        from recto.fetching import fetch

        self.read_names[url] = None
        try:
            data = fetch(url, limit=limit, seconds=FETCH_SECONDS)
        except (OSError, ValueError) as problem:
            raise Unreadable(reason(problem)) from problem
        self.read_names[url] = hashlib.sha256(data).hexdigest()
        return data


def now() -> int:
    """Return the time, in nanoseconds, to compare with the times that files bear; editions know none."""
    return time.time_ns()


def cache_folder() -> Path:
    """Return where this person's programs keep what they can make again (XDG base directories)."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    home = Path(named) if Path(named).is_absolute() else Path("~/.cache").expanduser()
    return home / "recto"


def spoken_environment() -> dict[str, str | None]:
    """Return the shaping variables that mean the same on every machine; None for one that is not set."""
    return {name: os.environ.get(name) or None for name in (*_MOMENT, *_LANGUAGES)}


def shaping_environment() -> dict[str, str]:
    """Return the variables on which the bytes of an edition can depend, through Recto or its libraries."""
    return {name: value for name in _SHAPING if (value := os.environ.get(name))}


def reason(problem: BaseException) -> str:
    """Say in a few words, without paths, why the system refused."""
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror[:1].lower() + problem.strerror[1:]
    return str(problem) or type(problem).__name__


def source_date_epoch() -> datetime | None:
    """Return the moment that the environment's SOURCE_DATE_EPOCH names (reproducible-builds.org), if any.

    Raises `RectoError` when it is set to something else than a count of seconds.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError) as problem:
        raise RectoError.of(
            "epoch-invalid", f"SOURCE_DATE_EPOCH is not a count of seconds: {text!r}."
        ) from problem


def write_all(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Write `files` (posix name, bytes) below `folder`, each beside its place and then renamed.

    All are written before the first is renamed, so a full disk changes nothing. Nothing is written outside.
    Raises `WriterError`.
    """
    pending: list[tuple[Path, Path]] = []
    try:
        for name, data in files:
            parts = PurePosixPath(name).parts
            if ".." in parts or name.startswith("/"):
                raise WriterError(error("output-outside", f"{name} lies outside the folder for editions."))
            target = folder.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f".{target.name}.{os.getpid():x}-{secrets.token_hex(4)}.part")
            pending.append((beside, target))
            with beside.open("xb") as file:
                file.write(data)
        for beside, target in pending:
            beside.replace(target)
    except OSError as problem:
        place = pending[-1][1] if pending else folder
        hint = "Free some space and build again." if problem.errno == errno.ENOSPC else None
        raise WriterError(
            error("output-unwritable", f"{place} cannot be written: {reason(problem)}.", hint=hint)
        ) from problem
    finally:
        for beside, _ in pending:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
    return [target for _, target in pending]


def discard_parts(folder: Path, process: int) -> None:
    """Remove what the dead `process` had half written below `folder`."""
    for path in folder.rglob(f".*.{process:x}-*.part"):
        with contextlib.suppress(OSError):
            path.unlink()


def listing(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the path and the status of each file below `folder`, in a fixed order; links are followed."""
    seen: set[tuple[int, int]] = set()

    def inside(path: str) -> Iterator[tuple[str, os.stat_result]]:
        try:
            status = os.stat(path)
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError:
            return
        if (status.st_dev, status.st_ino) in seen:  # a link that leads back
            return
        seen.add((status.st_dev, status.st_ino))
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            try:
                if entry.is_dir():
                    yield from inside(entry.path)
                else:
                    yield entry.path, entry.stat()
            except OSError:  # a link to nothing
                continue

    yield from inside(os.fspath(folder))


def read_source(path: Path, *, name: str, limit: int) -> bytes:
    """Return the bytes of an article's file; raises `SourceError` that says why it cannot be had."""
    try:
        if not path.is_file():
            missing = "it is not a regular file" if path.exists() else "there is no such file"
            raise SourceError(
                error("source-unreadable", f"The article cannot be read: {missing}.", file=name)
            )
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as problem:
        raise SourceError(
            error("source-unreadable", f"The article cannot be read: {reason(problem)}.", file=name)
        ) from problem
    if len(data) > limit:
        raise SourceError(
            error(
                "source-too-large",
                f"The article is larger than {limit / 2**20:.0f} MB, the most that is read as one article.",
                file=name,
                hint="Split it into several articles.",
            )
        )
    return data
