"""Round trip: a document that is written from a tree, in whatever habits, reads as that tree."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recto.errors import SourceError
from tests.markdown_documents import documents, habits
from tests.markdown_phrases import Habits
from tests.markdown_trees import Document
from tests.reading import Reading, html_of, titled
from tests.spec.compare import same

_CAREFUL = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@_CAREFUL
@given(document=documents, ways=habits)
def test_reading_gives_the_tree_back(document: Document, ways: Habits) -> None:
    """Marks, indents, fences, underlines, lazy lines: they are habits, and mean the same."""
    text, meant = document.markdown(ways), document.html()
    read = html_of(text)

    assert same(read, meant), f"{text}\n--- meant\n{meant}\n--- read\n{read}"


_SIGNS = "*_`~=^[](){}<>!#|:-+.>&\\$'\""
_BEGINNINGS = (
    "\n", "\n\n", "    ", "\t", " ", "1.", "- ", "> ", "```", "|--|", "[^1]", "[^1]: ", "![", "](", "<b>",
    "</b>", "<!--", "-->", "!!! note\n    ", "/// note\n", ": ", "{% ", "[[", "https://", "日本。",
    "*[a]: b", "[a]: b", "<details>\n", '<div markdown="1">\n', "</div>\n", "---\n",
)  # fmt: skip
_pieces = st.sampled_from(("word", "other", "é", *_SIGNS, *_BEGINNINGS))
_noise = st.lists(_pieces, max_size=40).map("".join) | st.text(f"ab1é \n\t\0\x02\r\xa0{_SIGNS}", max_size=60)
_words = st.lists(st.text("abcdéш日", min_size=1, max_size=6), min_size=1, max_size=5)


def _reading(text: str) -> Reading | None:
    try:
        return titled(text)
    except SourceError:
        return None


@_CAREFUL
@given(_noise)
def test_any_text_is_read_twice_alike(text: str) -> None:
    """Nothing an author can type is a fault of the program, and nothing is left over from the time before."""
    first, second = _reading(f"x\n\n{text}"), _reading(f"x\n\n{text}")

    assert (first and (first.body, first.findings)) == (second and (second.body, second.findings))


@_CAREFUL
@given(before=_words, noise=_noise, after=_words)
def test_no_word_of_a_plain_paragraph_is_lost(before: list[str], noise: str, after: list[str]) -> None:
    """What stands in paragraphs of its own stays, whatever is around."""
    reading = _reading(f"{' '.join(before)}\n\n{noise}\n\n{' '.join(after)}\n")
    if reading is None:
        return
    found = re.sub("<[^>]*>", "", reading.body).split()

    assert [word for word in before + after if word not in found] == []
