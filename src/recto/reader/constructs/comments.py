"""Comments in running text: `<!-- … -->` goes on to the first `-->`, as CommonMark 0.31.2 has it (6.6).

markdown-it still reads them by an older rule, by which `<!-- a --->` has no end: looking for it took 25 s
in 160 kB of such comments.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from recto.reader.engine.inline import inline_of


def extend(grammar: MarkdownIt) -> None:
    """Add the comment, before other raw HTML is looked for."""
    inline_of(grammar).add("comment", "<", _comment, before="html_inline")


def _comment(state: StateInline, silent: bool) -> bool:
    begin = state.pos
    if not state.src.startswith("<!--", begin) or state.html_terminator_last("-->") < begin + 2:
        return False
    end = state.src.find("-->", begin + 2) + len("-->")  # `<!-->` is one, too
    if not silent:
        state.push("html_inline", "", 0).content = state.src[begin:end]
    state.pos = end
    return True
