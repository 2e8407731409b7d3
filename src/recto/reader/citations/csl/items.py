"""Items of CSL's data model as citeproc-py wants them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from citeproc.source import Reference
from citeproc.source.json import CiteProcJSON
from citeproc.string import MixedString, NoCase, String

from recto.reader.citations import marked
from recto.reader.citations.csl_data import DATES, NAMES, VERBATIM
from recto.reader.citations.marked import OTHERS
from recto.reader.engine.flanking import is_cjk


def reference(work: str, item: Mapping[str, Any], lang: str, *, smart: bool) -> Any:
    """Return an item for citeproc-py; under either spelling of a name, as it uses both."""
    made = Reference(work, item.get("type", "document"))
    read = CiteProcJSON(())
    values: dict[str, Any] = {"language": lang}
    for name, value in item.items():
        if name == "type":
            continue
        if name in NAMES:
            values[name] = read.parse_names(_people(value, smart=smart))
        elif name in DATES:
            values[name] = read.parse_date(value)
        elif name == "language":
            values[name] = value
        else:
            sets = smart and name not in VERBATIM
            pieces = marked.pieces_of(value, item.get("language") or lang if sets else None)
            values[name] = MixedString([NoCase(text) if kept else String(text) for text, kept in pieces])
    if "event-title" in values:
        values["event"] = values["event-title"]
    for name, value in values.items():
        made[name] = made[name.replace("-", "_")] = value
    return made


def _people(names: list[dict[str, str]], *, smart: bool) -> list[dict[str, str]]:
    """Return names as they may be set; "and others" is marked, since no list of names can say it."""
    return [
        {"literal": OTHERS}
        if name == {"literal": "others"} and place
        else {"literal": f"{name['family']}{name['given']}"}
        if "given" in name and is_cjk(name["family"][:1])  # written without a space, the family first
        else {part: _typeset(marked.strip(text), smart=smart) for part, text in name.items()}
        for place, name in enumerate(names)
    ]


def _typeset(name: str, *, smart: bool) -> str:
    return name.replace("'", "’") if smart else name
