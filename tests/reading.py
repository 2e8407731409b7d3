"""What the tests of the reader share: an article out of a string."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recto import reader
from recto.article import Article, Source
from recto.diagnostics import Diagnostic
from recto.files import Files
from recto.origins import Origin
from recto.reader import markdown, meta
from recto.reader.draft import Draft
from recto.settings import General
from recto.source import load

NOWHERE = Path(__file__).with_name("nowhere")
"""A folder that holds no image, because it is not there."""


@dataclass(frozen=True)
class Reading:
    """An article and what was reported while it was read."""

    article: Article
    findings: tuple[Diagnostic, ...]

    @property
    def body(self) -> str:
        return self.article.body

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    def lines(self, code: str) -> list[int | None]:
        return [finding.line for finding in self.findings if finding.code == code]

    def only(self, code: str) -> Diagnostic:
        (finding,) = [finding for finding in self.findings if finding.code == code]
        return finding


def read(text: str, *, folder: Path = NOWHERE, network: bool = False, **settings: Any) -> Reading:
    """Read `text` as the file a.md in `folder`."""
    findings: list[Diagnostic] = []
    source = load(Origin("a.md", "a", folder, None, text.encode()))
    files = Files(folder, network=network)
    article = reader.read(source, files, findings.append, General(**settings))
    return Reading(article, tuple(findings))


def titled(text: str, **settings: Any) -> Reading:
    """Read `text` below front matter that gives a title, four lines long."""
    return read(f"---\ntitle: T\n---\n\n{text}", **settings)


def body(text: str, **settings: Any) -> str:
    """Return the body of `text`, in which nothing is to be found fault with."""
    reading = titled(text, **settings)
    assert reading.findings == ()
    return reading.body


_MARKS = re.compile(
    r"\x02\d*\x03| data-line=\"\d+\"|<span data-leftover=\"\"[^>]*>([^<]*)</span>"
    r"|<span data-caption=\"(?:alt|title)\"(?: data-line=\"\d+\")?>.*?</span>(?=<img )",
    re.DOTALL,
)


def html_of(text: str) -> str:
    """Return what the engine makes of `text`, before it is cleaned, without marks that never reach a body."""
    source = Source("a.md", "a", text, {}, {}, 1)
    general = General()
    found = meta.read(source, general)
    draft = Draft(source, Files(NOWHERE), lambda _: None, general, found)
    return _MARKS.sub(lambda mark: mark[1] or "", markdown.to_html(text, draft))
