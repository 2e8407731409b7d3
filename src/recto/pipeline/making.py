"""One edition: written, its words proved, unless the cache knows the same one. It becomes an Attempt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from recto.cache.editions import digest_of
from recto.cache.results import remembered
from recto.diagnostics import Diagnostic, Report
from recto.errors import WriterError
from recto.pipeline.project import Project
from recto.pipeline.run import Clock, fatal
from recto.pipeline.understanding import Understood
from recto.proof import Proof
from recto.settings import General
from recto.writers import Artifact, Edition, PageStart, registry

PAGED = "pdf"
"""The edition with pages."""


@dataclass(slots=True)
class Attempt:
    """What came of one edition."""

    name: str
    """Of its format."""
    artifacts: tuple[Artifact, ...] = ()
    findings: list[Diagnostic] = field(default_factory=list)
    failure: WriterError | None = None


def attempts(maker: Maker, general: General) -> Iterator[Attempt]:
    """Yield an attempt at each edition that is asked for, in the order of `sequence`."""
    pages: tuple[PageStart, ...] = ()
    for name in sequence(general.formats):
        attempt = maker.attempt(name, pages)
        if name == PAGED:
            pages = page_starts(attempt, general)
        yield attempt


def sequence(formats: Iterable[str]) -> list[str]:
    """Return the formats as they are made: the one with pages first, for the others bear its numbers."""
    return sorted(formats, key=lambda name: name != PAGED)


def page_starts(attempt: Attempt, general: General) -> tuple[PageStart, ...]:
    """Return the pages that the other editions are to bear, if `attempt`, the paged one, came to any."""
    wanted = general.pages and attempt.failure is None
    return attempt.artifacts[0].pages if wanted else ()


class Maker:
    """Makes the editions of one article."""

    def __init__(self, project: Project, understood: Understood, clock: Clock) -> None:
        self.clock = clock
        """Told, and counts, the steps of what comes next."""
        self.general = general = understood.settings.general
        self._understood = understood
        self._cache = None if project.certify else project.cache
        self._certifier = general.certifier if project.certify else ""
        self._is_proved = general.proof
        self._proof: Proof | None = None

    def attempt(self, name: str, pages: tuple[PageStart, ...]) -> Attempt:
        """Try to make one edition that bears the numbers of `pages`."""
        self.clock.start(name)
        attempt = Attempt(name)
        edition = self._understood.edition(name, pages)
        try:
            attempt.artifacts = self._made(name, edition, attempt.findings.append)
        except WriterError as failure:
            attempt.failure = failure
        attempt.findings = list(filter(self._understood.off.lets, attempt.findings))
        severities = fatal(self.general)
        if any(finding.severity in severities for finding in attempt.findings):
            attempt.failure = attempt.failure or WriterError(writer=name)
        return attempt

    def _made(self, name: str, edition: Edition, report: Report) -> tuple[Artifact, ...]:
        """Return the files of one edition, whatever was found of them reported; raises `WriterError`."""
        make = partial(self._make, name, edition)
        if self._cache is None:
            return make(report)
        digest = digest_of(edition, registry()[name], self._cache.surroundings, self._is_proved)
        return remembered(make, self._cache.store, digest, report) if digest else make(report)

    def _make(self, name: str, edition: Edition, report: Report) -> tuple[Artifact, ...]:
        def write(edition: Edition) -> tuple[Artifact, ...]:
            return registry()[name].write(edition, report)

        if self._certifier:
            # Its validators bring half a dozen modules along that nothing else starts with.
            from recto.certification import certified

            artifacts = certified(edition, write, writer=name, certifier=self._certifier)
        else:
            artifacts = write(edition)
        if self._is_proved:
            self.clock.start("proof")
            self._proof = self._proof or Proof(edition.article)
            for finding in (each for file in artifacts for each in self._proof.of(file, edition=name)):
                report(finding)
        return artifacts
