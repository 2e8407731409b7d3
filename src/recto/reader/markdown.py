"""The one configured `markdown.Markdown`, made anew for each article.

A used instance keeps footnotes and references of the article before, so none is kept. Extensions
are handed over as objects: names would be looked up among all installed packages, at 30 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown.extensions import Extension

    from recto.reader.draft import Draft


def to_html(text: str, draft: Draft) -> str:
    """Return the HTML of the Markdown `text`, raw HTML included and not to be trusted."""
    from markdown import Markdown

    # `lazy_ol`: a list that begins with 3. does. The type stubs do not know it.
    engine = Markdown(extensions=_extensions(draft), output_format="html", lazy_ol=False)  # type: ignore[call-arg]
    return engine.convert(text)


def _extensions(draft: Draft) -> list[Extension]:
    from markdown.extensions.abbr import AbbrExtension
    from markdown.extensions.admonition import AdmonitionExtension
    from markdown.extensions.attr_list import AttrListExtension
    from markdown.extensions.def_list import DefListExtension
    from markdown.extensions.md_in_html import MarkdownInHtmlExtension
    from markdown.extensions.sane_lists import SaneListExtension
    from markdown.extensions.tables import TableExtension
    from pymdownx.tilde import DeleteSubExtension

    from recto.reader.constructs.fences import FencesExtension
    from recto.reader.constructs.footnotes import FootnotesExtension
    from recto.reader.constructs.tasks import TasksExtension

    return [
        FencesExtension(draft),
        AbbrExtension(),
        AdmonitionExtension(),
        AttrListExtension(),
        DefListExtension(),
        FootnotesExtension(),
        MarkdownInHtmlExtension(),
        SaneListExtension(),
        # `align` rather than a style, which the sanitiser would drop; a transform makes it a class.
        TableExtension(use_align_attribute=True),
        TasksExtension(),
        DeleteSubExtension(subscript=False),
    ]
