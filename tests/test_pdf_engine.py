"""How the print engine is brought in."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the search is quick")
def test_the_print_engine_is_imported_without_searching_for_libraries() -> None:
    """No child process is started, WeasyPrint still finds its libraries, and the search is put back."""
    program = (
        "import ctypes.util, subprocess\n"
        "search, started = ctypes.util.find_library, []\n"
        "popen = subprocess.Popen.__init__\n"
        "subprocess.Popen.__init__ = lambda self, *a, **k: (started.append(a), popen(self, *a, **k))[1]\n"
        "from recto.writers.pdf import engine\n"
        "assert engine().pango\n"
        "assert ctypes.util.find_library is search\n"
        "assert [] == started, started\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert (0, b"") == (done.returncode, done.stderr)
