"""Remote images, when the user allowed the network: http(s) only, within limits of time and size."""

from __future__ import annotations

import http.client
import time
import urllib.parse
import urllib.request

AGENT = "recto"
_CHUNK = 64 * 2**10


class _HttpOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never away from http and https; the method has urllib's own, untyped, form."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        _refuse_other_schemes(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _refuse_other_schemes(url: str) -> None:
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("only http and https addresses are fetched")


def fetch(url: str, *, limit: int, seconds: float) -> bytes:
    """Return what is at `url`; raises `OSError` or `ValueError` past `limit` bytes or `seconds` in all."""
    _refuse_other_schemes(url)
    deadline = time.monotonic() + seconds
    opener = urllib.request.build_opener(_HttpOnly)
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})  # noqa: S310 - checked above
    received = bytearray()
    try:
        with opener.open(request, timeout=seconds) as response:
            while chunk := response.read1(_CHUNK):
                received += chunk
                if len(received) > limit:
                    raise ValueError(f"it is over {limit / 2**20:.0f} MB")
                if time.monotonic() > deadline:
                    raise TimeoutError(f"it took longer than {seconds:.0f} seconds")
    except http.client.HTTPException as fault:
        raise ValueError("the server does not speak HTTP") from fault
    return bytes(received)
