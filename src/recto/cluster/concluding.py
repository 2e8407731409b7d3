"""From the parts of one article to its Outcome, by the pipeline's own gathering and placing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from recto.batch.pool import stopped
from recto.cluster.parts import Made, Part, Read, Stopped, unpacked
from recto.errors import SourceError
from recto.files import Files, Unreadable
from recto.origins import Origin
from recto.outcome import Outcome
from recto.pipeline import Project, Step
from recto.pipeline.making import Attempt
from recto.pipeline.publishing import conclude, guarded
from recto.pipeline.run import Run
from recto.settings import General

SEE_THE_SAME = "All machines have to see the same files in the same place: on a file system that they share."


def outcome_of(project: Project, origin: Origin, parts: Sequence[Part], step: Step) -> Outcome:
    """Return what became of the article; its editions are put in their place, if they are not there yet."""
    heads: list[Any] = [unpacked(part.head) for part in parts if part.head]
    for head in heads:
        if isinstance(head, Outcome):  # the worker that gathered has placed them
            return head
        if isinstance(head, Stopped):
            return stopped(origin.name, head.finding)
    return guarded(origin, partial(_concluded, project, origin, list(zip(heads, parts, strict=False)), step))


def _concluded(project: Project, origin: Origin, told: list[tuple[Any, Part]], step: Step) -> Outcome:
    run = Run(step)
    (read, _), *made = told

    def make() -> tuple[General, Iterable[Attempt]]:
        _take_over(run, read, origin)
        return read.general, [_attempt(run, head, part) for head, part in made]

    return conclude(project, origin, run, make)


def _take_over(run: Run, read: Read, origin: Origin) -> None:
    """Let `run` go on where the worker that read the article stood; raises what stopped it."""
    run.findings = list(read.findings)
    run.source, run.inputs, run.general, run.off = read.source, read.inputs, read.general, read.off
    run.clock.add(read.seconds)
    # What the worker has not found may be here: then the machines do not see the same.
    unseen = [name for name, digest in read.inputs.items() if digest is None and _is_here(origin, name)]
    if unseen:
        raise SourceError.of(
            "cluster-source",
            f"A machine of the cluster does not see {', '.join(unseen)} beside the article.",
            file=origin.name,
            hint=SEE_THE_SAME,
        )
    if read.raised is not None:
        raise read.raised


def _is_here(origin: Origin, name: str) -> bool:
    if "://" in name or not isinstance(origin.folder, Path):
        return False
    try:
        Files(origin.folder).read(name)
    except Unreadable:
        return False
    return True


def _attempt(run: Run, made: Made, part: Part) -> Attempt:
    """Return the attempt at an edition; raises what ends the whole article."""
    run.clock.add(made.seconds)
    if made.raised is not None:
        raise made.raised
    attempt = Attempt(made.name, findings=list(made.findings))
    attempt.artifacts, attempt.failure = unpacked(part.body), made.failure
    return attempt
