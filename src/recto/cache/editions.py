"""The digest of an Edition: of all that is in it, field by field, so that no new field is forgotten.

Each value goes in with its type and its length, so that no two editions can look alike. A value of a type
that is not known here has no digest, and its edition is not kept.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from recto.theme import Theme
from recto.writers import Edition, Writer

_PLAIN = (bool, int, float, dt.date, dt.datetime, dt.time)


class UnknownValueError(TypeError):
    """A value of a type that has no digest here."""


def digest_of(edition: Edition, writer: Writer, *more: object) -> str | None:
    """Return the digest of what `writer` makes of `edition`, and of `more`; None if there is none."""
    kind = type(writer)
    try:
        return _digest((kind.__module__, kind.__qualname__, writer.version, more, edition))
    except UnknownValueError:
        return None


def _digest(value: object) -> str:
    whole = hashlib.sha256()
    for part in _parts(value):
        whole.update(b"%d:" % len(part))
        whole.update(part)
    return whole.hexdigest()


def _parts(value: object) -> Iterator[bytes]:  # noqa: C901, PLR0912 - a line for each kind of value
    kind = type(value)
    if value is None:
        yield b"none"
    elif kind is str:
        yield from (b"text", str(value).encode("utf-8", "surrogatepass"))
    elif isinstance(value, bytes):
        yield from (b"bytes", hashlib.sha256(value).digest())
    elif kind in _PLAIN:
        yield f"{kind.__name__} {value!r}".encode()
    elif isinstance(value, enum.Enum):
        yield f"{kind.__qualname__} {value.name}".encode()
    elif isinstance(value, Theme):
        yield from (b"theme", _theme_digest(value).encode())
    elif isinstance(value, Path):
        yield from (b"file", value.name.encode(), hashlib.sha256(value.read_bytes()).digest())
    elif dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
        yield from _named(kind.__qualname__, {name: getattr(value, name) for name in names})
    elif isinstance(value, msgspec.Struct):
        yield from _named(kind.__qualname__, msgspec.structs.asdict(value))
    elif isinstance(value, Mapping):
        yield from _named("mapping", value)
    elif isinstance(value, tuple | list):
        yield f"row {len(value)}".encode()
        for item in value:
            yield from _parts(item)
    elif isinstance(value, set | frozenset):
        yield f"set {len(value)}".encode()
        yield from (digest.encode() for digest in sorted(_digest(item) for item in value))
    else:
        raise UnknownValueError(kind.__qualname__)


def _named(kind: str, values: Mapping[Any, object]) -> Iterator[bytes]:
    yield f"{kind} {len(values)}".encode()
    for name, value in values.items():
        yield from _parts(name)
        yield from _parts(value)


@cache
def _theme_digest(theme: Theme) -> str:
    """Return the digest of all that is in a theme, its fonts included; read once."""
    return _digest({field.name: getattr(theme, field.name) for field in dataclasses.fields(theme)})
