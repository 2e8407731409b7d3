"""The edges of the world: what is read, and how files are put in their place."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from recto.errors import WriterError
from recto.files import Files, Outside, Unreadable, write_all


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "inside"
    (inside / "pictures").mkdir(parents=True)
    (inside / "pictures" / "a.png").write_bytes(b"picture")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return inside


def test_files_below_the_root_are_read_and_recorded(folder: Path) -> None:
    """A watcher watches exactly what was read, missing files included."""
    files = Files(folder)

    assert files.read("pictures/a.png") == b"picture"
    with pytest.raises(Unreadable, match="no such file"):
        files.read("pictures/b.png")
    assert {
        "pictures/a.png": hashlib.sha256(b"picture").hexdigest(),
        "pictures/b.png": None,
    } == files.read_names


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "pictures/../../secret.txt",
        "/etc/passwd",
        "link.txt",
        "C:/x",
        "a\\b",
        "up/secret.txt",
    ],
)
def test_nothing_outside_the_root_is_read(folder: Path, name: str) -> None:
    """Not through `..`, absolute paths or symbolic links."""
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "up").symlink_to(folder.parent)

    with pytest.raises(Unreadable):
        Files(folder).read(name)


def test_what_is_no_regular_file_is_refused(folder: Path) -> None:
    """A named pipe would wait for ever, a folder has no bytes."""
    os.mkfifo(folder / "pipe")

    for name in ("pipe", "pictures"):
        with pytest.raises(Unreadable):
            Files(folder).read(name)


def test_files_over_the_limit_are_refused(folder: Path) -> None:
    """Before they fill the memory."""
    with pytest.raises(Unreadable, match="over"):
        Files(folder).read("pictures/a.png", limit=3)


def test_the_network_is_closed_unless_opened(folder: Path) -> None:
    """A URL is no file, and no request leaves without --allow-network."""
    with pytest.raises(Unreadable, match="network is not allowed"):
        Files(folder).fetch("http://127.0.0.1:9/x.png")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1"])
def test_only_http_is_fetched(folder: Path, url: str) -> None:
    """An open network does not open the disk."""
    with pytest.raises(Unreadable, match="only http"):
        Files(folder, network=True).fetch(url)


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    """A fault at the second file leaves the first as it was, and no half file behind."""
    write_all(tmp_path, [("a.txt", b"old")])
    (tmp_path / "b").write_bytes(b"a file where a folder has to be")

    with pytest.raises(WriterError, match="output-unwritable"):
        write_all(tmp_path, [("a.txt", b"new"), ("b/c.txt", b"never")])

    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b"]


@pytest.mark.parametrize("name", ["../a.txt", "b/../../a.txt", "/a.txt"])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    """Whoever names the files, a cache that somebody changed included."""
    with pytest.raises(WriterError) as failure:
        write_all(tmp_path / "build", [("first.txt", b"1"), (name, b"2")])

    assert "output-outside" == failure.value.findings[0].code
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_link_that_leads_outside_is_recorded(tmp_path: Path) -> None:
    """It can be made to lead inside."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "link.vtt").symlink_to(tmp_path / "recto.toml")
    files = Files(tmp_path / "source")
    with pytest.raises(Outside, match="outside"):
        files.read("link.vtt")

    assert {"link.vtt": None} == files.read_names
