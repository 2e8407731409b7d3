"""Attribute lists, `{#id .class}`: the engine's own, but for how the end of a heading or cell is searched.

Its expression begins anew at each space and at each brace, and goes on to the end of the line from there:
a heading of 80 kB of `{.a ` took 5 s.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor


class AttributesExtension(AttrListExtension):
    """Adds the step that finds attribute lists in the tree."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the engine's name
        """Put the step where the engine's own would be."""
        md.treeprocessors.register(_Attributes(md), "attr_list", 8)
        md.registerExtension(self)


class _AtEnd:
    """Finds an attribute list at the end of a text."""

    _LIST = re.compile(rf"(?<! )[ ]+{AttrListTreeprocessor.BASE_RE}[ ]*$")

    def search(self, text: str) -> re.Match[str] | None:
        """Return the match, if the last line ends with a list."""
        end = len(text.rstrip())
        return self._LIST.search(text, text.rfind("\n", 0, end) + 1) if text[end - 1 : end] == "}" else None


class _Attributes(AttrListTreeprocessor):
    HEADER_RE = _AtEnd()  # type: ignore[assignment, misc] # all that is asked of it is `search`
