"""Every edition of every case, and of source/, before every reference validator of its format.

Each validator runs once over all the files that the chosen tests (`-k`) ask about, and two of them run beside
each other: the tests only look up what was said about their file.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.case_folders import Case, build, cases, published
from tests.conformance.controls import CONTROLS, Control
from tests.conformance.toolbox import VALIDATORS, Complaints
from tests.kept_editions import kept

pytestmark = [pytest.mark.conformance, pytest.mark.usefixtures("validators")]

CASES = [case for case in (*cases(), *published()) if not case.refused]
ALL = {".html", ".pdf", ".epub"}
AT_ONCE = 2
"""Validators that run beside each other: each of them keeps about one core busy."""
MODEL = "headings-own-title"
"""The case whose editions are broken for the negative controls; it has no date."""
SLOWEST_FIRST = ("ace", "axe", "epubcheck", "3a", "ua1", "vnu", "qpdf", "fonts")


@dataclass(frozen=True)
class Chosen:
    """What the tests of this run ask about."""

    cases: list[Case]
    controls: list[Control]
    validators: set[str]


@pytest.fixture(scope="session")
def chosen(request: pytest.FixtureRequest) -> Chosen:
    """What the tests of this run ask about: all, or what `-k` leaves."""
    asked = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    names = {each["case"].name for each in asked if "case" in each}
    controls = {each["control"].name for each in asked if "control" in each}
    return Chosen(
        [case for case in CASES if case.name in names or (controls and case.name == MODEL)],
        [control for control in CONTROLS if control.name in controls],
        {each["name"] for each in asked if "name" in each}
        | {control.validator for control in CONTROLS if control.name in controls},
    )


@dataclass(frozen=True)
class Editions:
    """What came of a case."""

    files: dict[str, Path]
    """By their suffix."""
    failure: str | None


@pytest.fixture(scope="session")
def editions(
    chosen: Chosen, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Editions]:
    """The editions, by the name of the case; made by several processes, unless the tests have left them."""
    left: Path | None = pytestconfig.getoption("editions")
    there = {case.name: kept(left / case.name) for case in chosen.cases} if left else {}
    found = {name: Editions(files, None) for name, files in there.items() if set(files) == ALL}
    cases = [case for case in chosen.cases if case.name not in found]
    folder = tmp_path_factory.mktemp("editions")
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as pool:
        made = pool.map(_build, cases, [folder / case.name for case in cases])
        return found | {case.name: editions for case, editions in zip(cases, made, strict=True)}


def _build(case: Case, output: Path) -> Editions:
    # Those that ask for one only are as good for all.
    made = build(case, output, formats=["html", "pdf", "epub"])
    return Editions(made.files, None if made.outcome.failure is None else repr(made.outcome.failure))


@pytest.fixture(scope="session")
def spoiled(
    editions: dict[str, Editions], chosen: Chosen, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The files of the negative controls, by name."""
    folder = tmp_path_factory.mktemp("controls")
    files = {}
    for control in chosen.controls:
        suffix, _ = VALIDATORS[control.validator]
        files[control.name] = folder / f"{control.name}{suffix}"
        files[control.name].write_bytes(control.spoil(editions[MODEL].files[suffix].read_bytes()))
    return files


@pytest.fixture(scope="session")
def verdicts(
    editions: dict[str, Editions], spoiled: dict[str, Path], chosen: Chosen
) -> Callable[[str], Complaints]:
    """What each validator says about its files; all are started at the first question."""
    pool = ThreadPoolExecutor(AT_ONCE)
    running: dict[str, Future[Complaints]] = {}
    for name in filter(chosen.validators.__contains__, SLOWEST_FIRST):
        suffix, validator = VALIDATORS[name]
        files = [edition.files[suffix] for edition in editions.values() if suffix in edition.files]
        files += [spoiled[control.name] for control in chosen.controls if control.validator == name]
        running[name] = pool.submit(validator, files)
    pool.shutdown(wait=False)
    return lambda name: running[name].result()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_gives_all_three_editions(case: Case, editions: dict[str, Editions]) -> None:
    """A case whose findings are no errors comes out in every format."""
    edition = editions[case.name]

    assert edition.failure is None
    assert set(edition.files) == ALL


@pytest.mark.parametrize("name", VALIDATORS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_validator_complains(
    case: Case, name: str, editions: dict[str, Editions], verdicts: Callable[[str], Complaints]
) -> None:
    """Warnings of the validators count as complaints."""
    suffix, _ = VALIDATORS[name]
    file = editions[case.name].files.get(suffix)
    assert file is not None, f"there is no {suffix}"

    complaints = verdicts(name)[file]
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_a_validator_refuses_what_is_broken(
    control: Control, spoiled: dict[str, Path], verdicts: Callable[[str], Complaints]
) -> None:
    """A suite that could not fail would prove nothing."""
    complaints = verdicts(control.validator)[spoiled[control.name]]

    assert any(control.complaint in complaint for complaint in complaints), "\n".join(complaints)
