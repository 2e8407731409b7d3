"""What the PDF says of itself: document properties, one XMP packet, viewer preferences, page labels.

The packet names the standards, two at once: PDF/UA-1 and PDF/A-3a (ISO 14289-1, 5; ISO 19005-3, 6.6.4) or
PDF/UA-2 and PDF/A-4. PDF/UA's schema is none that PDF/A-3 knows, so its description has to travel along.
Dates come from the article; an article without any gives a file without any.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

import pydyf

from recto.article import EARLIEST, Meta
from recto.markup import escape
from recto.writers._pdf.standards import Standard

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"{namespaces}>
{properties}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
_EXTENSION = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""
_ISO = "%Y-%m-%dT%H:%M:%SZ"
_PREFIX = re.compile(r"<(\w+):")


def write_metadata(pdf: Any, meta: Meta, standard: Standard, *, creator: str, producer: str) -> None:
    """Fill in the properties of `pdf`; `creator` made the pages, and `producer` the file."""
    # A press wants to know a date, so that it can tell two states of one work apart.
    unknown = EARLIEST if standard.for_press else None
    created = moment_of(meta.date or meta.epoch or unknown)
    modified = moment_of(meta.updated or meta.date or meta.epoch or unknown)
    names = [author.name for author in meta.authors]
    facts = {
        "Title": meta.title,
        "Author": ", ".join(names),
        "Subject": meta.description or meta.subtitle,
        "Keywords": ", ".join(meta.tags),
        "Creator": creator,
        "Producer": producer,
        "CreationDate": written(created, "D:%Y%m%d%H%M%SZ"),
        "ModDate": written(modified, "D:%Y%m%d%H%M%SZ"),
    }
    pdf.info.clear()
    if not standard.is_modern:  # else they are in XMP only (ISO 19005-4, 6.1.3)
        pdf.info.update({key: pydyf.String(value) for key, value in facts.items() if value})
    if standard.for_press:
        pdf.info["Trapped"] = "/False"
    properties = [
        *_identification(pdf, standard),
        *(_for_press(meta, modified) if standard.for_press else ()),
        _titles("dc:title", meta.title, meta.lang),
        _list("dc:creator", "Seq", names),
        _titles("dc:description", facts["Subject"], meta.lang),
        _list("dc:subject", "Bag", meta.tags),
        _list("dc:language", "Bag", [meta.lang]),
        _list("dc:publisher", "Bag", [meta.publisher] if meta.publisher else []),
        _titles("dc:rights", meta.rights, meta.lang),
        _plain("dc:identifier", meta.identifier),
        _plain("pdf:Keywords", facts["Keywords"]),
        _plain("pdf:Producer", producer),
        _plain("xmp:CreatorTool", creator),
        _plain("xmp:CreateDate", written(created, _ISO)),
        _plain("xmp:ModifyDate", written(modified, _ISO)),
    ]
    whole = "\n".join(filter(None, properties))
    used = dict.fromkeys(_PREFIX.findall(whole))
    namespaces = "".join(f'\n xmlns:{name}="{_NAMESPACES[name]}"' for name in used if name in _NAMESPACES)
    packet = _PACKET.format(namespaces=namespaces, properties=whole)
    number = int(pdf.catalog["Metadata"].split()[0])
    pdf.objects[number].stream = [packet.encode()]
    pdf.objects[number].compress = False  # readable by programs that know XMP and not PDF
    pdf.catalog["Lang"] = pydyf.String(meta.lang)
    direction = {"Direction": "/R2L"} if meta.direction == "rtl" else {}
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true", **direction})
    pdf.catalog["PageLabels"] = "<</Nums[0<</S/D>>]>>"


def _identification(pdf: Any, standard: Standard) -> list[str]:
    """Name the standards that the file conforms to."""
    if standard.name == "ua-2":
        return [
            _plain("pdfaid:part", "4"),
            _plain("pdfaid:rev", "2020"),
            _plain("pdfaid:conformance", "F" if "AF" in pdf.catalog else None),
            _plain("pdfuaid:part", "2"),
            _plain("pdfuaid:rev", "2024"),
        ]
    if standard.for_press:
        return [_plain("pdfxid:GTS_PDFXVersion", "PDF/X-4")]
    return [
        _plain("pdfaid:part", "3"),
        _plain("pdfaid:conformance", "A"),
        _plain("pdfuaid:part", "1"),
        _EXTENSION,
    ]


def _for_press(meta: Meta, modified: datetime | None) -> list[str]:
    """Tell this work, and this state of it, from all others; both by what is known, and not by chance."""
    state = f"{meta.identifier} {written(modified, _ISO)}"
    return [
        _plain("xmp:MetadataDate", written(modified, _ISO)),
        _plain("xmpMM:DocumentID", uuid.uuid5(uuid.NAMESPACE_URL, meta.identifier).urn),
        _plain("xmpMM:InstanceID", uuid.uuid5(uuid.NAMESPACE_URL, state).urn),
        _plain("xmpMM:VersionID", "1"),
        _plain("xmpMM:RenditionClass", "default"),
        _plain("pdf:Trapped", "False"),
    ]


def forbid_interpolation(pdf: Any) -> None:
    """Ask no reader to smooth images, which PDF/A does not allow (ISO 19005-3, 6.2.8)."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Subtype") == "/Image":
            item.extra["Interpolate"] = "false"


def moment_of(moment: date | datetime | None) -> datetime | None:
    """Return the moment in UTC; of a day, its beginning."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def written(moment: datetime | None, form: str) -> str | None:
    """Return the moment as `form` has it, if there is one."""
    return moment.strftime(form) if moment else None


def _plain(name: str, value: str | None) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _list(name: str, kind: str, values: Iterable[str]) -> str:
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def _titles(name: str, value: str | None, lang: str) -> str:
    if not value:
        return ""
    items = "".join(f'<rdf:li xml:lang="{tag}">{escape(value)}</rdf:li>' for tag in ("x-default", lang))
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"
