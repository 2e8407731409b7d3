"""What stands in a PDF, taken as what it should be, or as nothing: no damage raises anything here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

BROKEN = (pikepdf.PdfError, ValueError, RuntimeError, OverflowError)
"""What pikepdf raises where a file is not what it says."""
_KIDS = 500_000
"""Entries of a tree that are looked at."""
_LEVELS = 64


def entry(holder: Any, *keys: str) -> Any:
    """Return what stands below `holder` under one key after the other, None where there is nothing."""
    for key in keys:
        if not isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
            return None
        holder = holder.get(key)
    return holder


def text(value: Any) -> str:
    """Return a text string, or a name without its stroke."""
    if isinstance(value, pikepdf.String):
        try:
            return str(value).strip("\0 \t\r\n")
        except (ValueError, UnicodeError):
            return bytes(value).decode("latin-1")
    return name(value)


def name(value: Any) -> str:
    """Return a name without its stroke."""
    return str(value)[1:] if isinstance(value, pikepdf.Name) else ""


def array(value: Any) -> list[Any]:
    """Return what is in an array."""
    return list(value) if isinstance(value, pikepdf.Array) else []


def items(holder: Any) -> list[tuple[str, Any]]:
    """Return key and value of what is in a dictionary."""
    return list(holder.items()) if isinstance(holder, pikepdf.Dictionary) else []


def number(value: Any) -> float:
    """Return a number; 0 for anything else."""
    try:
        return float(value) if not isinstance(value, pikepdf.Object) else 0.0
    except (TypeError, ValueError, OverflowError):
        return 0.0


def numbers(value: Any, count: int) -> tuple[float, ...] | None:
    """Return the `count` numbers of an array, such as a matrix."""
    found = array(value)
    return tuple(map(number, found)) if len(found) == count else None


def key_of(value: Any) -> tuple[int, int]:
    """Return what tells an object from all others; (0, 0) for one that stands inside another."""
    found: tuple[int, int] = value.objgen if isinstance(value, pikepdf.Object) else (0, 0)
    return found


def tree_items(root: Any, leaves: str) -> Iterator[tuple[Any, Any]]:
    """Yield key and value of a name tree (`/Names`) or a number tree (`/Nums`)."""
    pending, seen, left = [root], set(), _KIDS
    while pending and left > 0:
        node = pending.pop()
        if key_of(node) != (0, 0):
            if key_of(node) in seen:
                continue
            seen.add(key_of(node))
        found = array(entry(node, leaves))
        left -= 1 + len(found)
        yield from zip(found[::2], found[1::2], strict=False)
        pending += reversed(array(entry(node, "/Kids")))


def inherited(page: Any, key: str) -> Any:
    """Return an entry of a page, or of what it stands in."""
    for _ in range(_LEVELS):
        found = entry(page, key)
        if found is not None or page is None:
            return found
        page = entry(page, "/Parent")
    return None
