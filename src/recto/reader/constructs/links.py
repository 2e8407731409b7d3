"""Links and images that CommonMark does not take for such, because the address or the title is not strict.

`[a](my file.pdf)` and `[a](/url "a "quoted" word")` are links to everybody who reads them. What stands in the
parentheses has to look like an address: `[a](not one)` is two remarks. `![a](b.png =100x20)` says how wide
and how high an image is, either of which may be left out, as several tools have it. Beside that, a
reference without a definition, `[text][label]`, is told.
"""

from __future__ import annotations

import re
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference, unescapeAll
from markdown_it.rules_inline import StateInline, image, link

from recto.reader.engine.inline import inline_of, row_of
from recto.reader.engine.reading import reading_of

# Bounded, so that many of these without an end cost no more than their number.
_HREF = r"(?P<href>[^\s()<>\"'][^()<>\"\n]{0,1000}(?:\([^()\n]{0,200}\)[^()<>\"\n]{0,1000}){0,4}?)"
_TITLE = r"\"[^\n]{0,1000}?\"|'[^\n]{0,1000}?'"
_TARGET = re.compile(rf"\([ \t]*{_HREF}(?:[ \t]+(?P<title>{_TITLE}))?[ \t]*\)")
_SIZED = re.compile(
    rf"\([ \t]*(?:<(?P<angled>[^<>\n]{{1,1000}})>|{_HREF})(?:[ \t]+(?P<title>{_TITLE}))?"
    rf"[ \t]+=(?=x?\d)(?P<width>\d{{0,5}}%?)x(?P<height>\d{{0,5}}%?)(?:[ \t]+(?P<late>{_TITLE}))?[ \t]*\)"
)
_LOOKS_LIKE_ADDRESS = re.compile(r"[./#:]")
_OF_ANOTHER_TOOL = re.compile(r"\{\{|\{%")
_REFERENCE = re.compile(r"\[([^\[\]\n]{2,200})\]")


def extend(grammar: MarkdownIt) -> None:
    """Put both rules in the place of CommonMark's, which they ask first."""
    inline = inline_of(grammar)
    inline.add("link", "[", partial(_either, "link"))
    inline.add("image", "!", partial(_either, "image"))


def _either(kind: str, state: StateInline, silent: bool) -> bool:
    begin = state.pos
    if (link if kind == "link" else image)(state, silent):
        return True
    state.pos = begin
    opens = begin if kind == "link" else begin + 1
    if state.src[opens : opens + 1] != "[":
        return False
    after = state.md.helpers.parseLinkLabel(state, opens, kind == "link") + 1
    if after <= 0 or after >= state.posMax:
        return False
    if state.src[after] == "(":
        return _lenient(state, silent, kind=kind, label=(opens + 1, after - 1))
    if state.src[after] == "[" and not silent:
        _report_undefined(state, after, state.src[opens:after])
    return False


def _lenient(state: StateInline, silent: bool, *, kind: str, label: tuple[int, int]) -> bool:
    sized = _SIZED.match(state.src, label[1] + 1, state.posMax) if kind == "image" else None
    match = sized or _TARGET.match(state.src, label[1] + 1, state.posMax)
    if match is None:
        return False
    href = ((sized and sized["angled"]) or match["href"]).strip()
    if not (sized or _LOOKS_LIKE_ADDRESS.search(href)) or _OF_ANOTHER_TOOL.search(href):
        return False
    if not silent:
        attrs: dict[str, str | int | float] = {"href" if kind == "link" else "src": unescapeAll(href)}
        if title := match["title"] or (sized and sized["late"]):
            attrs["title"] = unescapeAll(title[1:-1])
        if sized:
            attrs |= {name: sized[name] for name in ("width", "height") if sized[name]}
        _push(state, attrs, kind=kind, label=label)
    state.pos = match.end()
    return True


def _push(
    state: StateInline, attrs: dict[str, str | int | float], *, kind: str, label: tuple[int, int]
) -> None:
    if kind == "image":
        token = state.push("image", "img", 0)
        token.attrs = {"alt": "", **attrs}
        token.content = state.src[slice(*label)]
        token.children = []
        state.md.inline.parse(token.content, state.md, state.env, token.children)
        return
    state.push("link_open", "a", 1).attrs = attrs
    end, state.posMax = state.posMax, label[1]
    state.pos = label[0]
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.posMax = end
    state.push("link_close", "a", -1)


def _report_undefined(state: StateInline, at: int, text: str) -> None:
    # `[text][]` is short for `[text][text]`.
    collapsed = state.src.startswith("[]", at)
    match = _REFERENCE.match(text) if collapsed else _REFERENCE.match(state.src, at, state.posMax)
    if match is None or match[1].startswith("^") or match[1].isdigit():
        return
    reading = reading_of(state)
    if reading.draft.library is not None and "@" in match[1]:
        return  # two citations, one behind the other
    label = normalizeReference(match[1])
    if label in state.env.get("references", {}) or not reading.once(f"reference {label}", row_of(state)):
        return
    reading.draft.warn(
        "reference-undefined",
        f"The reference [{match[1]}] leads nowhere: no line gives its address.",
        line=reading.line(row_of(state)),
        hint=f"Write the address on a line of its own: [{match[1]}]: https://…",
    )
