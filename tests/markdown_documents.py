"""Which trees are drawn: blocks in blocks to a small depth, and never two that would be read as one."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.markdown_phrases import SIGNS, TARGETS, Habits, Phrase
from tests.markdown_trees import (
    Block,
    Code,
    Document,
    Heading,
    Holder,
    Listing,
    Paragraph,
    Rule,
    Table,
    Terms,
)

_WORDS = (
    *"boat harbour naïve Ünder данные 日本語 שלום 2024 1. - # + * x_y a*b [x] <b> &amp; `tick` a|b".split(),
    *"~ == ^2 C# (c) ! \\ :tada: {x} $5 *** I > : 12) snake_case_word __init__ [ ] ]( ** f(x)".split(),
)
_CODE = ("a", "f(x)", "a|b", "<b>", "*", "&amp;", "x = 1", "\\", "a``b", "# no", "- no", "[x](y)", "`")
_ROWS = ("a", "  b < c", "*d*", "# e", "- g", "", "\tx", "[^1]: no", "| a |", "1. x", "    y", "!!! no")
_GLUE = (" ", " ", " ", ", ", "/", " — ", "。")
_BETWEEN = Paragraph((Phrase("text", "and"),))

habits: SearchStrategy[Habits] = st.builds(
    Habits,
    bullet=st.sampled_from("-*+"),
    number_end=st.sampled_from(".)"),
    all_ones=st.booleans(),
    gap=st.integers(0, 4),
    hang=st.sampled_from(("", "  ", "   ", "    ", "\t")),
    is_deep=st.booleans(),
    fence=st.sampled_from(("```", "~~~", "`````")),
    rule=st.sampled_from(("* * *", "---", "_____")),
    underlines=st.booleans(),
    closing_marks=st.booleans(),
    outer_pipes=st.booleans(),
    lazy=st.booleans(),
    close_marks=st.booleans(),
    crowded=st.booleans(),
    spaces_break=st.booleans(),
    underscores=st.booleans(),
    sparing=st.booleans(),
    links=st.sampled_from(("plain", "angles", "reference")),
    title_marks=st.sampled_from(('""', "''", "()")),
)


def _many(of: SearchStrategy[Phrase], least: int = 1, most: int = 2) -> SearchStrategy[tuple[Phrase, ...]]:
    return st.lists(of, min_size=least, max_size=most).map(tuple)


def _in(kind: str, parts: SearchStrategy[tuple[Phrase, ...]]) -> SearchStrategy[Phrase]:
    return st.builds(lambda drawn: Phrase(kind, "", drawn), parts)


_text = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(
    lambda words: Phrase("text", " ".join(words))
)
_word = st.sampled_from(("boat", "naïve", "שלום", "日本")).map(lambda word: Phrase("text", word))
_code = st.sampled_from(_CODE).map(lambda words: Phrase("code", words))
_sign = st.sampled_from(SIGNS).map(lambda words: Phrase("sign", words))
_target = st.sampled_from(tuple(TARGETS))
_address = st.sampled_from(("https://example.org/x", "https://example.org/a_b?c=d&e=f#g")).map(
    lambda words: Phrase("words", "", (Phrase("address", words), Phrase("text", "boat")))
)
_image = st.builds(lambda name, words: Phrase("img", name, (words,)), _target, _word)


def _run(begin: str, inner: Phrase, end: str) -> Phrase:
    """Return phrases with nothing between them."""
    return Phrase("run", "", (Phrase("text", begin), inner, Phrase("text", end)), "")


_in_word = st.builds(
    lambda kind, word: _run("re", Phrase(kind, "", (Phrase("text", word),)), "x"),
    st.sampled_from(("em", "strong", "sub", "sup")),
    st.sampled_from(("start", "2", "日本")),
)
_in_japanese = st.builds(
    lambda kind, word: _run("日本", Phrase(kind, "", (word,)), "語は"),
    st.sampled_from(("em", "strong", "mark", "del")),
    _word,
)
_plain = _text | _code | _sign


def _link(inner: SearchStrategy[Phrase]) -> SearchStrategy[Phrase]:
    return st.builds(lambda label, words: Phrase("a", label, words), _target, _many(inner)) | _target.map(
        lambda label: Phrase("a", label, (Phrase("text", label),))
    )


_marked = st.one_of([_in(kind, _many(_text | _code)) for kind in ("em", "del", "mark", "kbd", "strong")])
_nested = st.builds(
    lambda kinds, before, inner, after: Phrase(
        kinds[0], "", (*before, Phrase(kinds[1], "", (inner,)), *(after if before else (inner,)))
    ),
    st.permutations(("em", "strong", "del", "mark")),
    st.tuples() | st.tuples(_word),
    _word,
    st.tuples() | st.tuples(_word),
)
_both = _word.map(lambda word: Phrase("em", "", (Phrase("strong", "", (word,)),)))
_call = st.sampled_from("12").map(lambda number: Phrase("call", number))
_aside = _in("aside", _many(_text | _marked))
_phrase = st.one_of(
    _text,
    _code,
    _sign,
    _address,
    _image,
    _marked,
    _link(_text | _code | _marked | _image),
    _both,
    _in_word,
    _in_japanese,
)
_strong = _in("strong", _many(_plain | _link(_text) | _in("em", _many(_word)))).filter(
    lambda phrase: (
        len(phrase.parts) > 1 or phrase.parts[0].kind != "em"
    )  # which is written as the other way round
)


@st.composite
def line(draw: DrawFn, *, notes: bool = True) -> Phrase:
    """Draw the content of a line: phrases that begin and end with plain words."""
    kinds = [_phrase, _phrase, _strong, _nested] + ([_call | _aside] if notes else [])
    parts = [draw(_text)]
    for _ in range(draw(st.integers(0, 3))):
        glue = draw(st.sampled_from(_GLUE))
        parts = [Phrase("run of", "", (*parts, draw(st.one_of(kinds))), glue)]
    return Phrase("line", "", (*parts, draw(_text)))


def _lines(most: int) -> SearchStrategy[tuple[Phrase, ...]]:
    return _many(line(), 1, most)


_paragraph = st.builds(Paragraph, _lines(3), st.booleans())
_one_line = st.builds(Paragraph, _lines(1))
_heading = st.builds(Heading, st.integers(1, 2), _lines(2)) | st.builds(Heading, st.integers(1, 6), _lines(1))
_rows = st.lists(st.sampled_from(_ROWS), min_size=1, max_size=3).map(tuple)
_fence = st.builds(Code, st.sampled_from(("", "python", "c++")), _rows)
_code_rows = st.lists(st.sampled_from([row for row in _ROWS if row]), min_size=1, max_size=3).map(tuple)
_indented = st.builds(Code, st.none(), _code_rows)
_short = st.tuples(_one_line)


@st.composite
def _table(draw: DrawFn) -> Table:
    aligns = tuple(draw(st.lists(st.sampled_from(("", "left", "right", "center")), min_size=1, max_size=3)))
    row = st.tuples(*(line() for _ in aligns))
    return Table(
        aligns, tuple(draw(st.lists(row, min_size=1, max_size=3))), draw(st.sampled_from(("", "Boats")))
    )


def _terms(depth: int) -> SearchStrategy[Terms]:
    meaning = _short if depth < 1 else _short | _led(depth)
    entry = st.tuples(_many(line(), 1, 2), st.lists(meaning, min_size=1, max_size=2).map(tuple))
    return st.builds(Terms, st.lists(entry, min_size=1, max_size=2).map(tuple))


def _led(depth: int) -> SearchStrategy[tuple[Block, ...]]:
    """Return blocks of which the first is a paragraph."""
    return st.builds(
        lambda first, rest: _apart([first, *rest]), _paragraph, _blocks(depth - 1, numbers=False)
    )


_starts = st.sampled_from((0, 0, 1))


def _tight(depth: int) -> SearchStrategy[Listing]:
    """Return lists whose items have a paragraph each, and perhaps a list, a fence or a quotation below it."""
    lead = st.builds(Paragraph, _lines(2))
    item: SearchStrategy[tuple[Block, ...]] = st.tuples(lead) | st.tuples(lead, _fence)
    if depth > 0:
        item |= st.tuples(lead, _tight(depth - 1) | _loose(depth - 1) | _quote)
    items = st.lists(item, min_size=1, max_size=3).map(tuple)
    return st.builds(Listing, _starts, st.just(value=True), items, st.booleans())


def _loose(depth: int) -> SearchStrategy[Listing]:
    items = st.lists(_led(depth), min_size=2, max_size=3).map(tuple)
    return st.builds(Listing, _starts, st.just(value=False), items, st.booleans())


_bullets = st.builds(
    Listing, _starts, st.just(value=True), st.lists(st.tuples(_paragraph), min_size=1, max_size=2).map(tuple)
)
_quote = st.builds(Holder, st.just("quote"), st.tuples(_paragraph) | st.tuples(_paragraph, _bullets))


def _holder(depth: int) -> SearchStrategy[Holder]:
    kinds = st.sampled_from(("signs", "slashes", "alert"))
    return st.builds(Holder, kinds, _led(depth), st.sampled_from(("", "Boats"))) | st.builds(
        Holder, st.just("quote"), _led(depth)
    )


def _blocks(depth: int, *, numbers: bool = True) -> SearchStrategy[list[Block]]:
    """Return sequences of blocks that hold others to `depth`.

    In items there are no `numbers` but those that begin with 1: another may be the next item's.
    """
    kinds: list[SearchStrategy[Block]] = [_paragraph, _heading, _fence, st.just(Rule()), _table()]
    kinds += (_tight(max(depth, 0)), _indented, _terms(depth))
    if numbers:
        kinds.append(
            st.builds(Listing, st.integers(2, 12), st.just(value=True), st.tuples(_short, _short)),
        )
    if depth > 0:
        kinds += (_loose(depth), _holder(depth))
    return st.lists(st.one_of(kinds), max_size=3)


def _apart(drawn: list[Block]) -> tuple[Block, ...]:
    """Put a paragraph between blocks of which the second would go on with the first."""
    kept: list[Block] = []
    for block in drawn:
        if kept and _goes_on(kept[-1], block):
            kept.append(_BETWEEN)
        kept.append(block)
    return tuple(kept)


def _goes_on(before: Block, block: Block) -> bool:
    if isinstance(before, Listing):
        return not isinstance(block, (Heading, Rule, Table, Paragraph))
    if isinstance(before, Code) and isinstance(block, Code):
        return before.language is None and block.language is None
    if isinstance(before, Holder) and isinstance(block, Holder):
        return before.kind in ("quote", "alert") and block.kind in ("quote", "alert")
    if isinstance(before, Paragraph) and isinstance(block, Terms):
        return False
    return isinstance(before, (Terms, Holder)) and isinstance(block, (Terms, Code))


documents: SearchStrategy[Document] = st.builds(
    Document, _blocks(2).map(_apart), st.tuples(_short, _led(1) | _short)
)
