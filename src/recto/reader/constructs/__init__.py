"""Recto's own Markdown constructs, one small file each, in the order in which their rules are added.

Each has a function `extend` that adds its rules to the grammar. A rule makes tokens that name standard
elements, so that nothing after it needs to know the construct.
"""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt

from recto.reader.constructs import (
    abbreviations,
    admonitions,
    autolinks,
    caption_attributes,
    citations,
    comments,
    definition_lists,
    details,
    fences,
    footnotes,
    formulas,
    html_with_markdown,
    leftovers,
    line_blocks,
    links,
    list_tables,
    lists,
    lone_tags,
    marks,
    raw_html,
    references,
    scripts,
    shortcodes,
    tables,
)

CONSTRUCTS: tuple[Callable[[MarkdownIt], None], ...] = (
    lists.extend,
    fences.extend,
    tables.extend,
    line_blocks.extend,
    caption_attributes.extend,
    list_tables.extend,
    footnotes.extend,
    abbreviations.extend,
    admonitions.extend,
    definition_lists.extend,
    html_with_markdown.extend,
    raw_html.extend,
    details.extend,
    lone_tags.extend,
    # Nothing inside them is anything else.
    formulas.extend,
    # Before links, which would take a second bracket for the beginning of a label.
    leftovers.extend,
    links.extend,
    references.extend,
    # After links, whose words may begin like a citation.
    citations.extend,
    autolinks.extend,
    comments.extend,
    shortcodes.extend,
    scripts.extend,
    marks.extend,
)
