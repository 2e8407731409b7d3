"""The network, when the user allowed it: http(s) only, within limits of time and size.

`fetch` reads a remote image, with the leave of whoever builds; `reach` asks whether there is anything at an
address, and reads nothing of it.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

AGENT = "recto"
_CHUNK = 64 * 2**10
_RESERVED = ("localhost", "local", "internal", "test", "example", "invalid", "onion", "home.arpa")
"""Ends of names that lead nowhere on the web (RFC 2606, 6761, 6762, 8375)."""
_EXAMPLES = ("example.com", "example.net", "example.org")


class NoSuchHostError(OSError):
    """No address belongs to the name of a host."""


class AnotherHostError(ValueError):
    """A server's redirect leads to another one."""


class _HttpOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never away from http and https, nor from the web into the network one is in.

    The method has urllib's own, untyped, form.
    """

    def __init__(self, *, may_leave: bool = True) -> None:
        self.may_leave = may_leave
        """Whether the host may change."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        _refuse_other_schemes(newurl)
        if is_public(req.full_url) and not is_public(newurl):
            raise ValueError("it leads from the web to an address that is none of it")
        if not self.may_leave and _host(req.full_url) != _host(newurl):
            raise AnotherHostError("it leads to another host")
        again = super().redirect_request(req, fp, code, msg, headers, newurl)
        if again is not None and req.get_method() == "HEAD":
            again.method = "HEAD"  # urllib goes on with GET
        return again


def _host(url: str) -> tuple[str | None, int | None]:
    parts = urllib.parse.urlsplit(url)
    return parts.hostname, parts.port


def _refuse_other_schemes(url: str) -> None:
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("only http and https addresses are fetched")


def fetch(
    url: str,
    *,
    limit: int,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    may_leave: bool = True,
) -> bytes:
    """Return what is at `url`; raises `OSError` or `ValueError` past `limit` bytes or `seconds` in all.

    `headers` go to the first address only, and to none that it redirects to; unless `may_leave`, none of
    those is on another host (`AnotherHostError`).
    """
    _refuse_other_schemes(url)
    deadline = time.monotonic() + seconds
    opener = urllib.request.build_opener(_HttpOnly(may_leave=may_leave))
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})  # noqa: S310 - checked above
    for name, value in (headers or {}).items():
        request.add_unredirected_header(name, value)
    received = bytearray()
    try:
        with opener.open(request, timeout=seconds) as response:
            while chunk := response.read1(_CHUNK):
                received += chunk
                if len(received) > limit:
                    raise ValueError(f"it is over {limit / 2**20:.0f} MB")
                if time.monotonic() > deadline:
                    raise TimeoutError(f"it took longer than {seconds:.0f} seconds")
            if response.length:  # http.client says nothing of what it still waited for
                raise ConnectionError("the server broke off")
    except http.client.IncompleteRead as fault:
        raise ConnectionError("the server broke off") from fault
    except http.client.HTTPException as fault:
        raise ValueError("the server does not speak HTTP") from fault
    return bytes(received)


def reach(url: str, *, seconds: float) -> int:
    """Return the status that a server answers with for `url`, behind redirects.

    It is asked for the head alone, and again as a browser would where it refuses that. Raises
    `NoSuchHostError`, `TimeoutError`, or `OSError` and `ValueError` for what else keeps it from answering.
    """
    _refuse_other_schemes(url)
    deadline = time.monotonic() + seconds
    status = _ask("HEAD", url, seconds)
    left = deadline - time.monotonic()
    # Not every server knows HEAD, and some say that nothing is there.
    return status if status < 400 or left <= 0 else _ask("GET", url, left)


def _ask(method: str, url: str, seconds: float) -> int:
    opener = urllib.request.build_opener(_HttpOnly)
    request = urllib.request.Request(url, headers={"User-Agent": AGENT, "Accept": "*/*"}, method=method)  # noqa: S310
    try:
        with opener.open(request, timeout=seconds) as response:
            return int(response.status)
    except urllib.error.HTTPError as answer:
        answer.close()
        if answer.code < 400:
            raise ValueError("its redirects lead nowhere") from answer
        return answer.code
    except urllib.error.URLError as fault:
        if isinstance(fault.reason, socket.gaierror):
            raise _without_address(fault.reason) from fault
        if isinstance(fault.reason, OSError):
            raise fault.reason from fault
        raise ValueError(str(fault.reason)) from fault
    except http.client.HTTPException as fault:
        raise ValueError("the server does not speak HTTP") from fault


def _without_address(fault: socket.gaierror) -> OSError:
    """Tell a name that nobody has from a name server that does not answer."""
    missing = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
    return NoSuchHostError(*fault.args) if fault.errno in missing else OSError(*fault.args)


def is_public(url: str) -> bool:
    """Say whether `url` names a host of the web: none of this machine, its network, or of documentation."""
    try:
        host = (urllib.parse.urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    ends = tuple(f".{name}" for name in (*_RESERVED, *_EXAMPLES))
    return "." in host and host not in _EXAMPLES and not host.endswith(ends)
