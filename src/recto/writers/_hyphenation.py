"""Pyphen, which hyphenates for WeasyPrint and for covers, taught to read its dictionaries quickly.

What a pattern such as `.ab3ol` says of its places depends on where its digits stand, and not on its letters:
of 14,000 English patterns 2,000 differ in that. Pyphen takes each apart by itself, which takes it five times
as long, 50 ms. A test holds that with the pinned version both come to the same.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_DIGITS = b"0123456789"
_SHAPE = bytes(byte if byte in b"0123456789\n" else ord("x") for byte in range(256))
_FOLLOWING = bytes(range(0x80, 0xC0))
"""What UTF-8 writes a letter's second and further bytes with."""
_UNPLACED = re.compile(r"(?<!\d)x")
_ONLY_PYPHEN = re.compile(r"\^\^|/.*=|[^\D0-9]")
"""Letters as numbers, other spelling at a hyphen, digits of other scripts: those few it reads itself."""


@cache
def pyphen() -> Any:
    """Import Pyphen, and return it."""
    import pyphen

    class Dictionary(pyphen.HyphDict):  # type: ignore[misc]  # Pyphen has no types
        """One whose patterns are taken apart by their shapes."""

        def __init__(self, path: Path) -> None:
            lines = patterns_in(path, pyphen.ignored)
            if _ONLY_PYPHEN.search(lines):
                super().__init__(path)
                return
            self.cache: dict[str, Any] = {}
            self.patterns = _patterns(lines.encode())
            self.maxlen = max(map(len, self.patterns))

    pyphen.HyphDict = Dictionary
    return pyphen


def patterns_in(path: Path, ignored: tuple[str, ...]) -> str:
    """Return the patterns of a dictionary, one a line."""
    with path.open("rb") as file:
        encoding = file.readline().decode()
    encoding = "cp1251" if encoding.strip().lower() == "microsoft-cp1251" else encoding.strip()
    lines = (line.strip() for line in path.read_text(encoding).split("\n")[1:])
    return "\n".join([line for line in lines if line and not line.startswith(ignored)])


def _patterns(lines: bytes) -> dict[str, Any]:
    """Return letters → where the first digit above 0 stands between them, and the digits from there on."""
    shapes = lines.translate(_SHAPE, _FOLLOWING).decode().split("\n")
    digits = {shape: _digits(shape) for shape in set(shapes)}
    letters = lines.translate(None, _DIGITS).decode().split("\n")
    return {each: found for each, shape in zip(letters, shapes, strict=True) if (found := digits[shape])}


def _digits(shape: str) -> tuple[int, tuple[int, ...]] | None:
    """Understand `x2xx4`, which says 0 where it says nothing."""
    digits = _UNPLACED.sub("0x", shape).replace("x", "")
    values = digits.strip("0")
    return (len(digits) - len(digits.lstrip("0")), tuple(map(int, values))) if values else None
