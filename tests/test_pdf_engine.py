"""How the print engine is brought in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the search is quick")
def test_the_print_engine_is_imported_without_searching_for_libraries() -> None:
    """No child process is started, WeasyPrint still finds its libraries, and the search is put back."""
    program = (
        "import ctypes.util, subprocess\n"
        "search, started = ctypes.util.find_library, []\n"
        "popen = subprocess.Popen.__init__\n"
        "subprocess.Popen.__init__ = lambda self, *a, **k: (started.append(a), popen(self, *a, **k))[1]\n"
        "from recto.writers._pdf.press import engine\n"
        "assert engine().pango\n"
        "assert ctypes.util.find_library is search\n"
        "assert [] == started, started\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert (0, b"") == (done.returncode, done.stderr)


def test_what_is_imported_late_is_there_when_it_is_needed(tmp_path: Path) -> None:
    """Without HarfBuzz, fontTools makes the fonts small; both ways they are in the file."""
    (tmp_path / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\nOne *two* three.\n", "utf-8")
    program = (
        "import sys\n"
        "from recto.writers._pdf.press import engine\n"
        "engine()\n"
        "import weasyprint.pdf.fonts as fonts\n"
        "assert not set(sys.modules) & {'fontTools.subset', 'fontTools.varLib.instancer'}\n"
        "if sys.argv[1] == 'without': fonts.harfbuzz_subset = None\n"
        "import recto\n"
        "(outcome,) = recto.build('a.md', to=['pdf'], output=sys.argv[1])\n"
        "assert ('fontTools.subset' in sys.modules) == (sys.argv[1] == 'without')\n"
        "assert not outcome.findings, outcome.findings\n"
    )
    for way in ("with", "without"):
        done = subprocess.run(
            [sys.executable, "-c", program, way], cwd=tmp_path, capture_output=True, check=False
        )
        assert (0, b"") == (done.returncode, done.stderr)
        with pikepdf.open(tmp_path / way / "a.pdf") as pdf:
            fonts = pdf.pages[0].resources["/Font"]
            files = [font.DescendantFonts[0].FontDescriptor for font in fonts.values()]
            assert files
            assert all("/FontFile2" in file or "/FontFile3" in file for file in files)
        assert (tmp_path / way / "a.pdf").stat().st_size < 60_000


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they are parsed")
def test_the_print_engine_s_declarations_are_not_parsed_again() -> None:
    """They are those of the installed WeasyPrint; `python -m tests.pango_bindings` makes them anew."""
    program = (
        "import sys\n"
        "from recto.writers._pdf import pango_bindings\n"
        "if sys.argv[1] == 'others': pango_bindings.DECLARED = ''\n"
        "from recto.writers._pdf.press import engine\n"
        "assert engine().pango.startswith('1.')\n"
        "from weasyprint.text.ffi import ffi\n"
        "assert ffi.string(ffi.new('char[]', b'abc')) == b'abc'\n"
        "assert ('pycparser' in sys.modules) == (sys.argv[1] == 'others')\n"
    )
    for declarations in ("these", "others"):
        done = subprocess.run([sys.executable, "-c", program, declarations], capture_output=True, check=False)
        assert (0, b"") == (done.returncode, done.stderr)


def test_the_declarations_are_made_by_cffi_from_weasyprint_s() -> None:
    """What stands in the module is what its maker makes of what the installed WeasyPrint declares."""
    program = "from tests.pango_bindings import *; assert PLACE.read_text('utf-8') == module(declared())"
    done = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[1], check=False)

    assert done.returncode == 0
