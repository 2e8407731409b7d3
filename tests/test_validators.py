"""Other people's programs: run with a limit, and never taken to have passed what they said nothing about."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from recto import validators
from recto.validators import Complaint, UnavailableError, Validator, _ace, _epubcheck, _verapdf, _vnu
from recto.validators._complaints import Judged, Judgement
from recto.validators._processes import run

BOOK = Path("book.epub")


def program(folder: Path, script: str) -> tuple[str, ...]:
    """Write a program that stands for a validator."""
    file = folder / "program.py"
    file.write_text(script, "utf-8")
    return (sys.executable, str(file))


def said(judged: Judgement, file: Path) -> list[str]:
    """Return the complaints about `file`, which has to have been judged."""
    found = judged[file]
    assert not isinstance(found, UnavailableError), str(found)
    return [str(complaint) for complaint in found]


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
    """Each names its place in the book; what is only of interest is left out."""
    whole = '{"ID": "PKG-8", "severity": "FATAL", "message": "No", "locations": [{"path": %r, "line": -1}]}'
    place = '[{"path": "EPUB/a.xhtml", "line": 3, "column": 1}]'
    grave = f'{{"ID": "RSC-005", "severity": "ERROR", "message": "So\\n not", "locations": {place}}}'
    mild = '{"ID": "HTM-1", "severity": "INFO", "message": "By the way", "locations": []}'

    command = program(tmp_path, report(f"{grave}, {mild}", errors=1, code=1))

    assert ["EPUB/a.xhtml:3 ERROR(RSC-005) So not"] == said(_epubcheck.judge(command, [BOOK]), BOOK)
    of_all = (whole % str(BOOK.absolute())).replace("'", '"')
    assert ["FATAL(PKG-8) No"] == said(
        _epubcheck.judge(program(tmp_path, report(of_all, errors=1)), [BOOK]), BOOK
    )
    assert [] == said(_epubcheck.judge(program(tmp_path, report(mild, errors=0)), [BOOK]), BOOK)


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
    judged = _epubcheck.judge(program(tmp_path, script), [BOOK])

    assert isinstance(judged[BOOK], UnavailableError)


def test_ace_s_lines_are_complaints_and_silence_is_no_pass(tmp_path: Path) -> None:
    """Each verdict names its book; all books are looked at in one run."""
    good, silent = tmp_path / "good.epub", tmp_path / "silent.epub"
    script = (
        "import sys\nassert len(sys.argv) == 4\n"
        "print('fail', sys.argv[1], 'a.xhtml image-alt x1: no', sep='\\t')\n"
        "print('pass', sys.argv[2], sep='\\t')"
    )
    judged = _ace.judge(program(tmp_path, script), [BOOK, good, silent])

    assert ["a.xhtml image-alt x1: no"] == said(judged, BOOK)
    assert [] == said(judged, good)
    assert str(judged[silent]).startswith("it came to no verdict")


def page(folder: Path, name: str) -> Path:
    file = folder / name
    file.write_text("<!DOCTYPE html>", "utf-8")
    return file


def vnu(folder: Path, messages: str, *, code: int = 0) -> tuple[str, ...]:
    """Return a program that reports as vnu does; `{url}` is the first page's address."""
    script = (
        "import pathlib, sys\nurl = pathlib.Path(sys.argv[-1]).as_uri().replace('file://', 'file:')\n"
        f"print('{{\"messages\":[' + {messages!r}.replace('{{url}}', url) + ']}}')\nsys.exit({code})"
    )
    return program(folder, script)


def test_vnu_s_errors_and_warnings_are_complaints_and_its_remarks_are_none(tmp_path: Path) -> None:
    """The line is known; a page that nothing is said of has passed."""
    good, bad = page(tmp_path, "good.html"), page(tmp_path, "b a d.html")
    messages = ", ".join(
        f'{{"type": "{kind}", "url": "{{url}}", "lastLine": {line}, "message": "M {line}"{more}}}'
        for kind, line, more in (("error", 3, ""), ("info", 4, ', "subType": "warning"'), ("info", 5, ""))
    )
    judged = _vnu.judge(vnu(tmp_path, messages, code=1), [good, bad])

    assert [] == said(judged, good)
    assert (Complaint("M 3", line=3), Complaint("M 4", "warning", line=4)) == judged[bad]


@pytest.mark.parametrize(
    ("messages", "code"),
    [("", 1), ('{"type": "non-document-error", "message": "out of memory"}', 1), ("{]", 0)],
    ids=["exit code without messages", "about no page", "no JSON"],
)
def test_vnu_passes_nothing_by_silence(tmp_path: Path, messages: str, code: int) -> None:
    """Nor a page that is not there, which vnu does not mention."""
    there, gone = page(tmp_path, "there.html"), tmp_path / "gone.html"
    judged = _vnu.judge(vnu(tmp_path, messages, code=code), [there, gone])

    assert isinstance(judged[there], UnavailableError)
    assert "there is no such file" == str(judged[gone])


REPORT = """<report><jobs><job><item size="1"><name>{file}</name></item><validationReport
jobEndStatus="normal" profileName="PDF/UA-1 validation profile" isCompliant="{compliant}"><details>{rules}
</details></validationReport></job></jobs></report>"""
RULE = """<rule specification="ISO 14289-1:2014" clause="7.1" testNumber="9" status="failed" failedChecks="2">
<description>A title is there</description><check status="failed"><context>root</context>
<errorMessage>No title</errorMessage></check></rule>"""


@pytest.mark.parametrize(
    ("compliant", "rules", "expected"),
    [
        ("true", "", []),
        ("false", RULE, ["7.1-9 x2: No title | root"]),
        ("false", "", None),
        ("true", RULE, None),
    ],
)
def test_verapdf_s_report_is_read(
    tmp_path: Path, compliant: str, rules: str, expected: list[str] | None
) -> None:
    """One that contradicts itself is no verdict."""
    document = tmp_path / "a.pdf"
    written = REPORT.format(file=document, compliant=compliant, rules=rules)
    script = f"import sys\nassert sys.argv[3:5] == ['--flavour', 'ua1']\nprint({written!r})"

    judged = _verapdf.judge(program(tmp_path, script), [document], "ua1")

    assert expected == (said(judged, document) if expected is not None else None)
    assert (expected is None) == isinstance(judged[document], UnavailableError)


def test_what_is_asked_is_answered_for_each_file(tmp_path: Path) -> None:
    """Passed, complained of, silent, or not asked at all: four things that are told apart."""
    files = [tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf")]

    def judge(_: object, asked: Sequence[Path], profile: str) -> dict[Path, Judged]:
        assert (files, "3a") == (list(asked), profile)
        return {files[0]: (), files[1]: (Complaint("no"),), files[2]: UnavailableError("it broke down")}

    def nowhere() -> tuple[str, ...]:
        raise UnavailableError("it is not installed")

    told = list(validators.ask(Validator("V", (".pdf",), lambda: ("v",), judge), files, "3a"))
    absent = list(validators.ask(Validator("V", (".pdf",), nowhere, judge), files[:1]))

    assert ["V (PDF/A-3a)"] * 3 == [verdict.validator for verdict in told]
    assert [True, False, False] == [verdict.passed for verdict in told]
    assert [None, None, "it broke down"] == [verdict.failure for verdict in told]
    assert [("it is not installed", False)] == [(verdict.absent, verdict.passed) for verdict in absent]


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
