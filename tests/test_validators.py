"""Other people's programs: run with a limit, and never taken to have passed what they said nothing about."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from recto import validators
from recto.validators import UnavailableError, _ace, _epubcheck
from recto.validators._processes import run

BOOK = Path("book.epub")


def program(folder: Path, script: str) -> tuple[str, ...]:
    """Write a program that stands for a validator."""
    file = folder / "program.py"
    file.write_text(script, "utf-8")
    return (sys.executable, str(file))


def report(messages: str, *, errors: int, code: int = 0) -> str:
    """Return a program that writes EPUBCheck's report."""
    checker = f'{{"nFatal": 0, "nError": {errors}, "nWarning": 0}}'
    written = f'{{"messages": [{messages}], "checker": {checker}}}'
    return (
        f"import sys\nopen(sys.argv[sys.argv.index('--json') + 1], 'w').write({written!r})\nsys.exit({code})"
    )


def test_a_process_ends_when_its_time_is_over_and_so_does_what_it_started(tmp_path: Path) -> None:
    """A browser that a validator started does not outlive it."""
    mark = tmp_path / "mark"
    child = f"import time; time.sleep(2); open({str(mark)!r}, 'w')"
    script = (
        f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(60)"
    )

    with pytest.raises(UnavailableError, match=r"^it took more than 0.5 seconds$"):
        run(program(tmp_path, script), seconds=0.5)
    time.sleep(2.5)

    assert not mark.exists()


def test_a_program_that_is_not_there_is_told() -> None:
    """No traceback."""
    with pytest.raises(UnavailableError, match="No such file"):
        run(("no-such-program",))


def test_epubcheck_s_errors_and_warnings_are_complaints(tmp_path: Path) -> None:
    """Each names its place; what is only of interest is left out."""
    place = '[{"path": "EPUB/a.xhtml", "line": 3, "column": 1}]'
    grave = f'{{"ID": "RSC-005", "severity": "ERROR", "message": "So\\n not", "locations": {place}}}'
    mild = '{"ID": "HTM-1", "severity": "INFO", "message": "By the way", "locations": []}'

    command = program(tmp_path, report(f"{grave}, {mild}", errors=1, code=1))

    assert _epubcheck.complaints(command, BOOK) == ("EPUB/a.xhtml:3 ERROR(RSC-005) So not",)
    assert _epubcheck.complaints(program(tmp_path, report(mild, errors=0)), BOOK) == ()


@pytest.mark.parametrize(
    "script",
    [
        "print('java: cannot')",
        report("", errors=1, code=1),
        report("", errors=0, code=3),
        "import sys\nopen(sys.argv[sys.argv.index('--json') + 1], 'w').write('{}')",
    ],
    ids=["no report", "count without messages", "exit code without messages", "another report"],
)
def test_epubcheck_passes_nothing_by_silence(tmp_path: Path, script: str) -> None:
    """A program that breaks down has judged nothing."""
    with pytest.raises(UnavailableError):
        _epubcheck.complaints(program(tmp_path, script), BOOK)


def test_ace_s_lines_are_complaints_and_silence_is_no_pass(tmp_path: Path) -> None:
    """Its verdict names the book."""
    complaint = program(
        tmp_path, "import sys\nprint('fail', sys.argv[1], 'a.xhtml image-alt x1: no', sep='\\t')"
    )
    assert _ace.complaints(complaint, BOOK) == ("a.xhtml image-alt x1: no",)

    assert _ace.complaints(program(tmp_path, "import sys\nprint('pass', sys.argv[1], sep='\\t')"), BOOK) == ()

    with pytest.raises(UnavailableError, match="came to no verdict"):
        _ace.complaints(program(tmp_path, "print('pass', 'another', sep='\\t')"), BOOK)


def test_what_is_missing_is_told_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and nothing on the path."""
    monkeypatch.setenv("RECTO_VALIDATORS", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))

    assert list(validators.missing(".epub")) == [
        "EPUBCheck cannot be run: it is not installed.",
        "Ace cannot be run: it is not installed.",
    ]
    with pytest.raises(UnavailableError):
        next(validators.check(BOOK))
