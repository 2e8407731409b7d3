"""Code in print and in e-books: told apart without colour, and no line is cut."""

from __future__ import annotations

import re
from dataclasses import replace

import pikepdf
import pytest

from tests.epub_books import Book
from tests.epub_books import article as booked
from tests.pdf_editions import DEFAULT, article, opened, printed
from tests.pdf_listing import tags
from tests.reading import body

CODE = (
    '<pre><code><span class="c1"># why</span>\n'
    '<span class="k">def</span> <span class="nf">f</span>(): …</code></pre>'
)
LONG = f"<pre><code>{'word ' * 40}</code></pre>"


def resources(data: bytes, kind: str) -> set[str]:
    """Return the names of the first page's resources of one kind, fonts by the face."""
    with opened(data) as pdf:
        found = pdf.pages[0].Resources.get(kind, pikepdf.Dictionary())
        names = [str(entry.get("/BaseFont", name)) for name, entry in found.items()]
    return {re.sub(r"^/\w{6}\+", "", name) for name in names}


def test_print_tells_code_apart_by_weight_and_slant() -> None:
    """Keywords are bold and comments slanted; all of it is black."""
    data = printed(article(CODE))
    with opened(data) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    colours = {colour for text in content.split(b"BT")[1:] for colour in re.findall(rb"([\d. ]+) rg\b", text)}

    assert {"JetBrains-Mono-Bold", "JetBrains-Mono-Italic"} <= resources(data, "/Font")
    assert colours == {b"0 0 0"}


def test_print_marks_a_line_of_code_that_goes_on() -> None:
    """The hook is drawn as a pattern behind each further row, so that no word is added."""
    assert resources(printed(article(LONG)), "/Pattern")
    assert not resources(printed(article(CODE)), "/Pattern")


def test_lines_of_one_row_have_no_hook_behind_them() -> None:
    """It would be painted, and a patch over it, where neither shows."""
    line = "a = 1\n"
    few, many = (printed(article(LONG.replace("<code>", f"<code>{line * count}"))) for count in (1, 4))
    assert len(resources(few, "/Pattern")) == len(resources(many, "/Pattern")) > 0


def test_books_tell_code_apart_by_elements() -> None:
    """E-readers may drop colours and sheets, but they know bold and italic."""
    page = Book(booked(CODE), cover=False).page("chapter-1")

    assert Book.find(page, "//h:pre//h:b/text()") == ["def"]
    assert Book.find(page, "//h:pre//h:i/text()") == ["# why"]


def test_numbers_of_lines_are_no_words() -> None:
    """They are attributes that sheets show; in print they are artifacts, and what is copied is the code."""
    numbered = CODE.replace("<pre>", '<pre class="numbered" data-first="9">')
    page = Book(booked(numbered), cover=False).page("chapter-1")

    assert Book.find(page, "//h:pre//h:span[@class='line']/@data-n") == ["9", "10"]
    assert "".join(Book.find(page, "//h:pre//text()")) == "# why\ndef f(): …"
    assert "9" not in tags(printed(article(numbered)))


def test_other_pictures_behind_code_are_painted() -> None:
    """Those of a theme of somebody's own are none of ours, however many rows a line has."""
    square = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"
    rule = f'pre .line {{ background: url("data:image/svg+xml,{square}") 0 0 / 1em 1em repeat-y }}'
    look = replace(DEFAULT, css={**DEFAULT.css, "pdf": DEFAULT.css["pdf"] + rule})
    code = CODE.replace("<pre>", '<pre class="numbered" data-first="1">')

    assert not resources(printed(article(code)), "/Pattern")
    assert len(resources(printed(article(code), look=look), "/Pattern")) == 2


@pytest.mark.parametrize(
    ("info", "first"),
    [
        ('python linenums="1"', "1"),
        ("python linenums=10", "10"),
        ("{.python .numberLines}", "1"),
        ('{.python .line-numbers startFrom="7"}', "7"),
        ("{.python linenums=true startFrom=3}", "3"),
    ],
)
def test_lines_are_numbered_on_demand(info: str, first: str) -> None:
    """As mkdocs and pandoc let an author ask for it."""
    assert body(f"```{info}\nx\n```").startswith(f'<pre class="numbered" data-first="{first}">')
