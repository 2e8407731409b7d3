"""Attribute lists, `{#id .class}`: the engine's own, but for how the end of a heading or cell is searched.

Its expression begins anew at each space and at each brace, and goes on to the end of the line from there:
a heading of 80 kB of `{.a ` took 5 s.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions.attr_list import (
    AttrListExtension,
    AttrListTreeprocessor,
    get_attrs_and_remainder,
)

_LAST_LIST = re.compile(r"(?:^|[ \n])\{:?([^{}\n]+)\}[ ]*$")


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


def split_attributes(text: str) -> tuple[str, dict[str, str]]:
    """Return `text` without the attribute list at its end, and the attributes."""
    match = _LAST_LIST.search(text, max(0, text.rfind("{") - 1))
    found, rest = get_attrs_and_remainder(match[1]) if match else ([], "")
    if match is None or rest or any(value is None for _, value in found):  # none, or words in braces
        return text, {}
    attributes = {name: value or "" for name, value in found if name != "."}
    classes = " ".join(value or "" for name, value in found if name == ".")
    return text[: match.start()].strip(), attributes | ({"class": classes} if classes else {})


class _Attributes(AttrListTreeprocessor):
    HEADER_RE = _AtEnd()  # type: ignore[assignment, misc] # all that is asked of it is `search`
