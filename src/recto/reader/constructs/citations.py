"""Citations, as pandoc has them: `[see @a, p. 3; @b]`, and in a sentence `@a [p. 3] says`.

Only an article with a bibliography has any. A key in brackets has to be in it; an `@name` in a sentence that
is not stays what it is, as an address or a mention does. Keys of cross references (`fig:`) are not looked at.
Here a citation becomes an empty element with the number of its `Citation`; what it says is a transform's.
`::: {#refs}` and `:::` below it are where the list of works is to stand.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from recto.reader.citations import locators, syntax
from recto.reader.citations.cites import Citation, Cite
from recto.reader.citations.library import Library, is_cross_reference
from recto.reader.engine.flanking import is_cjk
from recto.reader.engine.inline import inline_of, row_of
from recto.reader.engine.inside import begins_with, line_of
from recto.reader.engine.reading import Reading, reading_of

_LIKELY = re.compile(r"\[(?:[^@\\]|\\.){0,300}@")
_KEY = re.compile(syntax.KEY)
_NOT_BEFORE = frozenset("@/\\.:+&=#?%_-")
_BRACKETS = re.compile(r"[ \n]?\[(?!\^)")
_PLACE = re.compile(r":{3,}[ \t]*\{[ \t]*#refs[ \t]*\}[ \t]*:*[ \t]*$")
_PLACE_END = re.compile(r":{3,}[ \t]*$")


def extend(grammar: MarkdownIt) -> None:
    """Add both kinds, after links, and the place of the list."""
    inline = inline_of(grammar)
    inline.add("citation", "[", _in_brackets)
    inline.add("narrative_citation", "@", _in_sentence)
    grammar.block.ruler.before(
        "fence", "references", _place, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _in_brackets(state: StateInline, silent: bool) -> bool:
    reading = reading_of(state)
    library = reading.draft.library
    begin = state.pos
    if library is None or not _LIKELY.match(state.src, begin, state.posMax):
        return False
    end = state.md.helpers.parseLinkLabel(state, begin)
    works = syntax.parse(state.src[begin + 1 : end], reading.draft.lang) if end > 0 else None
    if not works or any(is_cross_reference(work.cite.key) for work in works):
        return False
    state.pos = end + 1
    if not silent:
        text, row = state.src[begin : end + 1], _row_at(state, begin)
        if _report_missing(library, works, reading, row):
            state.pending += text
        else:
            _push(state, works, text=text, row=row, narrative=False)
    return True


def _row_at(state: StateInline, begin: int) -> int:
    end, state.pos = state.pos, begin
    row = row_of(state)
    state.pos = end
    return row


def _report_missing(library: Library, works: list[syntax.Words], reading: Reading, row: int) -> bool:
    """Tell of each key that is nobody's; return whether there is one."""
    missing = [work.cite.key for work in works if work.cite.key not in library.entries]
    for key in missing if library.is_whole else ():
        if reading.once(f"citation {key}", row):
            reading.draft.error(
                "citation-missing",
                f"The bibliography has no entry {key!r}.",
                line=reading.line(row),
                hint=library.hint(key) or f"If this is no citation, write \\@{key}.",
            )
    return bool(missing)


def _in_sentence(state: StateInline, silent: bool) -> bool:
    reading = reading_of(state)
    library = reading.draft.library
    begin = state.pos
    match = _KEY.match(state.src, begin, state.posMax) if library and not silent else None
    if match is None or library is None or not (bare := _stands_alone(state.src, begin)):
        return False
    key = syntax.key_of(match)
    known = library.find(key) if match["bare"] else (key if key in library.entries else None)
    row = row_of(state)
    if known is None:
        _report_unknown(library, key, reading, row)
        return False
    end = match.end() if known == key else begin + 1 + len(known)
    works = [syntax.Words(Cite(known, suppressed=bare == "-"), "", "")]
    if bare == "-":
        state.pending = state.pending[:-1]
    else:
        works, end = _with_place(state, works, end)
    state.pos = end
    _push(state, works, text=state.src[begin:end], row=row, narrative=bare != "-")
    return True


def _stands_alone(src: str, at: int) -> str:
    """Return what may stand before a key in a sentence, a hyphen or anything else; nothing if it may not."""
    before = src[at - 1 : at] or " "
    if before == "-" and not src[at - 2 : at - 1].strip().strip("([{"):
        return "-"
    if before in _NOT_BEFORE or (before.isalnum() and not is_cjk(before)):
        return ""
    return before


def _report_unknown(library: Library, key: str, reading: Reading, row: int) -> None:
    """Tell of a key in a sentence if it looks like a slip."""
    hint = None if is_cross_reference(key) else library.hint(key)
    if hint and reading.once(f"citation {key}", row):
        reading.draft.warn(
            "citation-unknown",
            f"@{key} stays as it is: the bibliography has no such entry.",
            line=reading.line(row),
            hint=hint,
        )


def _with_place(state: StateInline, works: list[syntax.Words], end: int) -> tuple[list[syntax.Words], int]:
    """Add the brackets that follow, if they say where: `[p. 3]`, `[p. 3; @other]`."""
    match = _BRACKETS.match(state.src, end, state.posMax)
    if match is None:
        return works, end
    close = state.md.helpers.parseLinkLabel(state, match.end() - 1)
    if close < 0 or state.src[close + 1 : close + 2] in ("(", "[", ":"):
        return works, end
    reading = reading_of(state)
    content = state.src[match.end() : close]
    parsed = syntax.parse(f"@{{{works[0].cite.key}}}, {content}", reading.draft.lang)
    if not parsed or parsed[0].cite.locator is None or not locators.read(f",{content}", reading.draft.lang):
        return works, end
    library = reading.draft.library
    if library is None or _report_missing(library, parsed, reading, row_of(state)):
        return works, end
    return parsed, close + 1


def _push(state: StateInline, works: list[syntax.Words], *, text: str, row: int, narrative: bool) -> None:
    reading = reading_of(state)
    library = reading.draft.library
    if library is None:
        return
    citation = Citation(tuple(work.cite for work in works), narrative, reading.line(row))
    token = state.push("citation", "span", 0)
    token.content = text
    token.attrs = {"data-cite": library.mark(len(library.citations))}
    token.meta = {"row": row, "words": []}
    library.citations.append(citation)
    for at, work in enumerate(works):
        for kind, words in (("prefix", work.prefix), ("suffix", work.suffix)):
            if words:
                token.meta["words"].append((library.mark(at, kind), _parsed(state, words, row)))


def _parsed(state: StateInline, words: str, row: int) -> Token:
    reading = reading_of(state)
    outer, reading.row = reading.row, row
    token = Token("inline", "", 0, map=[row, row + 1], content=words)
    token.children = state.md.inline.parse(words, state.md, state.env, [])
    reading.row = outer
    return token


def _place(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    if not begins_with(state, row, ":") or not _PLACE.match(line_of(state, row)):
        return False
    below = state.skipEmptyLines(row + 1)
    if below >= end or not _PLACE_END.match(line_of(state, below)):
        return False
    if not silent:
        token = state.push("references_open", "div", 1)
        token.map, token.attrs = [row, below + 1], {"id": "refs"}
        state.push("references_close", "div", -1)
        state.line = below + 1
    return True
