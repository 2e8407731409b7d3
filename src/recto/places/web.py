"""The web as a place: read by Recto's own `fetching`, with its limits, which needs no package.

An article's files are asked for on the host that the user named, and no redirect leads to another.
Editions are put (PUT), and folders listed (WebDAV), where a server takes that: `objects` knows how.
"""

from __future__ import annotations

import base64
import time
import urllib.error
from collections.abc import Iterator, Mapping

from recto.fetching import AnotherHostError, fetch
from recto.files import Outside, Unreachable, Unreadable, reason
from recto.url import Url, redacted

_SECONDS = 60.0
"""The longest that one request may take; after half of it, none is tried again."""
_PAUSES = (0.2, 1.0)
"""Seconds before the second try, and before the third."""
_LATER = "Try again later."


class Web:
    """Servers that speak HTTP."""

    def read(self, url: Url, limit: int, *, is_named: bool) -> bytes:
        """Return what is there, after up to three tries."""
        began = time.monotonic()
        for pause in _PAUSES:
            try:
                return _read(url, limit, may_leave=is_named)
            except Unreachable:
                if time.monotonic() - began > _SECONDS / 2:
                    raise
                time.sleep(pause)
        return _read(url, limit, may_leave=is_named)

    def keys(self, folder: Url) -> Iterator[str]:
        """Yield what a server lists that is one for WebDAV."""
        from recto.places.objects import Objects

        return Objects().keys(folder)

    def put(self, url: Url, data: bytes, media_type: str) -> None:
        """Put a file; whether others see half of it meanwhile is the server's affair."""
        from recto.places.objects import Objects

        Objects().put(url, data, media_type)


def _read(url: Url, limit: int, *, may_leave: bool) -> bytes:
    try:
        return fetch(url.address, limit=limit, seconds=_SECONDS, headers=login(url), may_leave=may_leave)
    except AnotherHostError as fault:
        raise Outside("the server leads to another host") from fault
    except urllib.error.HTTPError as answer:
        answer.close()
        raise _meaning(answer.code) from answer
    except (OSError, ValueError) as fault:
        inner = getattr(fault, "reason", fault)
        why = redacted(reason(inner if isinstance(inner, Exception) else fault))
        kind = Unreadable if isinstance(fault, ValueError) else Unreachable
        raise kind(why, _LATER if kind is Unreachable else None) from RuntimeError(redacted(str(fault)))


def _meaning(status: int) -> Unreadable:
    """Return what a status other than success says of a file."""
    if status in (404, 410):
        return Unreadable("there is no such file")
    if status in (401, 403):
        return Unreadable("permission is denied")
    if status in (408, 429) or status >= 500:
        return Unreachable(f"the server answered with status {status}", _LATER)
    return Unreadable(f"the server answered with status {status}")


def login(url: Url) -> Mapping[str, str]:
    """Return the header for a name and a password that stand in a URL."""
    if not url.userinfo:
        return {}
    from urllib.parse import unquote

    return {"Authorization": f"Basic {base64.b64encode(unquote(url.userinfo).encode()).decode()}"}
