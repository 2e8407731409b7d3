"""What the proof of the printed pages found, and how it is told: one finding a place, few of a kind."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from recto.diagnostics import Diagnostic, Severity

MOST_OF_A_KIND = 10
"""Findings of one kind that are told one by one."""
_QUOTED = 40
"""Characters of a line that its finding names it by."""
_MILLIMETRES = 25.4 / 96


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that is not right."""

    code: str
    page: int
    line: int | None
    what: str = ""
    """What it is, as a sentence begins; or its words."""
    size: float = 0.0
    """How far it goes: in CSS pixels, or times."""
    side: str = ""
    other: int = 0
    """Another page."""

    @property
    def extent(self) -> str:
        """How far it goes, in millimetres."""
        return f"{max(1, round(self.size * _MILLIMETRES))} mm"


@dataclass(slots=True)
class Faults:
    """The faults of a document, one a place: a line of the source, or a page where no line is known."""

    found: dict[tuple[str, int | None, int], Fault] = field(default_factory=dict)
    pages: dict[int, int] = field(default_factory=dict)
    """Line of the source where something begins → the page on which it is printed first."""

    def add(self, fault: Fault) -> None:
        """Take in `fault`; of those at one place, the greatest counts."""
        key = (fault.code, fault.line, 0 if fault.line else fault.page)
        known = self.found.get(key)
        if known is None:
            self.found[key] = fault
        elif fault.size > known.size:
            self.found[key] = replace(fault, page=known.page)

    def with_pages(self, findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield `findings` with the page on which what their line says is printed."""
        lines = sorted(self.pages)
        for finding in findings:
            at = bisect_right(lines, finding.line) if finding.line else 0
            if at:
                page = self.pages[lines[at - 1]]
                yield replace(finding, message=f"{finding.message.removesuffix('.')} (page {page}).")
            else:
                yield finding

    def findings(self, *, file: str) -> Iterator[Diagnostic]:
        """Yield what is to be told of them."""
        return capped(_told(fault, file) for fault in self.found.values())


def capped(findings: Iterable[Diagnostic], most: int = MOST_OF_A_KIND) -> Iterator[Diagnostic]:
    """Yield up to `most` findings of each code, and then how many more there are."""
    more: dict[str, list[Diagnostic]] = {}
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
        if counts[finding.code] <= most:
            yield finding
        else:
            more.setdefault(finding.code, []).append(finding)
    for rest in more.values():
        message = f"There is the same in {len(rest)} more place{'' if len(rest) == 1 else 's'}."
        worst = min((finding.severity for finding in rest), key=list(Severity).index)
        yield Diagnostic(worst, rest[0].code, message, file=rest[0].file)


def _told(fault: Fault, file: str) -> Diagnostic:
    severity, message, hint = _KINDS[fault.code]
    return Diagnostic(severity, fault.code, message(fault), file=file, line=fault.line, hint=hint)


_KINDS: Mapping[str, tuple[Severity, Callable[[Fault], str], str]] = {
    "off-page": (
        Severity.ERROR,
        lambda fault: f"{fault.what} runs {fault.extent} off the {fault.side} edge of page {fault.page}.",
        "Let it break or shrink: shorter lines, fewer columns, or a theme that wraps them.",
    ),
    "into-margin": (
        Severity.WARNING,
        lambda fault: f"{fault.what} runs {fault.extent} into the {fault.side} margin of page {fault.page}.",
        "Let it break or shrink: shorter lines, fewer columns, or a theme that wraps them.",
    ),
    "content-clipped": (
        Severity.WARNING,
        lambda fault: (
            f"{fault.what} on page {fault.page} is cut off by its box: {fault.extent} of it are missing."
        ),
        "The theme gives the box a size and hides what does not fit (overflow).",
    ),
    "content-overlapping": (
        Severity.WARNING,
        lambda fault: (
            f"{fault.what} on page {fault.page} is {fault.extent} larger than its box, "
            f"over what stands {'beside it' if fault.side else 'below it'}."
        ),
        "The theme gives the box a size, or keeps words from being broken.",
    ),
    "note-elsewhere": (
        Severity.WARNING,
        lambda fault: f"The note that is called on page {fault.page} stands on page {fault.other}.",
        "Shorten it, or let notes stand at the end: pdf.notes=end.",
    ),
    "line-loose": (
        Severity.NOTE,
        lambda fault: (
            f"The spaces of a line on page {fault.page} are stretched to {fault.size:.1f} times their width: "
            f"“{fault.what[:_QUOTED].rstrip()}{'…' if len(fault.what) > _QUOTED else ''}”."
        ),
        "Say it in other words, or raise pdf.loose_lines.",
    ),
    "page-empty": (
        Severity.WARNING,
        lambda fault: f"The last page, {fault.page}, is empty.",
        "The theme breaks the page behind what comes last, or leaves it too much room.",
    ),
}
"""Code → severity, message, and what to do."""
