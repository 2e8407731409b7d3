"""List tables, spans and the cells that head others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recto.reader.span_grid import Span, TooSparseError, place
from tests.reading import body, titled

ROWS = "* - a\n  - b\n* - c\n  - d\n"
CELLS = "<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c</td>\n<td>d</td>\n</tr>"


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("```{list-table}", "```"),
        ("````  {list-table}", "`````"),
        ("~~~{list-table}", "~~~"),
        (":::{list-table}", ":::"),
        ("/// list-table", "///"),
    ],
)
def test_a_list_table_is_fenced_in_the_way_of_any_of_its_dialects(begin: str, end: str) -> None:
    """The rows are the same, and what follows is not in the table."""
    made = body(f"before\n{begin}\n{ROWS}{end}\nafter")

    assert made == f"<p>before</p>\n<table>\n<tbody>\n{CELLS}\n</tbody>\n</table>\n<p>after</p>"


def test_a_list_table_that_is_none_loses_no_word() -> None:
    """The caption and all it holds stay as text beside the error."""
    reading = titled("```{list-table} The caption\nWords.\n\n* - cell\n```\n")

    assert reading.only("list-table-malformed").line == 6
    assert reading.body == (
        "<p>The caption</p>\n<p>Words.</p>\n<ul>\n<li>\n<ul>\n<li>cell</li>\n</ul>\n</li>\n</ul>"
    )


def test_rows_are_one_table_whatever_their_bullets() -> None:
    """Markdown begins a new list at another bullet; an author does not mean another table by it."""
    assert CELLS in body("```{list-table}\n* - a\n  - b\n- * c\n  - d\n```")


def test_an_attribute_list_about_spans_is_read_at_both_ends_of_a_cell() -> None:
    """Of several paragraphs it is the end of the last; in code it is code."""
    made = body(
        "```{list-table}\n"
        "* - {colspan=2 .right} a\n"
        "* - b\n\n    c {colspan=2}\n"
        "* - `d {colspan=2}`\n"
        "  - e {rowspan=2}\n"
        "* - \\{colspan=2}\n"
        "```"
    )

    assert re.findall(r"<td[^>]*>", made) == [
        '<td class="right" colspan="2">',
        '<td colspan="2">',
        "<td>",
        '<td rowspan="2">',
        "<td>",
    ]
    assert "<code>d {colspan=2}</code>" in made
    assert "<td>{colspan=2}</td>" in made


def test_list_tables_within_one_another_without_end_are_limited() -> None:
    """Marks beyond the limit are told, and no stack overflows."""
    assert "nesting-too-deep" in titled("```{list-table}\n" * 5_000).codes


def test_a_list_table_of_nearly_nothing_is_refused() -> None:
    """A short text cannot become an endless table."""
    text = "* - a\n" * 3_000 + "* " + "  ".join(["- b\n"] * 3_000)
    reading = titled(f"```{{list-table}}\n{text}```")

    assert reading.codes == ["list-table-malformed"]
    assert "<table" not in reading.body


SPANS = st.lists(st.lists(st.builds(Span, st.integers(1, 4), st.integers(1, 4)), max_size=5), max_size=6)


@given(SPANS, st.integers(0, 6))
def test_placed_cells_fill_the_grid_and_no_two_stand_in_one_place(rows: list[list[Span]], heads: int) -> None:
    """What is left free in a row is what it lacks."""
    width, lacking = place(rows, heads=heads)

    taken = [
        (at + down, span.column + right)
        for at, row in enumerate(rows)
        for span in row
        for down in range(span.rows)
        for right in range(span.columns)
    ]
    filled = [sum(row == at for row, _ in taken) for at in range(len(rows))]
    assert len(set(taken)) == len(taken)
    assert all(column < width for _, column in taken)
    assert [width - count for count in filled] == lacking


def test_placing_gives_up_in_time() -> None:
    """The work is bounded, however far cells reach."""
    with pytest.raises(TooSparseError):
        place([[Span(1000, 1000)] for _ in range(5_000)], heads=0)


def test_header_cells_know_what_they_head() -> None:
    """Over columns, over a group of them, beside a row, beside a group of rows."""
    made = body(
        "```{list-table}\n:header-rows: 2\n:stub-columns: 2\n\n"
        "* - A {rowspan=2}\n  - B {rowspan=2}\n  - C {colspan=2}\n* - D\n  - E\n"
        "* - F {rowspan=2}\n  - G\n  - 1\n  - 2\n* - H\n  - 3\n  - 4\n* - I\n  - J\n  - 5\n  - 6\n```"
    )

    assert {letter: scope for scope, letter in re.findall(r'scope="(\w+)">(\w)<', made)} == {
        "A": "col",
        "B": "col",
        "C": "colgroup",
        "D": "col",
        "E": "col",
        "F": "rowgroup",
        "G": "row",
        "H": "row",
        "I": "row",
        "J": "row",
    }
    assert made.count("<tbody>") == 2
    assert '<colgroup></colgroup><colgroup></colgroup><colgroup span="2"></colgroup>' in made


def test_widths_of_columns_are_kept_as_shares() -> None:
    """Raw HTML and list tables alike; other measures are a theme's matter."""
    shares = '<colgroup><col style="width: 25%"/><col style="width: 75%"/></colgroup>'

    assert shares in body(f"```{{list-table}}\n:widths: 10 30\n\n{ROWS}```")
    assert shares in body(
        '<table><colgroup><col width="10%"><col width="30%"></colgroup><tr><td>a<td>b</table>'
    )
    assert "<col" not in body('<table><colgroup><col width="10"><col></colgroup><tr><td>a<td>b</table>')
