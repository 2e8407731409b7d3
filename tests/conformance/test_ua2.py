"""Documents made to PDF/UA-2, before veraPDF: those cases that nest most, and files broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.case_folders import Case, build, cases, published
from tests.conformance.controls import OF_UA_2 as CONTROLS
from tests.conformance.controls import Control
from tests.conformance.toolbox import OF_UA_2 as VALIDATORS
from tests.conformance.toolbox import Complaints

pytestmark = [pytest.mark.conformance, pytest.mark.usefixtures("validators")]

NAMES = (
    "admonitions-nested citations-author-date constructs-in-constructs contents-setting cross-references "
    "cross-references-hebrew footnotes-nasty formulas list-tables lists media raw-html-kept "
    "source-constructs source-talks table-wide tables-nasty"
).split()
CASES = [case for case in (*cases(), *published()) if case.name in NAMES]
MODEL = "cross-references"
"""The case whose document is broken for the controls."""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The documents, and the broken ones, by name."""
    folder = tmp_path_factory.mktemp("ua2")
    settings = {"formats": ["pdf"], "pdf.standard": "ua-2"}
    made = {case.name: build(case, folder / case.name, **settings).files[".pdf"] for case in CASES}
    for control in CONTROLS:
        made[control.name] = folder / f"{control.name}.pdf"
        made[control.name].write_bytes(control.spoil(made[MODEL].read_bytes()))
    return made


@pytest.fixture(scope="module")
def verdicts(documents: dict[str, Path]) -> Callable[[str], Complaints]:
    """What each validator says about all of them."""
    said = {name: validator(list(documents.values())) for name, (_, validator) in VALIDATORS.items()}
    return lambda name: said[name]


@pytest.mark.parametrize("name", VALIDATORS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_validator_complains(
    case: Case, name: str, documents: dict[str, Path], verdicts: Callable[[str], Complaints]
) -> None:
    """PDF/UA-2 and PDF/A-4f are both met, whatever stands in what."""
    complaints = verdicts(name)[documents[case.name]]

    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_a_validator_refuses_what_is_broken(
    control: Control, documents: dict[str, Path], verdicts: Callable[[str], Complaints]
) -> None:
    """For the reason it should."""
    complaints = verdicts(control.validator)[documents[control.name]]

    assert any(control.complaint in complaint for complaint in complaints), "\n".join(complaints)
