"""The command as people and programs meet it."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recto import explanations
from tests.interrupting import hearing_ctrl_c

ARTICLE = "---\ntitle: T\nlang: en\n---\n\nOne two three.\n"


def recto(
    folder: Path, *arguments: str, text: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "recto", *arguments],
        cwd=folder,
        input=text if text is not None else b"",
        capture_output=True,
        env=os.environ | environment,
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.md").write_text(ARTICLE, "utf-8")
    return tmp_path


def test_without_arguments_source_is_built_into_build(folder: Path) -> None:
    """One line for the article, one that counts."""
    done = recto(folder, "build", "--to", "html,epub")

    lines = done.stdout.decode().splitlines()
    assert (0, b"") == (done.returncode, done.stderr)
    assert lines[0].startswith("source/a.md → build/a.html (")
    assert "1 article, 2 files" == lines[1]


def test_standard_input_is_a_source(folder: Path) -> None:
    """`-` is read to its end and called stdin."""
    done = recto(folder, "build", "-", "--to", "html", text=ARTICLE.encode())

    assert 0 == done.returncode
    assert (folder / "build" / "stdin.html").exists()


def test_json_is_for_programs(folder: Path) -> None:
    """Standard output holds one JSON document and nothing else."""
    (folder / "source" / "b.md").write_bytes(b"\xff")
    done = recto(folder, "build", "--to", "html", "--json")

    outcome = json.loads(done.stdout)
    assert (4, b"") == (done.returncode, done.stderr)
    assert [True, False] == [article["ok"] for article in outcome["articles"]]
    assert "source-encoding" == outcome["articles"][1]["findings"][0]["code"]


def test_findings_go_to_standard_error_with_file_line_and_hint(folder: Path) -> None:
    """`file:line: severity[code] message`, and the hint below."""
    (folder / "source" / "a.md").write_text("---\ntitel: T\nlang: en\n---\n# T\n\ntext\n", "utf-8")
    done = recto(folder, "build", "--to", "html")

    assert (
        "source/a.md:2: warning[key-unknown] The front matter has 'titel', which Recto does not know.\n"
        "    hint: Did you mean 'title'?\n"
    ) in done.stderr.decode()


def test_findings_end_with_how_to_hear_more(folder: Path) -> None:
    """Once for a run, about the gravest; not for programs, nor where few words are wanted."""
    (folder / "source" / "a.md").write_text("---\ntitel: T\n---\n![](no.png)\n", "utf-8")
    (folder / "source" / "b.md").write_text("[x](#y)\n", "utf-8")
    done = recto(folder, "build", "--to", "html")
    calm = [recto(folder, "build", "--to", "html", flag) for flag in ("--json", "--quiet")]

    lines = done.stderr.decode().splitlines()
    closing = "More about a finding: recto explain image-missing"
    assert (1, closing) == (lines.count(closing), lines[-1])
    assert [False, False] == [b"recto explain" in each.stdout + each.stderr for each in calm]


def test_a_code_is_explained(folder: Path) -> None:
    """As its page is written; several brackets and capitals are forgiven, and unknown ones get a hint."""
    done = recto(folder, "explain", "error[Image-Missing]")
    unknown = recto(folder, "explain", "image-mising")

    assert (0, b"") == (done.returncode, done.stderr)
    assert done.stdout.decode().startswith(
        "# image-missing — An image is not where the article says it is.\n"
    )
    assert (2, b"") == (unknown.returncode, unknown.stdout)
    assert "Did you mean 'image-missing'?" in unknown.stderr.decode()


def test_without_a_code_all_are_listed(folder: Path) -> None:
    """By how grave they are at worst, each with its sentence."""
    lines = recto(folder, "explain").stdout.decode().splitlines()

    assert ["# errors", "# warnings", "# notes"] == [line for line in lines if line.startswith("#")]
    assert len(explanations.codes()) + 3 == len(lines)
    (line,) = [line for line in lines if line.startswith("table-too-wide ")]
    assert line.split(maxsplit=1)[1] == "A table fits on no page."
    assert lines.index(line) < lines.index("# warnings")


def test_piped_output_has_no_colour_and_no_animation(folder: Path) -> None:
    """Logs stay readable."""
    (folder / "source" / "a.md").write_text("text", "utf-8")
    done = recto(folder, "build", "--to", "html", CI="true", FORCE_COLOR="")

    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("build", "nowhere.md"), 2, "no file or folder 'nowhere.md'"),
        (("build", "--no-such"), 2, "No such option"),
        (("build", "--to", "docx"), 3, "there is no format 'docx'"),
        (("build", "--device", "kobbo"), 3, "Did you mean 'kobo'?"),
        (("build", "--device", "nook"), 3, "There are generic, kindle, kobo, apple, remarkable."),
        (("build", "--theme", "defualt"), 3, "Did you mean 'default'?"),
        (("build", "--set", "pdf.page_sise=A5"), 3, "Did you mean 'pdf.page_size'?"),
        (("build", "--set", "nonsense"), 3, "--set wants key=value"),
    ],
)
def test_wrong_words_get_one_clear_sentence(
    folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """And the exit code of their kind, and no traceback."""
    done = recto(folder, *arguments)

    assert code == done.returncode
    assert words in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_an_unwritable_output_folder_is_a_writer_error(folder: Path) -> None:
    """The message names the file that could not be written."""
    (folder / "build").write_text("a file where the folder has to be", "utf-8")
    done = recto(folder, "build", "--to", "html")

    assert 6 == done.returncode
    assert "error[output-unwritable]" in done.stderr.decode()


def test_a_full_disk_leaves_what_was_there(folder: Path) -> None:
    """No half-written file: a limit on file size stands in for the disk that fills up."""
    (folder / "build").mkdir()
    (folder / "build" / "a.html").write_text("old", "utf-8")

    def fill_the_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = subprocess.run(
        [sys.executable, "-B", "-m", "recto", "build", "--to", "html"],
        cwd=folder,
        capture_output=True,
        preexec_fn=fill_the_disk,
        check=False,
        timeout=60,
    )

    assert 6 == done.returncode
    assert "error[output-unwritable]" in done.stderr.decode()
    assert {"a.html": "old"} == {path.name: path.read_text("utf-8") for path in (folder / "build").iterdir()}


def test_a_closed_pipe_ends_the_command_quietly(folder: Path) -> None:
    """`recto build | head -0` is no crash."""
    command = [sys.executable, "-m", "recto", "build", "--to", "html"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()

    assert b"Traceback" not in errors


def test_interrupting_leaves_no_half_written_file(folder: Path) -> None:
    """Ctrl-C ends the command at once with 130; what was there stays."""
    (folder / "source" / "a.md").write_text(ARTICLE + "\n\n".join(["word " * 200] * 2000), "utf-8")
    command = [sys.executable, "-m", "recto", "build", "--to", "pdf"]
    with hearing_ctrl_c():
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process:
        _wait_for_pango(process.pid)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)

    assert 130 == process.returncode
    assert b"Traceback" not in errors
    assert not (folder / "build").exists() or [] == list((folder / "build").iterdir())


def _wait_for_pango(process: int) -> None:
    """Return once a process is at the PDF; where the system does not tell, after a while."""
    libraries = Path(f"/proc/{process}/maps")
    for _ in range(600 if libraries.exists() else 30):
        if libraries.exists() and "libpango" in libraries.read_text("utf-8"):
            break
        time.sleep(0.1)
    time.sleep(0.5)


def test_config_names_the_layer_of_each_value(folder: Path) -> None:
    """What a build would use, and why."""
    (folder / "recto.toml").write_text("[pdf]\npage_size = 'A5'\n", "utf-8")
    done = recto(folder, "config", "source/a.md", "--set", "toc=true")

    rows = [line.split() for line in done.stdout.decode().splitlines()]
    assert 0 == done.returncode
    assert ["pdf.page_size", '"A5"', "recto.toml"] in rows
    assert ["toc", "true", "--set"] in rows
    assert ["lang", '"en"', "front", "matter"] in rows
    assert ["strict", "false", "default"] in rows


def test_doctor_tells_what_is_here(folder: Path) -> None:
    """Versions, Pango, fonts and validators, one a line."""
    done = recto(folder, "doctor")

    assert 0 == done.returncode, done.stderr
    for name in ("Python", "weasyprint", "Pango", "Fonts", "EPUBCheck", "Ace", "vnu", "veraPDF"):
        assert name in done.stdout.decode()


def test_doctor_tells_how_each_validator_is_installed(folder: Path) -> None:
    """One that is absent is no fault of the machine."""
    done = recto(folder, "doctor", RECTO_VALIDATORS=str(folder))

    (line,) = [line for line in done.stdout.decode().splitlines() if "EPUBCheck (validator)" in line]
    assert 0 == done.returncode, done.stderr
    assert line.startswith("absent  ")
    assert "apt-get install epubcheck" in line
    assert "sh tests/conformance/kit/install.sh in a clone of Recto" in line


def test_help_imports_nothing_heavy(folder: Path) -> None:
    """`recto --help` needs neither weasyprint nor ebooklib nor rich."""
    program = (
        "import sys; from recto.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'weasyprint', 'ebooklib', 'rich', 'pikepdf', 'PIL', 'jinja2', 'pymdownx', 'markdown'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, check=False, timeout=60
    )

    assert (0, b"") == (done.returncode, done.stderr)


def test_html_alone_never_imports_the_print_engine(folder: Path) -> None:
    """An HTML build starts ten times faster for it."""
    program = (
        "import sys, recto; recto.build('source', to=['html', 'epub'])\n"
        "sys.exit('weasyprint' in sys.modules and 'weasyprint was imported')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, check=False, timeout=60
    )

    assert (0, b"") == (done.returncode, done.stderr)


def test_a_command_leaves_no_temporary_files(folder: Path) -> None:
    """At its end nothing is collected; what WeasyPrint has put into a folder goes all the same."""
    temporary = folder / "temporary"
    temporary.mkdir()
    done = recto(folder, "build", "--to", "pdf", TMPDIR=str(temporary))

    assert (0, b"") == (done.returncode, done.stderr)
    assert [] == list(temporary.iterdir())


def test_a_person_sees_progress_and_a_file_gets_the_result(folder: Path) -> None:
    """On a terminal what takes over a second is shown; standard output, sent to a file, is as ever."""
    (folder / "source" / "a.md").write_text(ARTICLE + "\n\n".join(["word " * 200] * 200), "utf-8")
    terminal, end = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR")}
    with (folder / "out.txt").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "recto", "build", "--to", "pdf"],
            cwd=folder,
            stdout=out,
            stderr=end,
            env=environment | {"TERM": "xterm"},
        )
        os.close(end)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux says that the other end is closed
            while piece := os.read(terminal, 4096):
                shown += piece
        process.wait(timeout=60)
    os.close(terminal)

    assert b"article 1 of 1: " in shown
    assert (folder / "out.txt").read_text("utf-8").startswith("source/a.md \u2192 build/a.pdf (")


@pytest.fixture
def _bare(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which no validator is installed."""
    monkeypatch.setenv("RECTO_VALIDATORS", str(tmp_path_factory.mktemp("validators")))


