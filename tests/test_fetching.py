"""Remote images, when the network is allowed; the server is one on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from recto.fetching import fetch


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/nonsense":
            self.wfile.write(b"no protocol that I know\r\n\r\n")
            return
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
            return
        self.send_response(200)
        if self.path == "/cut":
            self.send_header("Content-Length", "100")
        self.end_headers()
        if self.path == "/cut":
            self.wfile.write(b"half")
        if self.path == "/picture":
            self.wfile.write(b"picture")
        for _ in range(100 if self.path == "/endless" else 0):
            try:
                self.wfile.write(b"x" * 1000)
            except OSError:
                return
            time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def test_what_is_there_is_returned(server: str) -> None:
    """The bytes, as they are."""
    assert b"picture" == fetch(f"{server}/picture", limit=100, seconds=5)


def test_half_of_it_is_nothing(server: str) -> None:
    """A server that breaks off has promised more."""
    with pytest.raises(ConnectionError, match="broke off"):
        fetch(f"{server}/cut", limit=100, seconds=5)


def test_more_than_the_limit_is_refused(server: str) -> None:
    """A server cannot fill the memory."""
    with pytest.raises(ValueError, match="over"):
        fetch(f"{server}/endless", limit=2000, seconds=5)


def test_a_dripping_server_is_given_up(server: str) -> None:
    """The time limit is for the whole, not for each piece."""
    with pytest.raises(TimeoutError):
        fetch(f"{server}/endless", limit=10**6, seconds=0.3)


def test_redirects_do_not_lead_to_the_disk(server: str) -> None:
    """Only http and https are followed."""
    with pytest.raises((ValueError, OSError)):
        fetch(f"{server}/away", limit=100, seconds=5)


def test_a_server_that_speaks_something_else_is_refused(server: str) -> None:
    """In the words of `fetch`, whatever the library raises."""
    with pytest.raises((ValueError, OSError)):
        fetch(f"{server}/nonsense", limit=100, seconds=5)
