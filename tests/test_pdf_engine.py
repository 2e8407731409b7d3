"""How the print engine is brought in."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from recto import theme
from recto.writers._pdf.press import press_for


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


def _in_a_new_process(program: str, folder: Path) -> str:
    """Run `program`, with bytecode kept below `folder` only."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout


def test_style_sheets_that_are_kept_are_those_that_were_read(tmp_path: Path) -> None:
    """The next process parses none of them, and prints the same bytes."""
    (tmp_path / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\nOne *two* three.\n", "utf-8")
    program = (
        "import hashlib, sys, recto, tinycss2\n"
        "parse, parsed = tinycss2.parse_stylesheet, []\n"
        "tinycss2.parse_stylesheet = lambda css: parsed.append(len(css)) or parse(css)\n"
        f"(made,) = recto.build({str(tmp_path / 'a.md')!r}, to=['pdf'], output={str(tmp_path)!r})\n"
        "assert not made.findings, made.findings\n"
        "print(sum(length > 5000 for length in parsed), made.written[0].digest)\n"
    )
    first, second = (_in_a_new_process(program, tmp_path / "kept").split() for _ in range(2))

    assert ["2", "0"] == [first[0], second[0]]
    assert first[1] == second[1]


def test_weasyprint_has_all_of_its_style_sheets_for_others(tmp_path: Path) -> None:
    """Who uses it in the same process finds them as if Recto had not imported it; read late, or kept."""
    told = (
        "{first}\n"
        "import weasyprint.html as home\n"
        "for sheet in (home.UA_STYLESHEET, home.UA_FORM_STYLESHEET, home.PH_STYLESHEET):\n"
        "    matcher = sheet.matcher\n"
        "    indexes = [matcher.class_selectors, matcher.lower_local_name_selectors]\n"
        "    entries = [entry for index in indexes for found in index.values() for entry in found]\n"
        "    entries += matcher.lang_attr_selectors + matcher.other_selectors\n"
        "    print(matcher.order, len(entries), [entry[1:] for entry in entries], sheet.page_rules)\n"
        "print(dict(home.UA_COUNTER_STYLE), type(home.PH_STYLESHEET))\n"
    )
    ours = told.format(first="from recto.writers._pdf.press import engine; engine()")
    plain = _in_a_new_process(told.format(first="import weasyprint"), tmp_path)

    assert len(plain) > 20_000
    assert [plain, plain] == [_in_a_new_process(ours, tmp_path) for _ in range(2)]


def test_themes_of_ours_have_style_sheets_without_faults() -> None:
    """What is wrong with a sheet is told when it is read, and one that was kept is not read."""
    for name in theme.names():
        assert {} == press_for(theme.load(name)).log.messages


def test_a_selector_becomes_the_code_that_cssselect2_makes() -> None:
    """It is made when an element is first held against it, also where the selector was kept."""
    from recto.writers._pdf.stylesheets import SelectorTest

    test = SelectorTest("lambda el: ascii_lower(el) == 'a' and 1")
    for each in (test, copy.copy(test)):
        assert (1, False, 1) == (each("A"), each("b"), each("a"))

    unmet = copy.copy(SelectorTest("no code"))
    with pytest.raises(SyntaxError):
        unmet("a")


def test_weasyprint_still_reads_html_for_others(tmp_path: Path) -> None:
    """Its parser is imported when HTML is to be read."""
    program = (
        "import sys\n"
        "from recto.writers._pdf.press import engine\n"
        "weasyprint = engine().weasyprint\n"
        "assert 'tinyhtml5' not in sys.modules\n"
        "print(weasyprint.HTML(string='<p>One').etree_element.find('.//p').text)\n"
    )

    assert "One\n" == _in_a_new_process(program, tmp_path)
