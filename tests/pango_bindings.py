"""Makes writers/_pdf/pango_bindings.py from what the installed WeasyPrint declares.

python -m tests.pango_bindings      after WeasyPrint has changed its declarations; a test says when
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parents[1] / "src" / "recto" / "writers" / "_pdf" / "pango_bindings.py"
_NAME = "recto.writers._pdf.pango_bindings"
_HEAD = '''"""WeasyPrint's declarations of Pango and its like, parsed beforehand (see lean_import).

`python -m tests.pango_bindings` makes this module by cffi's own means; it is not edited.
"""

# fmt: off
# ruff: noqa: E501
'''


def declared() -> str:
    """Return what the installed WeasyPrint hands to cffi."""
    import cffi

    heard: list[str] = []

    class Listener(cffi.FFI):  # type: ignore[misc]  # cffi has no types
        def cdef(self, csource: str, **options: Any) -> None:
            heard.append(csource)
            super().cdef(csource, **options)

    before = cffi.FFI
    cffi.FFI = Listener
    try:
        import weasyprint.text.ffi  # noqa: F401
    finally:
        cffi.FFI = before
    (source,) = heard
    return source


def module(source: str) -> str:
    """Return the module that holds the declarations in `source`."""
    from cffi import FFI
    from cffi.recompiler import Recompiler

    ffi = FFI()
    ffi.cdef(source)
    ffi.set_source(_NAME, None)
    compiler = Recompiler(ffi, _NAME, target_is_python=True)
    compiler.collect_type_table()
    compiler.collect_step_tables()
    text = io.StringIO()
    compiler.write_source_to_f(text, None)
    code = text.getvalue().replace("# auto-generated file\n", _HEAD)
    return f'{code}\nDECLARED = "{hashlib.sha256(source.encode()).hexdigest()}"\n"""SHA-256 of them."""\n'


if __name__ == "__main__":
    PLACE.write_text(module(declared()), "utf-8")
