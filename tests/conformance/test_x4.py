"""Documents made to PDF/X-4, before what there is for all PDFs: their syntax, and their fonts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.case_folders import Case, build, cases, published
from tests.conformance.toolbox import fonts, qpdf

pytestmark = [pytest.mark.conformance, pytest.mark.usefixtures("validators")]

NAMES = (
    "constructs-in-constructs figures image-formats language-arabic source-constructs tables-nasty".split()
)


@pytest.mark.parametrize(
    "case", [case for case in (*cases(), *published()) if case.name in NAMES], ids=lambda case: case.name
)
def test_syntax_and_fonts_are_right(case: Case, tmp_path: Path) -> None:
    """PDF/X itself has no free validator: Recto's own preflight has read the file before this does."""
    settings = {"formats": ["pdf"], "pdf.standard": "x-4", "pdf.crop_marks": True}
    document = build(case, tmp_path, **settings).files[".pdf"]

    assert {document: []} == qpdf([document])
    assert {document: []} == fonts([document])
