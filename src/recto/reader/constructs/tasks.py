"""Task lists: `- [ ] to do` and `- [x] done`.

Found before the engine reads the line's markup, so that `- \\[ ] literally` stays what it is. The
item is only marked here, by class; a transform draws the box.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_BOX = re.compile(r"\[([ xX])\](?:[ \n]+|$)")


class _TaskTreeprocessor(Treeprocessor):
    def run(self, root: Element) -> None:
        """Mark the items that begin with a box, and take the box away."""
        for item in root.iter("li"):
            holder = item[0] if not (item.text or "").strip() and len(item) and item[0].tag == "p" else item
            match = _BOX.match(holder.text or "")
            if match and holder.text:
                holder.text = holder.text[match.end() :]
                item.set("class", "task todo" if match[1] == " " else "task done")


class TasksExtension(Extension):
    """List items with a box before them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the engine's name
        """Register before inline markup (20), and so before attribute lists (8), which may add classes."""
        md.treeprocessors.register(_TaskTreeprocessor(md), "recto-tasks", 30)
