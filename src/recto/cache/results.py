"""What writers made, found again by the digest of their edition: files, findings, the proof's verdict.

Only what may be published is kept: a result with an error is made again each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from recto.cache.store import Store
from recto.diagnostics import Diagnostic, Report, Severity
from recto.writers import Artifact

Make = Callable[[Report], tuple[Artifact, ...]]
"""Makes one edition, and tells what it finds."""


def remembered(make: Make, store: Store, digest: str, report: Report) -> tuple[Artifact, ...]:
    """Return what `make` made for this digest before, and tell its findings again; else make and keep it."""
    table = store.table("results", digest, report)
    artifacts = None if table is None else _artifacts(table, store, report)
    if artifacts is not None:
        for finding in table["findings"]:
            report(msgspec.convert(finding, Diagnostic))
        return artifacts
    findings: list[Diagnostic] = []

    def listen(finding: Diagnostic) -> None:
        findings.append(finding)
        report(finding)

    made = make(listen)
    if not any(finding.severity is Severity.ERROR for finding in findings):
        files = [(store.keep_blob(each.data, report), len(each.data), _table(each)) for each in made]
        kept = {"files": files, "findings": [msgspec.to_builtins(finding) for finding in findings]}
        store.keep_table("results", digest, kept, report)
    return made


def _artifacts(table: Any, store: Store, report: Report) -> tuple[Artifact, ...] | None:
    """Return the files that a table names; None if one of them is not whole."""
    artifacts = []
    for digest, size, values in table["files"]:
        data = store.blob(digest, report)
        if data is None or len(data) != size:
            return None
        artifacts.append(replace(msgspec.convert(values, Artifact), data=data))
    return tuple(artifacts)


def _table(artifact: Artifact) -> Any:
    """Return all that is in an artifact but its bytes, as JSON has it."""
    return msgspec.to_builtins(replace(artifact, data=b""), enc_hook=dict)
