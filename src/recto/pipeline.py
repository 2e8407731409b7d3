"""Publish: from an Origin to finished files. Nothing else writes outputs; `cache.records` restores them.

    load ▶ settle (settings, theme) ▶ read ▶ write each format ▶ put the files in their place
    └─────────── examine ───────────────┘

One article's failure is its own: it becomes part of its `Outcome` and stops no other. A format
that cannot be made (no Pango, say) stops no other format of its article either.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from recto import language
from recto import settings as settings_module
from recto import source as source_module
from recto import theme as theme_module
from recto.article import Article, Source
from recto.cache.editions import digest_of
from recto.cache.results import remembered
from recto.cache.surroundings import Cache
from recto.diagnostics import Diagnostic, Report, Severity, error, note, warning
from recto.errors import ConfigError, ContentError, RectoError, WriterError
from recto.files import Files, Unreadable, write_all
from recto.origins import Origin
from recto.outcome import Outcome, Written
from recto.proof import Proof
from recto.settings import CHECKS, NOT_FOR_ARTICLES, General, Layer, Settings
from recto.theme import Theme
from recto.versions import versions
from recto.writers import Artifact, Edition, PageStart, files_of, registry

if TYPE_CHECKING:
    from recto.checks.switches import Switches

PAGED = "pdf"
"""The edition with pages."""

Step = Callable[[str], None]
"""Told the name of each step (`reading`, `html`, …) as it begins."""


@dataclass(frozen=True, slots=True)
class Project:
    """What all articles of one run have in common."""

    root: Path
    """The folder with recto.toml and themes/."""
    output: Path
    flags: tuple[Layer, ...] = ()
    """Settings from the command line, stronger than everything else."""
    certify: bool = False
    """E-books claim to be accessible, once the reference validators have passed them."""
    cache: Cache | None = None
    """Where results are kept, if they are."""


def no_step(_name: str) -> None:
    """Tell nobody."""


def publish_all(project: Project, origins: Iterable[Origin], step: Step = no_step) -> Iterator[Outcome]:
    """Publish the articles one after the other; none stops another."""
    return _each(publish, project, origins, step)


def examine_all(project: Project, origins: Iterable[Origin], step: Step = no_step) -> Iterator[Outcome]:
    """Examine the articles one after the other; none stops another."""
    return _each(examine, project, origins, step)


def _each(
    do: Callable[[Project, Origin, Step], Outcome], project: Project, origins: Iterable[Origin], step: Step
) -> Iterator[Outcome]:
    for origin in origins:
        try:
            yield do(project, origin, step)
        except Exception as bug:  # noqa: BLE001 - the batch loop: reported, and the others go on
            finding = error(
                "internal",
                f"Recto failed on this article: {type(bug).__name__}: {bug}.",
                file=origin.name,
                hint="This is a fault in Recto; --verbose shows where.",
            )
            yield Outcome(origin.name, findings=(finding,), failure=bug)


def publish(project: Project, origin: Origin, step: Step = no_step) -> Outcome:
    """Make one article's editions and put them in their place; never raises a `RectoError`."""
    run = _Run(step)
    written: tuple[Written, ...] = ()
    try:
        article, files, settings, theme = _understand(project, origin, run)
        maker = _Maker(project, settings.general, run)
        made = list(_write(_editions(article, files, settings, theme), settings, run, maker))
        run.start("placing")
        written = _place(project, made)
        run.is_repeatable = run.failure is None and _is_repeatable(project, settings.general, files)
    except RectoError as failure:
        run.fail(failure)
    return run.outcome(origin, written)


def examine(project: Project, origin: Origin, step: Step = no_step) -> Outcome:
    """Look through one article as `publish` does, and write nothing; never raises a `RectoError`."""
    run = _Run(step)
    try:
        _understand(project, origin, run)
    except RectoError as failure:
        run.fail(failure)
    return run.outcome(origin)


def _understand(project: Project, origin: Origin, run: _Run) -> tuple[Article, Files, Settings, Theme]:
    """Load, settle and read the article; raises `RectoError` where it cannot go on."""
    run.start("reading")
    source = source_module.load(origin)
    run.source = hashlib.sha256(source.data).hexdigest()
    settings, theme = settle(project, source, run.report)
    if project.certify:
        _forbid_idle_claims(settings.general)
    files = run.files = Files(origin.folder, network=settings.general.allow_network)
    return _read(source, files, settings, run), files, settings, theme


