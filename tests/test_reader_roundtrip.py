"""Round trip: a document that is written from a tree, in whatever habits, reads as that tree."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.markdown_documents import blocks
from tests.markdown_trees import Block, Habits, habits, written
from tests.reading import html_of, titled
from tests.spec.compare import same

_CAREFUL = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@_CAREFUL
@given(document=blocks(), ways=habits)
def test_reading_gives_the_tree_back(document: tuple[Block, ...], ways: Habits) -> None:
    """Marks, indents, fences, underlines, lazy lines: they are habits, and mean the same."""
    text = "\n".join(written(document, ways))
    meant = "".join(block.html() for block in document)

    assert same(html_of(text), meant), f"{text}\n--- meant\n{meant}\n--- read\n{html_of(text)}"


_SIGNS = "*_`~=^[](){}<>!#|:-+.>&\\$'\""
_BEGINNINGS = (
    "\n", "\n\n", "    ", "\t", " ", "1.", "- ", "> ", "```", "|--|", "[^1]", "[^1]: ", "![", "](", "<b>",
    "</b>", "<!--", "-->", "!!! note\n    ", "/// note\n", ": ", "{% ", "[[", "https://", "日本。",
    "*[a]: b", "[a]: b", "<details>\n", '<div markdown="1">\n', "</div>\n", "---\n",
)  # fmt: skip
_pieces = st.sampled_from(("word", "other", "é", *_SIGNS, *_BEGINNINGS))


@_CAREFUL
@given(st.lists(_pieces, max_size=40).map("".join))
def test_any_text_is_read_twice_alike(text: str) -> None:
    """Nothing an author can type is a fault of the program, and nothing is left over from the time before."""
    first = titled(f"x\n\n{text}")
    second = titled(f"x\n\n{text}")

    assert first.body == second.body
    assert first.findings == second.findings
