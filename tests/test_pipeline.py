"""From origins to finished files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import recto
from recto.diagnostics import Severity
from recto.origins import find
from recto.pipeline import Project, examine_all, publish_all

ARTICLE = "---\ntitle: T\nlang: en\ndate: 2024-08-18\n---\n\nOne *two*[^n] three.\n\n[^n]: Four.\n"


def publish(folder: Path, *arguments: str) -> list[recto.Outcome]:
    project = Project(folder, folder / "build")
    return list(publish_all(project, find(arguments or ["source"], base=folder)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.md").write_text(ARTICLE, "utf-8")
    return tmp_path


def test_one_article_becomes_three_files(folder: Path) -> None:
    """Names come from the source; the outcome says what was written."""
    (outcome,) = publish(folder)

    assert ["a.epub", "a.html", "a.pdf"] == sorted(path.name for path in (folder / "build").iterdir())
    assert [(w.format, w.size) for w in outcome.written] == [
        (w.format, w.path.stat().st_size) for w in outcome.written
    ]
    assert (None, ()) == (outcome.failure, outcome.findings)


def test_a_failing_article_stops_no_other(folder: Path) -> None:
    """The others are built, and the order of outcomes is that of the sources."""
    (folder / "source" / "0.md").write_bytes(b"\xff")
    (folder / "source" / "recto.md").write_text("---\nformats: html\nlang: en\n---\n# T\n\ntext", "utf-8")

    outcomes = publish(folder)

    assert [4, 0, 0] == [outcome.exit_code for outcome in outcomes]
    assert [0, 3, 1] == [len(outcome.written) for outcome in outcomes]


def test_a_booklet_is_not_written_over_another_article(folder: Path) -> None:
    """Of two articles of which one is called as the other's booklet would be, both are built."""
    booklet = "---\nformats: pdf\npdf: {booklet: true, chapters: run-on}\nlang: en\ntitle: T\n---\n\ntext\n"
    for name in ("a.md", "A-Booklet.md"):
        (folder / "source" / name).write_text(booklet, "utf-8")

    outcomes = publish(folder, "source/a.md", "source/A-Booklet.md")

    assert [["a.pdf"], ["A-Booklet.pdf", "A-Booklet-booklet.pdf"]] == [
        [written.path.name for written in outcome.written] for outcome in outcomes
    ]
    assert [[("output-collision", "source/a.md")], []] == [
        [(finding.code, finding.file) for finding in outcome.findings] for outcome in outcomes
    ]
    assert [1, 0] == [outcome.exit_code > 0 for outcome in outcomes]


def test_an_article_with_errors_writes_nothing_and_tells_everything(folder: Path) -> None:
    """The old editions stay, and every finding appears, not only the first."""
    (folder / "build").mkdir()
    (folder / "build" / "a.html").write_text("old", "utf-8")
    (folder / "source" / "a.md").write_text(
        ARTICLE + "\n![one](no.png)\n\n![two](nowhere.png)\n\n#### Deep\n", "utf-8"
    )

    (outcome,) = publish(folder)

    assert 5 == outcome.exit_code
    assert "old" == (folder / "build" / "a.html").read_text("utf-8")
    assert ["image-missing", "image-missing"] == [
        finding.code for finding in outcome.findings if finding.severity is Severity.ERROR
    ]
    assert "heading-level" in [finding.code for finding in outcome.findings]


