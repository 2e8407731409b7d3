"""The command where nothing changed, and the command for the cache."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_cli import recto
from tests.test_layers import LATE

ARTICLE = "---\ntitle: T\nlang: en\n---\n\nOne, and [a link](#nowhere).\n"
OTHER = "---\ntitle: U\nlang: en\n---\n\nTwo.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.md").write_text(ARTICLE, "utf-8")
    (tmp_path / "source" / "b.md").write_text(OTHER, "utf-8")
    return tmp_path


def test_nothing_heavy_is_imported_where_nothing_changed(folder: Path) -> None:
    """No Markdown, no tree, no settings: the command is done before."""
    assert 0 == recto(folder, "build", "--to", "html").returncode
    script = f"""
import sys
from recto.cli import main
try:
    main(["build", "--to", "html"])
except SystemExit as done:
    assert not done.code
print(*sorted(set(sys.modules) & {{*{LATE!r}, "lxml", "msgspec", "yaml", "recto.pipeline", "recto.article"}}))
"""
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=folder
    )
    *told, modules = run.stdout.splitlines()

    assert "" == modules
    assert "source/a.md → build/a.html" == told[0].partition(" (")[0]
    assert told[0].endswith(", unchanged")
    assert "source/a.md:6: warning[link-broken]" in run.stderr


def test_programs_are_told_the_same(folder: Path) -> None:
    """The JSON of an unchanged article differs only in the seconds."""
    told = [json.loads(recto(folder, "build", "--to", "html", "--json").stdout) for _ in range(2)]
    for each in told:
        for article in each["articles"]:
            del article["seconds"]

    assert told[0] == told[1]


def test_a_build_without_a_cache_keeps_nothing(folder: Path, cache: Path) -> None:
    """`--no-cache` makes everything anew."""
    runs = [recto(folder, "build", "--to", "html", "--no-cache") for _ in range(2)]

    assert [0, 0] == [run.returncode for run in runs]
    assert b"unchanged" not in runs[1].stdout
    assert not cache.exists()


def test_the_cache_is_shown_and_cleared(folder: Path) -> None:
    """Where it is, how much is in it; then nothing is."""
    own = ("--cache", "own")
    recto(folder, "build", "--to", "html", *own)
    shown = recto(folder, "cache", "info", *own).stdout.decode()
    cleared = recto(folder, "cache", "clear", *own)
    after = recto(folder, "cache", "info", *own).stdout.decode()

    assert shown.startswith("own: 2 editions, ")
    assert 0 == cleared.returncode
    assert "own: 0 editions, 0 kB\n" == after


def test_a_cache_that_cannot_be_written_fails_no_build(folder: Path) -> None:
    """It is a note."""
    (folder / "file").write_text("")
    run = recto(folder, "build", "--to", "html", "--cache", "file/cache", "source/b.md")

    assert (0, 1) == (run.returncode, run.stderr.count(b"note[cache-unwritable]"))


def test_what_is_to_be_certified_is_never_taken_as_unchanged(folder: Path) -> None:
    """Though the same article was built without."""
    (folder / "recto.toml").write_text('certifier = "Ada Lovelace"\n', "utf-8")
    plain = recto(folder, "build", "--to", "html")
    certified = recto(folder, "build", "--to", "html", "--certify")

    assert (0, 3) == (plain.returncode, certified.returncode)
    assert b"error[certify-nothing]" in certified.stderr
