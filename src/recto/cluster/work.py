"""What a worker's process does: one of the pipeline's pieces, from packed to packed.

    Reading ▶ `understand` ▶ all that editions are made from
    Making  ▶ `Maker`      ▶ the files of one edition
    Placing ▶ `concluding` ▶ what is told of the article

Whatever is wrong is part of what comes back; nothing is raised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from recto import collector, theme
from recto.batch.worker import portable
from recto.cluster.concluding import SEE_THE_SAME, outcome_of
from recto.cluster.parts import Made, Part, Read, packed, unpacked
from recto.errors import RectoError, SourceError
from recto.frames import in_one_piece
from recto.origins import Origin
from recto.pipeline import PAGED, Project, Step, no_step
from recto.pipeline.making import Attempt, Maker, page_starts
from recto.pipeline.run import Clock, Run
from recto.pipeline.understanding import Understood, understand

if TYPE_CHECKING:
    from recto.article import Article
    from recto.checks.switches import Switches
    from recto.settings import Settings


@dataclass(frozen=True, slots=True)
class Reading:
    """An article to be read."""

    origin: Origin
    digest: str
    """SHA-256 of its file on the machine that asks for it."""

    @property
    def name(self) -> str:
        """The article's."""
        return self.origin.name


@dataclass(frozen=True, slots=True)
class Making:
    """An edition to be made."""

    name: str
    """The article's."""
    format: str
    reading: bytes
    """The body of its `Part`."""
    paged: bytes
    """The head of the `Part` of the edition with pages; nothing if it bears none."""


@dataclass(frozen=True, slots=True)
class Placing:
    """The editions of an article, to be put in their place."""

    origin: Origin
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """The article's."""
        return self.origin.name


_T = TypeVar("_T")
Task = Reading | Making | Placing


@dataclass(frozen=True, slots=True)
class _Readied:
    """An `Understood` without the theme, which each machine has laid out in another place."""

    article: Article
    settings: Settings
    off: Switches
    inputs: Mapping[str, str]
    references: Mapping[str, bytes]


class Work:
    """Does the tasks of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._reading = b""
        self._maker: Maker | None = None
        """What makes editions of the article packed in `_reading`: as a rule, the next one too."""

    def __call__(self, task: Task, step: Step) -> Part:
        """Do one task."""
        # All that the collector would walk through is needed until it is done.
        with collector.resting():
            return in_one_piece(partial(self._do, task, step))

    def _do(self, task: Task, step: Step) -> Part:
        if isinstance(task, Reading):
            return _read(self._project, task, step)
        if isinstance(task, Placing):
            return _place(self._project, task, step)
        return _make(self._made_from(task.reading), task, step)

    def _made_from(self, reading: bytes) -> Maker:
        if self._maker is None or reading != self._reading:
            understood = _understood(self._project, unpacked(reading))
            self._reading, self._maker = reading, Maker(self._project, understood, Clock(no_step))
        return self._maker


def _read(project: Project, task: Reading, step: Step) -> Part:
    run = Run(step)
    understood, raised = _tried(lambda: understand(project, task.origin, run))
    if run.source != task.digest:
        understood, raised = None, _other_file(task, run.source)
    run.clock.stop()
    head = Read(
        findings=tuple(run.findings),
        raised=raised,
        source=run.source,
        inputs=run.inputs,
        general=run.general,
        off=run.off,
        seconds=run.clock.seconds,
    )
    body = b"" if understood is None else packed(_readied(understood))
    return Part(packed(head), body, sum(run.clock.seconds.values()), goes_on=understood is not None)


def _make(maker: Maker, task: Making, step: Step) -> Part:
    clock = maker.clock = Clock(step)
    pages = unpacked(task.paged).pages if task.paged else ()
    tried, raised = _tried(lambda: maker.attempt(task.format, pages))
    attempt = tried or Attempt(task.format)
    if attempt.failure is not None:
        portable(attempt.failure)
    clock.stop()
    has_pages = task.format == PAGED and raised is None
    head = Made(
        name=task.format,
        findings=tuple(attempt.findings),
        failure=attempt.failure,
        raised=raised,
        pages=page_starts(attempt, maker.general) if has_pages else (),
        seconds=clock.seconds,
    )
    took = sum(clock.seconds.values())
    return Part(packed(head), packed(attempt.artifacts), took, goes_on=raised is None)


def _tried(do: Callable[[], _T]) -> tuple[_T | None, Exception | None]:
    """Return what `do` returns, or what it raises, as it can be sent to where parts are gathered."""
    try:
        return do(), None
    except Exception as failure:  # noqa: BLE001 - what nobody foresaw is told too, and ends no worker
        return None, portable(failure)


def _place(project: Project, task: Placing, step: Step) -> Part:
    outcome = outcome_of(project, task.origin, task.parts, step)
    if outcome.failure is not None:
        outcome = replace(outcome, failure=portable(outcome.failure))
    return Part(packed(outcome), seconds=outcome.seconds.get("placing", 0.0))


def _other_file(task: Reading, found: str) -> RectoError:
    where = "reads another file" if found else "cannot read the file"
    return SourceError.of(
        "cluster-source",
        f"A machine of the cluster {where} that the article is here: {task.origin.path}.",
        file=task.origin.name,
        hint=SEE_THE_SAME,
    )


def _readied(understood: Understood) -> _Readied:
    return _Readied(
        understood.article, understood.settings, understood.off, understood.inputs, understood.references
    )


def _understood(project: Project, readied: _Readied) -> Understood:
    name = readied.settings.general.theme
    return Understood(
        article=readied.article,
        settings=readied.settings,
        theme=theme.load(name, (project.root / "themes",)),
        off=readied.off,
        inputs=readied.inputs,
        references=readied.references,
    )
