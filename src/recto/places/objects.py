"""Object stores, and web servers that take files, through obstore: the only importer of it.

Requests are obstore's: 5 seconds to connect, 30 for each (`AWS_TIMEOUT` and the like change that), and three
more tries for what may pass. A put is atomic, in parts too where a file is large. What a store answers may
bear credentials (a signature in an address), so its own words reach traces only, and redacted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import timedelta
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from recto.errors import UsageError
from recto.files import Unreachable, Unreadable
from recto.url import Url, redacted

try:
    import obstore
    from obstore import exceptions, store
except ImportError as missing:
    raise UsageError.of(
        "remote-not-installed",
        "To read from s3://, gs:// and az://, and to write there and to https://, takes the package obstore.",
        hint="pip install 'recto[remote]'",
    ) from missing

if TYPE_CHECKING:
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

_T = TypeVar("_T")
RETRIES: RetryConfig = {
    "max_retries": 3,
    "retry_timeout": timedelta(seconds=30),
    "backoff": {"init_backoff": timedelta(seconds=0.1), "max_backoff": timedelta(seconds=5), "base": 2},
}
_CREDENTIALS = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_SKIP_SIGNATURE=true for what is public",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS, or GOOGLE_SKIP_SIGNATURE=true for what is public",
    "az": "AZURE_STORAGE_ACCOUNT_NAME with AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_TOKEN",
    "http": "none is sent; https:// may have a name and a password before the host",
    "https": "a name and a password before the host, https://name:password@host/",
}
_UNENCRYPTED = {
    "s3": "AWS_ALLOW_HTTP=true lets Recto go there.",
    "gs": "GOOGLE_ALLOW_HTTP=true lets Recto go there.",
    "az": "AZURE_ALLOW_HTTP=true lets Recto go there.",
}
_STATUS = re.compile(r"non-2xx status code: (\d{3})")
_STRANGE = (400, 404, 405, 409, 411, 501)
"""What web servers answer to methods that they do not know."""
_NO_LISTS = "the server does not list its folders (WebDAV): name the article itself"
_NO_PUTS = "the server takes no files (PUT)"
_PATH = re.compile(r"(https?://[^/\s]+)/\S*")
_NO_BUCKET = "<Code>(NoSuchBucket|ContainerNotFound)<"
_PERMISSION = (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError)


@cache
def opened(root: Url) -> ObjectStore:
    """Return the store that `root` names; connections are kept for as long as the process lives."""
    if root.scheme == "s3":
        return store.S3Store(root.host, retry_config=RETRIES)
    if root.scheme == "gs":
        return store.GCSStore(root.host, retry_config=RETRIES)
    if root.scheme == "az":
        return store.AzureStore(root.host, retry_config=RETRIES)
    from recto.places.web import login

    options: ClientConfig = {"allow_http": root.is_loopback, "default_headers": dict(login(root))}
    return store.HTTPStore(f"{root.scheme}://{root.host}", client_options=options, retry_config=RETRIES)


_MEANINGS: tuple[tuple[str, Callable[[Url], Unreadable]], ...] = (
    (  # Who has no credentials asks where machines in a cloud get theirs, and others get none.
        r"169\.254\.169\.254|metadata\.google|MissingAccount",
        lambda url: Unreachable("no credentials were found", _credentials(url)),
    ),
    (  # Of lists, no class tells it.
        "status code: 40[13]",
        lambda url: Unreadable("permission is denied", _credentials(url)),
    ),
    (
        _NO_BUCKET,
        lambda url: Unreadable(f"there is no bucket {url.host}"),
    ),
    (
        "status code: 3|edirect",
        lambda url: Unreachable(
            f"{'the server' if url.is_web else 'the bucket'} is elsewhere",
            {"s3": "AWS_REGION names the bucket's region."}.get(url.scheme),
        ),
    ),
    (
        "BadScheme",
        lambda url: Unreachable("its server does not encrypt", _UNENCRYPTED.get(url.scheme)),
    ),
    (
        "kind: Timeout|TimedOut|timed out",
        lambda _: Unreachable("the server did not answer in time", "Try again later."),
    ),
    (
        "HTTP error",
        lambda _: Unreachable("the server cannot be reached", "Is its address right? Else try again later."),
    ),
    (
        "(?i)service account|decode|credential",
        lambda url: Unreachable("the credentials cannot be used", _credentials(url)),
    ),
)
"""What stands in the text of an exception of which the class tells nothing → what it means."""


class Objects:
    """S3 and what is compatible with it, Google Cloud Storage, Azure Blob Storage."""

    def read(self, url: Url, limit: int, *, is_named: bool) -> bytes:  # noqa: ARG002 - a key leads nowhere else
        """Return an object, unless it is known beforehand to be too large."""

        def do() -> bytes:
            found = obstore.get(opened(url.root), url.key)
            if found.meta["size"] > limit:
                raise Unreadable(f"it is over {limit / 2**20:.0f} MB")
            return bytes(found.bytes())

        return _asked(url, do, "")

    def keys(self, folder: Url) -> Iterator[str]:
        """Yield what is listed; a folder is nothing but the beginning of names."""

        def do() -> list[str]:
            chunks: Any = obstore.list(opened(folder.root), folder.key or None)
            return [found["path"] for chunk in chunks for found in chunk]

        return iter(_asked(folder, do, _NO_LISTS))

    def put(self, url: Url, data: bytes, media_type: str) -> None:
        """Put an object; readers see the old one until the new one is whole."""

        def do() -> None:
            # Where a web server makes a file of several parts is anybody's guess.
            parts = False if url.is_web else None
            kind = {"Content-Type": media_type}
            obstore.put(opened(url.root), url.key, data, attributes=kind, use_multipart=parts)

        _asked(url, do, _NO_PUTS)


def _asked(url: Url, do: Callable[[], _T], web: str) -> _T:
    """Ask a store; `web` says what it is when a web server does not know how to do that."""
    try:
        return interruptible(do)
    except (exceptions.BaseError, FileNotFoundError, ValueError) as fault:
        status = int(match[1]) if (match := _STATUS.search(str(fault))) else 0
        strange = url.is_web and status in _STRANGE
        meaning = Unreadable(web) if strange else refusal(url, fault, status)
        raise meaning from RuntimeError(redacted(str(fault)))


def refusal(url: Url, fault: Exception, status: int) -> Unreadable:
    """Return what a store's exception means."""
    # Without the article's own words: a name may be anything.
    said = _PATH.sub(r"\1", str(fault).replace(url.key or "\n", "\n"))
    if isinstance(fault, FileNotFoundError) and not re.search(_NO_BUCKET, said):
        return Unreadable("there is no such file")
    if isinstance(fault, _PERMISSION):
        return Unreadable("permission is denied", _credentials(url))
    if isinstance(fault, ValueError):
        return Unreadable("no object can have that name")
    for pattern, make in _MEANINGS:
        if re.search(pattern, said):
            return make(url)
    if status:
        return Unreachable(f"the server answered with status {status}", "Try again later.")
    return Unreachable("the store gave no answer that is one", "--verbose shows what it was.")


def _credentials(url: Url) -> str:
    return f"Credentials come from the environment: {_CREDENTIALS[url.scheme]}."


def interruptible(do: Callable[[], _T]) -> _T:
    """Do what blocks outside Python in a thread, so that Ctrl-C need not wait for it."""
    answer: Future[_T] = Future()

    def work() -> None:
        try:
            answer.set_result(do())
        except BaseException as fault:  # noqa: BLE001 - raised again, where it is waited for
            answer.set_exception(fault)

    Thread(target=work, name="recto-remote", daemon=True).start()
    return answer.result()
