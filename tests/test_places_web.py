"""The web as a place: articles behind https://, editions put to a server that takes them; all on loopback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import recto
from recto.cli import cli
from recto.errors import SourceError, UsageError, WriterError
from recto.files import Outside
from recto.origins import find
from recto.places import Url, folder_at, web, write_all
from tests import projects
from tests.remote_servers import Shelf, shelf_server
from tests.test_places import codes

_LOGIN = "Basic YWRhOnRvcHNlY3JldA=="
"""ada:topsecret"""


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setattr(web, "_PAUSES", (0.01, 0.01))
    with shelf_server() as held:
        yield held


def test_editions_are_those_of_the_same_files_here(shelf: Shelf, tmp_path: Path) -> None:
    """Byte for byte, whatever letters are in a name."""
    projects.lay_out(tmp_path)
    source = tmp_path / "source"
    (source / "square.png").rename(source / "square ü%20.png")
    article = projects.ARTICLE.replace("square.png", "square%20ü%2520.png")
    (source / "a.md").write_text(article, "utf-8")
    shelf.files = {f"x y/{path.name}": path.read_bytes() for path in source.iterdir()}

    kinds = ["html", "pdf", "epub"]
    recto.build(source / "a.md", output=tmp_path / "here", to=kinds)
    (outcome,) = recto.build(f"{shelf.address}/x%20y/a.md", output=tmp_path / "there", to=kinds)

    assert [f"a.{kind}" for kind in kinds] == [each.path.name for each in outcome.written]
    assert [] == [
        each.path.name
        for each in outcome.written
        if each.path.read_bytes() != (tmp_path / "here" / each.path.name).read_bytes()
    ]


def test_nothing_above_the_article_is_asked_for(shelf: Shelf, tmp_path: Path) -> None:
    """Nor on another host, while the network is not allowed."""
    shelf.files["a/a.md"] = b"# T\n\n![x](../i.png) ![y](/i.png) ![z](%2e%2e/i.png) ![w](//localhost/i.png)\n"

    (outcome,) = recto.build(f"{shelf.address}/a/a.md", output=tmp_path, to=["html"], check=False)

    assert ["image-outside"] * 3 == [f.code for f in outcome.findings if f.code == "image-outside"]
    assert [("GET", "/a/a.md")] == shelf.asked


def test_an_articles_files_come_from_its_own_server(shelf: Shelf) -> None:
    """What a redirect leads to on another host is not what the user named."""
    elsewhere = shelf.address.replace("127.0.0.1", "localhost")
    shelf.files |= {"b.png": b"b"}
    shelf.leads = {"a.png": f"{shelf.address}/b.png", "c.png": f"{elsewhere}/b.png"}
    folder = folder_at(Url(f"{shelf.address}/"))

    assert b"b" == folder.content("a.png", 9)
    with pytest.raises(Outside, match="another host"):
        folder.content("c.png", 9)


def test_an_article_may_be_led_elsewhere(shelf: Shelf, tmp_path: Path) -> None:
    """The user has named it, and its server says where it is."""
    shelf.files["b.md"] = b"# T\n\nWords.\n"
    shelf.leads["a.md"] = f"{shelf.address.replace('127.0.0.1', 'localhost')}/b.md"

    (outcome,) = recto.build(f"{shelf.address}/a.md", output=tmp_path, to=["html"])

    assert [tmp_path / "a.html"] == [each.path for each in outcome.written]


def test_a_signature_is_for_the_article_alone(shelf: Shelf, tmp_path: Path) -> None:
    """What lies beside it has another address (RFC 3986); the login of a server is for all of it."""
    projects.draw(tmp_path / "i.png", "red")
    shelf.files |= {"a.md": b"# T\n\n![A square](i.png)\n", "i.png": (tmp_path / "i.png").read_bytes()}
    address = shelf.address.replace("//", "//ada:topsecret@")

    (outcome,) = recto.build(f"{address}/a.md?sig=topsecret", output=tmp_path, to=["html"])

    assert [("GET", "/a.md?sig=topsecret"), ("GET", "/i.png")] == shelf.asked
    assert [_LOGIN, _LOGIN] == shelf.logins
    assert f"{shelf.address.replace('//', '//…@')}/a.md?…" == outcome.name


@pytest.mark.parametrize(
    ("status", "why", "tries"),
    [
        (404, "there is no such file", 1),
        (401, "permission is denied", 1),
        (403, "permission is denied", 1),
        (418, "the server answered with status 418", 1),
        (503, "the server answered with status 503", 3),
    ],
)
def test_an_article_that_does_not_come_is_one_sentence(
    shelf: Shelf, tmp_path: Path, status: int, why: str, tries: int
) -> None:
    """With its exit code; what may pass is tried again, and nothing secret is told, traces included."""
    shelf.answers["a.md"] = [status]
    address = shelf.address.replace("//", "//ada:topsecret@")

    run = CliRunner().invoke(
        cli, ["build", f"{address}/a.md?sig=topsecret", "-o", str(tmp_path), "--verbose"]
    )

    assert (4, tries) == (run.exit_code, len(shelf.asked))
    assert f"error[source-unreadable] The article cannot be read: {why}." in run.stderr
    assert "topsecret" not in run.output


def test_what_passes_is_tried_again(shelf: Shelf) -> None:
    """A server may stumble."""
    shelf.files["a.png"] = b"a"
    shelf.answers["a.png"] = [500, 503, 200]

    assert b"a" == folder_at(Url(f"{shelf.address}/")).content("a.png", 9)


def test_editions_are_put_where_a_server_takes_them(shelf: Shelf, tmp_path: Path) -> None:
    """With their types, and the login that stands in the address."""
    (tmp_path / "ü b.md").write_text("# T\n\nWords.\n", "utf-8")
    address = shelf.address.replace("//", "//ada:topsecret@")

    (outcome,) = recto.build(tmp_path / "ü b.md", output=f"{address}/x%20y", to=["html"])

    assert f"{shelf.address.replace('//', '//…@')}/x%20y/%C3%BC%20b.html" == str(outcome.written[0].place)
    assert {"x y/ü b.html": "text/html; charset=utf-8"} == shelf.types
    assert [_LOGIN] == shelf.logins


def test_a_server_that_takes_no_files_says_so(shelf: Shelf) -> None:
    """Most do not."""
    shelf.takes = False

    with pytest.raises(WriterError) as refusal:
        write_all(Url(shelf.address), [("a.html", b"x")])

    (finding,) = refusal.value.findings
    sentence = f"{shelf.address}/a.html cannot be written: the server takes no files (PUT)."
    assert ("output-unwritable", sentence) == (finding.code, finding.message)


def test_folders_are_listed_by_webdav(shelf: Shelf) -> None:
    """Where a server knows it; else the articles have to be named."""
    shelf.files |= {"in/ü b.md": b"x", "in/i.png": b"x", "in/.x.md": b"x"}
    with pytest.raises(SourceError) as refusal:
        find([f"{shelf.address}/in/"], base=Path())
    shelf.lists = True

    (origin,) = find([f"{shelf.address}/in/"], base=Path())

    assert ["source-unlisted"] == codes(refusal.value)
    assert "name the article itself" in str(refusal.value)
    assert (f"{shelf.address}/in/%C3%BC%20b.md", "ü b") == (origin.name, origin.stem)


def test_two_articles_of_one_name_are_told_apart(shelf: Shelf) -> None:
    """Before anything is asked for."""
    with pytest.raises(UsageError) as refusal:
        find([f"{shelf.address}/a.md", f"{shelf.address}/b/a.md"], base=Path())

    assert (["output-collision"], []) == (codes(refusal.value), shelf.asked)


def test_reading_from_the_web_takes_no_package(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`recto[remote]` is for stores, and for what is written."""
    monkeypatch.setitem(sys.modules, "obstore", None)
    shelf.files["a.md"] = b"# T\n\nWords.\n"

    (outcome,) = recto.build(f"{shelf.address}/a.md", output=tmp_path, to=["html"])

    assert outcome.failure is None
