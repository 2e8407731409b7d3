"""The door of the room: Dask is imported once somebody goes through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec

from recto.batch import Limits
from recto.cluster.address import Address
from recto.errors import ConfigError
from recto.origins import Origin
from recto.outcome import Outcome
from recto.pipeline import Project, Step, no_step


def publish_all(
    project: Project,
    origins: Iterable[Origin],
    step: Step = no_step,
    *,
    address: Address,
    limits: Limits | None = None,
    tell: Callable[[str], None] = no_step,
) -> Iterator[Outcome]:
    """Publish the articles on the cluster at `address`; none stops another.

    `tell` hears where the dashboard is. Raises `ConfigError` when there is no such cluster, or it is not
    like this machine.
    """
    if find_spec("distributed") is None:
        raise ConfigError.of(
            "cluster-not-installed",
            "Dask, which --cluster takes, is not installed.",
            hint="pip install 'recto[cluster]'",
        )
    step("waiting for the cluster")
    from recto.cluster.commission import Terms
    from recto.cluster.connecting import connected
    from recto.cluster.submitting import Submission

    with connected(address, Terms.of(project, limits), tell) as client:
        yield from Submission(client, project, step).outcomes(origins)
