"""Articles of which nothing changed since their last build: known without being read."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from recto.cache import records, surroundings
from recto.errors import WriterError
from recto.files import write_all
from recto.origins import Origin
from recto.outcome import Outcome
from recto.pipeline import Project, flags_layer, making, publish_all, publishing, settling, understanding
from recto.writers import registry
from tests.projects import OTHER, Builder, draw, lay_out


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two articles, all of its files some time old."""
    lay_out(tmp_path)
    monkeypatch.setattr(records, "SETTLED", 0)  # as if its files were older than that
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def build(folder: Path, cache: Path) -> Builder:
    assert folder == Path.cwd()
    return Builder(cache)


BOTH = ["source/a.md", "source/b.md"]


def plain(outcomes: list[Outcome]) -> list[Outcome]:
    """Return what became of articles, but for how."""
    return [replace(outcome, seconds={}, is_unchanged=False) for outcome in outcomes]


def test_nothing_is_published_where_nothing_changed(build: Builder) -> None:
    """What is told of an article is the same, findings, files and inputs."""
    first = build()
    assert BOTH == build.published
    second = build()

    assert [] == build.published
    assert plain(first) == plain(second)
    assert [True, True] == [outcome.is_unchanged for outcome in second]
    assert ["link-broken"] == [finding.code for finding in second[0].findings]
    assert {"square.png", "works.bib"} == second[0].inputs.keys()


def edited(name: str, old: str, new: str) -> Callable[[], object]:
    return lambda: Path(name).write_text(Path(name).read_text("utf-8").replace(old, new), "utf-8")


def test_a_theme_that_changes_in_a_running_process_is_read_again(build: Builder) -> None:
    """What is kept was made with what is on disk, not with what was read before."""
    build()
    edited("themes/own/html.css", "red", "blue")()
    (page,) = [w.path for w in build()[1].written]

    assert "color: blue" in page.read_text("utf-8")


