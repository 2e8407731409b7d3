"""The pages as they are found: a folder of Markdown files, each named for its code.

Nothing is read before it is asked for; the folder travels in the package.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from recto.diagnostics import Severity
from recto.errors import UsageError
from recto.settings import near

_FOLDER = Path(__file__).parent
_WRAPPED = re.compile(r"(?:\w+\s*)?\[([^\]]*)\]")


@cache
def codes() -> tuple[str, ...]:
    """Return every code that has a page, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.md")))


@cache
def page(code: str) -> str:
    """Return the page of `code`, also where it is written as `error[code]` or in capitals.

    Raises `UsageError` for a code that no finding has.
    """
    return (_FOLDER / f"{_known(code)}.md").read_text("utf-8")


def summary(code: str) -> str:
    """Return the one sentence that says what findings with `code` mean; raises as `page` does."""
    heading = page(code).partition("\n")[0]
    return heading.partition(" — ")[2]


def severity(code: str) -> Severity:
    """Return how grave findings with `code` are at worst; raises as `page` does."""
    words = re.findall(r"\w+", page(code).split("\n")[2])
    return next(each for each in Severity if each in words)


def _known(written: str) -> str:
    wrapped = _WRAPPED.search(written)
    code = (wrapped[1] if wrapped else written).strip("`'\" .:").lower().replace("_", "-")
    if code not in codes():
        raise UsageError.of(
            "code-unknown",
            f"No finding has the code {code!r}.",
            hint=near(code, codes()) or "recto explain lists them all.",
        )
    return code
