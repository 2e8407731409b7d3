"""How WeasyPrint is imported without paying for what is not used.

Two habits cost a cold start half of its import and 12 MB: for every library it may link, it has ctypes
search the system, and it imports two of fontTools' largest modules, which serve only where HarfBuzz
cannot make fonts small. A test holds for the pinned version that both still work when they are needed.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

LATE = ("fontTools.subset", "fontTools.varLib.instancer")
"""Modules of which WeasyPrint calls functions and classes only, and those seldom."""


class _LateModule(ModuleType):
    """Stands for a module that is imported when something of it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*arguments: Any, **options: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*arguments, **options)

        return call


@contextlib.contextmanager
def leanly() -> Iterator[None]:
    """Import WeasyPrint in this block; afterwards everything is as it was."""
    search = ctypes.util.find_library
    stand_ins = [name for name in LATE if name not in sys.modules]
    if sys.platform == "linux":
        # The libraries' exact names are among those WeasyPrint tries. For each name that is none, ctypes
        # would ask ldconfig, gcc and ld: some seventy child processes in all.
        ctypes.util.find_library = lambda name: None  # noqa: ARG005 - the name callers know
    sys.modules.update((name, _LateModule(name)) for name in stand_ins)
    try:
        yield
    finally:
        ctypes.util.find_library = search
        for name in stand_ins:
            if isinstance(sys.modules.get(name), _LateModule):
                del sys.modules[name]
