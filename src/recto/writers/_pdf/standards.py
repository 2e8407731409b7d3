"""The standards that a PDF can be made to, and what each changes in the file."""

from __future__ import annotations

from dataclasses import dataclass

from recto.writers._pdf.options import StandardName


@dataclass(frozen=True, slots=True)
class Standard:
    """What one of them asks for."""

    name: StandardName
    variant: str
    """WeasyPrint's name for what comes nearest; what it leaves out is completed by our own."""
    is_modern: bool = False
    """PDF 2.0: its namespace, structure destinations, and no document properties outside of XMP."""
    for_press: bool = False
    """In the inks of a press, with room to be cut, and with nothing that is not printed."""


STANDARDS: dict[StandardName, Standard] = {
    "ua-1": Standard("ua-1", "pdf/a-3a"),
    "ua-2": Standard("ua-2", "pdf/a-4f", is_modern=True),
    "x-4": Standard("x-4", "pdf/x-4", for_press=True),
}
