"""The table of all rules, each with the code that findings carry and the clause it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from recto.diagnostics import Diagnostic, error
from recto.writers._pdf.press_preflight import painting, structure
from recto.writers._pdf.press_preflight.document import Document

_MOST = 5
"""Findings of one rule; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that PDF/X-4 asks of a file."""

    code: str
    clause: str
    """Of ISO 15930-7:2010, or of ISO 32000-1 where that is said."""
    check: Callable[[Document], Iterator[str]]
    """Yields what is wrong."""


RULES = (
    Rule("pdfx-version", "6.1", structure.version),
    Rule("pdfx-encryption", "6; ISO 32000-1, 7.6", structure.encryption),
    Rule("pdfx-id", "6; ISO 32000-1, 14.4", structure.identifier),
    Rule("pdfx-intent", "6.4", structure.intent),
    Rule("pdfx-colour", "6.4", painting.colours),
    Rule("pdfx-font", "6.5", painting.fonts),
    Rule("pdfx-filter", "6; ISO 32000-1, 7.4", structure.filters),
    Rule("pdfx-identification", "6.10", structure.identification),
    Rule("pdfx-properties", "6.10", structure.properties),
    Rule("pdfx-trapped", "6; ISO 32000-1, 14.11.6", structure.trapping),
    Rule("pdfx-boxes", "6; ISO 32000-1, 14.11.2", painting.boxes),
    Rule("pdfx-state", "6.13", painting.states),
    Rule("pdfx-postscript", "6.14", painting.programs),
    Rule("pdfx-outside", "6; ISO 32000-1, 7.11", structure.outside),
    Rule("pdfx-annotation", "6.17", painting.laid_on),
    Rule("pdfx-action", "6.18", structure.actions),
    Rule("pdfx-operator", "6.19", painting.operators),
    Rule("pdfx-transparency", "6.20", painting.transparency),
    Rule("pdfx-rendering", "6.23", painting.rendering),
    Rule("pdfx-layer", "6.24", structure.layers),
    Rule("pdfx-form", "6.26", structure.forms),
)


def preflight(data: bytes, *, file: str) -> Iterator[Diagnostic]:
    """Yield an error for each way in which the PDF `data`, made of the article `file`, breaks a rule."""
    with Document(data) as document:
        for rule in RULES:
            problems = list(dict.fromkeys(rule.check(document)))
            more = f"; and {len(problems) - _MOST} more" if len(problems) > _MOST else ""
            if problems:
                yield error(
                    rule.code,
                    f"The PDF breaks a rule of PDF/X-4: {'; '.join(problems[:_MOST])}{more}.",
                    file=file,
                    hint=f"ISO 15930-7:2010, {rule.clause}. Is it a setting, an image, or the theme?",
                )
