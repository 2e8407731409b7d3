"""What has to be the same on all machines, or their editions would not be.

    Recto's own files            by version, and by their content
    the packages it is made of   by version; Dask too, which has to understand itself
    Python, zlib, Pango & Co.    by version, or by the library's file
    the system's fonts           by their names and sizes, and by fontconfig's files

It is what `cache.surroundings` goes by, said in a way that two machines can compare.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from recto.cache.surroundings import font_files, library_files
from recto.diagnostics import Diagnostic, error
from recto.files import listing, shaping_environment

BASICS = ("python", "dask", "distributed", "recto")
"""What a machine needs to understand what it is asked; of the scheduler, which sets no type, nothing else."""
_MISSING = "none"
_SHOWN = 5
"""So many differences of one machine are listed."""
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9._-]+)")


@cache
def likeness() -> Mapping[str, str]:
    """Return name → version of all that shapes editions on this machine; read once in a process."""
    found = {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    found |= {name: version_of(name) for name in ("dask", "distributed")}
    found |= dict(_packages())
    found["recto"] = f"{version_of('recto')} ({_code()[:8]})"
    environment = shaping_environment()
    for library, path in library_files(environment):
        # The name behind the links has the version in it.
        found.setdefault(library, path.resolve().name)
    found["the system's fonts"] = _fonts(environment)
    return found


def version_of(package: str) -> str:
    """Return the version of a package that is installed; `none` if it is not."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return _MISSING


def compared(theirs: Mapping[str, str], ours: Mapping[str, str], machine: str) -> Diagnostic | None:
    """Return what is to be told of `machine` if it is not like this one."""
    names = sorted(ours.keys() | theirs.keys())
    other = [
        (n, theirs.get(n, _MISSING), ours.get(n, _MISSING)) for n in names if theirs.get(n) != ours.get(n)
    ]
    if not other:
        return None
    listed = ", ".join(f"{name} {their} (here {our})" for name, their, our in other[:_SHOWN])
    more = f", and {len(other) - _SHOWN} more" if len(other) > _SHOWN else ""
    return error(
        "cluster-versions",
        f"{machine} has other versions than this machine: {listed}{more}.",
        hint="Its editions might not be those of this machine. Install the same on all of them.",
    )


def _packages() -> Iterator[tuple[str, str]]:
    """Yield the packages that Recto requires, and those that they require, with their versions."""
    waiting, seen = ["recto"], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:  # not for this system
            continue
        yield name, package.version
        for line in package.requires or ():
            found = _REQUIREMENT.match(line)
            if found and "extra ==" not in line:
                waiting.append(re.sub(r"[-_.]+", "-", found[1]).lower())


def _code() -> str:
    """Return the digest of Recto's own files."""
    package = Path(__file__).parents[1]
    content = hashlib.sha256()
    for path, _ in listing(package):
        content.update(f"{Path(path).relative_to(package).as_posix()}\0".encode())
        content.update(hashlib.sha256(Path(path).read_bytes()).digest())
    return content.hexdigest()


def _fonts(environment: Mapping[str, str]) -> str:
    """Return how many fonts there are, and a digest of what they are called, how large, and how set up."""
    texts, files = font_files(environment)
    lines = sorted({hashlib.sha256(text.encode()).hexdigest() for _, text in texts})
    lines += sorted(f"{Path(path).name} {status.st_size}" for path, status in files)
    digest = hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
    return f"{len(files)} files ({digest[:8]})"
