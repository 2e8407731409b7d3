"""Code in colour: Pygments' short classes on spans, no style of any kind.

The words of the code never change: a lexer that would change them, or that does not know its
language, leaves the code plain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from recto.reader.draft import Draft
from recto.reader.lines import line_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

_PREFIX = "language-"
_PLAIN = frozenset({"text", "txt", "plain", "plaintext", "none", "nohighlight"})


def colour(tree: Element, draft: Draft) -> None:
    """Colour each `pre > code.language-x` that holds nothing but text."""
    lexers: dict[str, Lexer | None] = {}
    for code in tree.iterfind(".//pre/code"):
        language = next((name for name in code.get("class", "").split() if name.startswith(_PREFIX)), "")
        language = language[len(_PREFIX) :]
        if not language or language in _PLAIN or len(code) or not code.text:
            continue
        if language not in lexers:
            lexers[language] = _lexer(language, code, draft)
        lexer = lexers[language]
        if lexer is not None:
            _colour(code, lexer)


def _lexer(language: str, code: Element, draft: Draft) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        draft.note(
            "code-language",
            f"Code in {language!r} stays in one colour, as no rules for that language are known.",
            line=line_of(code),
        )
        return None


def _colour(code: Element, lexer: Lexer) -> None:
    runs: list[tuple[str, str]] = []
    for token, text in lexer.get_tokens(code.text or ""):
        name = _class_of(token) if text.strip() else ""
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + text)
        else:
            runs.append((name, text))
    if "".join(text for _, text in runs) != code.text:
        return
    code.text = None
    last: Element | None = None
    for name, text in runs:
        if name:
            last = etree.SubElement(code, "span", {"class": name})
            last.text = text
        elif last is None:
            code.text = text
        else:
            last.tail = text


def _class_of(token: _TokenType) -> str:
    from pygments.token import STANDARD_TYPES

    known: _TokenType | None = token
    while known is not None and known not in STANDARD_TYPES:
        known = known.parent
    return STANDARD_TYPES[known] if known is not None else ""
