"""Finished files, looked through by Recto and by the validators that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from recto import checking, validators
from recto.checking import Checked, Result, Wish, check, is_edition
from recto.validators import Complaint, UnavailableError, Validator

PAGE = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>T</title>'
    '<meta name="viewport" content="width=device-width"></head><body><h1>T</h1></body></html>\n'
)
Judged = tuple[Complaint, ...] | UnavailableError


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    """Two pages that Recto has nothing against."""
    made = [tmp_path / "a.html", tmp_path / "b.HTML"]
    for page in made:
        page.write_text(PAGE, "utf-8")
    return made


class Judge:
    """Stands for a validator: gives the answers it was given, and remembers what it was asked about."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, answers: Mapping[str, Judged] | UnavailableError
    ) -> None:
        self.answers = answers
        self.asked: list[tuple[list[str], str]] = []
        suffixes = (".html", ".pdf")
        validator = Validator("Judge", suffixes, lambda: ("judge",), self.judge, code="judge")
        monkeypatch.setattr(validators, "VALIDATORS", (validator,))

    def judge(self, _: object, files: Sequence[Path], profile: str) -> dict[Path, Judged]:
        self.asked.append(([file.name for file in files], profile))
        if isinstance(self.answers, UnavailableError):
            raise self.answers
        return {file: self.answers.get(file.name, ()) for file in files}


def told(each: Checked) -> list[str]:
    return [f"{finding.severity}[{finding.code}] {finding.message}" for finding in each.findings]


def verdicts(each: Checked) -> list[tuple[str, str, int]]:
    return [(result.judge, result.verdict, result.complaints) for result in each.results]


def test_files_of_a_kind_are_judged_in_one_run(pages: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each under the name it was given, and once."""
    complaints = (Complaint("No", line=3), Complaint("Well", "warning", line=4))
    judge = Judge(monkeypatch, {"b.HTML": complaints})

    good, bad = check([*pages, pages[0]], Wish())

    assert [(["a.html", "b.HTML"], "")] == judge.asked
    assert ([], 0, [("Recto", "passed", 0), ("Judge", "passed", 0)]) == (
        told(good),
        good.exit_code,
        verdicts(good),
    )
    assert (["error[judge] No", "warning[judge] Well"], 5) == (told(bad), bad.exit_code)
    assert [("Recto", "passed", 0), ("Judge", "failed", 2)] == verdicts(bad)
    assert [(pages[1].as_posix(), 3), (pages[1].as_posix(), 4)] == [
        (finding.file, finding.line) for finding in bad.findings
    ]


def test_warnings_fail_a_strict_check_only(pages: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """As they do a strict build."""
    Judge(monkeypatch, {"a.html": (Complaint("Well", "warning"),)})

    (lenient,), (strict,) = check(pages[:1], Wish()), check(pages[:1], Wish(strict=True))

    assert (0, 5) == (lenient.exit_code, strict.exit_code)
    assert ("Judge", "warned", 1) == verdicts(lenient)[1]


@pytest.mark.parametrize(
    "answers", [UnavailableError("it broke down"), {"a.html": UnavailableError("it broke down")}]
)
def test_a_validator_that_breaks_down_passes_nothing(
    pages: list[Path], monkeypatch: pytest.MonkeyPatch, answers: Mapping[str, Judged] | UnavailableError
) -> None:
    """On all files, or on one."""
    Judge(monkeypatch, answers)

    (each,) = check(pages[:1], Wish())

    assert (["error[validator-failed] Judge came to no verdict: it broke down."], 5) == (
        told(each),
        each.exit_code,
    )
    assert ("Judge", "no verdict", 0) == verdicts(each)[1]


def test_a_validator_that_is_not_installed_fails_nothing(
    pages: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The table says so; unasked, it is not even looked for."""
    monkeypatch.setenv("RECTO_VALIDATORS", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))

    (asked,), (unasked,) = check(pages[:1], Wish()), check(pages[:1], Wish(ask=False))

    assert (0, [], Result("vnu", "not installed", 0, 0.0)) == (asked.exit_code, told(asked), asked.results[1])
    assert [("Recto", "passed", 0)] == verdicts(unasked)


def test_a_fault_that_is_everywhere_is_not_told_everywhere(
    pages: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty complaints are told, and the rest counted; control signs of a file reach no terminal."""
    Judge(monkeypatch, {"a.html": tuple(Complaint(f"No \x1b[{number}m") for number in range(30))})

    (each,) = check(pages[:1], Wish())

    assert 21 == len(each.findings)
    assert "error[judge] Judge has 10 more complaints." == told(each)[-1]
    assert all(finding.message.isprintable() for finding in each.findings)


@pytest.mark.parametrize(
    ("claims", "asked"),
    [((), ["ua1"]), (("ua1", "3a"), ["ua1", "3a"]), (("4x",), ["ua1"])],
)
def test_documents_are_judged_by_what_they_claim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, claims: tuple[str, ...], asked: list[str]
) -> None:
    """By PDF/UA-1 where veraPDF does not know it, or nothing can be read."""
    judge = Judge(monkeypatch, {})
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    if claims:
        monkeypatch.setattr("recto.writers._pdf.preflight.flavours", lambda _: claims)

    (each,) = check([tmp_path / "a.pdf"], Wish())

    assert asked == [profile for _, profile in judge.asked]
    assert len(asked) + 1 == len(each.results)


def test_what_cannot_be_read_stops_no_other(pages: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is anybody asked about it: a folder, whatever it is called, or a link that leads to itself."""
    judge = Judge(monkeypatch, {})
    folder, loop = (pages[0].parent / name for name in ("folder.html", "loop.html"))
    folder.mkdir()
    loop.symlink_to(loop)

    lost, gone, endless, good = check([folder, folder / "no.html", loop, pages[0]], Wish())

    assert [4, 4, 4, 0] == [each.exit_code for each in (lost, gone, endless, good)]
    assert ["error[file-unreadable] It cannot be read: it is not a regular file."] == told(lost)
    assert ["error[file-unreadable] It cannot be read: no such file or directory."] == told(gone)
    assert [(["a.html"], "")] == judge.asked


def test_a_file_s_ending_says_whether_it_is_finished(tmp_path: Path) -> None:
    """Whatever its case; a folder holds articles."""
    (tmp_path / "site.html").mkdir()

    assert [True, True, True, True, True] == [
        is_edition(name) for name in ("a.html", "b.htm", "c.XHTML", "d.kepub.epub", "e.PDF")
    ]
    assert [False, False, False] == [is_edition(name) for name in ("a.md", "-", str(tmp_path / "site.html"))]


def test_every_kind_has_its_validators() -> None:
    """What Recto can look through, a validator knows too."""
    known = {suffix for validator in validators.VALIDATORS for suffix in validator.suffixes}

    assert set(checking._KINDS) == known
