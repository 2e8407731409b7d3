"""Where the validators are: in the folder that the conformance kit fills, else on the PATH."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from recto.validators._processes import UnavailableError

Command = tuple[str, ...]
INSTALL = "sh tests/conformance/kit/install.sh"
"""Run in a clone of Recto, it brings them all."""
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
"""Those that show pages: the first takes a quarter less time, as it has no windows to care for."""
# A short run is over before Java's thorough compiler would have paid for itself.
_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m", "-Dfile.encoding=UTF-8")


def folder() -> Path:
    """Return the folder of the validators, whether it is there or not."""
    named = os.environ.get("RECTO_VALIDATORS")
    return Path(named) if named else Path("~/.cache/recto-validators").expanduser()


def java() -> Command:
    """Return how Java is called; raises `UnavailableError`."""
    return (program("java", what="Java"), *_JAVA)


def browser() -> str:
    """Return the path of a Chromium; raises `UnavailableError`."""
    return program(*BROWSERS, what="Chromium")


def program(*names: str, what: str) -> str:
    """Return the path of the first of the programs `names` that is there; raises `UnavailableError`."""
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    raise UnavailableError(f"{what} is not on this machine")