@pytest.mark.usefixtures("_bare")
def test_any_e_book_can_be_checked(folder: Path) -> None:
    """What is told goes to standard error, the rest to standard output; errors fail with 5."""
    recto(folder, "build", "--to", "epub")
    good = recto(folder, "check", "build/a.epub")
    (folder / "bad.EPUB").write_bytes(b"no archive")
    bad = recto(
        folder,
        "check",
        "build/a.epub",
        "bad.EPUB",
        "--device",
        "kindle",
        "--device",
        "kobo",
        "--no-validators",
    )

    lines = good.stdout.decode().splitlines()
    assert (0, b"", "build/a.epub: nothing to report") == (good.returncode, good.stderr, lines[0])
    assert [["Recto", "passed"], ["EPUBCheck", "not"], ["Ace", "not"]] == [
        row.split()[1:3] for row in lines[3:6]
    ]
    assert (5, "bad.EPUB: 1 error") == (bad.returncode, bad.stdout.decode().splitlines()[1])
    assert "bad.EPUB: error[epub-unreadable] It is no ZIP archive" in bad.stderr.decode()


@pytest.mark.usefixtures("_bare")
def test_warnings_fail_a_strict_check(folder: Path) -> None:
    """As they do a strict build; JSON is for programs."""
    recto(folder, "build", "--to", "epub", "--set", "epub.cover=false")
    lenient = recto(folder, "check", "build/a.epub", "--device", "kobo", "--json")
    strict = recto(folder, "check", "build/a.epub", "--device", "kobo", "--strict")

    (file,) = json.loads(lenient.stdout)["files"]
    assert {"epub-cover-missing", "epub-font-format"} == {found["code"] for found in file["findings"]}
    assert (0, 5) == (lenient.returncode, strict.returncode)


