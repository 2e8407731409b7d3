"""Where a cluster is: a scheduler's address, or `local:4` for four workers on this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from recto.errors import UsageError

_REMOTE = re.compile(r"(?:tcp|tls|ws|wss)://(?:\[[0-9A-Fa-f:.]+\]|[^\s/:\[\]]+):(\d{1,5})/?")
_LOCAL = re.compile(r"local:(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a cluster is."""

    text: str
    """As the person named it."""
    workers: int = 0
    """How many to start on this machine; 0 for a scheduler that runs already."""

    @classmethod
    def of(cls, text: str) -> Self:
        """Read what a person wrote; raises `UsageError`."""
        local = _LOCAL.fullmatch(text)
        if local and int(local[1]):
            return cls(text, int(local[1]))
        remote = _REMOTE.fullmatch(text)
        if remote and 0 < int(remote[1]) < 2**16:
            return cls(text)
        raise UsageError.of(
            "cluster-address",
            f"{text!r} is no address of a cluster.",
            hint="Such as tcp://scheduler.example.org:8786, or local:4 for four workers on this machine.",
        )
