"""Which versions shape the bytes of an edition, Recto's own and its packages': part of its cache key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from types import MappingProxyType


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
    return MappingProxyType({package: version(package) for package in packages})
