"""Tables in the structure tree: which cells head which."""

from __future__ import annotations

from tests.pdf_editions import article, opened, printed
from tests.pdf_reading import Read, read


def headings(body: str) -> dict[str, list[str]]:
    """Return, for each data cell's text, the texts of the cells that head it."""
    aloud = read(printed(article(body)))
    names = {cell.entries["ID"]: cell.text for cell in aloud.all("TH") if "ID" in cell.entries}
    return {cell.text: _heads(cell, names) for cell in aloud.all("TD") if cell.text}


def _heads(cell: Read, names: dict[str, str]) -> list[str]:
    return [names[str(name)] for name in cell.attributes.get("Headers", ())]


def row(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def col(text: str, span: int = 1) -> str:
    return f"<th scope='col' colspan='{span}'>{text}</th>"


def side(text: str, span: int = 1) -> str:
    return f"<th scope='row' rowspan='{span}'>{text}</th>"


def test_cells_name_the_heads_above_and_beside_them() -> None:
    """With spans, and several rows of heads."""
    head = f"<thead>{row(col(''), col('Sum', 2))}{row(col(''), col('A'), col('B'))}</thead>"
    body = (
        f"<tbody>{row(side('x', 2), '<td>1</td>', '<td>2</td>')}{row('<td colspan=2>3</td>')}"
        f"{row(side('y'), '<td>4</td>', '<td>5</td>')}</tbody>"
    )

    assert {
        "1": ["Sum", "A", "x"],
        "2": ["Sum", "B", "x"],
        "3": ["Sum", "A", "B", "x"],
        "4": ["Sum", "A", "y"],
        "5": ["Sum", "B", "y"],
    } == headings(f"<table>{head}{body}</table>")


def test_a_head_halfway_down_takes_the_place_of_the_one_above() -> None:
    """Where data came between them; a head that is wider stays."""
    rows = (
        row(col("All", 2)),
        row(col("A"), col("B")),
        row("<td>1</td>", "<td>2</td>"),
        row(col("C"), col("D")),
        row("<td>3</td>", "<td>4</td>"),
    )

    assert {"1": ["All", "A"], "2": ["All", "B"], "3": ["All", "C"], "4": ["All", "D"]} == headings(
        f"<table>{''.join(rows)}</table>"
    )


def test_ids_are_found_in_the_id_tree() -> None:
    """Each head's, in the order of their bytes, however many tables there are."""
    table = f"<table><thead>{row(col('A'), col('B'))}</thead>{row('<td>1</td>', '<td>2</td>')}</table>"
    with opened(printed(article(table * 6))) as pdf:
        names = list(pdf.Root.StructTreeRoot.IDTree.Names)
        ids = [bytes(name) for name in names[::2]]

        assert sorted(ids) == ids
        assert 12 == len(set(ids))
        assert all(bytes(element.ID) == name for name, element in zip(ids, names[1::2], strict=True))
