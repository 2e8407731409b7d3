"""Fonts of this machine, for words that the theme cannot set: the last resort, and always told.

Themes ship their fonts so that the same article gives the same bytes everywhere. But no theme has
every script, and boxes or nothing at all would serve nobody. Fontconfig knows which fonts there are
and which suits a language. Pango asks it for the printed page; here its own program is asked, which
comes with it everywhere, so that both take the same fonts.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from recto.diagnostics import Diagnostic, note

_SECONDS = 30.0
"""The longest that fontconfig may take: a new machine's first question has it read all fonts."""
_FORMAT = "%{scalable}|%{color}|%{variable}|%{index}|%{family[0]}|%{file}\n"
_OUTLINES = ["True", "False", "False"]
"""What the first three of these are for a font with outlines in one colour and one weight."""
_CHINESE = {"zh-hk": {"hk", "mo"}, "zh-tw": {"hant", "tw"}}
"""What fontconfig calls a way of writing Chinese → what in a tag stands for it."""


class SystemFont(NamedTuple):
    """A font of this machine."""

    family: str
    file: Path
    number: int
    """Which font of the file it is."""


@lru_cache(maxsize=256)
def system_fonts(
    characters: frozenset[str], *, lang: str, generic: str, bold: bool
) -> tuple[SystemFont, ...]:
    """Return the fonts for `characters`, the fittest for a language and a generic family first."""
    program = shutil.which("fc-match")
    if program is None:
        return ()
    wanted = " ".join(f"{ord(char):x}" for char in sorted(characters))
    pattern = (
        f"{generic}:lang={_language(characters, lang)}:weight={200 if bold else 80}:slant=0"
        f":charset={wanted}:scalable=true:color=false:variable=false"
    )
    try:
        answer = subprocess.run(  # noqa: S603 - no shell, and letters only in hex
            [program, "--sort", "--format", _FORMAT, pattern],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    lines = (line.split("|", 5) for line in answer.stdout.decode("utf-8", "replace").splitlines())
    return tuple(
        SystemFont(parts[4], Path(parts[5]), int(parts[3]))
        for parts in lines
        if len(parts) == 6 and parts[:3] == _OUTLINES and parts[3].isdecimal()
    )


def _language(characters: frozenset[str], lang: str) -> str:
    """Return the language to choose by: Japanese and Korean show in their letters, in any article."""
    language, *parts = lang.lower().split("-")
    if any("\u3041" <= char <= "\u30ff" for char in characters):
        return "ja"
    if any("\uac00" <= char <= "\ud7a3" for char in characters):
        return "ko"
    if language in ("ja", "ko") or not any("\u4e00" <= char <= "\u9fff" for char in characters):
        return language
    # The same characters are drawn in other ways in Hong Kong, in Taiwan and on the mainland.
    return next((name for name, marks in _CHINESE.items() if marks.intersection(parts)), "zh-cn")


def font_system(families: Collection[str], *, edition: str, file: str | None = None) -> Diagnostic:
    """Say that fonts of this machine were used."""
    return note(
        "font-system",
        f"The theme lacks some characters; they are set in {', '.join(families)}, from this machine.",
        file=file,
        hint=f"Add the font to the theme, so that the {edition} comes out the same everywhere.",
    )
