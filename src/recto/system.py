"""What this system's package manager brings: the one line that installs what Recto lacks.

Looks up which system it is; nothing that the editions' bytes depend on.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping

_APT = "apt-get update && apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_COMMANDS: Mapping[str, str] = {
    "debian": _APT,
    "ubuntu": _APT,
    "fedora": "dnf install -y pango",
    "rhel": "dnf install -y pango",
    "arch": "pacman -S --noconfirm pango",
    "alpine": "apk add pango",
    "darwin": "brew install pango",
    "windows": "pacman -S --noconfirm mingw-w64-ucrt-x86_64-pango",
}
"""System, as os-release's ID or ID_LIKE names it → its command; on Windows, one for MSYS2's shell."""
_ANYWHERE = "conda install -y -c conda-forge pango"
_NEEDS_NO_ROOT = frozenset(("darwin", "windows"))


def pango_install_command() -> str:
    """Return the line that installs Pango, which WeasyPrint sets text with, on this system."""
    name = next((name for name in _names() if name in _COMMANDS), None)
    if name is None:
        return _ANYWHERE
    command = _COMMANDS[name]
    if name in _NEEDS_NO_ROOT or os.geteuid() == 0:
        return command
    return " && ".join(f"sudo {part}" for part in command.split(" && "))


def _names() -> Iterable[str]:
    """Yield the names that this system goes by, the most particular first."""
    kernel = platform.system().lower()
    if kernel != "linux":
        return [kernel]
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return []
    return [release["ID"], *release.get("ID_LIKE", "").split()]
