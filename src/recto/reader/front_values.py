"""The plain values of front matter, and the fault that a value is when its key cannot have it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


class FaultError(ValueError):
    """A value that a key cannot have; its text completes "`key` ": "… has to be a date"."""


def text(value: Any) -> str:
    """Return `value` as a line of text; raises `FaultError` when it is none, or empty."""
    if isinstance(value, bool | Mapping | list):
        raise FaultError("has to be text")
    line = " ".join(str(value).split())
    if not line:
        raise FaultError("is empty")
    return line


def url(value: Any) -> str:
    """Return an address on the web; raises `FaultError` when it is none."""
    address = text(value)
    if not re.match(r"https?://[^\s<>\"]+\Z", address):
        raise FaultError("has to be a web address that starts with https://")
    return address


def table(value: Mapping[Any, Any], parts: tuple[str, ...], what: str) -> None:
    """Raise `FaultError` when a table of front matter has no name, or a part that is none of `parts`."""
    unknown = sorted(str(part) for part in value if part not in parts)
    if unknown:
        allowed = f"{', '.join(parts[:-1])} and {parts[-1]}"
        raise FaultError(f"has an unknown part {unknown[0]!r}; {what} has {allowed}")
    if not value.get("name"):
        raise FaultError(f"lacks the name of {what}")
