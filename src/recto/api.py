"""Recto as a library: what the command does, for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from recto import batch, places
from recto.article import Article
from recto.cache import records
from recto.cache.store import store_in
from recto.cache.surroundings import opened
from recto.diagnostics import Diagnostic, Report, Severity
from recto.errors import ContentError, RectoError
from recto.origins import Origin, find
from recto.outcome import Outcome
from recto.pipeline import Project, flags_layer, publish_all, settle
from recto.settings import Layer
from recto.source import load


def build(  # noqa: PLR0913 - all but the first by name
    sources: str | PathLike[str] | Iterable[str | PathLike[str]] = "source",
    *,
    output: str | PathLike[str] = "build",
    to: Iterable[str] | None = None,
    theme: str | None = None,
    settings: Mapping[str, Any] | None = None,
    project: str | PathLike[str] = ".",
    certify: bool = False,
    jobs: int | None = None,
    check: bool = True,
    cache: str | PathLike[str] | None = None,
) -> tuple[Outcome, ...]:
    """Make the editions of the articles that `sources` (files or folders) name, below `output`.

    `settings` are dotted keys or tables (`{"pdf.page_size": "A5"}`); `project` is the folder whose
    recto.toml and themes count, and to which relative sources refer. With `certify`, e-books claim to be
    accessible in the name of the setting `certifier`, once the reference validators have passed them.
    Results are kept in the folder `cache`, if one is named, and not made again while nothing changes.
    With `jobs`, articles are made in so many processes of their own, each within `recto.batch.Limits`; the
    program that calls then needs its `if __name__ == "__main__":`, as for the standard library's processes.
    Raises `UsageError` and `ConfigError` at once. Every article is tried; then, with `check`, the
    failure of the first that failed is raised, holding the findings of all that did.
    """
    arguments = [sources] if isinstance(sources, str | PathLike) else list(sources)
    flags = flags_layer({"formats": tuple(to) if to is not None else None, "theme": theme}, ())
    layers = (*flags, *([Layer("settings", settings)] if settings else []))
    kept = opened(store_in(cache), _no_report) if cache is not None else None
    run = Project(Path(project), places.output(fspath(output)), layers, certify, kept)
    origins = find([fspath(argument) for argument in arguments], base=run.root)
    given = [certify, *((layer.name, repr(layer.values)) for layer in layers)]
    task = records.Task(run.root, run.output, given)
    publish = partial(publish_all, run) if jobs is None else partial(batch.publish_all, run, jobs=jobs)
    outcomes = tuple(records.published(task, origins, publish, cache=kept, report=_no_report))
    if check:
        _raise_first(outcomes)
    return outcomes


def _no_report(_finding: Diagnostic) -> None:
    """Tell nobody how the cache is."""


def _raise_first(outcomes: Iterable[Outcome]) -> None:
    failed = [outcome for outcome in outcomes if outcome.failure is not None]
    if not failed:
        return
    first = failed[0].failure
    if not isinstance(first, RectoError):
        raise first or RuntimeError
    findings = [f for outcome in failed for f in outcome.findings if f.severity is not Severity.NOTE]
    raise type(first)(*findings) from first


def read(
    path: str | PathLike[str], *, report: Report | None = None, settings: Mapping[str, Any] | None = None
) -> Article:
    """Return the article in the file `path`, or at that URL; findings go to `report`.

    Raises `SourceError` when it cannot be read, and `ContentError` when it has errors.
    """
    file = places.place(fspath(path), Path())
    name = str(file) if isinstance(file, places.Url) else file.name
    root = Path() if isinstance(file, places.Url) else file.parent
    findings: list[Any] = []

    source = load(Origin(name, file.stem, file.parent, file))
    project = Project(root, root, (Layer("settings", settings),) if settings else ())
    from recto import checks, reader

    try:
        resolved, _ = settle(project, source, findings.append)
        files = places.files_in(file.parent, network=resolved.general.allow_network)
        article = reader.read(source, files, findings.append, resolved.general)
        off = checks.switched(article, resolved)
        findings = [*filter(off.lets, findings), *checks.check(article, resolved, off)]
    finally:
        if report is not None:
            for finding in findings:
                report(finding)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise ContentError(*errors)
    return article
