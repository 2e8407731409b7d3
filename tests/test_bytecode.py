"""What is kept beside Python's bytecode."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2.sandbox import SandboxedEnvironment

from recto import bytecode, theme
from recto.writers import _shell


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Have bytecode written, and below `tmp_path`; what it was made for is forgotten before and after."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    _shell._environment.cache_clear()
    yield tmp_path
    _shell._environment.cache_clear()


def files(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_file())


def test_what_is_kept_is_given_back_to_who_has_the_same_key(place: Path) -> None:
    """What was made from anything else counts as missing, and one name is one file."""
    bytecode.keep("name", "first", b"1")
    bytecode.keep("name", "second", b"2")

    assert (None, b"2", None) == (
        bytecode.kept("name", "first"),
        bytecode.kept("name", "second"),
        bytecode.kept("other", "second"),
    )
    assert 1 == len(files(place))


def test_what_is_damaged_counts_as_missing(place: Path) -> None:
    """A file that lost its end, or a bit, is not read as if it were whole."""
    bytecode.keep("name", "key", b"12345678")
    (path,) = files(place)
    for damaged in (path.read_bytes()[:-1], path.read_bytes()[:-1] + b"9", b""):
        path.write_bytes(damaged)

        assert bytecode.kept("name", "key") is None


def test_nothing_is_kept_where_python_writes_no_bytecode(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither when it is told not to, nor in a folder that cannot be."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    bytecode.keep("name", "key", b"1")
    assert [] == files(place)

    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (place / "file").touch()
    monkeypatch.setattr(sys, "pycache_prefix", str(place / "file"))
    bytecode.keep("name", "key", b"1")
    assert [place / "file"] == files(place)


def _byline(each: theme.Theme) -> str:
    return _shell.render(each, "pdf-byline.html", meta={"subtitle": "Short", "authors": ()})


def test_a_template_of_ours_is_compiled_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next process has its code, with the same result."""
    default = theme.load("default")
    first = _byline(default)
    assert ["default-pdf-byline.html"] == [path.name.partition(".cpython")[0] for path in files(place)]

    _shell._environment.cache_clear()
    monkeypatch.setattr(SandboxedEnvironment, "compile", None)

    assert first == _byline(default)


def test_templates_of_others_are_not_kept(place: Path, tmp_path: Path) -> None:
    """A theme that extends ours has ours kept, and not its own."""
    folder = tmp_path / "themes" / "mine"
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_text('name = "mine"\nextends = "newspaper"\n', "utf-8")
    (folder / "pdf-byline.html").write_text("Mine", "utf-8")
    mine = theme.load("mine", (folder.parent,))

    assert "Mine" == _byline(mine)
    assert files(folder.parent) == files(place)
    assert ("newspaper", "default") == (mine.shipped["pdf.html"], mine.shipped["html.html"])
