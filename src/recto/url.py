"""Places as somebody names them: a path on this machine, or a URL that leads elsewhere.

Names only: nothing is asked whether it is there. What a URL may hold that nobody else should see, a
password or a signature, is part of its `text` and of nothing that is shown.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from recto.errors import UsageError

OBJECTS = ("s3", "gs", "az")
"""Schemes of object stores. What follows the bucket's name is a key, letter by letter."""
WEB = ("http", "https")
_BEGINNING = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://(.*)", re.DOTALL)
_USERINFO = re.compile(r"(?<=://)[^/?#\s]*@")
_QUERY = re.compile(
    r"(https?://[^\s?]*\?)[^\s,;)>\"'`]+|((?:s3|gs|az)://[^\s?]*\?)[^\s=]*=\S*", re.IGNORECASE
)
_LOOPBACK = re.compile(r"(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?", re.IGNORECASE)

_SAFE = "/%:@!$&'()*+,;=~?"
"""What may stand in paths and queries as it is (RFC 3986, 3.3), and what is encoded already."""


@dataclass(frozen=True, slots=True, repr=False)
class Url:
    """A place that is not on this machine: an object, a page, or, with a slash at its end, a folder."""

    text: str
    """As it was given; not to be shown."""

    def __str__(self) -> str:
        return redacted(self.text)

    def __repr__(self) -> str:
        return f"Url({str(self)!r})"

    def as_posix(self) -> str:
        """Return it as it is shown, as a `Path` does."""
        return str(self)

    @property
    def scheme(self) -> str:
        """In small letters."""
        return self.text.partition("://")[0].lower()

    @property
    def is_web(self) -> bool:
        """Whether names in it are percent-encoded, and a query may follow."""
        return self.scheme in WEB

    @property
    def host(self) -> str:
        """The server, with its port; of an object store, the bucket."""
        return self._parts()[0].rpartition("@")[2]

    @property
    def userinfo(self) -> str:
        """What stands before the host: nobody's business."""
        return self._parts()[0].rpartition("@")[0]

    @property
    def key(self) -> str:
        """The path below the host, decoded, without a slash at either end."""
        return self._decoded(self._parts()[1]).strip("/")

    @property
    def query(self) -> str:
        """What follows the path, with its question mark."""
        return self._parts()[2]

    @property
    def root(self) -> Url:
        """The server or the bucket alone, with what it takes to come in."""
        return Url(f"{self.scheme}://{self._parts()[0]}/")

    @property
    def address(self) -> str:
        """What to ask a web server for: encoded throughout, without what stands before the host."""
        from urllib.parse import quote

        _, path, query = self._parts()
        return f"{self.scheme}://{self.host}/{quote(path, safe=_SAFE)}{quote(query, safe=_SAFE)}"

    @property
    def is_folder(self) -> bool:
        """Whether it says that it is one."""
        return self._parts()[1].strip("/") == "" or self._parts()[1].endswith("/")

    @property
    def is_loopback(self) -> bool:
        """Whether the server is this machine, as far as its name tells."""
        return _LOOPBACK.fullmatch(self.host) is not None

    @property
    def name(self) -> str:
        """The last part, as `Path.name`."""
        return posixpath.basename(self.key)

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return posixpath.splitext(self.name)[0]

    @property
    def suffix(self) -> str:
        """The name's ending, with its dot."""
        return posixpath.splitext(self.name)[1]

    @property
    def parent(self) -> Url:
        """The folder it lies in; a query belongs to one address alone (RFC 3986, 5.2.2)."""
        host, path, _ = self._parts()
        above = posixpath.dirname(path.rstrip("/"))
        return Url(f"{self.scheme}://{host}/{above}/" if above else f"{self.scheme}://{host}/")

    def __truediv__(self, name: str) -> Url:
        """Return what is called `name`, a posix path, below this folder."""
        host, path, _ = self._parts()
        folder = f"{path.strip('/')}/" if path.strip("/") else ""
        return Url(f"{self.scheme}://{host}/{folder}{self._encoded(name)}")

    def _parts(self) -> tuple[str, str, str]:
        """Return authority, path without its first slash, query."""
        rest = self.text.partition("://")[2]
        mark = ""
        if self.is_web:
            rest, mark, query = rest.partition("#")[0].partition("?")
            mark += query
        authority, _, path = rest.partition("/")
        return authority, path, mark

    def _decoded(self, path: str) -> str:
        if not self.is_web or "%" not in path:
            return path
        from urllib.parse import unquote

        return unquote(path)

    def _encoded(self, name: str) -> str:
        if not self.is_web:
            return name
        from urllib.parse import quote

        return quote(name)


Place: TypeAlias = Path | Url
"""Where something is, or goes."""


def local(place: Place) -> Path:
    """Return a place that is on this machine; raises `TypeError` for another."""
    if isinstance(place, Url):
        raise TypeError(f"{place} is no file of this machine")
    return place


def is_url(argument: str) -> bool:
    """Say whether `argument` names a place elsewhere, and no path."""
    return _BEGINNING.match(argument) is not None


def parsed(argument: str) -> Url:
    """Return the URL that `argument` names; raises `UsageError` for one that Recto cannot go to."""
    url = Url(argument)
    if url.scheme not in (*OBJECTS, *WEB):
        known = ", ".join(f"{scheme}://" for scheme in (*OBJECTS, "https"))
        raise UsageError.of(
            "place-unknown",
            f"Recto cannot go to {url}.",
            hint=f"It reads and writes {known} and paths on this machine.",
        )
    if not url.host:
        what = "server" if url.is_web else "bucket"
        raise UsageError.of("place-unknown", f"{url} names no {what}.")
    if url.userinfo and not url.is_web:
        raise UsageError.of(
            "place-unknown",
            f"A password stands in {url}, and is not used.",
            hint="Credentials of a store come from the environment: see the README.",
        )
    return url


def redacted(text: str) -> str:
    """Return `text` without what stands in its URLs before the host, or as values behind the path."""
    return _QUERY.sub(lambda match: f"{match[1] or match[2]}…", _USERINFO.sub("…@", text))
