"""`recto watch` as people meet it: real files, real events, and a command that runs until it is stopped."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interrupting import hearing_ctrl_c
from tests.test_bad_input import png

ARTICLE = "---\ntitle: T\nlang: en\n---\n\n{}\n"
PATIENCE = 60
"""Seconds: machines are busy."""
READY = "Ctrl-C ends it"


class Watching:
    """The command, at work in a folder; its lines, standard error included, can be waited for."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        with hearing_ctrl_c():
            self.process = subprocess.Popen(
                [sys.executable, "-m", "recto", "watch", "--to", "html", *arguments],
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def lines(self, *, until: str = READY) -> str:
        """Return what is printed up to the next line that holds `until`."""
        found = ""
        while until not in found:
            try:
                found += self._lines.get(timeout=PATIENCE)
            except queue.Empty:
                pytest.fail(f"never printed {until!r}, but {found!r}")
        return found

    def stop(self) -> int:
        """Press Ctrl-C."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        """Leave nothing of it behind."""
        self.process.kill()
        self.process.wait()
        self._reader.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()


def put(path: Path, content: str | bytes) -> None:
    """Write a file as careful editors do, so that nobody reads half of it."""
    beside = path.with_name(f".{path.name}")
    beside.write_bytes(content if isinstance(content, bytes) else content.encode())
    beside.replace(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("a", "b"):
        (source / f"{name}.md").write_text(ARTICLE.format(f"One {name}."), "utf-8")
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    watching = Watching(folder)
    try:
        watching.lines()
        yield watching
    finally:
        watching.end()


def test_only_what_a_change_touches_is_built_again(watching: Watching) -> None:
    """The other article is not."""
    put(watching.folder / "source" / "a.md", ARTICLE.format("Two."))

    told = watching.lines()

    assert "Changed: source/a.md\nsource/a.md → build/a.html" in told
    assert "source/b.md" not in told
    assert "Two." in (watching.folder / "build" / "a.html").read_text("utf-8")


def test_a_burst_of_changes_settles_first(watching: Watching) -> None:
    """What is built is the last of them, and not each."""
    for number in range(50):
        (watching.folder / "source" / "a.md").write_text(ARTICLE.format(f"Two {number}."), "utf-8")

    rounds = 0
    while "Two 49." not in (watching.folder / "build" / "a.html").read_text("utf-8"):
        watching.lines()
        rounds += 1

    assert rounds < 10


def test_an_editor_may_rename_on_save(watching: Watching) -> None:
    """Twice, since the first file that was watched is no more after the first time."""
    source = watching.folder / "source"
    for word in ("Two", "Three"):
        (source / "a.md~").write_text(ARTICLE.format(word), "utf-8")
        (source / "a.md").rename(source / ".backup")
        (source / "a.md~").rename(source / "a.md")

        watching.lines(until="source/a.md → build/a.html")
        watching.lines()

        assert word in (watching.folder / "build" / "a.html").read_text("utf-8")


def test_a_picture_that_was_missing_is_waited_for(watching: Watching) -> None:
    """Even where its folder is missing, too; then it is watched like any other."""
    source = watching.folder / "source"
    put(source / "a.md", ARTICLE.format("![A map](maps/map.png)"))
    assert "error[image-missing]" in watching.lines()

    (source / "maps").mkdir()
    put(source / "maps" / "map.png", png(4, 4))
    appeared = watching.lines()
    put(source / "maps" / "map.png", png(5, 5))
    changed = watching.lines()

    assert "Changed: source/maps/map.png\nsource/a.md → build/a.html" in appeared
    assert "Changed: source/maps/map.png\nsource/a.md → build/a.html" in changed
    assert "source/b.md" not in appeared + changed


def test_what_is_wrong_with_an_article_ends_nothing(watching: Watching) -> None:
    """It is told, and once it is mended the article is built."""
    article = watching.folder / "source" / "a.md"
    article.write_bytes(b"\xff")
    assert "error[source-encoding]" in watching.lines()

    put(article, ARTICLE.format("Mended."))

    assert "source/a.md → build/a.html" in watching.lines()
    assert 130 == watching.stop()


def test_what_is_wrong_with_the_settings_ends_nothing(watching: Watching) -> None:
    """They touch all articles."""
    settings = watching.folder / "recto.toml"
    put(settings, "them = 'default'\n")
    assert 2 == watching.lines().count("error[")

    put(settings, "theme = 'newspaper'\n")

    told = watching.lines()
    assert "source/a.md → build/a.html" in told
    assert "source/b.md → build/b.html" in told


def test_articles_come_and_go(watching: Watching) -> None:
    """In folders that are new as well; what was made of them stays."""
    source = watching.folder / "source"
    (source / "deep" / "er").mkdir(parents=True)
    put(source / "deep" / "er" / "c.md", ARTICLE.format("New."))
    came = watching.lines()
    (source / "a.md").unlink()
    went = watching.lines()

    assert "source/deep/er/c.md → build/deep/er/c.html" in came
    assert "source/a.md is gone; its editions stay\n" in went
    assert "Watching 2 articles" in went
    assert (watching.folder / "build" / "a.html").exists()


def test_sources_may_be_missing_for_a_while(watching: Watching) -> None:
    """That is told once, and they are built when they are back."""
    source = watching.folder / "source"
    shutil.move(source, watching.folder / "elsewhere")
    went = watching.lines()
    shutil.move(watching.folder / "elsewhere", source)
    back = watching.lines()

    assert "error[source-missing]" in went
    assert "Watching 0 articles" in went
    assert "source/a.md → build/a.html" in back
    assert "source/b.md → build/b.html" in back


def test_a_theme_is_watched(folder: Path) -> None:
    """Workers that are warm do not hold on to the old one; a file that goes counts, too."""
    theme = folder / "themes" / "mine"
    theme.mkdir(parents=True)
    put(theme / "theme.toml", 'extends = "default"\n')
    put(folder / "recto.toml", "theme = 'mine'\n")
    watching = Watching(folder)
    try:
        watching.lines()
        put(theme / "html.css", "p { color: #123457 }")
        came = watching.lines()
        styled = (folder / "build" / "a.html").read_text("utf-8")
        (theme / "html.css").unlink()
        went = watching.lines()
        plain = (folder / "build" / "a.html").read_text("utf-8")
    finally:
        watching.end()

    assert 2 == came.count("→ build/") == went.count("→ build/")
    assert ("#123457" in styled, "#123457" in plain) == (True, False)


def test_ctrl_c_is_how_it_ends(watching: Watching) -> None:
    """With the exit code of all that is ended so, and without a trace."""
    code = watching.stop()

    assert 130 == code
    assert "Traceback" not in watching.lines(until="Interrupted.")


def test_sources_that_are_not_there_at_first_are_an_error(tmp_path: Path) -> None:
    """A slip in a name is told at once; it is not waited for."""
    run = subprocess.run(
        [sys.executable, "-m", "recto", "watch", "sorce"],
        cwd=tmp_path,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )

    assert 2 == run.returncode
    assert b"error[source-missing]" in run.stderr
