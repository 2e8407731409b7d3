"""What other tools would have replaced: Liquid's and Hugo's tags, Obsidian's links between notes.

    {% include x %}   {{ page.title }}   {{< figure src="x" >}}   [[another note]]   ![[picture.png]]

They stay visible as they were typed, each told once, and nothing in them is taken for Markdown.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

from recto.reader.engine.inline import inline_of, row_of
from recto.reader.engine.reading import reading_of

_ENDS = (("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}"))
_WIKI = re.compile(r"(?<!\[)!?\[\[([^\[\]\n]{1,300})\]\](?![(\[\]:])")
_LONGEST = 1000


def extend(grammar: MarkdownIt) -> None:
    """Add both, before brackets are taken for links."""
    inline = inline_of(grammar)
    inline.add("leftover_tag", "{", _tag)
    inline.add("leftover_link", "[!", _wiki_link, before="link")


def _tag(state: StateInline, silent: bool) -> bool:
    for opening, closing in _ENDS:
        if state.src.startswith(opening, state.pos):
            limit = min(state.posMax, state.pos + _LONGEST)
            end = state.src.find(closing, state.pos + len(opening), limit)
            return end >= 0 and _push(state, end + len(closing), "Liquid or Hugo", silent=silent)
    return False


def _wiki_link(state: StateInline, silent: bool) -> bool:
    match = _WIKI.match(state.src, state.pos, state.posMax)
    if match is None or normalizeReference(match[1]) in state.env.get("references", {}):
        return False
    return _push(state, match.end(), "Obsidian or a wiki", silent=silent)


def _push(state: StateInline, end: int, tool: str, *, silent: bool) -> bool:
    text = state.src[state.pos : end]
    if not silent:
        reading, row = reading_of(state), row_of(state)
        token = state.push("leftover", "span", 0)
        token.content, token.attrs = text, {"data-leftover": ""}
        if reading.once(f"leftover {text}", row):
            shown = " ".join((text if len(text) <= 60 else f"{text[:59]}…").split())
            reading.draft.warn(
                "leftover",
                f"{shown} is markup of {tool}, so it stays as it is.",
                line=reading.line(row),
                hint="Write what it stands for.",
            )
    state.pos = end
    return True
