"""Object stores as places: articles read from them, editions put there.

S3 is moto's server, where nothing has to go wrong; else, and for the other stores, it is a `Shelf`.
"""

from __future__ import annotations

import json
import os
import pickle
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.request import Request, urlopen

import obstore
import pytest
from click.testing import CliRunner
from obstore.exceptions import GenericError
from obstore.store import S3Store

import recto
from recto.cli import cli
from recto.errors import RectoError, SourceError, UsageError, WriterError
from recto.files import Unreachable
from recto.origins import find
from recto.pipeline import Project, flags_layer
from recto.places import Url, folder_at, output, write_all
from recto.places.objects import interruptible, opened, refusal
from tests import projects
from tests.interrupting import hearing_ctrl_c
from tests.remote_servers import Shelf, s3_server, shelf_server

_HTML = flags_layer({"formats": "html"}, ())


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    with s3_server() as address:
        yield address


class Bucket:
    """One on the server of this session, which no other test has."""

    def __init__(self, address: str) -> None:
        self.name = f"b{secrets.token_hex(6)}"
        urlopen(Request(f"{address}/{self.name}", method="PUT")).close()  # noqa: S310 - on loopback
        self.store = S3Store(self.name)

    def put(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            obstore.put(self.store, name, data)

    def put_folder(self, folder: Path, below: str) -> None:
        files = [path for path in folder.rglob("*") if path.is_file()]
        self.put({f"{below}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in files})

    def get(self, name: str) -> bytes:
        return bytes(obstore.get(self.store, name).bytes())

    def names(self) -> list[str]:
        return sorted(found["path"] for chunk in obstore.list(self.store) for found in chunk)

    def url(self, key: str = "") -> str:
        return f"s3://{self.name}/{key}"


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """No connections from elsewhere, and none of the environment's credentials."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "GOOGLE_", "AZURE_"))]:
        monkeypatch.delenv(name)
    opened.cache_clear()
    yield monkeypatch
    opened.cache_clear()


def point_at(fresh: pytest.MonkeyPatch, address: str) -> None:
    """Have all three stores be at an address on loopback."""
    fresh.setenv("AWS_ENDPOINT_URL", address)
    fresh.setenv("AWS_ACCESS_KEY_ID", "key")
    fresh.setenv("AWS_SECRET_ACCESS_KEY", "topsecret")
    account = {"gcs_base_url": address, "disable_oauth": True, "client_email": ""}
    fresh.setenv(
        "GOOGLE_SERVICE_ACCOUNT_KEY", json.dumps(account | {"private_key": "", "private_key_id": ""})
    )
    fresh.setenv("AZURE_STORAGE_ENDPOINT", address)
    fresh.setenv("AZURE_STORAGE_ACCOUNT_NAME", "account")
    fresh.setenv("AZURE_STORAGE_SAS_TOKEN", "sv=2026&sig=topsecret")
    for store in ("AWS", "GOOGLE", "AZURE"):
        fresh.setenv(f"{store}_ALLOW_HTTP", "true")


@pytest.fixture
def bucket(s3: str, fresh: pytest.MonkeyPatch) -> Bucket:
    point_at(fresh, s3)
    return Bucket(s3)


@pytest.fixture
def shelf(fresh: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """A server that all three stores are at."""
    with shelf_server() as held:
        point_at(fresh, held.address)
        yield held


def codes(failure: RectoError) -> list[str]:
    return [finding.code for finding in failure.findings]


def test_editions_are_those_of_the_same_files_here(bucket: Bucket, tmp_path: Path) -> None:
    """Byte for byte, in three formats, with images, a bibliography and a cover; they get their types."""
    projects.lay_out(tmp_path)
    source = tmp_path / "source"
    cover = projects.ARTICLE.replace("---\n\nOne", "cover: square.png\n---\n\nOne")
    (source / "a.md").write_text(cover, "utf-8")
    (source / "deep").mkdir()
    (source / "b.md").rename(source / "deep" / "b.md")
    bucket.put_folder(source, "articles")

    here = recto.build(source, output=tmp_path / "out", theme="own", project=tmp_path)
    there = recto.build(bucket.url("articles/"), output=bucket.url("out"), theme="own", project=tmp_path)

    names = [f"{stem}.{kind}" for stem in ("a", "deep/b") for kind in ("html", "pdf", "epub")]
    assert [f"{bucket.url('out')}/{name}" for name in names] == [
        str(each.place) for outcome in there for each in outcome.written
    ]
    assert [tmp_path / "out" / name for name in names] == [
        e.path for outcome in here for e in outcome.written
    ]
    assert [] == [n for n in names if bucket.get(f"out/{n}") != (tmp_path / "out" / n).read_bytes()]
    kinds = [obstore.get(bucket.store, f"out/{n}").attributes["Content-Type"] for n in names[:3]]
    assert ["text/html; charset=utf-8", "application/pdf", "application/epub+zip"] == kinds


def test_a_folder_holds_what_one_here_would(bucket: Bucket, tmp_path: Path) -> None:
    """Its Markdown files, sorted by path; hidden ones, and folders that only begin alike, are passed over."""
    names = ["b.md", "a/z.markdown", "a/ü #1%20.md", "Z.MD", ".hidden.md", ".git/x.md", "a.png", "a-b.md"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    bucket.put_folder(tmp_path, "articles")
    bucket.put({"articles-old/c.md": "x"})

    here = [(o.name.removeprefix(f"{tmp_path}/"), o.stem) for o in find([str(tmp_path)], base=Path())]
    for word in (bucket.url("articles/"), bucket.url("articles")):
        there = [(o.name.removeprefix(bucket.url("articles/")), o.stem) for o in find([word], base=Path())]
        assert here == there


def test_a_bucket_is_a_folder(bucket: Bucket) -> None:
    """With or without the slash."""
    bucket.put({"a.md": "x"})

    assert [bucket.url("a.md")] == [o.name for o in find([bucket.url().rstrip("/")], base=Path())]


def test_an_article_may_have_any_name(bucket: Bucket, tmp_path: Path) -> None:
    """One that is neither listed, nor ends as articles do, is looked for as it was named."""
    bucket.put({"README": "# Title\n\nWords.\n"})

    (outcome,) = recto.build(bucket.url("README"), output=tmp_path, to=["html"])

    assert [tmp_path / "README.html"] == [each.path for each in outcome.written]


def test_who_may_not_list_may_read(shelf: Shelf, tmp_path: Path) -> None:
    """An article that ends as none does is tried, though nobody tells whether it is a folder."""
    shelf.files["b/README"] = b"# Title\n\nWords.\n"
    shelf.answers["b"] = [403]

    (outcome,) = recto.build("s3://b/README", output=tmp_path, to=["html"])
    with pytest.raises(SourceError) as refusal:
        find(["s3://b/README/"], base=Path())

    assert (None, ["source-unlisted"]) == (outcome.failure, codes(refusal.value))
    assert "permission is denied" in str(refusal.value)


def test_nothing_above_the_article_is_read(bucket: Bucket, tmp_path: Path) -> None:
    """The rules of names are those of a folder here."""
    projects.draw(tmp_path / "square.png", "red")
    picture = (tmp_path / "square.png").read_bytes()
    text = "# T\n\n![x](../secret.png) ![y](/secret.png) ![z](p/../../secret.png) ![fine](p/../ok.png)\n"
    bucket.put({"secret.png": picture, "a/ok.png": picture, "a/a.md": text})

    (outcome,) = recto.build(bucket.url("a/a.md"), output=tmp_path, to=["html"], check=False)

    assert 3 * ["image-outside"] == [f.code for f in outcome.findings if f.code.startswith("image-")]
    assert {(bucket.url("a/a.md"), 3)} == {
        (f.file, f.line) for f in outcome.findings if f.code == "image-outside"
    }


def test_a_missing_article_stops_no_other(bucket: Bucket, tmp_path: Path) -> None:
    """It is one finding, and the exit code is that of an article that cannot be read."""
    bucket.put({"b.md": "# Title\n\nWords.\n"})
    words = [bucket.url("a.md"), bucket.url("b.md"), "s3://no-such-bucket/c.md"]

    first, second, third = recto.build(words, output=tmp_path, to=["html"], check=False)

    assert [4, 0, 4] == [first.exit_code, second.exit_code, third.exit_code]
    for outcome, why in ((first, "there is no such file"), (third, "there is no bucket no-such-bucket")):
        (finding,) = outcome.findings
        assert f"The article cannot be read: {why}." == finding.message
        assert ("source-unreadable", outcome.name) == (finding.code, finding.file)


def test_a_missing_bucket_is_no_folder(bucket: Bucket) -> None:
    """Nothing can be listed, and a folder without articles is the command's fault, as here."""
    with pytest.raises(SourceError) as missing:
        find(["s3://no-such-bucket/"], base=Path())
    with pytest.raises(UsageError) as empty:
        find([bucket.url("articles/")], base=Path())

    assert ["source-unlisted", "source-empty"] == [*codes(missing.value), *codes(empty.value)]


def test_what_changes_there_is_seen(bucket: Bucket, tmp_path: Path) -> None:
    """A cache makes no article stale, nor an image, nor takes editions to be where they no longer are."""
    for colour in ("red", "blue"):
        projects.draw(tmp_path / f"{colour}.png", colour)
    text = "# T\n\nOne.\n\n![A square](i.png)\n"
    bucket.put({"a.md": text, "i.png": (tmp_path / "red.png").read_bytes()})

    def built() -> bytes:
        out, cache = bucket.url("out/"), tmp_path / "cache"
        (outcome,) = recto.build(bucket.url("a.md"), output=out, to=["html"], cache=cache)
        assert not outcome.is_unchanged
        return bucket.get("out/a.html")

    first = built()
    obstore.delete(bucket.store, "out/a.html")
    assert first == built()
    bucket.put({"i.png": (tmp_path / "blue.png").read_bytes()})
    second = built()
    assert first != second
    bucket.put({"a.md": text.replace("One.", "Two.")})
    assert b"Two." in built()


def test_local_articles_are_put_each_time(bucket: Bucket, tmp_path: Path) -> None:
    """Nobody looks whether the editions are still there."""
    (tmp_path / "a.md").write_text("# T\n\nOne.\n", "utf-8")
    for _ in range(2):
        recto.build(tmp_path / "a.md", output=bucket.url(), to=["html"], cache=tmp_path / "cache")
        assert ["a.html"] == bucket.names()
        obstore.delete(bucket.store, "a.html")


@pytest.mark.skipif(not hasattr(os, "setpgid"), reason="articles have no processes of their own")
def test_workers_go_there_by_themselves(bucket: Bucket, tmp_path: Path) -> None:
    """Only URLs travel to them; each connects for itself, though the command has a connection, too."""
    bucket.put({"a/a.md": "# T\n\nOne.\n", "a/b.md": "# T\n\nTwo.\n"})
    command = [sys.executable, "-m", "recto", "build", bucket.url("a/"), "-o", bucket.url("out")]

    subprocess.run([*command, "--to", "html", "-j", "2", "--quiet"], check=True, cwd=tmp_path)

    assert ["out/a.html", "out/b.html"] == bucket.names()[-2:]


def test_what_travels_to_workers_is_small(bucket: Bucket) -> None:
    """A project and an origin hold names, and no connection."""
    bucket.put({"a/a.md": "x"})
    project = Project(Path(), output(bucket.url("out")), _HTML)
    (origin,) = find([bucket.url("a/")], base=Path())

    assert (project.output, origin) == (
        pickle.loads(pickle.dumps(project)).output,  # noqa: S301 - made a moment ago
        pickle.loads(pickle.dumps(origin)),  # noqa: S301 - made a moment ago
    )


def test_large_editions_are_put_in_parts(bucket: Bucket) -> None:
    """They are there once all parts are."""
    data = os.urandom(6 * 2**20)

    write_all(Url(bucket.url("out")), [("a.pdf", data)])

    assert data == bucket.get("out/a.pdf")
    assert "-" in str(obstore.get(bucket.store, "out/a.pdf").meta["e_tag"])


@pytest.mark.parametrize("name", ["../a.html", "/a.html", "b/../../a.html"])
def test_nothing_is_put_outside_the_folder(bucket: Bucket, name: str) -> None:
    """Nor what would have come before it."""
    with pytest.raises(WriterError) as refused:
        write_all(Url(bucket.url("out")), [("first.html", b"1"), (name, b"2")])

    assert (["output-outside"], []) == (codes(refused.value), bucket.names())


def test_a_file_over_the_limit_is_not_taken(bucket: Bucket) -> None:
    """Its size is known before its content comes."""
    bucket.put({"a.bin": b"12345"})

    with pytest.raises(recto.files.Unreadable, match="over"):
        folder_at(Url(bucket.url())).content("a.bin", 4)


STORES = ("s3", "gs", "az")


@pytest.mark.parametrize("scheme", STORES)
def test_each_store_is_read_listed_and_written(shelf: Shelf, scheme: str) -> None:
    """By its own protocol, with what its environment says."""
    shelf.files |= {"b/in/a.md": b"# T\n\nWords.\n", "b/in/i.png": b""}

    (outcome,) = recto.build(f"{scheme}://b/in/", output=f"{scheme}://b/out", to=["html"])

    assert f"{scheme}://b/out/a.html" == str(outcome.written[0].place)
    assert "text/html; charset=utf-8" == shelf.types["b/out/a.html"]
    assert outcome.written[0].size == len(shelf.files["b/out/a.html"])


def test_what_was_written_before_a_failure_is_told(shelf: Shelf, tmp_path: Path) -> None:
    """What was there stays whole, and nothing is left of what failed."""
    (tmp_path / "a.md").write_text("# T\n\nWords.\n", "utf-8")
    shelf.files["b/a.epub"] = b"old"
    shelf.answers["b/a.epub"] = [403]

    with pytest.raises(WriterError) as failure:
        recto.build(tmp_path / "a.md", output="s3://b", to=["html", "epub"])

    (finding,) = failure.value.findings
    sentence = "s3://b/a.epub cannot be written: permission is denied (a.html: written before that)."
    assert ("output-unwritable", sentence) == (finding.code, finding.message)
    assert {"b/a.epub", "b/a.html"} == shelf.files.keys()
    assert b"old" == shelf.files["b/a.epub"]


def test_what_passes_is_tried_again(shelf: Shelf) -> None:
    """A server that stumbles once fails no build."""
    shelf.files["b/a.md"] = b"# T\n\nWords.\n"
    shelf.answers = {"b/a.md": [503, 200], "b/a.html": [503, 200]}

    (outcome,) = recto.build("s3://b/a.md", output="s3://b", to=["html"])

    assert outcome.failure is None
    assert "b/a.html" in shelf.files


def test_a_file_that_may_be_there_stops_the_article(shelf: Shelf, tmp_path: Path) -> None:
    """Captions count by their absence: while nobody can tell, there is no edition."""
    shelf.files |= {"b/a.md": b"# T\n\n![A talk](t.mp4)\n", "b/t.mp4": b"\0\0\0\x20ftypisom"}
    shelf.answers = {"b/t.vtt": [500]}

    with pytest.raises(SourceError) as failure:
        recto.build("s3://b/a.md", output=tmp_path, to=["html"])

    (finding,) = (each for each in failure.value.findings if each.severity == "error")
    assert ("place-unreachable", "s3://b/") == (finding.code, finding.file)
    assert "t.vtt cannot be read: the server answered with status 500." == finding.message
    assert [] == list(tmp_path.iterdir())


def test_what_may_not_be_read_is_not_there(shelf: Shelf, tmp_path: Path) -> None:
    """S3 says so of what is missing, to those who may not list."""
    shelf.files |= {"b/a.md": b"# T\n\n![A talk](t.mp4)\n", "b/t.mp4": b"\0\0\0\x20ftypisom"}
    shelf.answers = {
        f"b/t.{kind}": [403] for kind in ("vtt", "jpg", "jpeg", "png", "webp", "avif", "gif", "svg")
    }

    (outcome,) = recto.build("s3://b/a.md", output=tmp_path, to=["html"])

    assert "media-captions" in [finding.code for finding in outcome.findings]


def test_a_server_that_is_down_is_one_sentence(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """After a few tries, and without a traceback."""
    point_at(fresh, "http://127.0.0.1:9")

    run = CliRunner().invoke(cli, ["build", "s3://b/a.md", "-o", str(tmp_path)])

    assert 4 == run.exit_code
    assert "The article cannot be read: the server cannot be reached." in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("scheme", STORES)
def test_nothing_secret_is_told(shelf: Shelf, scheme: str) -> None:
    """Not even where traces are asked for: a signature stands in each address of Azure's."""
    shelf.answers = {"b/a.md": [400]}

    run = CliRunner().invoke(cli, ["build", f"{scheme}://b/a.md", "--verbose", "-o", f"{scheme}://b/x"])

    assert 4 == run.exit_code
    assert "status 400" in run.stderr
    assert "Traceback" in run.stderr
    assert "topsecret" not in run.output


@pytest.mark.parametrize(
    ("said", "why", "hint"),
    [
        (
            "Error performing PUT http://169.254.169.254/latest/api/token",
            "no credentials",
            "AWS_ACCESS",
        ),
        (
            "Server returned non-2xx status code: 301 Moved Permanently",
            "the bucket is elsewhere",
            "AWS_REGION",
        ),
        ("Http(HttpError { kind: Timeout, source: TimedOut })", "did not answer in time", "later"),
        ("reqwest::Error { kind: Builder, source: BadScheme }", "does not encrypt", "AWS_ALLOW_HTTP=true"),
        ("HTTP error: error sending request", "cannot be reached", "address"),
        ("Generic GCS error: Unable to decode service account", "credentials", "GOOGLE_APPLICATION"),
        ("Content-Range header not present in partial response", "no answer that is one", "--verbose"),
    ],
)
def test_what_a_store_says_is_put_in_a_few_words(said: str, why: str, hint: str) -> None:
    """What keeps it from answering is told apart, and a hint says what to do."""
    url = Url("gs://b/a.md" if "GCS" in said else "s3://b/a.md")
    meaning = refusal(url, GenericError(said), 301 if "301" in said else 0)

    assert isinstance(meaning, Unreachable)
    assert why in str(meaning)
    assert hint in (meaning.hint or "")


def test_an_articles_words_are_none_of_the_stores(shelf: Shelf, tmp_path: Path) -> None:
    """A missing file is missing, whatever it is called."""
    name = "NoSuchBucket redirect credential 169.254.169.254 HTTP error.png"
    shelf.files["b/a.md"] = f"# T\n\n![A square](<{name}>)\n".encode()

    (outcome,) = recto.build("s3://b/a.md", output=tmp_path, to=["html"], check=False)

    (finding,) = (each for each in outcome.findings if each.severity == "error")
    assert ("image-missing", True) == (finding.code, "there is no such file" in finding.message)


@pytest.mark.usefixtures("fresh")
def test_an_account_without_a_name_is_told() -> None:
    """Azure's containers are an account's."""
    with pytest.raises(SourceError) as failure:
        find(["az://container/"], base=Path())

    assert "no credentials were found" in str(failure.value)
    assert "AZURE_STORAGE_ACCOUNT_NAME" in str(failure.value)


def test_without_the_package_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is built."""
    monkeypatch.delitem(sys.modules, "recto.places.objects")
    monkeypatch.setitem(sys.modules, "obstore", None)

    for words in (["s3://b/a.md"], ["nowhere.md", "-o", "s3://b"], ["nowhere.md", "-o", "https://h/out"]):
        run = CliRunner().invoke(cli, ["build", *words])
        assert isinstance(run.exception, UsageError)
        assert ["remote-not-installed"] == codes(run.exception)
        assert "pip install 'recto[remote]'" in str(run.exception)


def test_ctrl_c_does_not_wait_for_a_store() -> None:
    """What blocks outside Python goes on alone."""
    hanging = threading.Event()
    threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    try:
        with hearing_ctrl_c(), pytest.raises(KeyboardInterrupt):
            interruptible(lambda: hanging.wait(30))
    finally:
        hanging.set()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["watch", "s3://b/a.md"], "watch-remote"),
        (["build", "--watch", "a.md", "https://example.org/a.md"], "watch-remote"),
        (["check", "s3://b/a.epub"], "edition-remote"),
        (["build", "a.md", "-o", "https://example.org/out?sig=x"], "place-unwritable"),
        (["build", "a.md", "-o", "http://example.org/out"], "place-unwritable"),
        (["build", "a.md", "-o", "ftp://example.org/out"], "place-unknown"),
    ],
)
def test_what_cannot_be_done_there_is_one_sentence(words: list[str], code: str) -> None:
    """Nothing is asked of any server."""
    run = CliRunner().invoke(cli, words)

    assert isinstance(run.exception, UsageError)
    assert [code] == codes(run.exception)


def test_articles_there_are_looked_through_and_read(bucket: Bucket) -> None:
    """By `recto check`, `recto config`, and from Python."""
    bucket.put({"a.md": "---\ntitle: There\nlang: de\n---\n\nWorte.\n"})

    looked = CliRunner().invoke(cli, ["check", bucket.url("a.md")])
    settled = CliRunner().invoke(cli, ["config", bucket.url("a.md")])

    assert (0, 0) == (looked.exit_code, settled.exit_code)
    assert f"{bucket.url('a.md')}: nothing to report" in looked.output
    assert '"de"' in settled.output
    assert "There" == recto.read(bucket.url("a.md")).meta.title
