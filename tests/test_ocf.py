"""The EPUB container: order, dates and packing of what is in it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.epub_books import Book, article, call, notes

LATE = datetime(2024, 8, 18, 23, 30, tzinfo=timezone(timedelta(hours=-5)))


def test_the_container_begins_with_the_stored_mimetype() -> None:
    """OCF 3.3, 4.2: byte 30 of every EPUB spells mimetype."""
    book = Book(article("<p>x</p>"))

    assert book.artifact.data[30:58] == b"mimetypeapplication/epub+zip"
    assert (book.artifact.path, book.artifact.media_type) == ("folder/talk.epub", "application/epub+zip")


@pytest.mark.parametrize(
    ("given_date", "entries", "stated"),
    [
        (LATE, (2024, 8, 19, 4, 30, 0), "2024-08-19T04:30:00Z"),
        (date(1850, 1, 2), (1980, 1, 1, 0, 0, 0), "1980-01-01T00:00:00Z"),
        (None, (1980, 1, 1, 0, 0, 0), "1980-01-01T00:00:00Z"),
    ],
)  # fmt: skip
def test_entries_are_dated_by_the_article(
    given_date: date | None, entries: tuple[int, ...], stated: str
) -> None:
    """No clock is read: the article's last change, in UTC, dates everything."""
    book = Book(article("<p>x</p>", date=given_date), cover=False)

    assert {info.date_time for info in book.archive.infolist()} == {entries}
    assert book.meta("dcterms:modified") == [stated]


def test_only_text_is_deflated() -> None:
    """Fonts and pictures are packed already."""
    kinds = {
        Path(info.filename).suffix: info.compress_type
        for info in Book(article("<p>x</p>")).archive.infolist()
    }

    assert kinds[".woff2"] == kinds[".png"] == kinds[""] == zipfile.ZIP_STORED
    assert kinds[".xhtml"] == kinds[".css"] == kinds[".opf"] == zipfile.ZIP_DEFLATED


def test_the_same_article_gives_the_same_bytes_everywhere() -> None:
    """Hash seed, time zone, locale and working directory leave no trace."""
    script = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]);"
        "from tests.epub_books import Book, article, call, notes;"
        "made = article('<p>x' + call(1) + '</p>' + notes('n'), authors=['A', 'B'], tags=('t', 'u'));"
        "print(hashlib.sha256(Book(made).artifact.data).hexdigest())"
    )
    root = str(Path(__file__).parent.parent)
    digests = {
        subprocess.run(
            [sys.executable, "-c", script, root],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            cwd=folder, capture_output=True, text=True, check=True,
        ).stdout
        for seed, zone, locale, folder in (("1", "UTC", "C", root), ("2", "Asia/Tokyo", "C.UTF-8", "/"))
    }  # fmt: skip
    here = Book(article(f"<p>x{call(1)}</p>{notes('n')}", authors=["A", "B"], tags=("t", "u")))

    assert digests == {hashlib.sha256(here.artifact.data).hexdigest() + "\n"}
