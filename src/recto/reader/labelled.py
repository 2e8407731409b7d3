"""Labels: ids that can be referred to, `fig:tides`, and how a reference to one is written.

The part before the colon says what is labelled. `tab` is `tbl` by another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recto.reader.engine.flanking import is_cjk

PREFIXES = {
    "fig": "figure",
    "tbl": "table",
    "tab": "table",
    "eq": "equation",
    "sec": "section",
    "lst": "listing",
}
"""What a label begins with → the kind of thing it names."""
LABEL = rf"(?:{'|'.join(f'[{p[0]}{p[0].upper()}]{p[1:]}' for p in PREFIXES)}):\w++(?:[:.-]\w++)*+"
"""A label as references have it: a capital letter asks for a capital letter."""
REFERENCE = "data-reference"
"""The attribute of a reference: its label, behind a minus sign if only the number is asked for."""
TYPED = re.compile(rf"\[(-?)@\{{?({LABEL})\}}?\]|@\{{({LABEL})\}}|@({LABEL})")


def references_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where in plain text each reference begins and ends, and what its attribute would be."""
    for match in TYPED.finditer(text):
        label = match[2] or match[3] or before_cjk(match[4])
        end = match.end() if match[4] is None else match.start(4) + len(label)
        yield match.start(), end, (match[1] or "") + label


def before_cjk(label: str) -> str:
    """Return `label` up to the text that goes on behind it without a space: `@fig:xを見よ`."""
    prefix, _, name = label.partition(":")
    if name.isascii() or is_cjk(name[0]):
        return label
    end = next((at for at, character in enumerate(name) if is_cjk(character)), len(name))
    return f"{prefix}:{name[:end].rstrip(':.-')}"


def canonical(label: str) -> str:
    """Return the name that all spellings of `label` share."""
    prefix, _, name = label.partition(":")
    prefix = prefix.lower()
    return f"{'tbl' if prefix == 'tab' else prefix}:{name}"


def kind_named(label: str) -> str | None:
    """Return the kind of thing that the id `label` says it names, None if it is no label."""
    prefix, colon, name = label.partition(":")
    return PREFIXES.get(prefix) if colon and name else None
