"""Large articles: what an e-book costs grows with them and no faster."""

from __future__ import annotations

import time
from functools import partial

import pytest

from recto.writers import Writer
from recto.writers.epub import EpubWriter
from recto.writers.kepub import KepubWriter
from tests.benchmarks.packing import NOTES, PICTURES, SECTIONS, large
from tests.epub_books import Book, notes_of


@pytest.mark.parametrize("writer", [EpubWriter(), KepubWriter()], ids=lambda writer: str(writer.name))
def test_packing_takes_as_much_longer_as_the_article_is(writer: Writer) -> None:
    """Sections, footnotes and pictures: four times as many take some four times as long."""
    small, whole = large(0.03), large(0.12)
    pack = partial(Book, by=writer, cover=False)
    pack(small)

    limit = 7 * min(_seconds(partial(pack, small)) for _ in range(3))

    # The best of three, but no more runs than it takes to be below the limit.
    assert any(_seconds(partial(pack, whole)) < limit for _ in range(3))


def _seconds(work: partial[Book]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def test_a_large_article_keeps_all_its_parts() -> None:
    """Each section is in the contents, each note in the chapter that calls it, each picture once."""
    part = 0.05
    book = Book(large(part), cover=False)
    contents = book.find(book.page("nav"), "count(//h:nav[@role='doc-toc']//h:a)")

    assert contents == part * SECTIONS + 1
    assert sum(len(notes_of(book, name)) for name in book.chapters()) == part * NOTES
    assert len([name for name in book.names if "/images/" in name]) == part * PICTURES
    assert book.findings == []
