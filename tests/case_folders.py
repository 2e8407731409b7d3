"""A case folder: an article in, what must come of it beside it.

    tests/cases/<name>/article.md       or article.txt; images and recto.toml as the case needs them
                       expected/        body.html, outline.txt, findings.txt: for every case
                                        epub.txt, pdf.txt, tags.txt: where the case is about them

To have one of the last three in a case, create it empty; `pytest --accept` fills it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import recto
from recto.article import Section
from tests import epub_listing, markup_listing, pdf_listing

CASES = Path(__file__).with_name("cases")
SOURCE = Path(__file__).parent.parent / "source"
ALWAYS = ("findings.txt", "body.html", "outline.txt")
ON_REQUEST = ("epub.txt", "pdf.txt", "tags.txt")

_ERROR = re.compile(r"^(\S+ )?error\[", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """An article of the tests, with what is expected of it."""

    name: str
    article: Path

    @property
    def folder(self) -> Path:
        return self.article.parent

    @property
    def expected(self) -> Path:
        return self.folder / "expected"

    @property
    def refused(self) -> bool:
        """Whether errors are expected, so that no edition is made."""
        findings = self.expected / "findings.txt"
        return findings.is_file() and _ERROR.search(findings.read_text("utf-8")) is not None


def cases() -> list[Case]:
    """Return the case folders, by name."""
    return [
        Case(folder.name, next(iter(sorted(folder.glob("article.*"))), folder / "article.md"))
        for folder in sorted(CASES.iterdir())
        if folder.is_dir()
    ]


def published() -> list[Case]:
    """Return the articles of source/, as cases that expect nothing but editions without fault."""
    return [Case(f"source-{path.stem}", path) for path in sorted(SOURCE.rglob("*.md"))]


@dataclass
class Built:
    """What came of a case: its outcome, and its finished files by their suffix."""

    case: Case
    outcome: recto.Outcome
    files: dict[str, Path] = field(default_factory=dict)

    def listing(self, name: str) -> str:
        """Return what the file `name` of expected/ should hold."""
        match name:
            case "findings.txt":
                return "".join(f"{finding}\n" for finding in self.outcome.findings)
            case "body.html":
                return markup_listing.blocks(self.article.tree())
            case "outline.txt":
                return outline(self.article)
            case "epub.txt":
                return epub_listing.of(self.files[".epub"].read_bytes())
            case "pdf.txt":
                return pdf_listing.pages(self.files[".pdf"].read_bytes())
            case "tags.txt":
                return pdf_listing.tags(self.files[".pdf"].read_bytes())
        raise ValueError(f"no rule makes {name}")

    @cached_property
    def article(self) -> recto.Article:
        return recto.read(self.case.article)

    @property
    def readable(self) -> bool:
        """Whether there is an article after all findings."""
        return not isinstance(
            self.outcome.failure, recto.SourceError | recto.ContentError | recto.ConfigError
        )


def build(case: Case, output: Path, **settings: Any) -> Built:
    """Make all editions of a case, below `output`; `settings` are stronger than its own."""
    (outcome,) = recto.build(
        [case.article.name], output=output, project=case.folder, settings=settings, check=False
    )
    files = {written.path.suffix: written.path for written in outcome.written}
    # Not what stands beside a page, such as a large video.
    editions = {f".{written.format}" for written in outcome.written}
    return Built(case, outcome, {suffix: path for suffix, path in files.items() if suffix in editions})


def outline(article: recto.Article) -> str:
    """Draw what is known about the article, and its sections."""
    meta = article.meta
    fields = {
        "title": meta.title,
        "subtitle": meta.subtitle,
        "authors": "; ".join(" ".join(filter(None, (a.name, a.url, a.orcid))) for a in meta.authors),
        "contributors": "; ".join(
            " ".join(filter(None, (each.name, each.role, each.url, each.orcid))) for each in meta.contributors
        ),
        "date": meta.date,
        "updated": meta.updated,
        "lang": f"{meta.lang} ({meta.direction})",
        "identifier": meta.identifier,
        "identifiers": ", ".join(meta.identifiers),
        "description": meta.description,
        "tags": ", ".join(meta.tags),
        "subjects": "; ".join(f"{each.authority} {each.term} {each.words}" for each in meta.subjects),
        "series": " ".join(filter(None, (meta.series.name, meta.series.number))) if meta.series else None,
        "canonical": meta.canonical,
        "source": meta.source,
        "rights": meta.rights,
        "publisher": meta.publisher,
        "cover": meta.cover,
        "extra": dict(meta.extra),
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    lines += [""] * bool(article.sections)
    lines += [line for section in article.sections for line in _section(section)]
    lines += [""] * bool(article.assets)
    for name, asset in article.assets.items():
        size = f" {asset.width}×{asset.height}" if asset.width else ""
        lines.append(f"{name} {asset.media_type}{size}")
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"{'  ' * (section.level - 2)}h{section.level} {section.title} #{section.anchor}"
    for child in section.children:
        yield from _section(child)
