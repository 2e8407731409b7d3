"""The digest of an Edition: of all that is in it, field by field, so that no new field is forgotten.

Each value goes in with its type and its length, so that no two editions can look alike. A value of a type
that is not known here has no digest, and its edition is not kept.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import hashlib
from collections.abc import Iterator, Mapping, Sequence
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


def _parts(value: object) -> Iterator[bytes]:
    for parts_of in (_parts_of_one, _parts_of_many):
        parts = parts_of(value)
        if parts is not None:
            return parts
    raise UnknownValueError(type(value).__qualname__)


def _parts_of_one(value: object) -> Iterator[bytes] | None:
    """Return the parts of what holds no other values, None if it does."""
    kind = type(value)
    parts: tuple[bytes, ...] | None = None
    if value is None:
        parts = (b"none",)
    elif kind is str:
        parts = (b"text", str(value).encode("utf-8", "surrogatepass"))
    elif isinstance(value, bytes):
        parts = (b"bytes", hashlib.sha256(value).digest())
    elif kind in _PLAIN:
        parts = (f"{kind.__name__} {value!r}".encode(),)
    elif isinstance(value, enum.Enum):
        parts = (f"{kind.__qualname__} {value.name}".encode(),)
    elif isinstance(value, Theme):
        parts = (b"theme", _theme_digest(value).encode())
    elif isinstance(value, Path):
        parts = (b"file", value.name.encode(), hashlib.sha256(value.read_bytes()).digest())
    return None if parts is None else iter(parts)


def _parts_of_many(value: object) -> Iterator[bytes] | None:
    """Return the parts of what holds other values, None if it does not."""
    kind = type(value)
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
        return _named(kind.__qualname__, {name: getattr(value, name) for name in names})
    if isinstance(value, msgspec.Struct):
        return _named(kind.__qualname__, msgspec.structs.asdict(value))
    if isinstance(value, Mapping):
        return _named("mapping", value)
    if isinstance(value, tuple | list):
        return _row(value)
    if isinstance(value, set | frozenset):
        return iter((f"set {len(value)}".encode(), *sorted(_digest(item).encode() for item in value)))
    return None


def _row(values: Sequence[object]) -> Iterator[bytes]:
    yield f"row {len(values)}".encode()
    for value in values:
        yield from _parts(value)


def _named(kind: str, values: Mapping[Any, object]) -> Iterator[bytes]:
    yield f"{kind} {len(values)}".encode()
    for name, value in values.items():
        yield from _parts(name)
        yield from _parts(value)


@cache
def _theme_digest(theme: Theme) -> str:
    """Return the digest of all that is in a theme, its fonts included; read once."""
    return _digest({field.name: getattr(theme, field.name) for field in dataclasses.fields(theme)})