def edited_in_secret() -> None:
    """Change an article, its size and its time being what they were."""
    path = Path("source/a.md")
    status = path.stat()
    path.write_bytes(path.read_bytes().replace(b"One", b"Six"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES: dict[str, tuple[Callable[[], object], list[str]]] = {
    "the article": (edited("source/a.md", "One", "Seven"), BOTH[:1]),
    "the article, in secret": (edited_in_secret, BOTH[:1]),
    "the other article": (edited("source/b.md", "Two", "Three"), BOTH[1:]),
    "the image": (lambda: draw(Path("source/square.png"), "blue"), BOTH[:1]),
    "the image, gone": (lambda: Path("source/square.png").unlink(), BOTH[:1]),
    "the bibliography": (edited("source/works.bib", "Title One", "Title Two"), BOTH[:1]),
    "the theme": (edited("themes/own/html.css", "red", "blue"), BOTH),
    "a new file in the theme": (lambda: Path("themes/own/pdf.css").write_text("p {}", "utf-8"), BOTH),
    "a new theme": (lambda: shutil.copytree("themes/own", "themes/x"), BOTH),
    "recto.toml appears": (lambda: Path("recto.toml").write_text("smart = false\n", "utf-8"), BOTH),
    "pyproject.toml appears": (lambda: Path("pyproject.toml").write_text("[tool.recto]\n", "utf-8"), BOTH),
    "a new article": (lambda: Path("source/c.md").write_text(OTHER, "utf-8"), ["source/c.md"]),
    "the time": (lambda: os.utime("source/a.md", (1, 1)), []),
    "the time of the theme": (lambda: os.utime("themes/own/html.css", (1, 1)), []),
    "saved as it was": (edited("source/a.md", "One", "One"), []),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_is_published_and_nothing_else(build: Builder, what: str) -> None:
    """An article is published again when something changed that it was made from."""
    change, expected = CHANGES[what]
    build()
    change()
    build()

    assert expected == build.published


def test_a_file_that_was_missing_counts_when_it_appears(build: Builder, folder: Path) -> None:
    """Captions beside a film are looked for; once they are there, the article changes."""
    (folder / "source" / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
    (folder / "source" / "a.md").write_text(OTHER + "\n![A film](film.mp4)\n", "utf-8")
    first = build("source/a.md")
    assert (0, None) == (first[0].exit_code, first[0].inputs["film.vtt"])
    build("source/a.md")
    assert [] == build.published

    (folder / "source" / "film.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n", "utf-8")
    build("source/a.md")

    assert ["source/a.md"] == build.published


def test_other_flags_have_a_record_of_their_own(build: Builder) -> None:
    """Building with other flags in between changes nothing for either."""
    build()
    build(smart=False)
    assert BOTH == build.published
    build()
    assert [] == build.published
    build(smart=False)
    assert [] == build.published


def test_the_environment_counts(build: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH is part of what an article is."""
    build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    build()

    assert BOTH == build.published


@pytest.mark.parametrize("loss", ["missing", "changed", "changed to the same size"])
def test_files_that_are_not_as_they_were_are_put_back(build: Builder, folder: Path, loss: str) -> None:
    """From the cache, without publishing the article."""
    build()
    page = folder / "build" / "a.html"
    data = page.read_bytes()
    if loss == "missing":
        page.unlink()
    else:
        page.write_bytes(data[:-1] + b"??"[: 2 if loss == "changed" else 1])
    outcomes = build()

    assert data == page.read_bytes()
    assert ([], 0) == (build.published, outcomes[0].exit_code)


@pytest.mark.parametrize("loss", ["cleared", "damaged"])
def test_files_that_cannot_be_put_back_are_made_again(build: Builder, folder: Path, loss: str) -> None:
    """A cache that was cleared, or is damaged, costs time and nothing else."""
    build()
    page = folder / "build" / "a.html"
    data = page.read_bytes()
    page.unlink()
    for blob in [path for path in (build.store.folder / "blobs").rglob("*") if path.is_file()]:
        blob.write_bytes(b"?") if loss == "damaged" else blob.unlink()
    build()

    assert data == page.read_bytes()
    assert ["source/a.md"] == build.published
    assert ["cache-damaged"] * (loss == "damaged") == [finding.code for finding in build.told]


def test_a_damaged_record_is_told_and_made_anew(build: Builder) -> None:
    """The articles are published from what the cache has of their editions."""
    build()
    for path in (build.store.folder / "projects").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-2])
    build()
    assert (BOTH, {"cache-damaged"}) == (build.published, {finding.code for finding in build.told})
    build()
    assert [] == build.published


def test_an_article_with_errors_is_published_each_time(build: Builder) -> None:
    """What it says, and the exit code, is what it was without a cache."""
    Path("source/a.md").write_text(OTHER + "\n![No](no.png)\n", "utf-8")
    outcomes = [build() for _ in range(2)]

    assert [[5, 0], [5, 0]] == [[each.exit_code for each in both] for both in outcomes]
    assert BOTH[:1] == build.published


def test_warnings_fail_a_strict_build_each_time(build: Builder) -> None:
    """The writer's findings are told again from the cache, and count."""
    outcomes = [build(strict=True) for _ in range(2)]

    assert plain(outcomes[0])[0].findings == plain(outcomes[1])[0].findings
    assert [5, 5] == [both[0].exit_code for both in outcomes]


def test_what_all_depend_on_changed_during_a_build(build: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows which article saw what, so all are built again, even if it was changed back."""
    before = Path("themes/own/html.css").read_text("utf-8")

    def meanwhile(folder: Path, files: list[tuple[str, bytes]]) -> list[Path]:
        Path("themes/own/html.css").write_text("p { color: blue }", "utf-8")
        return write_all(folder, files)

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "write_all", meanwhile)
        build()
    Path("themes/own/html.css").write_text(before, "utf-8")
    (page,) = [w.path for w in build()[1].written]

    assert BOTH == build.published
    assert "color: red" in page.read_text("utf-8")


def test_a_part_of_a_project_leaves_the_rest_known(build: Builder) -> None:
    """One article can be built in between; one that is no more is forgotten."""
    build()
    edited("source/a.md", "One", "Seven")()
    build("source/a.md")
    assert BOTH[:1] == build.published
    Path("source/b.md").unlink()
    edited("source/a.md", "Seven", "Eight")()
    build("source")
    assert BOTH[:1] == build.published
    Path("source/b.md").write_text(OTHER, "utf-8")
    build("source")
    assert BOTH[1:] == build.published


def test_what_is_changed_while_it_is_built_is_built_again(
    build: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record says what an article was made from, not what was there later."""

    def slowly(folder: Path, files: list[tuple[str, bytes]]) -> list[Path]:
        draw(Path("source/square.png"), "green")
        return write_all(folder, files)

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "write_all", slowly)
        build()
    build()

    assert BOTH[:1] == build.published


def test_a_file_changed_a_moment_ago_is_known_by_its_content(
    build: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within one tick of the clock it could change again and bear the same time."""
    monkeypatch.setattr(records, "SETTLED", 10**15)
    build()
    looks: list[str] = []
    digest = hashlib.file_digest

    def watched(file: Any, name: str) -> Any:
        looks.append(os.path.basename(file.name))
        return digest(file, name)

    monkeypatch.setattr(hashlib, "file_digest", watched)
    build()
    assert {"a.md", "b.md", "works.bib", "square.png"} <= set(looks)
    monkeypatch.setattr(records, "SETTLED", 0)
    build()
    looks.clear()
    build()

    assert ([], []) == (build.published, looks)


def test_outcomes_come_in_the_order_of_their_articles(build: Builder) -> None:
    """Unchanged ones among changed ones."""
    Path("source/c.md").write_text(OTHER, "utf-8")
    build()
    edited("source/b.md", "Two", "Three")()
    outcomes = build()

    assert [*BOTH, "source/c.md"] == [outcome.name for outcome in outcomes]
    assert [True, False, True] == [outcome.is_unchanged for outcome in outcomes]


def test_standard_input_is_always_read(build: Builder) -> None:
    """It has no file that could be the same."""
    origin = Origin("<stdin>", "stdin", Path(), None, OTHER.encode())
    cache = surroundings.opened(build.store, print)
    task = records.Task(Path(), Path("build"), {})
    for _ in range(2):
        asked: list[Origin] = []

        def publish(origins: Sequence[Origin], asked: list[Origin] = asked) -> Iterator[Outcome]:
            asked += origins
            return publish_all(Project(Path(), Path("build"), flags_layer({"formats": "html"}, ())), origins)

        list(records.published(task, [origin], publish, cache=cache, report=print))
        assert [origin] == asked


def test_what_came_from_the_network_is_fetched_each_time(
    build: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a server gives can be something else tomorrow."""
    data = Path("source/square.png").read_bytes()
    Path("source/a.md").write_text(OTHER + "\n![A square](https://example.org/a.png)\n", "utf-8")
    monkeypatch.setattr("recto.fetching.fetch", lambda *_, **__: data)
    outcomes = [build("source/a.md", allow_network=True)[0] for _ in range(2)]

    assert [0, 0] == [outcome.exit_code for outcome in outcomes]
    assert BOTH[:1] == build.published


def test_links_are_tried_each_time(build: Builder) -> None:
    """What was there yesterday can be gone; so can what the checks say of it."""
    for _ in range(2):
        build("source/b.md", check_links=True)
        assert BOTH[1:] == build.published


def test_somebody_else_s_writer_is_asked_by_way_of_the_results_only(
    build: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its code may change without Recto's knowledge; its version says when its results do."""
    kind = type("HtmlWriter", (type(registry()["html"]),), {"__module__": "plugin"})
    known = {**registry(), "html": kind()}
    for module in (making, settling, understanding):
        monkeypatch.setattr(module, "registry", lambda: known)
    for _ in range(2):
        build()
        assert BOTH == build.published


def test_editions_are_found_again_whatever_they_are_built_into(
    build: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same article in another folder is read, and not written anew."""
    first = build()

    def fail(*_: object) -> Any:
        raise WriterError(writer="html")

    monkeypatch.setattr(type(registry()["html"]), "write", fail)
    Path("build").rename("elsewhere")
    Path("recto.toml").write_text("# Nothing is set here.\n", "utf-8")
    second = build()

    assert BOTH == build.published
    assert plain(first) == plain(second)
