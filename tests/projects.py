"""What the tests of the cache share: a project with all that an article can depend on, and its builds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from recto.cache import records, surroundings
from recto.cache.store import Store
from recto.diagnostics import Diagnostic
from recto.origins import Origin, find
from recto.outcome import Outcome
from recto.pipeline import Project, flags_layer, publish_all

ARTICLE = """---
title: T
lang: en
bibliography: works.bib
---

One[@a], and [a link](#nowhere).

![A square](square.png)
"""
OTHER = "---\ntitle: U\nlang: en\n---\n\nTwo.\n"
BIBLIOGRAPHY = "@book{a, title={Title One}, author={Ada Lovelace}, year={1843}}\n"


def draw(path: Path, colour: str) -> None:
    Image.new("RGB", (4, 4), colour).save(path)


def lay_out(folder: Path) -> None:
    """Put a project with two articles and a theme of its own into `folder`."""
    source = folder / "source"
    source.mkdir()
    (source / "a.md").write_text(ARTICLE, "utf-8")
    (source / "b.md").write_text(OTHER, "utf-8")
    (source / "works.bib").write_text(BIBLIOGRAPHY, "utf-8")
    draw(source / "square.png", "red")
    own = folder / "themes" / "own"
    own.mkdir(parents=True)
    (own / "theme.toml").write_text('extends = "default"\n', "utf-8")
    (own / "html.css").write_text("p { color: red }", "utf-8")


class Builder:
    """Builds a project, and knows which articles were published to do so."""

    def __init__(self, cache: Path) -> None:
        self.store = Store(cache, 10**9)
        self.published: list[str] = []
        self.told: list[Diagnostic] = []

    def __call__(self, *sources: str, **flags: Any) -> list[Outcome]:
        self.published = []
        flags = {"formats": "html", "theme": "own", **flags}
        cache = surroundings.opened(self.store, self.told.append)
        project = Project(Path(), Path("build"), flags_layer(flags, ()), cache=cache)

        def publish(origins: Sequence[Origin]) -> Iterator[Outcome]:
            self.published += [origin.name for origin in origins]
            return publish_all(project, origins)

        task = records.Task(Path(), Path("build"), flags)
        origins = find(sources or ["source"], base=Path())
        return list(records.published(task, origins, publish, cache=cache, report=self.told.append))
