"""Servers on loopback for tests of remote places: an S3-compatible one (moto's), and one of few words.

`Shelf` answers as its test tells it to, speaks enough of HTTP for GET and PUT, and enough of the lists of
WebDAV, Google Cloud Storage and Azure Blob Storage for obstore to read them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

_WHEN = "Wed, 18 Nov 2026 10:00:00 GMT"


@contextmanager
def s3_server() -> Iterator[str]:
    """Run moto's server; its address."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@dataclass
class Shelf:
    """What a server holds, how it answers, and what it was asked."""

    files: dict[str, bytes] = field(default_factory=dict)
    """Decoded path, without its first slash → content."""
    answers: dict[str, list[int]] = field(default_factory=dict)
    """Path → statuses to answer with, one after the other, the last one for good; 200 is what is there."""
    leads: dict[str, str] = field(default_factory=dict)
    """Path → address to be redirected to."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method and path with query of each request."""
    logins: list[str | None] = field(default_factory=list)
    types: dict[str, str | None] = field(default_factory=dict)
    """Path → media type it was put with."""
    takes: bool = True
    """Whether it takes files."""
    lists: bool = False
    """Whether it is one for WebDAV."""
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def shelf_server() -> Iterator[Shelf]:
    """Run a server of few words; its shelf."""
    shelf = Shelf()

    class Handler(_Handler):
        pass

    Handler.shelf = shelf
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shelf.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield shelf
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    shelf: Shelf

    def do_GET(self) -> None:
        path, query = self._begin()
        if path in self.shelf.leads:
            self._answer(302, headers={"Location": self.shelf.leads[path]})
        elif (status := self._status(path)) != 200:
            self._answer(status)
        elif "prefix" in query or "comp" in query:
            self._answer(200, _listed(path, query, self.shelf.files).encode())
        elif path in self.shelf.files:
            self._answer(200, self.shelf.files[path])
        else:
            self._answer(404)

    def do_PUT(self) -> None:
        path, _ = self._begin()
        data = self.rfile.read(int(self.headers["Content-Length"]))
        status = self._status(path) if self.shelf.takes else 405
        if status == 200:
            self.shelf.files[path] = data
            self.shelf.types[path] = self.headers["Content-Type"] or self.headers["x-ms-blob-content-type"]
        self._answer(201 if status == 200 else status)

    def do_PROPFIND(self) -> None:
        path, _ = self._begin()
        found = [name for name in self.shelf.files if name.startswith(f"{path}/")]
        self._answer(207 if self.shelf.lists else 405, _multistatus(found).encode())

    def _begin(self) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        self.shelf.asked.append((self.command, self.path))
        self.shelf.logins.append(self.headers["Authorization"])
        return unquote(parts.path).lstrip("/"), parse_qs(parts.query, keep_blank_values=True)

    def _status(self, path: str) -> int:
        statuses = self.shelf.answers.get(path, [200])
        return statuses.pop(0) if len(statuses) > 1 else statuses[0]

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"ETag": '"1"', "Last-Modified": _WHEN, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def _listed(bucket: str, query: dict[str, list[str]], files: dict[str, bytes]) -> str:
    """The list of Azure, or that of Google, which is S3's."""
    bucket = bucket.rstrip("/")
    keys = {name.removeprefix(f"{bucket}/"): len(data) for name, data in sorted(files.items())}
    kept = {key: size for key, size in keys.items() if key.startswith(query.get("prefix", [""])[0])}
    if "comp" in query:
        blobs = "".join(
            f"<Blob><Name>{escape(key)}</Name><Properties><Last-Modified>{_WHEN}</Last-Modified>"
            f"<Content-Length>{size}</Content-Length><Content-Type>x/y</Content-Type><Etag>1</Etag>"
            "</Properties></Blob>"
            for key, size in kept.items()
        )
        return f"<EnumerationResults><Blobs>{blobs}</Blobs><NextMarker/></EnumerationResults>"
    contents = "".join(
        f"<Contents><Key>{escape(key)}</Key><LastModified>2026-11-18T10:00:00.000Z</LastModified>"
        f"<ETag>1</ETag><Size>{size}</Size></Contents>"
        for key, size in kept.items()
    )
    return f"<ListBucketResult>{contents}</ListBucketResult>"


def _multistatus(names: list[str]) -> str:
    rows = "".join(
        f"<D:response><D:href>/{quote(name)}</D:href><D:propstat><D:prop>"
        f"<D:getlastmodified>{_WHEN}</D:getlastmodified><D:getcontentlength>1</D:getcontentlength>"
        "<D:resourcetype/></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
        for name in names
    )
    return f'<D:multistatus xmlns:D="DAV:">{rows}</D:multistatus>'
