"""Tables in print: how wide ones are made to fit, and how long ones are broken."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from recto.diagnostics import Diagnostic, Severity
from tests.pdf_editions import WORDS, article, opened, printed
from tests.pdf_listing import pages, tags


def table(rows: Sequence[Sequence[str]], *, head: Sequence[str] = (), caption: str = "") -> str:
    heads = "".join(f'<th scope="col">{text}</th>' for text in head)
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return (
        "<table>"
        + (f"<caption>{caption}</caption>" if caption else "")
        + (f"<thead><tr>{heads}</tr></thead>" if head else "")
        + f"<tbody>{body}</tbody></table>"
    )


def figures(columns: int) -> str:
    return table([["1,234,567"] * columns] * 3, head=[f"C{n}" for n in range(columns)])


def sheets(data: bytes) -> list[tuple[int, int]]:
    """Return the sizes of the pages, in millimetres."""
    with opened(data) as pdf:
        return [
            (round(float(page.MediaBox[2]) / 72 * 25.4), round(float(page.MediaBox[3]) / 72 * 25.4))
            for page in pdf.pages
        ]


def sizes(data: bytes) -> set[float]:
    """Return the sizes of the type in which cells are set, in points."""
    with opened(data) as pdf:
        streams = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    return {round(float(size) * 0.75, 1) for size in re.findall(rb"/[\w-]+ ([\d.]+) Tf", streams)}


UPRIGHT, SIDEWAYS = (210, 297), (297, 210)


def test_a_wide_table_shrinks_before_it_turns() -> None:
    """Its type gets smaller, never under six and a half points, then its page is turned."""
    made = [printed(article(f"<p>x</p>{figures(columns)}")) for columns in (6, 9, 12, 15, 18)]

    assert [[UPRIGHT]] * 3 + [[UPRIGHT, SIDEWAYS]] * 2 == [sheets(data) for data in made]
    assert [8.8, 7.8, 6.5, 7.8, 6.5] == [min(sizes(data)) for data in made]


def test_a_heading_turns_with_its_table_and_the_text_turns_back() -> None:
    """Heads and the page's number stand on the turned page as on any."""
    data = printed(article(f"<h2>Before</h2><p>x</p><h2>Figures</h2>{figures(16)}<p>after</p>"))
    before, turned, after = pages(data).split("page ")[1:]

    assert [UPRIGHT, SIDEWAYS, UPRIGHT] == sheets(data)
    assert "Figures" not in before
    assert "[Title Figures]" in turned
    assert "[2]" in turned
    assert "after" in after


def test_a_sheet_that_is_wider_than_high_is_not_turned() -> None:
    """There is nothing to gain."""
    data = printed(article(figures(16)), page_size="297mm 210mm")

    assert {SIDEWAYS} == set(sheets(data))


@pytest.mark.parametrize(("columns", "severity"), [(34, Severity.WARNING), (90, Severity.ERROR)])
def test_a_table_that_fits_nowhere_is_told(columns: int, severity: Severity) -> None:
    """Words are broken while that leaves something to read, with a warning; beyond it is an error."""
    findings: list[Diagnostic] = []
    printed(article(figures(columns)), findings=findings)

    assert [("table-too-wide", severity)] == [(each.code, each.severity) for each in findings]
    assert "Table 1 of 1 is too wide" in findings[0].message


def test_long_words_are_broken_where_they_have_seams() -> None:
    """Addresses and names of code end lines at their marks, without a hyphen, before anything shrinks."""
    address = "https://example.org/archives/reports/quarterly_figures_of_the_ferry_with_all_annexes.html"
    link = f'<a href="{address}">{address}</a>'
    row = [f"<code>{name}</code>" for name in ("HTTPConnectionPoolMaximumSizeExceededError", "a.b")]
    data = printed(article(table([[link, *row, "Words about it"]], head=("Where", "What", "From", "Why"))))
    text = pages(data)

    assert [UPRIGHT] == sheets(data)
    assert "HTTPConnection\n" in text
    assert address in re.sub(r"[\s\u200b]", "", text)


def test_every_page_of_a_table_shows_its_head_and_the_last_its_foot() -> None:
    """A head is content once; a sum stands where the column ends, and nowhere else."""
    body = table([[str(n), "x"] for n in range(90)], head=("Number", "Text"))
    foot = "<tfoot><tr><td>Sum</td><td>y</td></tr></tfoot></table>"
    data = printed(article(body.replace("</table>", foot)))
    first, *others, last = pages(data).split("page ")[1:]

    assert all("[Number Text]" in page for page in [*others, last])
    assert "Sum" in last
    assert not any("Sum" in page for page in [first, *others])
    assert 1 == tags(data).count("Sum")


def test_a_head_that_would_fill_each_page_is_not_repeated_and_not_lost() -> None:
    """WeasyPrint leaves out a head that it cannot place."""
    head = WORDS * 40
    data = printed(article(table([["a"], ["b"]], head=[head])))

    assert head.split()[-3] in tags(data)
    assert 40 == tags(data).count("Cairo")


def test_rows_that_a_cell_spans_stay_on_one_page() -> None:
    """A cell over four rows is not torn from three of them."""
    group = "<tr><td rowspan='4'>G{0}</td><td>{0}.1</td></tr>" + "".join(
        f"<tr><td>{{0}}.{row}</td></tr>" for row in (2, 3, 4)
    )
    rows = "".join(group.format(number) for number in range(30))
    data = printed(article(f"<table><tbody>{rows}</tbody></table>"))

    assert len(sheets(data)) > 2
    for page in pages(data).split("page ")[1:]:
        names = re.findall(r"G(\d+)", page)
        assert all(f"{name}.{row}" in page for name in names for row in (1, 2, 3, 4))


def test_a_row_taller_than_a_page_is_broken() -> None:
    """Its heading does not stay behind on a page of its own."""
    data = printed(article(f"<h2>Heading</h2>{table([[WORDS * 40, 'b']], head=('x', 'y'))}"))

    assert "Cairo" in pages(data).split("page ")[1]
    assert 40 == tags(data).count("Cairo")


def test_a_cell_with_blocks_keeps_them_in_the_structure() -> None:
    """A list in a cell is a list in its TD, code is code."""
    cell = "<ul><li>one</li></ul><pre><code>print(1)</code></pre>"
    listing = tags(printed(article(table([["a", cell]]))))

    assert re.search(r"TD\n +L ListNumbering.*\n +LI\n.*LBody\n +'one'\n +P\n +Code", listing, re.DOTALL)