def _is_repeatable(project: Project, general: General, files: Files) -> bool:
    """Say whether only files and what is installed count: no network, no validators, nobody else's writer."""
    ours = {name for name, writer in registry().items() if type(writer).__module__.startswith("recto.")}
    is_local = not any("://" in name for name in files.read_names)
    asks_nobody = not (project.certify or general.check_links)
    return is_local and asks_nobody and ours.issuperset(general.formats)


class _Run:
    """What gathers while one article is published, or looked through."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.findings: list[Diagnostic] = []
        self.seconds: dict[str, float] = {}
        self.failure: RectoError | None = None
        self.files: Files | None = None
        self.source = ""
        """SHA-256 of the article's file."""
        self.is_repeatable = False
        self.lets: Callable[[Diagnostic], bool] = lambda _: True
        """Whether the author wants to hear of a finding."""
        self._current = ""
        self._since = time.perf_counter()

    def report(self, finding: Diagnostic) -> None:
        if self.lets(finding):
            self.findings.append(finding)

    def turn_off(self, off: Switches) -> None:
        """Forget what `off` turns off, and keep deaf to it."""
        self.lets = off.lets
        self.findings = list(filter(off.lets, self.findings))

    def forget(self, codes: Container[str]) -> None:
        """Drop the findings of these codes: something knows better now."""
        self.findings = [finding for finding in self.findings if finding.code not in codes]

    def start(self, name: str) -> None:
        now = time.perf_counter()
        if self._current:
            self.seconds[self._current] = self.seconds.get(self._current, 0.0) + now - self._since
        self._current, self._since = name, now
        if name:
            self.step(name)

    def fail(self, failure: RectoError) -> None:
        """Keep the first failure, and the findings of all."""
        self.failure = self.failure or failure
        self.findings += failure.findings

    def count(self, *severities: Severity) -> int:
        return sum(finding.severity in severities for finding in self.findings)

    def outcome(self, origin: Origin, written: tuple[Written, ...] = ()) -> Outcome:
        """Return what has become of the article of `origin`."""
        self.start("")
        return Outcome(
            name=origin.name,
            written=written,
            findings=tuple(dict.fromkeys(self.findings)),
            inputs=MappingProxyType(dict(self.files.read_names if self.files else {})),
            seconds=MappingProxyType(self.seconds),
            failure=self.failure,
            source=self.source,
            is_repeatable=self.is_repeatable,
        )


def settle(project: Project, source: Source, report: Report) -> tuple[Settings, Theme]:
    """Return the settings and the theme of one article; raises `ConfigError` naming all faults."""
    writers = registry()
    known = frozenset({field.name for field in msgspec.structs.fields(General)} | {CHECKS, *writers})
    own = dict(source_module.settings_of(source, known))
    for key in [key for key in own if key.replace("-", "_") in NOT_FOR_ARTICLES]:
        del own[key]
        report(
            warning(
                "setting-not-for-articles",
                f"An article cannot set {key!r} for itself; it is passed over.",
                file=source.name,
                line=source.front_lines.get(key),
                hint="Set it in recto.toml or on the command line.",
            )
        )
    _report_unknown_keys(source, known, report)
    weak, always = settings_module.split(settings_module.project_layer(project.root))
    front = Layer("front matter", own, file=source.name, lines=source.front_lines)
    layers = [*weak, front, *always, *project.flags]
    name = settings_module.resolve(layers, writers).general.theme
    theme = theme_module.load(name, (project.root / "themes",))
    settings = settings_module.resolve([Layer(f"theme {name}", theme.defaults), *layers], writers)
    if settings.origin["lang"] == "default":
        settings = _with_guessed_language(settings, source, report)
    return settings, theme


def _with_guessed_language(settings: Settings, source: Source, report: Report) -> Settings:
    lang = language.guess(source.body, settings.general.lang)
    report(
        note(
            "lang-guessed",
            f"The article does not name its language; it is taken to be {lang!r}.",
            file=source.name,
            hint=f"Say so in the front matter: lang: {lang}",
        )
    )
    general = msgspec.structs.replace(settings.general, lang=lang)
    origin = MappingProxyType({**settings.origin, "lang": "guess"})
    return replace(settings, general=general, origin=origin)


