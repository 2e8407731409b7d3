"""Publish an article, or look it through. Nothing else writes outputs; `cache.records` restores them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath

from recto import collector
from recto.diagnostics import error
from recto.errors import RectoError, WriterError
from recto.frames import in_one_piece
from recto.origins import BOOKLET, Origin
from recto.outcome import Outcome, Written
from recto.pipeline.gathering import gather
from recto.pipeline.making import Attempt, Maker, attempts
from recto.pipeline.project import Project, Step, no_step
from recto.pipeline.run import Run
from recto.pipeline.understanding import is_repeatable, understand
from recto.places import write_all
from recto.settings import General
from recto.writers import Artifact


def publish_all(project: Project, origins: Iterable[Origin], step: Step = no_step) -> Iterator[Outcome]:
    """Publish the articles one after the other; none stops another."""
    return (guarded(origin, partial(publish, project, origin, step)) for origin in origins)


def examine_all(project: Project, origins: Iterable[Origin], step: Step = no_step) -> Iterator[Outcome]:
    """Examine the articles one after the other; none stops another."""
    return (guarded(origin, partial(examine, project, origin, step)) for origin in origins)


def guarded(origin: Origin, do: Callable[[], Outcome]) -> Outcome:
    """Return what `do` makes of an article; what nobody foresaw is an Outcome as well."""
    try:
        # All that the collector would walk through is needed until the article is done.
        with collector.resting():
            return in_one_piece(do)
    except Exception as bug:  # noqa: BLE001 - the batch loop: reported, and the others go on
        finding = error(
            "internal",
            f"Recto failed on this article: {type(bug).__name__}: {bug}.",
            file=origin.name,
            hint="This is a fault in Recto; --verbose shows where.",
        )
        return Outcome(origin.name, findings=(finding,), failure=bug)


def publish(project: Project, origin: Origin, step: Step = no_step) -> Outcome:
    """Make one article's editions and put them in their place; never raises a `RectoError`."""
    run = Run(step)

    def make() -> tuple[General, Iterable[Attempt]]:
        understood = understand(project, origin, run)
        general = understood.settings.general
        return general, attempts(Maker(project, understood, run.clock), general)

    return conclude(project, origin, run, make)


def conclude(
    project: Project, origin: Origin, run: Run, make: Callable[[], tuple[General, Iterable[Attempt]]]
) -> Outcome:
    """Gather and place what `make` makes; never raises a `RectoError`, also where `make` does."""
    written: tuple[Written, ...] = ()
    try:
        general, made = make()
        placeable = list(_own(gather(made, general, run), origin, run))
        run.clock.start("placing")
        written = _place(project, placeable)
        run.is_repeatable = run.failure is None and is_repeatable(project, origin, general, run.inputs)
    except RectoError as failure:
        run.fail(failure)
    return run.outcome(origin, written)


def _own(made: Iterable[tuple[str, Artifact]], origin: Origin, run: Run) -> Iterator[tuple[str, Artifact]]:
    """Yield what has a name of its own, and not that of another article's edition."""
    for name, artifact in made:
        is_booklet = PurePosixPath(artifact.path).with_suffix("").as_posix() == f"{origin.stem}{BOOKLET}"
        if is_booklet and origin.taken:
            message = f"{artifact.path} would be written over an edition of {origin.taken}, and is left out."
            hint = "Rename one of the articles, or build them into different folders."
            fault = error("output-collision", message, file=origin.name, hint=hint)
            run.fail(WriterError(fault, writer=name))
        else:
            yield name, artifact


def examine(project: Project, origin: Origin, step: Step = no_step) -> Outcome:
    """Look through one article as `publish` does, and write nothing; never raises a `RectoError`."""
    run = Run(step)
    try:
        understand(project, origin, run)
    except RectoError as failure:
        run.fail(failure)
    return run.outcome(origin)


def _place(project: Project, made: list[tuple[str, Artifact]]) -> tuple[Written, ...]:
    places = write_all(project.output, [(artifact.path, artifact.data) for _, artifact in made])
    return tuple(
        Written(format=name, place=place, size=len(artifact.data), digest=artifact.digest)
        for (name, artifact), place in zip(made, places, strict=True)
    )
