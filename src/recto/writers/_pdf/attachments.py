"""Files that travel in the PDF, associated with the document as PDF/A-3 wants it (ISO 19005-3, 6.8)."""

from __future__ import annotations

import hashlib
from codecs import BOM_UTF16_BE
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pydyf

from recto.article import Meta
from recto.writers._pdf.metadata import moment_of, written
from recto.writers._pdf.provenance import Origin


def attach(pdf: Any, files: Iterable[Origin], meta: Meta) -> None:
    """Embed `files` in `pdf`; their date is the article's, and without one they have none."""
    changed = moment_of(meta.updated or meta.date)
    embedded = {file.name: _specification(pdf, file, changed) for file in files}
    if not embedded:
        return
    names = pydyf.Dictionary({"Names": pydyf.Array()})
    # A reader finds a name by halving: they stand in the order of their bytes.
    for name in sorted(embedded, key=_bytes_of):
        names["Names"].extend((pydyf.String(name), embedded[name]))
    pdf.add_object(names)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = names.reference
    pdf.catalog["AF"] = pydyf.Array(embedded.values())


def _specification(pdf: Any, file: Origin, changed: datetime | None) -> bytes:
    """Add the file and what names it; return the reference of the latter."""
    facts = {
        "Size": len(file.data),
        "CheckSum": f"<{hashlib.md5(file.data, usedforsecurity=False).hexdigest()}>",
    }
    if changed:
        facts["ModDate"] = pydyf.String(written(changed, "D:%Y%m%d%H%M%SZ"))
    subtype = pydyf.name(file.media_type)
    extra = {"Type": "/EmbeddedFile", "Subtype": subtype, "Params": pydyf.Dictionary(facts)}
    stream = pydyf.Stream([file.data], pydyf.Dictionary(extra), compress=True)
    pdf.add_object(stream)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(file.name),
            "UF": pydyf.String(file.name),
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
            "Desc": pydyf.String(file.description),
            "AFRelationship": f"/{file.relationship}",
        }
    )
    pdf.add_object(specification)
    reference: bytes = specification.reference
    return reference


def _bytes_of(text: str) -> bytes:
    return text.encode() if text.isascii() else BOM_UTF16_BE + text.encode("utf-16-be")
