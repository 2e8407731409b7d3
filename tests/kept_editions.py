"""What one run leaves to the next of the same sources, with `--editions FOLDER`: the cases' editions.

The gate runs the tests and then the validators, and both look at the same editions. A case that has none
there, because its tests were not run or its build failed, is built by the run that asks for it.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.case_folders import Built

_RECORD = "editions.json"


def keep(built: Built, folder: Path) -> None:
    """Note which files below `folder` are the editions: last of all, so that half a case is never taken."""
    if built.outcome.failure is None:
        names = {suffix: str(path) for suffix, path in built.files.items()}
        (folder / _RECORD).write_text(json.dumps(names), "utf-8")


def kept(folder: Path) -> dict[str, Path]:
    """Return the editions below `folder` by their suffix, or none."""
    try:
        names = json.loads((folder / _RECORD).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return {suffix: Path(name) for suffix, name in names.items()}
