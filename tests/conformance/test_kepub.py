"""E-books for Kobo's readers before EPUBCheck: they are EPUBs still, whatever stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

import recto
from recto.writers.kepub import KepubWriter
from tests.case_folders import Case, cases, published
from tests.conformance.toolbox import Complaints, epubcheck
from tests.epub_books import Book

pytestmark = [pytest.mark.conformance, pytest.mark.usefixtures("validators")]

TELLING = (
    "chapters citations-notes code-numbered constructs-in-constructs cover-image device-kobo figures "
    "footnotes-nasty formulas front-matter-catalogue language-arabic language-hebrew language-japanese "
    "list-tables media quotations raw-html-kept source-constructs source-talks tables-nasty table-spans "
    "task-lists"
).split()
"""What marking sentences could break; that it adds nothing else to any case is tested without validators."""
CASES = [case for case in (*cases(), *published()) if case.name in TELLING]


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> Complaints:
    """What EPUBCheck says about all of them, by the name of the file."""
    folder = tmp_path_factory.mktemp("kepub")
    books = {folder / f"{case.name}.epub": case for case in CASES}
    for path, case in books.items():
        path.write_bytes(Book(recto.read(case.article), by=KepubWriter()).artifact.data)
    return {Path(path.name): said for path, said in epubcheck(list(books)).items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_epubcheck_does_not_complain(case: Case, complaints: Complaints) -> None:
    """Spans, boxes and Kobo's style are within the rules wherever they stand."""
    assert not complaints[Path(f"{case.name}.epub")], "\n".join(complaints[Path(f"{case.name}.epub")])
