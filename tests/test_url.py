"""URLs as places: their parts, what is shown of them, and what may be named."""

from __future__ import annotations

import pickle

import pytest

from recto.errors import UsageError
from recto.url import Url, is_url, parsed, redacted


@pytest.mark.parametrize(
    ("text", "host", "key", "parent"),
    [
        ("s3://bucket/a/b.md", "bucket", "a/b.md", "s3://bucket/a/"),
        ("s3://bucket/b.md", "bucket", "b.md", "s3://bucket/"),
        ("gs://bucket/a/", "bucket", "a", "gs://bucket/"),
        ("S3://bucket", "bucket", "", "s3://bucket/"),
        ("s3://bucket/50%25 #1?.md", "bucket", "50%25 #1?.md", "s3://bucket/"),
        ("https://example.org/a%20b/c.md?x=1#top", "example.org", "a b/c.md", "https://example.org/a%20b/"),
        ("http://127.0.0.1:80/", "127.0.0.1:80", "", "http://127.0.0.1:80/"),
    ],
)
def test_a_url_has_parts(text: str, host: str, key: str, parent: str) -> None:
    """Keys of object stores are what they are, letter by letter; paths on the web are encoded."""
    url = parsed(text)

    assert (host, key, parent) == (url.host, url.key, url.parent.text)


@pytest.mark.parametrize(
    ("text", "name", "below"),
    [
        ("s3://bucket/a/", "50%/ü #?.png", "s3://bucket/a/50%/ü #?.png"),
        ("s3://bucket", "b.png", "s3://bucket/b.png"),
        ("https://example.org/a%20b/", "50%/ü #?.png", "https://example.org/a%20b/50%25/%C3%BC%20%23%3F.png"),
        ("https://example.org", "b.png", "https://example.org/b.png"),
    ],
)
def test_a_name_leads_below_a_folder(text: str, name: str, below: str) -> None:
    """Whatever letters are in it: none of them begins a query, or stands for another."""
    found = Url(text) / name

    assert (below, name) == (found.text, found.key.removeprefix(f"{Url(text).key}/"))


def test_an_address_is_encoded_once() -> None:
    """What was encoded stays so, and the login is not a part of it."""
    url = Url("https://ada:secret@example.org/ü b/c%20d.md?q=ü")

    assert "https://example.org/%C3%BC%20b/c%20d.md?q=%C3%BC" == url.address


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://ada:secret@example.org/a.md", "https://…@example.org/a.md"),
        ("https://example.org/a.md?secret", "https://example.org/a.md?…"),
        ("https://example.org/a.md?X-Amz-Signature=secret&x=1", "https://example.org/a.md?…"),
        ("s3://key:secret@bucket/a.md", "s3://…@bucket/a.md"),
        ("az://container/a.md?sv=1&sig=secret", "az://container/a.md?…"),
        ("s3://bucket/who?.md", "s3://bucket/who?.md"),
        ("GET https://h/x?sig=secret: no (http://a:secret@h/y)", "GET https://h/x?… no (http://…@h/y)"),
    ],
)
def test_what_is_secret_is_not_shown(text: str, shown: str) -> None:
    """Neither a login nor a signature, in whatever form a URL is printed."""
    url = Url(text)

    assert (shown, shown, f"Url({shown!r})", shown) == (redacted(text), str(url), repr(url), url.as_posix())


def test_a_url_travels_whole() -> None:
    """Another process goes to the same place."""
    url = Url("https://ada:secret@example.org/a.md?sig=1")

    assert url == pickle.loads(pickle.dumps(url))  # noqa: S301 - made a moment ago


@pytest.mark.parametrize("word", ["article.md", "a/b", "C:/a.md", "C:\\a.md", "x:y", "./s3:/x", "-"])
def test_paths_are_no_urls(word: str) -> None:
    """What stands on this machine stays there."""
    assert not is_url(word)


@pytest.mark.parametrize(
    "word",
    ["ftp://example.org/a.md", "file:///etc/passwd", "s3:///a.md", "https:///a.md", "s3://k:secret@b/a"],
)
def test_recto_goes_to_few_places(word: str) -> None:
    """Another one is the command's fault, and told without what is secret in it."""
    with pytest.raises(UsageError) as refusal:
        parsed(word)

    assert "place-unknown" == refusal.value.findings[0].code
    assert "secret" not in str(refusal.value)
