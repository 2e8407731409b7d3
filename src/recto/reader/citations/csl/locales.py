"""CSL's locales, which come with citeproc-py: an article's, and what places in a work are called."""

from __future__ import annotations

from pathlib import Path

from citeproc import LANGUAGE_NAMES, LOCALES_PATH, PRIMARY_DIALECTS
from lxml import etree

_KNOWN = frozenset(
    "appendix book chapter column elocation equation figure folio issue line note opus page paragraph part "
    "rule scene section sub-verbo supplement table timestamp verse volume".split()
)


def locale_of(lang: str, default: str | None = None) -> str:
    """Return the CSL locale for a language tag; `default` is the style's own, for its language."""
    parts = lang.replace("_", "-").split("-")
    primary = {"no": "nb", "iw": "he"}.get(parts[0].lower(), parts[0].lower())
    region = next((part.upper() for part in parts[1:] if len(part) == 2), None)
    if primary == "zh" and region is None:
        region = "TW" if "hant" in lang.lower() else "CN"
    if region and f"{primary}-{region}" in LANGUAGE_NAMES:
        return f"{primary}-{region}"
    if region is None and default and default.partition("-")[0] == primary:
        return default
    return str(PRIMARY_DIALECTS.get(primary, "en-US"))


def locator_terms(lang: str) -> dict[str, str]:
    """Return what a language calls places in a work, in lower case, with CSL's names for them."""
    path = Path(LOCALES_PATH) / f"locales-{locale_of(lang)}.xml"
    terms: dict[str, str] = {}
    for term in etree.parse(path).iterfind(".//{*}term"):
        name = term.get("name", "").removesuffix("-locator").replace(" ", "-")
        if name not in _KNOWN or term.get("form") in ("verb", "verb-short"):
            continue
        for text in (term.text, *(form.text for form in term)):
            if text and text.strip():
                terms.setdefault(text.strip().lower(), name)
                terms.setdefault(text.strip().lower().rstrip("."), name)
    return terms
