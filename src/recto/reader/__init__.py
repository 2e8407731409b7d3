"""Source → Article: Markdown's words, as one canonical body that every writer can rely on.

    text ▶ markdown (the engine) ▶ sanitise (a safe tree) ▶ transforms (the body's shape) ▶ Article

The reader knows neither theme nor format. It reports what it finds and goes on; it raises
`SourceError` only where no article comes out: nesting beyond reason, and time beyond the budget.
"""

from __future__ import annotations

from types import MappingProxyType

from recto import collector, markup
from recto.article import Article, Source
from recto.diagnostics import Report, error
from recto.errors import SourceError
from recto.files import Files
from recto.reader import budget, lines, markdown, meta, plaintext, sanitise
from recto.reader.citations import library
from recto.reader.draft import Draft
from recto.reader.headings import outline
from recto.reader.transforms import TRANSFORMS
from recto.settings import General


def read(source: Source, files: Files, report: Report, general: General) -> Article:
    """Return the article that `source` holds, with the images that `files` has beside it.

    Raises `SourceError` when the front matter is wrong, when elements nest deeper than
    `sanitise.DEPTH_LIMIT`, and when reading takes more than `general.reading_seconds` of processor time.
    """
    try:
        with collector.resting(), budget.seconds(general.reading_seconds):
            return _read(source, files, report, general)
    except budget.ExceededError:
        raise _too_slow(source, general) from None
    except (sanitise.NestingError, RecursionError) as fault:
        raise _too_deep(source) from fault


def _read(source: Source, files: Files, report: Report, general: General) -> Article:
    draft = Draft(source, files, report, general, meta.read(source, general))
    draft.library = library.load(draft)
    html = markdown.to_html(plaintext.as_markdown(draft), draft)
    tree = sanitise.tree_of(html, draft)
    for transform in TRANSFORMS:
        transform(tree, draft)
    origins = lines.taken(tree)
    return Article(
        meta=draft.meta,
        body=markup.xhtml(tree),
        sections=outline(tree),
        assets=MappingProxyType(draft.assets),
        source=source,
        lines=origins,
        directives=tuple(sorted(draft.directives, key=lambda each: each.line)),
    )


def _too_slow(source: Source, general: General) -> SourceError:
    cause = budget.likely_cause(source.body)
    where = f"; it holds {cause[0]}" if cause else ""
    return SourceError(
        error(
            "reading-too-slow",
            f"Reading {source.name} took more than the {general.reading_seconds:g} seconds of processor time "
            f"that an article may take{where}.",
            file=source.name,
            line=source.body_line + cause[1] - 1 if cause else None,
            hint="Take the repetition out, or raise reading_seconds in recto.toml.",
        )
    )


def _too_deep(source: Source) -> SourceError:
    return SourceError(
        error(
            "nesting-too-deep",
            f"Tags or marks stand within one another more than {sanitise.DEPTH_LIMIT} elements deep.",
            file=source.name,
            hint="Is a closing tag missing?",
        )
    )
