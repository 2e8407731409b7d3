"""Rules about the file, and about what it says of itself. Each yields what is wrong, a sentence a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from recto.writers._pdf.press_preflight.document import Document

DC = "{http://purl.org/dc/elements/1.1/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"
PDFX = "{http://www.npes.org/pdfx/ns/id/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
XMP_MM = "{http://ns.adobe.com/xap/1.0/mm/}"
_PROFILE_CLASSES = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}


def version(document: Document) -> Iterator[str]:
    """The file is written in PDF 1.6 or before."""
    if not "1.0" <= document.header <= "1.6":
        yield f"the file says that it is PDF {document.header or 'of no version'}, and PDF/X-4 ends at 1.6"
    declared = str(document.root.get("/Version", "/1.0"))[1:]
    if declared > "1.6":
        yield f"the catalog says that it is PDF {declared}"


def encryption(document: Document) -> Iterator[str]:
    """Everybody may read and print it."""
    if document.is_encrypted:
        yield "the file is encrypted"


def identifier(document: Document) -> Iterator[str]:
    """The file tells itself from others."""
    found = list(document.pdf.trailer.get("/ID", ()))
    if len(found) != 2 or not all(bytes(part) for part in found):
        yield "the file has no ID"


def identification(document: Document) -> Iterator[str]:
    """XMP names the standard, the work and its state."""
    if not document.facts:
        yield "there is no metadata that can be read"
        return
    claimed = document.facts.get(f"{PDFX}GTS_PDFXVersion")
    if claimed != "PDF/X-4":
        yield f"the metadata names {claimed or 'no standard'} and not PDF/X-4"
    wanted = {
        "dc:title": f"{DC}title",
        "xmp:CreateDate": f"{XMP}CreateDate",
        "xmp:ModifyDate": f"{XMP}ModifyDate",
        "xmp:MetadataDate": f"{XMP}MetadataDate",
        "xmpMM:DocumentID": f"{XMP_MM}DocumentID",
        "xmpMM:VersionID": f"{XMP_MM}VersionID",
        "xmpMM:RenditionClass": f"{XMP_MM}RenditionClass",
    }
    for name, key in wanted.items():
        if not document.facts.get(key):
            yield f"the metadata has no {name}"


def properties(document: Document) -> Iterator[str]:
    """Title and dates are there, and the same in the properties and in XMP."""
    info: Any = document.pdf.trailer.get("/Info", {})
    if str(info.get("/Title", "")) != document.facts.get(f"{DC}title", ""):
        yield "the title of the properties and that of the metadata differ"
    for entry, name in (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate")):
        written, told = str(info.get(entry, "")), document.facts.get(f"{XMP}{name}", "")
        if not written:
            yield f"the properties have no {entry[1:]}"
        elif _moment(written) != _moment(told):
            yield f"the properties' {entry[1:]} and the metadata's {name} differ"


def _moment(text: str) -> datetime | None:
    for form in ("D:%Y%m%d%H%M%SZ", "D:%Y%m%d%H%M%S%z", "%Y-%m-%dT%H:%M:%S%z"):
        try:
            moment = datetime.strptime(text.replace("'", ""), form)
        except ValueError:
            continue
        return moment.replace(tzinfo=None) - (moment.utcoffset() or moment - moment)
    return None


def trapping(document: Document) -> Iterator[str]:
    """It is known whether the file is trapped."""
    properties: Any = document.pdf.trailer.get("/Info", {})
    info = str(properties.get("/Trapped", ""))
    if info not in {"/True", "/False"}:
        yield "it is not said whether the file is trapped"
    elif info[1:] != document.facts.get(f"{PDF}Trapped"):
        yield "the properties and the metadata differ in whether the file is trapped"


def intent(document: Document) -> Iterator[str]:
    """One press is meant, named, and described by a profile of its kind."""
    if len(document.intents) != 1:
        yield f"there are {len(document.intents) or 'no'} output intents for a press"
        return
    (meant,) = document.intents
    if not str(meant.get("/OutputConditionIdentifier", "")):
        yield "the output intent names no printing condition"
    if "/RegistryName" not in meant and not str(meant.get("/Info", "")):
        yield "the output intent says nothing of its printing condition, which is in no registry"
    profile = meant.get("/DestOutputProfile")
    if profile is None:
        yield "the output intent has no profile"
    else:
        yield from _profile(profile)


def _profile(stream: Any) -> Iterator[str]:
    with io.BytesIO(stream.read_bytes()) as file:
        head = file.read(128)
    if len(head) < 128 or head[36:40] != b"acsp":
        yield "the output profile is no ICC profile"
        return
    if head[12:16] != b"prtr":
        yield "the output profile is not a printer's"
    if head[8] not in {2, 4}:
        yield f"the output profile is of version {head[8]} of ICC"
    components = _PROFILE_CLASSES.get(head[16:20])
    if components is None or components != int(stream.get("/N", 0)):
        yield "the output profile has other components than the file says"


def actions(document: Document) -> Iterator[str]:
    """Nothing happens by itself, and no program is in it."""
    names = document.root.get("/Names", {})
    if "/JavaScript" in names:
        yield "there is JavaScript"
    for item in document.dictionaries:
        if item.get("/S") in {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm"}:
            yield f"there is an action of the kind {str(item.S)[1:]}"
        if "/AA" in item:
            yield "there are actions that start by themselves"
    if "/OpenAction" in document.root:
        yield "something happens when the file is opened"


def forms(document: Document) -> Iterator[str]:
    """Nothing is to be filled in."""
    if "/AcroForm" in document.root:
        yield "there is a form"


def outside(document: Document) -> Iterator[str]:
    """All that is printed is in the file, and nothing else is."""
    names = document.root.get("/Names", {})
    if "/EmbeddedFiles" in names or any(item.get("/Type") == "/EmbeddedFile" for item in document.streams):
        yield "other files are attached"
    for item in document.streams:
        if "/F" in item:
            yield "a stream's data is in another file"
        if "/Ref" in item and item.get("/Subtype") == "/Form":
            yield "a drawing stands for one in another file"
        if "/OPI" in item:
            yield "an image stands for one in another file (OPI)"
        if "/Alternates" in item:
            yield "an image has others beside it"


def filters(document: Document) -> Iterator[str]:
    """Streams are packed in ways that every press can read."""
    for item in document.streams:
        used = item.get("/Filter", ())
        for name in [used] if str(used).startswith("/") else used:
            if str(name) in {"/LZWDecode", "/LZW", "/Crypt"}:
                yield f"a stream is packed with {str(name)[1:]}"


def layers(document: Document) -> Iterator[str]:
    """What is shown does not depend on the reader."""
    shown = document.root.get("/OCProperties", {})
    for configuration in (shown.get("/D", {}), *shown.get("/Configs", ())):
        if "/AS" in configuration:
            yield "layers are switched by what the file is used for"
