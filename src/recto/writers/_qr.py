"""QR codes as drawings: an address that a telephone reads off the paper.

segno (BSD, pure Python, no dependencies of its own) says which modules are dark (ISO 18004); what is drawn of
them, one path, is ours, so that it can be named and tagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from recto.markup import SVG

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

QUIET = 4
"""Modules: the margin that a reader needs around the code."""
MODULE = 0.5
"""Millimetres: the side of a module; half as much can still be read from a hand's breadth away."""


def qr_code(address: str, *, name: str) -> Element | None:
    """Return the QR code of `address` as SVG called `name`; None if the address is too long for one."""
    import segno

    try:
        matrix = segno.make_qr(address, error="m").matrix
    except segno.DataOverflowError:
        return None
    modules = len(matrix) + 2 * QUIET
    side = f"{modules * MODULE:g}mm"
    code = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    for attribute, value in (
        ("class", "qr"),
        ("role", "img"),
        ("width", side),
        ("height", side),
        ("viewBox", f"0 0 {modules} {modules}"),
    ):
        code.set(attribute, value)
    etree.SubElement(code, f"{{{SVG}}}title").text = name
    path = etree.SubElement(code, f"{{{SVG}}}path")
    path.set("d", "".join(_runs(matrix)))
    path.set("fill", "#000")
    return code


def _runs(matrix: Sequence[Sequence[int]]) -> Iterator[str]:
    """Yield a rectangle for each row's runs of dark modules."""
    for row, modules in enumerate(matrix):
        column = 0
        for dark, run in groupby(modules):
            length = len(list(run))
            if dark:
                yield f"M{column + QUIET} {row + QUIET}h{length}v1h-{length}z"
            column += length
