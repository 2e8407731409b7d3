"""What gathers while one article is published, or looked through, and becomes its Outcome."""

from __future__ import annotations

import time
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from recto.diagnostics import Diagnostic, Severity
from recto.errors import RectoError
from recto.origins import Origin
from recto.outcome import Outcome, Written
from recto.pipeline.project import Step
from recto.settings import General

if TYPE_CHECKING:
    from recto.checks.switches import Switches


class Clock:
    """Tells the steps of the work, and measures them."""

    def __init__(self, step: Step) -> None:
        self.seconds: dict[str, float] = {}
        """Step → wall-clock seconds it took."""
        self._step = step
        self._current = ""
        self._since = time.perf_counter()

    def start(self, name: str) -> None:
        """Begin the step `name`, and end the one before."""
        now = time.perf_counter()
        if self._current:
            self.add({self._current: now - self._since})
        self._current, self._since = name, now
        if name:
            self._step(name)

    def stop(self) -> None:
        """End the last step."""
        self.start("")

    def add(self, seconds: Mapping[str, float]) -> None:
        """Count what was measured elsewhere."""
        for name, took in seconds.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + took


class Run:
    """What gathers while one article is published, or looked through."""

    def __init__(self, step: Step) -> None:
        self.clock = Clock(step)
        self.findings: list[Diagnostic] = []
        self.failure: RectoError | None = None
        self.source = ""
        """SHA-256 of the article's file."""
        self.inputs: Mapping[str, str | None] = {}
        """What was read beside the article so far."""
        self.general: General | None = None
        """The article's settings, once they are known."""
        self.off: Switches | None = None
        """What the author does not want to hear, once it is known."""
        self.is_repeatable = False

    def report(self, finding: Diagnostic) -> None:
        """Keep what is found, if the author wants to hear of it."""
        if self.off is None or self.off.lets(finding):
            self.findings.append(finding)

    def turn_off(self, off: Switches) -> None:
        """Forget what `off` turns off, and keep deaf to it."""
        self.off = off
        self.findings = list(filter(off.lets, self.findings))

    def forget(self, codes: Container[str]) -> None:
        """Drop the findings of these codes: something knows better now."""
        self.findings = [finding for finding in self.findings if finding.code not in codes]

    def fail(self, failure: RectoError) -> None:
        """Keep the first failure, and the findings of all."""
        self.failure = self.failure or failure
        self.findings += failure.findings

    def count(self, *severities: Severity) -> int:
        """Return how many findings there are of these kinds."""
        return sum(finding.severity in severities for finding in self.findings)

    def outcome(self, origin: Origin, written: tuple[Written, ...] = ()) -> Outcome:
        """Return what has become of the article of `origin`."""
        self.clock.stop()
        return Outcome(
            name=origin.name,
            written=written,
            findings=tuple(dict.fromkeys(self.findings)),
            inputs=MappingProxyType(dict(self.inputs)),
            seconds=MappingProxyType(self.clock.seconds),
            failure=self.failure,
            source=self.source,
            is_repeatable=self.is_repeatable,
        )


def fatal(general: General) -> tuple[Severity, ...]:
    """Return the kinds of findings that forbid to go on."""
    return (Severity.ERROR, Severity.WARNING) if general.strict else (Severity.ERROR,)
