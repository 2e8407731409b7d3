"""Tables in e-books: which become records on a narrow screen."""

from __future__ import annotations

import re

import pytest

from tests.epub_books import Book, article

HEADS = ("Port", "Passengers in total", "Vehicles in total", "Remarks of the harbour master")
CELLS = ("Ost", "8,534", "", "The longest <em>summer</em> on record")


def table(heads: tuple[str, ...] = HEADS, cells: tuple[str, ...] = CELLS, *, row: str = "") -> str:
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    body = "".join(f"<td>{text}</td>" for text in cells)
    return f"<table><thead><tr>{head}</tr></thead><tbody><tr>{body}</tr>{row}</tbody></table>"


def made(body: str) -> tuple[str | None, list[str]]:
    """Return the class of the table in a book of `body`, and the names of its cells' columns."""
    book = Book(article(body), cover=False, fonts=False)
    page = book.page("chapter-1")
    (found,) = book.find(page, "//h:table[not(ancestor::h:table)]")
    return found.get("class"), book.find(found, ".//@data-label")


def test_wide_records_name_their_columns() -> None:
    """Each cell knows what its column is called, in an attribute: no word stands there twice."""
    book = Book(article(table()), cover=False, fonts=False)

    assert ("records", list(HEADS)) == made(table())
    assert 1 == len(re.findall("Passengers in total", "".join(book.page("chapter-1").itertext())))


def test_a_cell_that_heads_its_row_has_no_name() -> None:
    """It is what the record is about."""
    row = '<tr><th scope="row">West</th><td>1</td><td>2</td><td>3</td></tr>'

    assert list(HEADS) + list(HEADS[1:]) == made(table(row=row))[1]


@pytest.mark.parametrize(
    "body",
    [
        table(row='<tr><td colspan="2">a</td><td>b</td><td>c</td></tr>'),
        table(cells=("Ost", "<ul><li>a</li></ul>", "b", "c")),
        table().replace("<thead>", "<tbody>").replace("</thead>", "</tbody>"),
        table(heads=(*HEADS[:3], '<a href="#x">Remarks of the harbour master</a>')),
        table(heads=("Port", "", *HEADS[2:])),
    ],
)
def test_what_is_no_record_stays_a_table(body: str) -> None:
    """Spans, blocks, no names, or names that are more than words."""
    assert ("wide", []) == made(body)


def test_what_fits_a_phone_stays_a_table() -> None:
    """There is nothing to gain."""
    assert (None, []) == made(table(("a", "b"), ("1", "2")))


def boxes(body: str) -> list[str]:
    """Return, of each table in a book of `body`, the element around it, with its class."""
    book = Book(article(body), cover=False, fonts=False)
    around = [found.getparent() for found in book.find(book.page("chapter-1"), "//h:table")]
    return [f"{element.tag.partition('}')[2]}.{element.get('class', '')}" for element in around]


def test_a_table_that_large_letters_drive_off_the_page_stands_in_a_box() -> None:
    """It knows its width in the reader's letters; none in a cell, which it would leave without a width."""
    assert ["section."] == boxes(table(("Port", "Open"), ("Ost", "yes")))
    assert ["div.table"] == boxes(table(("Characteristic", "Responsibility"), ("a", "b")))
    assert ["div.table", "td."] == boxes(table(cells=("Ost", table(), "b", "c")))


def test_records_are_shown_by_a_sheet_of_their_own() -> None:
    """Old readers drop a sheet with queries; a chapter without such tables does not link to it."""
    body = f'<h2 id="a">A</h2>{table()}<h2 id="b">B</h2><p>x</p>'
    book = Book(article(body), cover=False, fonts=False, split="always")
    hrefs = [book.find(book.page(name), "//h:link/@href") for name in book.chapters()]
    queries = book.read("narrow.css").decode()

    assert [["style.css", "narrow.css"], ["style.css"]] == hrefs
    assert not {"@media", "@container"} & set(re.findall(r"@\w+", book.read("style.css").decode()))
    assert ["(max-width: 24em)", "(max-width: 36em)"] == re.findall(r"@media ([^{]*) \{", queries)
    assert "(max-width: 28em)" in re.findall(r"@container ([^{]*) \{", queries)
    assert queries.count("{") == queries.count("}")


def test_a_book_without_records_has_one_sheet() -> None:
    """What is not needed is not packed."""
    assert "EPUB/narrow.css" not in Book(article("<p>x</p>"), cover=False, fonts=False).names
