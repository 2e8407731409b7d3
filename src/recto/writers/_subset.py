"""As much of a font file as some characters need, with the forms that its layout features make of them.

The same file and characters give the same bytes: no clock is read. Cutting a font down takes a good part
of a second, so what was cut is kept; who calls asks for sets of characters that many articles share.
"""

from __future__ import annotations

import io
import logging
from functools import cache, lru_cache
from pathlib import Path

_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
"""Entries of the table of names that stay: copyright, what the font is called, and its licence."""


@cache
def characters_in(file: Path) -> frozenset[str]:
    """Return the characters that the font in `file` has."""
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@lru_cache(maxsize=256)
def subset(
    file: Path, characters: frozenset[str], features: tuple[str, ...], *, woff2: bool = True
) -> bytes | None:
    """Return the font in `file` with those of `characters` that it has; None if it has none of them."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        flavor="woff2" if woff2 else None, glyph_names=False, hinting=False, layout_features=list(features),
        name_IDs=_NAMES, notdef_outline=True,
    )  # fmt: skip
    options.drop_tables += ["DSIG", "vhea", "vmtx"]
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    with TTFont(file, lazy=True, recalcTimestamp=False) as font:
        known = font.getBestCmap()
        wanted = sorted(ord(char) for char in characters if ord(char) in known)
        if not wanted:
            return None
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        font.flavor = options.flavor
        data = io.BytesIO()
        font.save(data, reorderTables=False)
    return data.getvalue()


@cache
def unpacked(file: Path) -> bytes:
    """Return the font in `file`, WOFF2, as TrueType."""
    from fontTools.ttLib import TTFont

    with TTFont(file, recalcTimestamp=False) as font:
        font.flavor = None
        data = io.BytesIO()
        font.save(data, reorderTables=False)
    return data.getvalue()
