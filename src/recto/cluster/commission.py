"""What a worker is told once for all articles of a run: settings, themes, limits, and what it has to be like.

It is a plugin of Dask's workers, so that one that joins later is told, too. The project travels by content,
and a worker lays it out in a folder of its own: it needs none of the project's files, and cannot have others.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from distributed import Worker, WorkerPlugin

from recto.batch import Limits
from recto.cache.store import Store
from recto.cache.surroundings import opened
from recto.cluster.hands import Hands
from recto.cluster.likeness import compared, likeness
from recto.diagnostics import Diagnostic
from recto.errors import ConfigError
from recto.files import listing, spoken_environment, write_all
from recto.pipeline import Project
from recto.url import Place

_SETTINGS = ("recto.toml", "pyproject.toml")
_THEMES = "themes"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the person who builds has asked for."""

    project: Project
    files: Mapping[str, bytes]
    """The project's settings and themes: posix name → content."""
    limits: Limits
    environment: Mapping[str, str | None]
    """What shapes editions, and means the same everywhere; None for what is not set."""
    likeness: Mapping[str, str]
    """What the machine is like on which it was asked for."""

    @classmethod
    def of(cls, project: Project, limits: Limits | None) -> Self:
        """Read what there is to know of the project on this machine."""
        root = project.root
        paths = [path for name in _SETTINGS if (path := root / name).is_file()]
        paths += [Path(path) for path, _ in listing(root / _THEMES)]
        files = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
        cache = project.cache
        if cache is not None:
            cache = replace(cache, store=Store(cache.store.folder.absolute(), cache.store.limit))
        project = replace(project, root=Path(), output=anywhere(project.output), cache=cache)
        return cls(project, files, limits or Limits(), spoken_environment(), likeness())


class Commission(WorkerPlugin):  # type: ignore[misc]  # Dask has no types
    """A run, as a worker sees it."""

    def __init__(self, run: str, terms: Terms) -> None:
        self.name = name_of(run)
        self.refusal: Diagnostic | None = None
        """Why this worker must not work for it."""
        self._terms = terms
        self._folder: Path | None = None
        self._hands: Hands | None = None

    def setup(self, worker: Worker) -> None:
        """Compare the machines, and lay out the project."""
        terms = self._terms
        self.refusal = compared(likeness(), terms.likeness, machine_of(worker))
        if self.refusal is not None:
            return
        # Dask removes it with the worker, killed or not.
        self._folder = Path(tempfile.mkdtemp(prefix="recto-", dir=worker.local_directory))
        write_all(self._folder, terms.files.items())
        project = replace(terms.project, root=self._folder)
        if project.cache is not None:
            # The same folder's name, but this machine's libraries and fonts.
            project = replace(project, cache=opened(project.cache.store, lambda _: None))
        self._hands = Hands(project, terms.limits, terms.environment)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - Dask gives it by that name
        """Let go of all that belongs to the run."""
        if self._hands is not None:
            self._hands.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def hands(self) -> Hands:
        """What does the work; raises `ConfigError` where this worker must not do it."""
        if self._hands is None:
            raise ConfigError(*([self.refusal] if self.refusal else []))
        return self._hands


def anywhere(place: Place) -> Place:
    """Return `place` as it is called in any working folder, and on any machine that has it."""
    return place.absolute() if isinstance(place, Path) else place


def name_of(run: str) -> str:
    """Return what the run's plugin is called."""
    return f"recto-{run}"


def machine_of(worker: Any) -> str:
    """Return how a worker is called in what is told of it."""
    return f"The worker {worker.address}"
