"""How a command spares the collector, and ends."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_PROGRAM = """
import atexit, gc, sys
from recto import collector

def put_away():
    print("put away")

collector.spare_command()
atexit.register(put_away)
gc.callbacks.append(lambda *_: print("collected"))
collector.end_command(3, leave=sys.argv[1] == "leave")
"""


@pytest.mark.parametrize("how", ["leave", "stay"])
def test_a_command_ends_when_all_that_was_registered_is_done(how: str) -> None:
    """Its status and all that it said are those of an ordinary end, but the interpreter's own is left out."""
    run = subprocess.run([sys.executable, "-c", _PROGRAM, how], capture_output=True, text=True, check=False)

    assert (3, "") == (run.returncode, run.stderr)
    assert ["put away"] == [line for line in run.stdout.splitlines() if line != "collected"]
    assert ("collected" in run.stdout) == (how == "stay")


def test_a_command_whose_reader_has_gone_says_so_at_its_end() -> None:
    """What cannot be written is not passed over in silence."""
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM, "leave"],
        stdout=writer,
        stderr=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        check=False,
    )
    os.close(writer)

    assert b"BrokenPipeError" in run.stderr
    assert 0 != run.returncode
