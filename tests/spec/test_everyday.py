"""The everyday list: what people write in READMEs, notes and blogs is read as they meant it."""

from __future__ import annotations

import pytest

from tests.spec.examples import Example, everyday
from tests.spec.results import is_right, shown

LEAST = 150


@pytest.mark.parametrize("example", everyday(), ids=lambda example: f"{example.section}: {example.name}")
def test_a_habit_is_read_as_it_is_meant(example: Example) -> None:
    """All of them are, without exception."""
    assert is_right(example), shown(example)


def test_the_list_is_long_and_names_each_habit_once() -> None:
    """So that a snippet that no longer parses as one is missed."""
    names = [(example.section, example.name) for example in everyday()]

    assert len(names) >= LEAST
    assert len(names) == len(set(names))
