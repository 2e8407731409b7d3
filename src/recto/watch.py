"""Watch: publish once, and again whatever a change touches, until somebody stops it.

    wait for events ▶ compare files ▶ which articles? ▶ batch.Pool, kept warm ▶ a Round

Events only say that it is worth while to look; what counts is whether a file that the last build read, or
missed, is another than before that build. So it does not matter how an editor saves, and what changes
during a build is not lost. Nothing that is wrong with an article, or with recto.toml, ends it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from recto.batch import Limits, cores
from recto.batch.pool import Pool
from recto.diagnostics import Diagnostic
from recto.errors import UsageError
from recto.origins import Origin, find
from recto.outcome import Outcome
from recto.pipeline import Project, Step, no_step
from recto.url import is_url, local, parsed

_SETTLED = 100
"""Milliseconds without a change after which a burst is taken to be over."""
_LONGEST_BURST = 1600
"""Milliseconds after which a burst is looked at, over or not."""
_GLANCE = 1000
"""Milliseconds after which is looked once without an event: for what changed before events came."""
_SETTINGS = ("recto.toml", "pyproject.toml")

Signature = tuple[int, int, int] | None
"""What tells one state of a file from another: its time, size and inode; None where there is none."""
_OTHER: Signature = (-1, -1, -1)
"""No file's: of one that is already another than the one that was read."""


@dataclass(frozen=True, slots=True)
class Round:
    """One build, and what it was made for. The next round begins when its `outcomes` have been taken."""

    outcomes: Iterator[Outcome]
    changed: tuple[str, ...] = ()
    """The files that are new, changed or gone; none in the first round."""
    gone: tuple[str, ...] = ()
    """Articles that are no more; their editions stay."""
    findings: tuple[Diagnostic, ...] = ()
    """What is wrong with the sources as they were named: one is missing, say."""
    watched: int = 0
    """How many articles are watched."""


