"""How many attributes the elements of a page have at most, told before it is parsed.

libxml2 takes the square of their number, hours for a tag of some megabytes. So the text is walked through
once, as HTML's tokenizer does ("Tokenization"): every match begins where the one before ended.
"""

from __future__ import annotations

import re

_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"'][^\s>]*+)?+)?+"""
_ATTRIBUTES = f"(?:{_ATTRIBUTE})*+"
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?--!?>|.*+)"
    r"|<(script|style|textarea|title|xmp|iframe|noembed|noframes|plaintext)(?=[\s/>])"
    rf"(?P<raw>{_ATTRIBUTES})[\s/]*+>?+(?:.*?</\1(?=[\s/>])|.*+)"
    rf"|<[a-z][^\s/>]*+(?P<plain>{_ATTRIBUTES})",
    re.DOTALL | re.IGNORECASE,
)
"""Comments, elements that hold text alone, and tags."""
_EACH = re.compile(_ATTRIBUTE)
_SHORTEST = 3
"""Characters of an attribute whose name is told apart from a thousand others, with the space before it."""


def has_more_than(text: str, limit: int) -> bool:
    """Say whether an element of the page has more than `limit` attributes."""
    for token in _TOKEN.finditer(text):
        written = token["raw"] or token["plain"] or ""
        if len(written) > limit * _SHORTEST and sum(1 for _ in _EACH.finditer(written)) > limit:
            return True
    return False
