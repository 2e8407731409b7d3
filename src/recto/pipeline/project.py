"""What all articles of one run have in common, and who is told of each step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recto import settings
from recto.cache.surroundings import Cache
from recto.settings import Layer
from recto.url import Place

Step = Callable[[str], None]
"""Told the name of each step (`reading`, `html`, …) as it begins."""


@dataclass(frozen=True, slots=True)
class Project:
    """What all articles of one run have in common."""

    root: Path
    """The folder with recto.toml and themes/."""
    output: Place
    """Where the editions go: a folder on this machine, or a URL that each machine opens for itself."""
    flags: tuple[Layer, ...] = ()
    """Settings from the command line, stronger than everything else."""
    certify: bool = False
    """E-books claim to be accessible, once the reference validators have passed them."""
    cache: Cache | None = None
    """Where results are kept, if they are."""


def no_step(_name: str) -> None:
    """Tell nobody."""


def flags_layer(values: Mapping[str, Any], pairs: Iterable[str]) -> tuple[Layer, ...]:
    """Return the layers for options such as `--theme` (absent ones are None) and for `--set` pairs."""
    given = {key: value for key, value in values.items() if value is not None}
    assigned = dict(settings.parse_flag(pair) for pair in pairs)
    return tuple(Layer(name, table) for name, table in (("flags", given), ("--set", assigned)) if table)
