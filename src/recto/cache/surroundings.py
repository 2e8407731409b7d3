"""What shapes editions beside the sources: one digest of it is part of every name in a cache.

    Recto's own files          by their content, so that a developer's change counts, and a new clone does not
    the packages installed     by name and version
    Python, zlib, Pango & Co.  by version, or by the library's file
    the system's fonts         by fontconfig's files and what is in the folders that they name

Rather too much than too little: a package that Recto does not use makes results anew, and none is wrong.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from recto.cache.store import Store
from recto.diagnostics import Report
from recto.files import listing, now, shaping_environment

FORMAT = "1"
"""Of the cache's own tables."""
SETTLED = 2 * 10**9
"""Nanoseconds after which a change of a file gives it another time, on any file system in use."""
_PACKAGE = Path(__file__).parents[1]
_LIBRARIES = (
    *("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset"),
    *("fontconfig", "freetype", "fribidi", "gobject-2.0"),
)
_LIBRARY_NAMES = ("lib{}.so.0", "lib{}.so.1", "lib{}.so.6", "lib{}.0.dylib", "lib{}.1.dylib", "lib{}.6.dylib")
_FONTS_CONF_FOLDERS = ("/etc/fonts", "/usr/local/etc/fonts", "/opt/homebrew/etc/fonts")
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "~/Library/Fonts")
_NAMED_IN_FONTS_CONF = re.compile(r"<(dir|include)\b([^>]*)>\s*([^<]+?)\s*</\1>")

_code: dict[Path, tuple[str, ...]] = {}
"""Recto's folder → its digest and the packages installed, as they were when they were first asked for."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A store, and what all its results of this run have in common."""

    store: Store
    surroundings: str
    """Digest of what shapes editions beside the sources."""


def opened(store: Store, report: Report) -> Cache:
    """Return the cache that keeps its results in `store`, for one run."""
    return Cache(store, digest(store, report))


def digest(store: Store, report: Report) -> str:
    """Return the digest of the surroundings on this machine, now."""
    environment = shaping_environment()
    if _PACKAGE not in _code:
        # What a process has imported stays what it is, whatever becomes of the files.
        _code[_PACKAGE] = (_own_digest(store, report), *sorted(set(_packages())))
    lines = [
        f"format {FORMAT}",
        f"python {sys.version} {sys.platform} zlib {zlib.ZLIB_RUNTIME_VERSION}",
        *(f"code {name}" for name in _code[_PACKAGE]),
        *(f"variable {name}={value}" for name, value in sorted(environment.items())),
        *(f"library {line}" for line in _libraries(environment)),
        *(f"font {line}" for line in _fonts(environment)),
    ]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _own_digest(store: Store, report: Report) -> str:
    """Return the digest of what is in Recto's own files; read only after one of them was touched."""
    files = list(listing(_PACKAGE))
    stamp = hashlib.sha256(os.fsencode(_PACKAGE))
    for path, status in files:
        times = f"{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino}"
        stamp.update(f"{path}\0{times}\0".encode("utf-8", "surrogateescape"))
    name = stamp.hexdigest()
    known = store.table("projects", name, report)
    if isinstance(known, str):
        return known
    content = hashlib.sha256()
    for path, _ in files:
        relative = os.path.relpath(path, _PACKAGE)
        content.update(f"{relative}\0{hashlib.sha256(Path(path).read_bytes()).hexdigest()}\0".encode())
    found = content.hexdigest()
    if max((max(status.st_mtime_ns, status.st_ctime_ns) for _, status in files), default=0) < now() - SETTLED:
        store.keep_table("projects", name, found, report)
    return found


def _packages() -> Iterator[str]:
    for place in sys.path:
        try:
            names = os.listdir(place or ".")
        except OSError:
            continue
        yield from (name for name in names if name.endswith((".dist-info", ".egg-info")))


def _libraries(environment: Mapping[str, str]) -> Iterator[str]:
    for _, path in library_files(environment):
        status = path.stat()
        # The name behind the link has the version in it.
        yield f"{path.resolve()} {status.st_size} {status.st_mtime_ns}"


def library_files(environment: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    """Yield the libraries that set type, wherever the system may look for them: name, and file."""
    machine = getattr(sys.implementation, "_multiarch", "")
    places = [
        *environment.get("LD_LIBRARY_PATH", "").split(os.pathsep),
        *(f"{sys.prefix}/lib", "/usr/local/lib", "/opt/homebrew/lib"),
        *(f"/usr/lib/{machine}", f"/lib/{machine}", "/usr/lib64", "/usr/lib"),
    ]
    for place in dict.fromkeys(filter(None, places)):
        for library in _LIBRARIES:
            for name in _LIBRARY_NAMES:
                path = f"{place}/{name.format(library)}"
                if os.path.exists(path):
                    yield library, Path(path)


def _fonts(environment: Mapping[str, str]) -> Iterator[str]:
    texts, files = font_files(environment)
    for path, text in texts:
        yield f"{path} {hashlib.sha256(text.encode()).hexdigest()}"
    for name, status in files:
        yield f"{name} {status.st_size} {status.st_mtime_ns}"


def font_files(
    environment: Mapping[str, str],
) -> tuple[list[tuple[Path, str]], list[tuple[str, os.stat_result]]]:
    """Return fontconfig's files with what is in them, and the fonts in the folders that they name."""
    named = environment.get("FONTCONFIG_FILE")
    places = [environment.get("FONTCONFIG_PATH", ""), *_FONTS_CONF_FOLDERS, f"{sys.prefix}/etc/fonts"]
    first = [Path(named)] if named else [Path(place, "fonts.conf") for place in places if place]
    folders = [Path(folder).expanduser() for folder in _FONT_FOLDERS]
    texts = list(_configuration(first, environment, folders))
    return texts, [file for folder in dict.fromkeys(folders) for file in listing(folder)]


def _configuration(
    files: Iterable[Path], environment: Mapping[str, str], folders: list[Path]
) -> Iterator[tuple[Path, str]]:
    """Yield fontconfig's files and those that they include; the folders they name are added to `folders`."""
    waiting, seen = [*files], set[Path]()
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        if path.is_dir():
            waiting += sorted(path.glob("*.conf"))
            continue
        try:
            text = path.read_text("utf-8", "replace")
        except OSError:
            continue
        yield path, text
        for kind, attributes, name in _NAMED_IN_FONTS_CONF.findall(text):
            variable, usual = (
                ("XDG_DATA_HOME", "~/.local/share") if kind == "dir" else ("XDG_CONFIG_HOME", "~/.config")
            )
            base = Path(environment.get(variable, usual)) if '"xdg"' in attributes else path.parent
            (folders if kind == "dir" else waiting).append(base.expanduser() / Path(name).expanduser())