@dataclass(slots=True)
class Watch:
    """The articles that `sources` (files and folders) name, and what is known of them."""

    project: Project
    sources: tuple[str, ...]
    limits: Limits | None = None
    jobs: int | None = None
    step: Step = no_step
    _origins: dict[str, Origin] = field(default_factory=dict)
    _inputs: dict[str, frozenset[Path]] = field(default_factory=dict)
    """Article → all that its last build read or missed, its own file included."""
    _seen: dict[Path, Signature] = field(default_factory=dict)
    """Each file that matters, as it was before the last build."""
    _findings: tuple[Diagnostic, ...] = ()

    def rounds(self) -> Iterator[Round]:
        """Build everything; then yield a Round for each change. Raises `UsageError` at first only."""
        for url in filter(is_url, self.sources):
            raise UsageError.of(
                "watch-remote",
                f"{parsed(url)} is not watched: nobody tells when it changes.",
                hint="Build it when it has, or watch files on this machine; their editions may go anywhere.",
            )
        find(self.sources, base=self.project.root)
        with Pool(self.project, self.jobs or cores(), self.limits) as pool:
            self._look()
            yield self._round(pool, list(self._origins.values()))
            while True:
                known, findings = dict(self._origins), self._findings
                changed = self._wait()
                if shared := any(map(self._is_shared, changed)):
                    pool.close()  # the workers have the theme in memory
                touched = [
                    origin
                    for name, origin in self._origins.items()
                    if shared or name not in known or self._inputs.get(name, frozenset()) & changed
                ]
                gone = tuple(name for name in known if name not in self._origins)
                told = self._findings if self._findings != findings else ()
                if touched or gone or told:
                    yield self._round(pool, touched, changed=changed, gone=gone, findings=told)

    def _round(
        self,
        pool: Pool,
        origins: list[Origin],
        *,
        changed: Iterable[Path] = (),
        gone: tuple[str, ...] = (),
        findings: tuple[Diagnostic, ...] = (),
    ) -> Round:
        names = tuple(sorted(path.as_posix() for path in changed))
        return Round(self._publish(pool, origins), names, gone, findings, len(self._origins))

    def _publish(self, pool: Pool, origins: list[Origin]) -> Iterator[Outcome]:
        by_name = {origin.name: origin for origin in origins}
        for outcome in pool.publish(origins, self.step):
            origin = by_name[outcome.name]
            folder = local(origin.folder)
            read = frozenset(folder / name for name in outcome.inputs if "://" not in name)
            if outcome.failure is not None:  # it may have failed before it came to all of its files
                read |= self._inputs.get(outcome.name, frozenset())
            self._inputs[outcome.name] = read | _own(origin)
            for name, digest in outcome.inputs.items():
                path = folder / name
                if path in read and path not in self._seen:  # nobody had asked for it before
                    self._seen[path] = _signature(path) if _digest(path) == digest else _OTHER
            yield outcome

    def _wait(self) -> frozenset[Path]:
        """Return the files that have changed, once some have, and keep what they are now."""
        from watchfiles import watch

        while True:
            folders = self._folders()
            events = watch(
                *folders,
                watch_filter=None,
                debounce=_LONGEST_BURST,
                step=_SETTLED,
                rust_timeout=_GLANCE,
                yield_on_timeout=True,
                recursive=False,
                ignore_permission_denied=True,
            )
            try:
                for number, burst in enumerate(events):
                    if not burst and number:
                        continue
                    if changed := self._look():
                        return changed
                    if self._folders() != folders:
                        break
            except FileNotFoundError:  # a folder that went while it was about to be watched
                continue

    def _look(self) -> frozenset[Path]:
        """Find the articles anew, and return the files that are not what they were."""
        self._find()
        files = chain(self._shared(), *map(_own, self._origins.values()), *self._inputs.values())
        now = {path: _signature(path) for path in files}
        before = self._seen
        changed = frozenset(path for path, found in now.items() if found != before.get(path))
        left = frozenset(path for path in before.keys() - now if before[path] and not _signature(path))
        self._seen = now
        return changed | left

    def _find(self) -> None:
        """Find the articles; where that cannot be done for all sources, for those for which it can."""
        base = self.project.root
        try:
            found, self._findings = find(self.sources, base=base), ()
        except UsageError as fault:
            self._findings = fault.findings
            found = []
            for source in self.sources:
                try:
                    found += find([source], base=base)
                except UsageError:
                    continue
        stems: dict[str, Origin] = {}
        for origin in found:
            stems.setdefault(origin.stem.casefold(), origin)
        self._origins = {origin.name: origin for origin in stems.values()}
        for name in [name for name in self._inputs if name not in self._origins]:
            del self._inputs[name]

    def _shared(self) -> Iterator[Path]:
        """Yield the files that shape all articles: the settings and the themes."""
        root = self.project.root
        yield from (root / name for name in _SETTINGS)
        yield from (path for path in (root / "themes").rglob("*") if not path.is_dir())

    def _is_shared(self, path: Path) -> bool:
        root = self.project.root
        return path.is_relative_to(root / "themes") or path in [root / name for name in _SETTINGS]

    def _folders(self) -> frozenset[Path]:
        """Return the folders in which something may happen that matters."""
        base = self.project.root
        parents = {path.parent for path in self._seen}
        parents |= {path.resolve().parent for path in self._seen if path.is_symlink()}
        for top in (base / "themes", *(base / source for source in self.sources)):
            parents |= set(_folders_below(top)) or {top.parent}
        return frozenset(_nearest(path) for path in parents)


def _own(origin: Origin) -> frozenset[Path]:
    return frozenset({local(origin.path)} if origin.path else ())


def _signature(path: Path) -> Signature:
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    except OSError:
        return None


def _folders_below(top: Path) -> Iterator[Path]:
    """Yield `top`, if it is a folder, and the folders below it in which articles are looked for."""
    if top.is_dir():
        yield top
        for path in top.rglob("*"):
            if path.is_dir() and not any(part.startswith(".") for part in path.relative_to(top).parts):
                yield path


def _nearest(folder: Path) -> Path:
    """Return `folder`, or the one above it that is there: where it would appear."""
    return next((each for each in (folder, *folder.parents) if each.is_dir()), Path())