def test_strict_makes_warnings_fail(folder: Path) -> None:
    """What is told becomes what is enforced."""
    (folder / "source" / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\n## A\n\n#### B\n\ntext", "utf-8")
    (folder / "recto.toml").write_text("strict = true\nformats = ['html']\n", "utf-8")

    (outcome,) = publish(folder)

    assert (5, ()) == (outcome.exit_code, outcome.written)


def test_front_matter_beats_the_project_and_flags_beat_both(folder: Path) -> None:
    """defaults < theme < project < front matter < flags."""
    (folder / "recto.toml").write_text("formats = ['pdf']\n", "utf-8")
    (folder / "source" / "a.md").write_text("---\ntitle: T\nlang: en\nformats: [epub]\n---\ntext", "utf-8")

    assert ["epub"] == [written.format for written in publish(folder)[0].written]
    (outcome,) = recto.build(folder / "source", output=folder / "out", to=["html"], project=folder)
    assert ["html"] == [written.format for written in outcome.written]


def test_an_article_cannot_open_the_network_for_itself(folder: Path) -> None:
    """What is dangerous is the project's to allow."""
    (folder / "source" / "a.md").write_text(
        "---\ntitle: T\nlang: en\nallow_network: true\n---\ntext", "utf-8"
    )

    (outcome,) = publish(folder)

    assert ["setting-not-for-articles"] == [finding.code for finding in outcome.findings]


def test_editions_are_the_same_bytes_everywhere(folder: Path, tmp_path: Path) -> None:
    """Another folder, locale, time zone and hash seed change nothing, in no format."""
    elsewhere = tmp_path / "elsewhere" / "deeper"
    elsewhere.mkdir(parents=True)
    (elsewhere / "a.md").write_text(ARTICLE, "utf-8")
    (here,) = publish(folder)
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C"}

    subprocess.run(
        [sys.executable, "-m", "recto", "build", "a.md", "-q"], cwd=elsewhere, env=environment, check=True
    )

    for written in here.written:
        assert written.path.read_bytes() == (elsewhere / "build" / written.path.name).read_bytes(), (
            written.format
        )


def test_inputs_beside_the_article_are_recorded(folder: Path) -> None:
    """Missing ones included: a watcher has to watch for them."""
    (folder / "source" / "a.md").write_text(ARTICLE + "\n![x](no.png)\n", "utf-8")

    assert {"no.png": None} == publish(folder)[0].inputs


def test_build_raises_what_failed_with_the_findings_of_all(folder: Path) -> None:
    """A program that forgets to look at the outcomes hears of it."""
    (folder / "source" / "0.md").write_bytes(b"\xff")

    with pytest.raises(recto.SourceError, match=r"0\.md:1: error\[source-encoding\]"):
        recto.build(folder / "source", output=folder / "build", to=["html"], project=folder)
    assert (folder / "build" / "a.html").exists()


def test_read_returns_the_article(folder: Path) -> None:
    """`recto.read` is the reader alone."""
    article = recto.read(folder / "source" / "a.md")

    assert ("T", "en") == (article.meta.title, article.meta.lang)
    assert "<em>two</em>" in article.body


def test_examining_tells_what_building_would_tell_of_the_article_and_writes_nothing(folder: Path) -> None:
    """The same findings and exit codes, before any edition is made."""
    (folder / "source" / "0.md").write_bytes(b"\xff")
    (folder / "source" / "b.md").write_text(ARTICLE + "\n![x](no.png)\n", "utf-8")
    project = Project(folder, folder / "build")

    examined = list(examine_all(project, find(["source"], base=folder)))

    assert not (folder / "build").exists()
    assert [outcome.findings for outcome in publish(folder)] == [each.findings for each in examined]
    assert [4, 0, 5] == [outcome.exit_code for outcome in examined]
    assert {"no.png": None} == examined[2].inputs


def test_no_article_has_links_tried(tmp_path: Path) -> None:
    """Who builds says so: an article cannot make a machine ask others."""
    (tmp_path / "a.md").write_text("---\ntitle: T\nlang: en\ncheck_links: true\n---\ntext", "utf-8")

    (outcome,) = recto.build("a.md", output=tmp_path / "out", to=["html"], project=tmp_path)

    assert ["setting-not-for-articles"] == [finding.code for finding in outcome.findings]


def test_warnings_that_are_turned_off_fail_no_strict_build(tmp_path: Path) -> None:
    """Neither what the checks find, nor the reader, nor a writer."""
    text = "---\ntitle: T\nlang: en\n---\nthe the [x](#nowhere) \U00013000"
    (tmp_path / "a.md").write_text(text, "utf-8")
    settings = {"strict": True, "checks.off": ["doubled-word", "link-broken", "glyph-missing"]}

    (outcome,) = recto.build("a.md", output=tmp_path / "out", project=tmp_path, settings=settings)

    assert () == outcome.findings
    assert 3 == len(outcome.written)


def test_reading_an_article_tells_what_building_it_does(tmp_path: Path) -> None:
    """The findings of the reader and of the checks, without those that are turned off."""
    file = tmp_path / "a.md"
    file.write_text(
        "---\ntitle: T\nlang: en\n---\nthe the [x](#nowhere) <!-- recto: off link-broken -->", "utf-8"
    )
    findings: list[recto.Diagnostic] = []

    recto.read(file, report=findings.append)

    assert ["doubled-word"] == [finding.code for finding in findings]
