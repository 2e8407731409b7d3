"""What travels between machines: what came of reading an article, or of making one edition, as bytes.

Workers pass parts on without opening them; only who makes something of a part does. The head is what is
told of it, and is small; the body is what was made.
"""

from __future__ import annotations

import copyreg
import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recto.checks.switches import Switches
    from recto.diagnostics import Diagnostic
    from recto.errors import WriterError
    from recto.settings import General
    from recto.writers import PageStart


@dataclass(frozen=True, slots=True)
class Part:
    """What came of one task."""

    head: bytes = b""
    """Packed: `Read`, `Made` or `Stopped`; nothing where a part before it left nothing to do."""
    body: bytes = b""
    """Packed: what editions are made from, or the files of one."""
    seconds: float = 0.0
    """What the article has taken up to here."""
    goes_on: bool = False
    """Whether something can be made of it."""

    def __sizeof__(self) -> int:
        """Return what Dask is to reckon with."""
        return object.__sizeof__(self) + len(self.head) + len(self.body)


@dataclass(frozen=True, slots=True)
class Read:
    """What is told of reading an article: the `Run` up to there."""

    findings: tuple[Diagnostic, ...]
    raised: Exception | None
    """Why it cannot go on."""
    source: str
    inputs: Mapping[str, str | None]
    general: General | None
    off: Switches | None
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Made:
    """What is told of making one edition: the `Attempt`, without its files."""

    name: str
    findings: tuple[Diagnostic, ...]
    failure: WriterError | None
    raised: Exception | None
    """What ends the whole article."""
    pages: tuple[PageStart, ...]
    """What the other editions are to bear."""
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Stopped:
    """What is told when the process had to be ended, or came to its end."""

    finding: Diagnostic


def _read_only(table: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(table)


def _reduced(table: Mapping[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    return _read_only, (dict(table),)


class _Pickler(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table | {MappingProxyType: _reduced}


def packed(value: object) -> bytes:
    """Return `value` as it travels; read-only tables stay such."""
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


def unpacked(data: bytes) -> Any:
    """Return the value that was packed, on a machine with the same versions."""
    return pickle.loads(data)  # noqa: S301 - who can speak to a Dask worker can have it run anything
