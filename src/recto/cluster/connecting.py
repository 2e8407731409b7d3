"""A connection to a cluster whose machines are all like this one; every way it can fail is one sentence.

Dask tells much on the terminal that is nobody's business here; it is kept quiet as long as it is in use.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import warnings
from asyncio import CancelledError
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from distributed import Client, LocalCluster
from distributed.client import ClosedClientError
from distributed.core import connect
from distributed.security import Security

from recto.cluster import tasks
from recto.cluster.address import Address
from recto.cluster.commission import Commission, Terms, name_of
from recto.cluster.likeness import BASICS, compared
from recto.diagnostics import Diagnostic
from recto.errors import ConfigError, RectoError
from recto.files import reason

REACHING = 10.0
"""Seconds in which a scheduler has to answer."""
WAITING = 60.0
"""Seconds in which it has to have a worker: some clusters start them when they are asked for."""
_TRYING = 2.0
"""Seconds in which a worker has to answer this machine, or what it made comes by way of the scheduler."""
_PARTING = 1.0
"""Seconds that are waited for answers when everything is over."""
_LOOPBACK = "127.0.0.1"
_SILENCE = (OSError, RuntimeError, CancelledError, ClosedClientError)
"""What Dask raises when nobody answers any more."""
_TALKATIVE = ("asyncio", "bokeh", "distributed", "tornado")


@contextlib.contextmanager
def connected(address: Address, terms: Terms, tell: Callable[[str], None]) -> Iterator[Client]:
    """Give the client of the cluster, its workers told of a run under the client's id.

    `tell` hears the address of the dashboard, if there is one. Raises `ConfigError`.
    """
    with _quiet(), _cluster(address) as place, _client(place, address) as client:
        versions = client.get_versions(packages=["bokeh", *BASICS])
        if versions["scheduler"]["packages"].get("bokeh"):  # without it, the page only says so
            tell(_dashboard(client))
        _await_workers(client)
        _compare(versions["client"], {"The scheduler": versions["scheduler"]})
        _compare(versions["client"], {f"The worker {name}": of for name, of in versions["workers"].items()})
        with _commissioned(client, terms):
            client.direct_to_workers = client.sync(_is_reachable, client)
            yield client


def lost(why: str) -> RectoError:
    """Return the error that ends the run when the cluster is no more."""
    return ConfigError.of(
        "cluster-lost",
        f"The cluster is gone: {why}.",
        hint="What was finished is in its place; build again for the rest.",
    )


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Ask the cluster for something within; raises the error of `lost` if it does not answer any more."""
    try:
        yield
    except _SILENCE as problem:
        raise lost("the scheduler does not answer any more") from problem


@contextlib.contextmanager
def _cluster(address: Address) -> Iterator[Any]:
    """Give what a client connects to; a cluster on this machine lives as long as it is wanted.

    Its workers are threads, each with a process of its own for the articles (`hands`). So nothing of it can
    be reached from outside, nor by anybody else on this machine, and it ends with this process.
    """
    if not address.workers:
        yield address.text
        return
    try:
        cluster = LocalCluster(
            n_workers=address.workers,
            threads_per_worker=1,
            processes=False,
            memory_limit=0,
            dashboard_address=f"{_LOOPBACK}:0",
            worker_dashboard_address=f"{_LOOPBACK}:0",
            silence_logs=logging.CRITICAL,
        )
    except (OSError, RuntimeError) as problem:
        raise _unreachable(address, problem) from problem
    try:
        yield cluster
    finally:
        cluster.close(timeout=_PARTING)


@contextlib.contextmanager
def _client(place: Any, address: Address) -> Iterator[Client]:
    try:
        if not address.workers:
            asyncio.run(asyncio.wait_for(_greeted(address.text), REACHING))
        client = Client(place, timeout=REACHING, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as problem:
        raise _unreachable(address, problem) from problem
    try:
        yield client
    finally:
        client.close(timeout=_PARTING)


async def _greeted(address: str) -> None:
    """Exchange greetings with the scheduler; Dask's own client would wait for them without an end."""
    comm = await connect(address, timeout=REACHING, **Security().get_connection_args("client"))
    await comm.close()


def _unreachable(address: Address, problem: Exception) -> RectoError:
    silent = isinstance(problem, OSError)  # a TimeoutError is one
    why = f"nothing answered within {REACHING:g} seconds" if silent else reason(problem)
    return ConfigError.of(
        "cluster-unreachable",
        f"The cluster at {address.text} cannot be reached: {why}.",
        hint="dask scheduler prints the address it listens at.",
    )


def _await_workers(client: Client) -> None:
    try:
        client.wait_for_workers(1, timeout=WAITING)
    except TimeoutError as problem:
        raise ConfigError.of(
            "cluster-without-workers",
            f"The cluster has no workers, and none came within {WAITING:g} seconds.",
            hint="dask worker starts one: dask worker tcp://… --nthreads 1",
        ) from problem


def _compare(ours: Any, theirs: dict[str, Any]) -> None:
    """Compare what a machine needs to understand what it is asked; raises `ConfigError`."""
    here = {name: _version(ours, name) for name in BASICS}
    found = [
        compared({name: _version(each, name) for name in BASICS}, here, who) for who, each in theirs.items()
    ]
    _refuse(filter(None, found))


def _version(versions: Any, package: str) -> str:
    version = versions["packages"].get(package) or "none"
    return ".".join(version.split(".")[:3]) if package == "python" else version


def _refuse(findings: Any) -> None:
    told: list[Diagnostic] = list(findings)
    if told:
        raise ConfigError(*told)


@contextlib.contextmanager
def _commissioned(client: Client, terms: Terms) -> Iterator[None]:
    """Tell all workers of the run, also those to come; raises `ConfigError` if one is not like here."""
    for run in client.run_on_scheduler(tasks.forgotten):
        client.unregister_worker_plugin(name_of(run))
    client.register_plugin(Commission(client.id, terms))
    try:
        told = client.run(tasks.refusal, client.id)
        _refuse(each for each in told.values() if each is not None)
        yield
    finally:
        if client.status == "running":
            with contextlib.suppress(KeyError, *_SILENCE):  # the cluster is going
                client.sync(client._unregister_worker_plugin, name_of(client.id), callback_timeout=_PARTING)


async def _is_reachable(client: Client) -> bool:
    """Say whether this machine can speak to workers."""
    workers = (await client.scheduler.identity(n_workers=1))["workers"]
    try:
        comm = await connect(next(iter(workers)), timeout=_TRYING, **client.connection_args)
    except (OSError, StopIteration):
        return False
    await comm.close()
    return True


def _dashboard(client: Client) -> str:
    link = client.dashboard_link
    if client.scheduler.address.startswith("inproc:"):
        # Dask names the machine's own address, at which it does not listen.
        link = f"http://{_LOOPBACK}:{urlsplit(link).port}/status"
    return f"Dashboard: {link}"


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's log and its warnings off the terminal."""
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"(distributed|dask|tornado)\b")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
