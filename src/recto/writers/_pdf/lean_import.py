"""How WeasyPrint is imported without paying for what is not used.

Four habits cost a cold start half of its import and 12 MB: for every library it may link, it has ctypes
search the system; it has cffi parse its C declarations, which takes a parser of C for them and again for
each type that is asked for later; it imports two of fontTools' largest modules, which serve only where
HarfBuzz cannot make fonts small, and a parser of HTML, of which it is given none; and it reads its three
style sheets (see stylesheets). Tests hold for the pinned version that all still works when it is needed.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import hashlib
import importlib
import sys
from collections.abc import Callable, Iterator
from functools import partial
from types import ModuleType
from typing import Any

from recto.writers._hyphenation import pyphen

LATE = ("fontTools.subset", "fontTools.varLib.instancer", "tinyhtml5")
"""Modules of which WeasyPrint calls functions and classes only, and those seldom."""


class _LateModule(ModuleType):
    """Stands for a module that is imported when something of it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*arguments: Any, **options: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*arguments, **options)

        return call


class _Bindings:
    """Stands for cffi's FFI: with declarations that were parsed beforehand, if they are these."""

    def __init__(self, parse: Callable[[], Any]) -> None:
        self._parse = parse

    def cdef(self, source: str) -> None:
        """Take what is declared; from then on everything is done by an FFI of cffi's."""
        from recto.writers._pdf import pango_bindings

        if hashlib.sha256(source.encode()).hexdigest() == pango_bindings.DECLARED:
            ffi: Any = pango_bindings.ffi
        else:  # another release of WeasyPrint
            ffi = self._parse()
            ffi.cdef(source)
        self.__dict__.update((name, getattr(ffi, name)) for name in dir(ffi) if not name.startswith("_"))


@contextlib.contextmanager
def leanly() -> Iterator[None]:
    """Import WeasyPrint in this block; afterwards everything is as it was."""
    import cffi
    import tinycss2

    pyphen()  # which reads its dictionaries quickly from then on
    search, parse, read = ctypes.util.find_library, cffi.FFI, tinycss2.parse_stylesheet
    stand_ins = [name for name in LATE if name not in sys.modules]
    if sys.platform == "linux":
        # The libraries' exact names are among those WeasyPrint tries. For each name that is none, ctypes
        # would ask ldconfig, gcc and ld: some seventy child processes in all.
        ctypes.util.find_library = lambda name: None  # noqa: ARG005 - the name callers know
        # Elsewhere that search is what finds them, and it is cffi's parsing FFI that searches.
        cffi.FFI = partial(_Bindings, parse)
    tinycss2.parse_stylesheet = lambda css: []  # noqa: ARG005 - `stylesheets.complete` makes up for it
    sys.modules.update((name, _LateModule(name)) for name in stand_ins)
    try:
        yield
    finally:
        ctypes.util.find_library, cffi.FFI, tinycss2.parse_stylesheet = search, parse, read
        for name in stand_ins:
            if isinstance(sys.modules.get(name), _LateModule):
                del sys.modules[name]