def test_articles_are_looked_through_as_build_would_and_nothing_is_written(folder: Path) -> None:
    """Without SOURCE, those in source/; the first that fails gives the exit code."""
    (folder / "source" / "b.md").write_text(ARTICLE + "\n[x](#no)\n", "utf-8")
    done = recto(folder, "check")
    strict = recto(folder, "check", "source", "--strict", "--format", "github")

    assert (0, ["source/a.md: nothing to report", "source/b.md: 1 warning"]) == (
        done.returncode,
        done.stdout.decode().splitlines(),
    )
    assert "source/b.md:8: warning[link-broken]" in done.stderr.decode()
    assert (5, b"") == (strict.returncode, strict.stderr)
    assert strict.stdout.startswith(b"::warning file=source/b.md,line=8,title=link-broken::")
    assert ["source"] == [path.name for path in folder.iterdir()]


@pytest.mark.usefixtures("_bare")
def test_articles_and_editions_are_checked_at_once_into_one_report(folder: Path) -> None:
    """Standard input is a source here as well; SARIF goes to standard output, and nothing else."""
    (folder / "bad.epub").write_bytes(b"no archive")
    done = recto(folder, "check", "-", "bad.epub", "--format", "sarif", text=b"# T\n\n[x](#no)\n")

    (run,) = json.loads(done.stdout)["runs"]
    told = [result["ruleId"] for result in run["results"]]
    assert (5, b"") == (done.returncode, done.stderr)
    assert {"link-broken", "epub-unreadable"} <= set(told)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("check", "nowhere"), 2, "error[source-missing]"),
        (("check", "a.epub", "--device", "kobbo"), 2, "Did you mean 'kobo'?"),
        (("check", "a.epub", "--device", "nook"), 2, "there are generic, kindle, kobo, apple, remarkable"),
        (("check", "a.epub", "--format", "xml"), 2, "'sarif'"),
        (("check", "source", "--set", "pdf.page_sice=A5"), 3, "Did you mean"),
        (("check", "a.epub"), 4, "a.epub: error[file-unreadable]"),
    ],
)
def test_what_cannot_be_checked_is_told(
    folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """The command's words are 2, a file that cannot be read 4."""
    done = recto(folder, *arguments)

    assert (code, True) == (done.returncode, words in done.stderr.decode()), done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_links_are_tried_on_demand(folder: Path) -> None:
    """An article without any has nothing to wait for; addresses of one's own network are left alone."""
    (folder / "source" / "a.md").write_text(f"{ARTICLE}\n[up](http://localhost:1/)\n", "utf-8")

    run = recto(folder, "build", "--check-links", "--strict", "--to", "html")

    assert 0 == run.returncode, run.stderr.decode()
    assert b"" == run.stderr
