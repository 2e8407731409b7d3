"""A look at this machine: what Recto needs, what it can use, what is missing and how to get it.

Reads the environment on purpose; nothing that makes editions imports it.
"""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from recto import system, theme, validators
from recto.errors import RectoError, UsageError

OLDEST_PYTHON = (3, 11)
PACKAGES = ("recto", "markdown", "weasyprint", "ebooklib", "pikepdf", "pillow", "lxml", "nh3", "pygments")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked for."""

    name: str
    ok: bool | None
    """None: not there, and nothing Recto needs."""
    found: str
    remedy: str | None = None
    """The system's package command that brings it, when there is one."""


def examine() -> tuple[Check, ...]:
    """Look for everything Recto needs or can use."""
    return (_python(), *_packages(), *_printing(), _fonts(), *_validators())


def _python() -> Check:
    good = sys.version_info >= OLDEST_PYTHON
    return Check(
        "Python", good, platform.python_version() if good else f"{platform.python_version()}; 3.11 is needed"
    )


def _packages() -> Iterable[Check]:
    for name in PACKAGES:
        try:
            yield Check(name, ok=True, found=version(name))
        except PackageNotFoundError:
            yield Check(
                name, ok=False, found="not installed", remedy=f"{sys.executable} -m pip install {name}"
            )


def _printing() -> Iterable[Check]:
    from recto.writers._pdf.press import engine

    install = system.pango_install_command()
    try:
        press = engine()
    except RectoError as failure:
        yield Check("Pango", ok=False, found=failure.findings[0].message, remedy=install)
        return
    yield Check("Pango", ok=True, found=press.pango)
    subset = press.fast_subsetting
    found = "found" if subset else "not found: PDFs are right, but take longer"
    yield Check(
        "HarfBuzz subset", ok=True if subset else None, found=found, remedy=None if subset else install
    )


def _fonts() -> Check:
    faces = theme.load("default").faces
    families = sorted({face.family for face in faces})
    return Check("Fonts", bool(faces), f"{len(faces)} faces travel along: {', '.join(families)}")


def _validators() -> Iterable[Check]:
    """Look for what `recto check` asks about finished editions, and what checks Recto itself."""
    for validator in validators.VALIDATORS:
        kinds = "/".join(suffix.removeprefix(".") for suffix in validator.suffixes)
        try:
            validator.find()
        except validators.UnavailableError as reason:
            ways = " or ".join(filter(None, (validator.install, f"{validators.INSTALL} in a clone of Recto")))
            found = f"{reason}; recto check does without it for {kinds}. {ways}"
            yield Check(f"{validator.name} (validator)", ok=None, found=found)
        else:
            yield Check(
                f"{validator.name} (validator)", ok=True, found=f"found: recto check asks it about {kinds}"
            )
    kit = os.environ.get("RECTO_VALIDATORS") or str(Path("~/.cache/recto-validators").expanduser())
    java, itself = "needed by vnu, EPUBCheck and veraPDF", "only needed to check Recto itself"
    places = {
        "Java": ("", ("java",), java),
        "Chromium": ("", validators.BROWSERS, "needed by Ace"),
        "axe": ("node_modules/axe-core/axe.min.js", ("axe",), itself),
        "qpdf": ("", ("qpdf",), itself),
    }
    for name, (inside, commands, purpose) in places.items():
        is_inside = bool(inside) and (Path(kit) / inside).exists()
        there = "in the validators' folder" if is_inside else None
        where = there or next(filter(None, map(shutil.which, commands)), None)
        yield Check(f"{name} (validators)", ok=True if where else None, found=where or purpose)


def remedy(checks: Sequence[Check]) -> str | None:
    """Return the one command that installs what `checks` found missing, or None."""
    commands = dict.fromkeys(check.remedy for check in checks if check.remedy)
    return " && ".join(commands) or None


def is_root() -> bool:
    """Say whether this process may install system packages without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def run(command: str) -> int:
    """Run `command`, part by part, and return the first exit code that is not 0.

    Raises `UsageError` when a program it needs, such as sudo, is not there.
    """
    for part in command.split(" && "):
        words = shlex.split(part)
        if shutil.which(words[0]) is None:
            raise UsageError.of("command-missing", f"{words[0]} is not on this machine.")
        code = subprocess.run(words, check=False).returncode  # noqa: S603 - shown, and agreed to
        if code:
            return code
    return 0
