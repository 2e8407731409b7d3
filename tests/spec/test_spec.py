"""Both reference suites: the examples that are read in another way are exactly those that are listed."""

from __future__ import annotations

import tomllib

import pytest

from tests.spec.examples import HERE, SUITES, suite
from tests.spec.results import is_right, shown

DIFFERING: dict[str, dict[str, str]] = tomllib.loads((HERE / "differing.toml").read_text("utf-8"))
LEAST = {"commonmark": 0.97, "gfm": 0.96}
SIZES = {"commonmark": 652, "gfm": 672}
SECTIONS = [
    (name, section)
    for name in SUITES
    for section in dict.fromkeys(example.section for example in suite(name))
]


@pytest.mark.parametrize(("name", "section"), SECTIONS)
def test_an_example_differs_only_if_it_is_listed_and_is_listed_only_if_it_differs(
    name: str, section: str
) -> None:
    """One that starts to pass is taken off the list as surely as one that starts to fail is mended."""
    examples = [example for example in suite(name) if example.section == section]
    listed = DIFFERING[name].keys()
    surprising = [example for example in examples if is_right(example) == (example.name in listed)]

    assert not surprising, "\n".join(
        f"{name} {'passes though it is listed' if is_right(example) else 'fails'}: {shown(example)}"
        for example in surprising
    )


@pytest.mark.parametrize("name", SUITES)
def test_the_share_that_is_read_as_written_is_what_the_issue_asks_for(name: str) -> None:
    """At least 97 % of CommonMark and 96 % of GFM, of all examples that there are."""
    assert len(suite(name)) == SIZES[name]
    assert 1 - len(DIFFERING[name]) / len(suite(name)) >= LEAST[name]


@pytest.mark.parametrize("name", SUITES)
def test_each_difference_has_its_reason(name: str) -> None:
    """A sentence, about an example that exists."""
    numbers = {example.name for example in suite(name)}

    assert [number for number in DIFFERING[name] if number not in numbers] == []
    assert [reason for reason in DIFFERING[name].values() if len(reason) < 30 or reason[-1] != "."] == []
