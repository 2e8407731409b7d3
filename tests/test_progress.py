"""The progress line leaves everything else that is printed alone."""

from __future__ import annotations

import contextlib
import io
import sys

import pytest

from recto.progress import LateProgress


def test_the_line_takes_no_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may appear while something else holds standard output, and results are printed all the same."""
    monkeypatch.setattr("rich.console.Console.is_terminal", True)
    before = sys.stdout

    with LateProgress(1) as progress:
        with contextlib.redirect_stdout(io.StringIO()):
            progress._appear()
        with progress.hidden():
            during = sys.stdout

    assert (before, before) == (during, sys.stdout)


@pytest.mark.parametrize(("articles", "line"), [(3, "article 1 of 3: reading"), (0, "reading")])
def test_the_line_says_which_article_of_how_many(articles: int, line: str) -> None:
    """A check, which may have none, says only who is at work."""
    progress = LateProgress(articles)
    progress.step("reading")

    assert line == progress._text
