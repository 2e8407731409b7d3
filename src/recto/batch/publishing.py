"""Many articles or one: in processes of their own, or in this one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from recto import pipeline
from recto.batch.limits import Limits, cores
from recto.origins import Origin
from recto.outcome import Outcome
from recto.pipeline import Project, Step, no_step


def publish_all(
    project: Project,
    origins: Iterable[Origin],
    step: Step = no_step,
    *,
    jobs: int | None = None,
    limits: Limits | None = None,
) -> Iterator[Outcome]:
    """Publish the articles, `jobs` at a time (by default, as many as there are cores); none stops another.

    A single one is made in this process, which has no limits, unless `jobs` or `limits` are given.
    """
    articles = list(origins)
    alone = jobs is None and limits is None and len(articles) < 2
    if alone or not hasattr(os, "setpgid"):  # on Windows, no group of processes can be ended
        yield from pipeline.publish_all(project, articles, step)
        return
    # What processes take is loaded for them alone.
    from recto.batch.pool import Pool

    with Pool(project, min(jobs or cores(), len(articles)), limits or Limits()) as pool:
        yield from pool.publish(articles, step)
