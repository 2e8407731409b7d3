"""The face that formulas are set in on screens and e-readers: as much of STIX Two Math as they need.

Most machines have no font for formulas, and then signs do not grow and letters come from anywhere. The face
is ziamath's, with which print draws them too, so that formulas look the same in all editions. What stretches
needs glyphs that no character stands for; the subsetter finds them by the font's MATH table.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from recto.writers._formulas import FORMULA
from recto.writers._subset import subset

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FAMILY = "STIX Two Math"
"""As the style sheets name it."""
_FEATURES = ("ccmp", "dtls", "flac", "mark", "mkmk", "ssty")
"""What MathML Core wants of a font beside its table: forms for scripts, under accents and without dots."""
_FENCES = "√∛|‖―¯"
"""What elements draw that no token says: roots, bars."""
_ITALIC = {
    **{chr(0x41 + at): chr(0x1D434 + at) for at in range(26)},
    **{chr(0x61 + at): chr(0x1D44E + at) for at in range(26)},
    **{chr(0x391 + at): chr(0x1D6E2 + at) for at in range(25)},
    **{chr(0x3B1 + at): chr(0x1D6FC + at) for at in range(25)},
    **dict(zip("h∂ϵϑϰϕϱϖıȷ", "ℎ𝜕𝜖𝜗𝜘𝜙𝜚𝜛𝚤𝚥", strict=True)),
}
"""Letters → what they are shown as alone in an `mi` (MathML Core, 4.2.1, text-transform: math-auto)."""


def formula_face(tree: Element, *, woff2: bool = True) -> bytes | None:
    """Return the face for the formulas in `tree`, as WOFF2 or TrueType; None if it has no sign of theirs."""
    characters = {char for math in tree.iter(FORMULA) for char in _characters(math)}
    return subset(_file(), frozenset(characters), _FEATURES, woff2=woff2) if characters else None


def rule(url: str) -> str:
    """Return the `@font-face` rule that finds the face at `url`."""
    return f'@font-face {{ font-family: "{FAMILY}"; src: url({url}); }}'


def _characters(math: Element) -> Iterable[str]:
    yield from _FENCES
    for part in math.iter("{*}mi", "{*}mn", "{*}mo", "{*}mtext", "{*}ms"):
        text = "".join(part.itertext())
        yield from text
        if str(part.tag).endswith("}mi") and len(text.strip()) == 1 and part.get("mathvariant") != "normal":
            yield from _ITALIC.get(text.strip(), "")


def _file() -> Path:
    spec = importlib.util.find_spec("ziamath")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("ziamath is not installed")
    return Path(spec.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
