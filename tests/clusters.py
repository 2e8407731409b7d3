"""Real clusters for tests: a scheduler and workers of Dask's, processes on the loopback address."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from recto.cluster.address import Address

ROOT = Path(__file__).parent.parent


class Cluster:
    """A scheduler, and the workers that were started for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._started: list[subprocess.Popen[bytes]] = []
        options = ["--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(self._file)]
        self.scheduler = self._start("scheduler", ["--host", "127.0.0.1", "--port", "0", *options])
        while not self._file.exists():
            time.sleep(0.02)
        self.address = Address.of(json.loads(self._file.read_text("utf-8"))["address"])

    def add_worker(
        self, *, nanny: bool = False, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a worker; return its process, or the nanny that starts it again if it is lost."""
        options = ["--nthreads", "1", "--host", "127.0.0.1", "--memory-limit", "0", "--no-dashboard"]
        options += ["--local-directory", str(self._folder), "--nanny" if nanny else "--no-nanny"]
        return self._start("worker", [self.address.text, *options], environment or {})

    def close(self) -> None:
        for each in self._started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(each.pid, signal.SIGKILL)
        for each in self._started:
            each.wait()

    def _start(
        self, what: str, arguments: list[str], environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        path = os.pathsep.join([(environment or {}).get("PYTHONPATH", ""), f"{ROOT}/src", str(ROOT)]).lstrip(
            os.pathsep
        )
        with (self._folder / f"{what}.log").open("ab") as log:
            started = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments],
                env={**os.environ, **(environment or {}), "PYTHONPATH": path},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._started.append(started)
        return started


@contextlib.contextmanager
def cluster(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """Give a cluster of two workers, each of which is started again when it is lost."""
    made = Cluster(folder)
    try:
        for _ in range(2):
            made.add_worker(nanny=True, environment=environment)
        yield made
    finally:
        made.close()
