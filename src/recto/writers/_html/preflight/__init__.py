"""Look through a finished web page for what its readers would stumble over, without Java, in milliseconds.

    the file ▶ opened, bounded (page) ▶ every rule ▶ findings

The rules stand by subject, each a small function whose docstring says where it comes from. They know no
writer and no article: the same ones look at Recto's pages and at anybody's. Nothing is fetched; beside the
page, it is only asked whether files are there. vnu stays the judge of the standard.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from recto.diagnostics import Diagnostic
from recto.writers._html.preflight import body, head, resources
from recto.writers._html.preflight.page import Page, RefusedError, open_page
from recto.writers._rule import ERROR, Rule, told

RULES: tuple[Rule[Page], ...] = (*head.RULES, *body.RULES, *resources.RULES)
"""In the order in which they are told: what concerns the whole page first."""


def preflight(path: Path, *, name: str) -> Iterator[Diagnostic]:
    """Yield what readers would stumble over in the page `path`, which findings call `name`.

    Raises `OSError` where it cannot be read.
    """
    try:
        page = open_page(path)
    except RefusedError as refusal:
        yield from told(refusal.code, ERROR, [refusal.found], name=name)
        return
    for each in RULES:
        yield from each.findings(page, name)
