"""Which versions shape the bytes of an edition, Recto's own and its packages': part of its cache key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import distribution, version
from types import MappingProxyType

_LINE = re.compile(r"^Version: *(\S+)", re.MULTILINE)


@cache
def versions() -> Mapping[str, str]:
    """Return the version of Recto and of each package that shapes an edition's bytes."""
    packages = (
        "recto",
        "markdown",
        "weasyprint",
        "ebooklib",
        "pygments",
        "pikepdf",
        "pillow",
        "nh3",
        "citeproc-py",
        "fonttools",
        "math-core",
        "ziamath",
        "segno",
    )
    return MappingProxyType({package: _version(package) for package in packages})


def _version(package: str) -> str:
    """Find the one line that says it: importlib parses all that is said of a package, a page and more."""
    found = _LINE.search(distribution(package).read_text("METADATA") or "")
    return found[1] if found else version(package)