def _report_unknown_keys(source: Source, known: frozenset[str], report: Report) -> None:
    from recto.reader.meta import report_unknown_keys

    report_unknown_keys(source, known, report)


def _read(source: Source, files: Files, settings: Settings, run: _Run) -> Article:
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
    fatal = (Severity.ERROR, Severity.WARNING) if general.strict else (Severity.ERROR,)
    if run.count(*fatal):
        raise ContentError()
    return article


def _editions(article: Article, files: Files, settings: Settings, theme: Theme) -> Mapping[str, Edition]:
    """Return what the writer of each format is to write."""
    inputs = {name: digest for name, digest in sorted(files.read_names.items()) if digest}
    return {
        name: Edition(
            article=article,
            theme=theme,
            options=settings.options[name],
            versions=versions(),
            settings=MappingProxyType(settings.shaping(name)),
            inputs=MappingProxyType(inputs),
            references=MappingProxyType(dict(sorted(files.kept.items()))),
        )
        for name in settings.general.formats
    }


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


def _write(
    editions: Mapping[str, Edition], settings: Settings, run: _Run, maker: _Maker
) -> Iterator[tuple[str, Artifact]]:
    """Yield the format and file of each edition that could be made, and keep the failure of each other."""
    from recto import checks

    fatal = (Severity.ERROR, Severity.WARNING) if settings.general.strict else (Severity.ERROR,)
    made: dict[str, _Attempt] = {}
    pages: tuple[PageStart, ...] = ()
    # The one with pages comes first, whatever the order asked for: the others bear its numbers.
    for name in sorted(editions, key=lambda name: name != PAGED):
        run.start(name)
        attempt = made[name] = _Attempt()
        try:
            edition = replace(editions[name], pages=pages)
            attempt.artifacts = maker.made(name, edition, attempt.findings.append)
        except WriterError as failure:
            attempt.failure = failure
        attempt.findings = list(filter(run.lets, attempt.findings))
        if any(finding.severity in fatal for finding in attempt.findings):
            attempt.failure = attempt.failure or WriterError(writer=name)
        elif name == PAGED and attempt.failure is None:
            run.forget(checks.RECKONED)
            pages = attempt.artifacts[0].pages if settings.general.pages else ()
    for name in editions:
        attempt = made[name]
        run.findings += attempt.findings
        if attempt.failure is not None:
            run.fail(attempt.failure)
        else:
            yield from ((name, artifact) for artifact in attempt.artifacts)


@dataclass(slots=True)
class _Attempt:
    """What came of one edition."""

    artifacts: tuple[Artifact, ...] = ()
    findings: list[Diagnostic] = field(default_factory=list)
    failure: WriterError | None = None


class _Maker:
    """Makes the editions of one article and proves their words, unless the cache knows the same ones."""

    def __init__(self, project: Project, general: General, run: _Run) -> None:
        self._cache = None if project.certify else project.cache
        self._certifier = general.certifier if project.certify else ""
        self._is_proved = general.proof
        self._run = run
        self._proof: Proof | None = None

    def made(self, name: str, edition: Edition, report: Report) -> tuple[Artifact, ...]:
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
            self._run.start("proof")
            self._proof = self._proof or Proof(edition.article)
            for finding in (each for file in artifacts for each in self._proof.of(file, edition=name)):
                report(finding)
        return artifacts


def _place(project: Project, made: list[tuple[str, Artifact]]) -> tuple[Written, ...]:
    paths = write_all(project.output, [(artifact.path, artifact.data) for _, artifact in made])
    return tuple(
        Written(format=name, path=path, size=len(artifact.data), digest=artifact.digest)
        for (name, artifact), path in zip(made, paths, strict=True)
    )


def flags_layer(values: Mapping[str, Any], pairs: Iterable[str]) -> tuple[Layer, ...]:
    """Return the layers for options such as `--theme` (absent ones are None) and for `--set` pairs."""
    given = {key: value for key, value in values.items() if value is not None}
    assigned = dict(settings_module.parse_flag(pair) for pair in pairs)
    return tuple(Layer(name, table) for name, table in (("flags", given), ("--set", assigned)) if table)
