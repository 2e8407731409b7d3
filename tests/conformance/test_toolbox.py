"""How the validators' words are read: silence is never a pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import toolbox
from tests.conformance.toolbox import OF_UA_2, VALIDATORS

KNOWN = {**VALIDATORS, **OF_UA_2}
pytestmark = [pytest.mark.conformance, pytest.mark.usefixtures("validators")]


@pytest.mark.parametrize("name", KNOWN)
def test_a_file_that_is_not_there_is_complained_about(name: str, tmp_path: Path) -> None:
    """No validator lets a missing file pass, though some say nothing about it."""
    suffix, validator = KNOWN[name]
    missing = tmp_path / f"missing{suffix}"

    assert validator([missing])[missing]


@pytest.mark.parametrize("name", KNOWN)
def test_a_validator_that_cannot_run_passes_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its programs a validator complains about every file, or says that it cannot be run."""
    suffix, validator = KNOWN[name]
    file = tmp_path / f"file{suffix}"
    file.write_bytes(b"nothing of the kind")
    monkeypatch.setattr(toolbox, "JAVA", ("java", "-XX:NoSuchOption"))
    monkeypatch.setenv("RECTO_VALIDATORS", str(tmp_path))

    try:
        complaints = validator([file])
    except OSError:
        return
    assert complaints[file]
