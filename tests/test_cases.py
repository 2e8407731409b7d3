"""The case folders: what comes of each article is what its folder expects."""

from __future__ import annotations

import pytest

from recto.checking import Wish, check, devices
from tests.case_folders import ALWAYS, ON_REQUEST, Case, cases, published
from tests.conftest import Build

CASES = cases()
_HEADLESS = {"html-table-heads", "pdf-table-heads"}
AS_WRITTEN = {
    "list-tables": _HEADLESS,
    "check-table-headless": _HEADLESS,
    "check-alt-useless": {"html-alt-file-name"},
}
"""Case → what its author wrote so that a check of the finished files must tell it."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_expected_holds_the_files_that_the_case_gives_and_no_others(
    case: Case, built: Build, accept: bool
) -> None:
    """A file that nothing compares is as wrong as one that is missing."""
    result = built(case)
    always = ALWAYS if result.readable else ALWAYS[:1]
    on_request = [name for name in ON_REQUEST if (case.expected / name).is_file()]
    if accept:
        case.expected.mkdir(exist_ok=True)
        for name in (*always, *on_request):
            (case.expected / name).write_text(result.listing(name), "utf-8", newline="\n")
    there = sorted(path.name for path in case.expected.iterdir())

    assert sorted([*always, *on_request]) == there


@pytest.mark.parametrize(
    ("case", "name"),
    [
        pytest.param(case, path.name, id=f"{case.name}-{path.name}")
        for case in CASES
        for path in sorted(case.expected.glob("*"))
        if path.name in (*ALWAYS, *ON_REQUEST)
    ],
)
def test_what_comes_of_a_case_is_what_it_expects(case: Case, name: str, built: Build) -> None:
    """Findings are exact: one that is not expected fails as one that is missing does."""
    expected = (case.expected / name).read_bytes().decode()

    assert expected == built(case).listing(name)


@pytest.mark.parametrize(
    "case", [case for case in (*CASES, *published()) if not case.refused], ids=lambda case: case.name
)
def test_finished_editions_pass_recto_s_own_check(case: Case, built: Build) -> None:
    """Nothing is told but what the article itself brings: a coarse image, a table without headers."""
    result = built(case)
    own = {"image-resolution": "pdf-image-resolution"}
    expected = {own[finding.code] for finding in result.outcome.findings if finding.code in own}
    expected |= AS_WRITTEN.get(case.name, set())

    checked = check(result.files.values(), Wish(devices([]), ask=False))

    assert expected == {finding.code for each in checked for finding in each.findings}
