"""Chapters of e-books as readers show them: at six inches, at night, twice as large, in other fonts.

Nothing is wider than the page, and words differ from their ground by 4.5 : 1 (WCAG 1.4.3).
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import recto
from recto import theme
from recto.writers import Writer
from recto.writers.epub import EpubWriter
from recto.writers.kepub import KepubWriter
from tests.case_folders import cases, published
from tests.conformance.toolbox import Complaints, reading
from tests.epub_books import Book

pytestmark = [pytest.mark.conformance, pytest.mark.usefixtures("validators")]

BOOKS = {
    "epub": (
        "admonitions-nested code-numbered constructs-in-constructs device-kobo figures footnotes-nasty "
        "formulas language-arabic language-hebrew list-tables media pull-quote source-constructs "
        "source-talks table-wide tables-nasty task-lists theme-large-print"
    ).split(),
    "kepub": ["source-constructs"],
}
"""Format → cases that hold what could be too wide or too pale."""
THEMES = {"theme-large-print": "large-print"}
"""Case → its theme, if that is another than the default one."""
WRITERS: dict[str, Writer] = {"epub": EpubWriter(), "kepub": KepubWriter()}
WHOLE = "source-talks"
"""Of this one, cover, title page and contents are looked at too."""
CASES = {case.name: case for case in (*cases(), *published())}
CONTROLS = {
    "wide": "<p style='width: 900px'>Words.</p>",
    "pale": "<p style='color: #999'>Words that are pale at night and pale by day.</p>",
}
PAGE = (
    "<html xmlns='http://www.w3.org/1999/xhtml' lang='en'><head><title>t</title></head><body>{}</body></html>"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reading")


@pytest.fixture(scope="module")
def chapters(folder: Path) -> dict[tuple[str, str], list[Path]]:
    """The documents of each book, unpacked, by format and case."""
    found = {}
    for kind, names in BOOKS.items():
        for name in names:
            place = folder / kind / name
            worn = theme.load(THEMES.get(name, "default"))
            data = Book(recto.read(CASES[name].article), by=WRITERS[kind], in_theme=worn).artifact.data
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                book.extractall(place)
            found[kind, name] = sorted(place.glob("EPUB/*.xhtml" if name == WHOLE else "EPUB/chapter*.xhtml"))
    return found


@pytest.fixture(scope="module")
def complaints(folder: Path, chapters: dict[tuple[str, str], list[Path]]) -> Complaints:
    """What is to be said of all documents, and of those that are broken."""
    for name, content in CONTROLS.items():
        (folder / f"{name}.xhtml").write_text(PAGE.format(content), "utf-8")
    controls = [folder / f"{name}.xhtml" for name in CONTROLS]
    return reading([*(path for some in chapters.values() for path in some), *controls])


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in BOOKS.items() for name in names])
def test_chapters_can_be_read_however_they_are_shown(
    kind: str, name: str, chapters: dict[tuple[str, str], list[Path]], complaints: Complaints
) -> None:
    """Whatever the reader lays over them."""
    said = [f"{path.name}: {each}" for path in chapters[kind, name] for each in complaints[path]]

    assert chapters[kind, name]
    assert not said, "\n".join(said)


@pytest.mark.parametrize(("name", "complaint"), [("wide", "wider than the page"), ("pale", "contrast 2.8")])
def test_what_cannot_be_read_is_told(name: str, complaint: str, folder: Path, complaints: Complaints) -> None:
    """A look that could not fail would prove nothing."""
    assert any(complaint in each for each in complaints[folder / f"{name}.xhtml"])
