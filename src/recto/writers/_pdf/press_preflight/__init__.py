"""The check before the press: a finished file against what ISO 15930-7 (PDF/X-4) asks of it.

    document.py     a file, read as the rules want to see it
    structure.py    rules about the file and what it says of itself
    painting.py     rules about the pages and what is painted on them
    rules.py        the table of all rules, and `preflight`, which runs them

It reads bytes and knows nothing of how they were made. Only what can be read from a file is judged: whether
images are sharp and colours are the right ones, only a proof shows. The clauses are those of the
standard's table of contents; where a rule's place there is not known, ISO 32000-1's is named beside "6".
"""

from recto.writers._pdf.press_preflight.rules import RULES, Rule, preflight

__all__ = ["RULES", "Rule", "preflight"]
