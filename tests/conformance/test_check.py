"""`recto check` with the validators as they are installed: Recto's editions pass, and broken ones do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from recto.checking import Checked, Wish, check, devices
from tests.case_folders import build, cases
from tests.conformance.controls import CONTROLS

pytestmark = [pytest.mark.conformance, pytest.mark.usefixtures("validators")]

MODEL = "headings-own-title"
JUDGES = {
    ".html": ["Recto", "vnu"],
    ".epub": ["Recto", "EPUBCheck", "Ace"],
    ".pdf": ["Recto", "veraPDF (PDF/UA-1)", "veraPDF (PDF/A-3a)"],
}
BROKEN = {
    "html-image-without-alt": {"html-alt-missing", "vnu"},
    "epub-warning": {"epubcheck"},
    "epub-no-summary": {"ace"},
    "pdf-no-output-intent": {"verapdf"},
    "pdf-no-language": {"pdf-lang", "pdf-claim-ua", "verapdf"},
}
"""Negative control → the codes of what has to be told."""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Checked]:
    """The editions of one case, and the negative controls made of them, all looked through at once."""
    folder = tmp_path_factory.mktemp("checked")
    (case,) = [case for case in cases() if case.name == MODEL]
    files: dict[str, Path] = build(case, folder).files
    for control in CONTROLS:
        if control.name in BROKEN:
            suffix = f".{control.name.partition('-')[0]}"
            files[control.name] = folder / f"{control.name}{suffix}"
            files[control.name].write_bytes(control.spoil(files[suffix].read_bytes()))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FONTCONFIG_FILE", raising=False)  # a Chromium without fonts may crash
        looked = {each.name: each for each in check(files.values(), Wish(devices([])))}
    return {name: looked[path.as_posix()] for name, path in files.items()}


@pytest.mark.parametrize("suffix", JUDGES)
def test_each_edition_passes_each_of_its_judges(suffix: str, checked: dict[str, Checked]) -> None:
    """With nothing to report, warnings included."""
    each = checked[suffix]

    assert ([], 0) == (list(each.findings), each.exit_code)
    assert [(judge, "passed") for judge in JUDGES[suffix]] == [
        (result.judge, result.verdict) for result in each.results
    ]


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_told_by_who_knows(name: str, checked: dict[str, Checked]) -> None:
    """Recto's own preflight and the validators each tell what they see."""
    assert BROKEN[name] <= {finding.code for finding in checked[name].findings}
