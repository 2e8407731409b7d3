"""The Attempts at all editions of an article ▶ what is to be placed, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterable

from recto.pipeline.making import PAGED, Attempt
from recto.pipeline.run import Run
from recto.settings import General
from recto.writers import Artifact


def gather(attempts: Iterable[Attempt], general: General, run: Run) -> list[tuple[str, Artifact]]:
    """Return the format and file of each edition that could be made, and keep the failure of each other."""
    from recto import checks

    made = {attempt.name: attempt for attempt in attempts}
    if PAGED in made and made[PAGED].failure is None:
        run.forget(checks.RECKONED)
    placeable: list[tuple[str, Artifact]] = []
    for name in general.formats:
        attempt = made[name]
        run.findings += attempt.findings
        if attempt.failure is not None:
            run.fail(attempt.failure)
        else:
            placeable += ((name, artifact) for artifact in attempt.artifacts)
    return placeable
