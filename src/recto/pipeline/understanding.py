"""Load ▶ settle ▶ read: an article, and all that its editions are made from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from recto import source as source_module
from recto.article import Article, Source
from recto.diagnostics import error
from recto.errors import ConfigError, ContentError
from recto.files import Files, Unreadable
from recto.origins import Origin
from recto.pipeline.project import Project
from recto.pipeline.run import Run, fatal
from recto.pipeline.settling import settle
from recto.places import files_in
from recto.settings import General, Settings
from recto.theme import Theme
from recto.versions import versions
from recto.writers import Edition, PageStart, files_of, registry

if TYPE_CHECKING:
    from recto.checks.switches import Switches


@dataclass(frozen=True, slots=True)
class Understood:
    """An article that was read, and all that its editions are made from."""

    article: Article
    settings: Settings
    theme: Theme
    off: Switches
    """What its author does not want to hear."""
    inputs: Mapping[str, str]
    """What was read beside it: name → SHA-256."""
    references: Mapping[str, bytes]
    """What was read to be kept: name → content."""

    def edition(self, name: str, pages: tuple[PageStart, ...] = ()) -> Edition:
        """Return what the writer `name` is to write, with the pages of the print edition."""
        return Edition(
            article=self.article,
            theme=self.theme,
            options=self.settings.options[name],
            versions=versions(),
            settings=MappingProxyType(self.settings.shaping(name)),
            inputs=MappingProxyType(dict(self.inputs)),
            references=MappingProxyType(dict(self.references)),
            pages=pages,
        )


def understand(project: Project, origin: Origin, run: Run) -> Understood:
    """Load, settle and read the article; raises `RectoError` where it cannot go on."""
    source, settings, theme = open_article(project, origin, run)
    files = files_in(origin.folder, network=settings.general.allow_network)
    run.inputs = files.read_names
    article, off = _read(source, files, settings, run)
    return Understood(
        article=article,
        settings=settings,
        theme=theme,
        off=off,
        inputs={name: digest for name, digest in sorted(files.read_names.items()) if digest},
        references=dict(sorted(files.kept.items())),
    )


def open_article(project: Project, origin: Origin, run: Run) -> tuple[Source, Settings, Theme]:
    """Load and settle the article, without reading it; raises `RectoError` where it cannot go on."""
    run.clock.start("reading")
    source = source_module.load(origin)
    run.source = hashlib.sha256(source.data).hexdigest()
    settings, theme = settle(project, source, run.report)
    run.general = settings.general
    if project.certify:
        _forbid_idle_claims(settings.general)
    return source, settings, theme


def is_repeatable(
    project: Project, origin: Origin, general: General, inputs: Mapping[str, str | None]
) -> bool:
    """Say whether only files and what is installed count: no network, no validators, nobody else's writer."""
    ours = {name for name, writer in registry().items() if type(writer).__module__.startswith("recto.")}
    is_local = isinstance(origin.folder, Path) and not any("://" in name for name in inputs)
    asks_nobody = not (project.certify or general.check_links)
    return is_local and asks_nobody and ours.issuperset(general.formats)


def _read(source: Source, files: Files, settings: Settings, run: Run) -> tuple[Article, Switches]:
    """Read the article, and what its settings name; raises `ContentError` when findings forbid to go on."""
    from recto import checks, reader

    general = settings.general
    article = reader.read(source, files, run.report, general)
    run.turn_off(off := checks.switched(article, settings))
    for finding in checks.check(article, settings, off):
        run.report(finding)
    for name in general.formats:
        for file in files_of(settings.options[name]):
            try:
                files.read(file, keep=True)
            except Unreadable as fault:
                message = f"{file}, which a setting of {name} names, cannot be read: {fault}."
                hint = "It is looked for beside the article."
                run.report(error("setting-file-missing", message, file=source.name, hint=hint))
    if run.count(*fatal(general)):
        raise ContentError()
    return article, off


def _forbid_idle_claims(general: General) -> None:
    """Raise `ConfigError` where there is nobody to certify, or nothing."""
    if not general.certifier.strip():
        raise ConfigError.of(
            "certifier-missing",
            "Nobody is named who certifies the e-book.",
            hint="--certifier 'Ada Lovelace', or certifier in recto.toml.",
        )
    if "epub" not in general.formats:
        raise ConfigError.of(
            "certify-nothing",
            "Only an e-book can be certified, and none is asked for.",
            hint=f"--to {','.join([*general.formats, 'epub'])}",
        )
