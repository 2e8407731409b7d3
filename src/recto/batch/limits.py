"""What one article may take, and what a process takes: read from the system, as far as it tells."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of each article in a worker; the defaults leave room for 900 pages."""

    seconds: float = 300.0
    """Wall-clock time from the moment its worker begins it."""
    memory: int = 4 * 10**9
    """Bytes in real memory of the worker, without the programs it starts."""
    articles: int = 250
    """So many are made by one worker; then a fresh one takes its place."""

    @classmethod
    def of(cls, seconds: float | None, megabytes: int | None) -> Self | None:
        """Return the limits somebody asked for, the defaults where they did not; None when for nothing."""
        if seconds is None and megabytes is None:
            return None
        return cls(seconds or cls().seconds, (megabytes or 0) * 10**6 or cls().memory)


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def resident(process: int) -> int:
    """Return the bytes that `process` has in real memory; 0 when it is no more, or nobody tells."""
    try:
        # Linux. It takes microseconds; elsewhere the system's own tool is asked.
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0 if Path("/proc/self/statm").exists() else told_by_ps(process)


def told_by_ps(process: int) -> int:
    """Return what `ps` says of the memory of `process`; 0 when it says nothing."""
    try:
        run = subprocess.run(  # noqa: S603 - a number is all that is handed over
            ["ps", "-o", "rss=", "-p", str(process)],  # noqa: S607 - it stands in another folder on each system
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    words = run.stdout.split()
    return int(words[0]) * 1024 if words and words[0].isdigit() else 0
