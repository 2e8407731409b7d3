"""`<details>` and `<summary>`: what stands between them is Markdown, with or without a blank line.

CommonMark takes everything up to the next blank line for raw HTML, so a list straight below a summary
would show its asterisks. A line of these tags alone is raw HTML by itself, and so is not what follows.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from recto.reader.engine.inside import begins_with, line_of

_TAGS = re.compile(
    r"(?:<details(?:\s[^<>]*)?>\s*)?<summary(?:\s[^<>]*)?>.*</summary>\s*(?:</details>\s*)?$"
    r"|<details(?:\s[^<>]*)?>\s*$|</details>\s*$",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"\smarkdown(?:\s*=|[\s>])", re.IGNORECASE)


def extend(grammar: MarkdownIt) -> None:
    """Add the line of tags, which may interrupt a paragraph as raw HTML may."""
    grammar.block.ruler.before(
        "html_block", "details", _line_of_tags, {"alt": ["paragraph", "reference", "blockquote"]}
    )


def _line_of_tags(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if not begins_with(state, row, "<"):
        return False
    text = line_of(state, row)
    if not _TAGS.match(text) or _MARKDOWN.search(text):
        return False
    if row + 1 < end and not state.isEmpty(row + 1) and state.is_code_block(row + 1):
        return False  # raw HTML that is indented, which would become code
    if not silent:
        token = state.push("html_block", "", 0)
        token.map, token.content = [row, row + 1], text
        state.line = row + 1
    return True
