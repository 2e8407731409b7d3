"""One page for each finding: all of them, of one shape, and true."""

from __future__ import annotations

import re
from functools import cache

import pytest

from recto import explanations
from recto.diagnostics import Severity
from recto.errors import UsageError
from tests.finding_codes import Found, walk

_SHAPE = re.compile(
    r"# (?P<code>[a-z0-9-]+) — (?P<summary>[^\n]+\.)\n\n"
    r"Severity: (?P<severity>[^\n]+)\.\n\n"
    r"(?P<what>(?:(?!Example|What to do|Source)[^\n]+\n)+(?:\n(?:(?!Example|What to do|Source)[^\n]+\n)+)*)\n"
    r"(?:Example[^\n]*:\n\n(?P<example>(?:```[^\n]+\n(?:(?!```)[^\n]*\n)+```\n\n)+))?"
    r"What to do: (?P<remedy>(?:[^\n]+\n)+)"
    r"(?:\nSource: (?P<source>(?:[^\n]+\n)+))?"
)


@cache
def found() -> Found:
    return walk()


@pytest.mark.parametrize("code", explanations.codes())
def test_a_page_has_the_shape_of_all(code: str) -> None:
    """One sentence, how grave, what is wrong, an example, what to do, and the source where there is one."""
    page = _SHAPE.fullmatch(explanations.page(code))

    assert page is not None
    assert code == page["code"]
    assert max(map(len, explanations.page(code).splitlines())) <= 120


@pytest.mark.parametrize("code", explanations.codes())
def test_a_page_is_of_a_code_that_is_reported_so_gravely(code: str) -> None:
    """No page outlives its finding, and none plays it down."""
    severities = found().severities.get(code)
    assert severities is not None, f"nothing reports {code}"
    line = explanations.page(code).split("\n")[2]

    assert severities == {severity for severity in Severity if severity in re.findall(r"\w+", line)}


def test_a_code_is_found_however_it_is_written() -> None:
    """In capitals, in its brackets, with underscores."""
    page = explanations.page("image-missing")

    assert [page] * 4 == [
        explanations.page(written)
        for written in ("IMAGE-missing", "error[image-missing]", "[image-missing]", "`image_missing`")
    ]


def test_an_unknown_code_is_answered_with_the_one_that_was_meant() -> None:
    """Or with how to find them."""
    with pytest.raises(UsageError) as near:
        explanations.page("image-mising")
    with pytest.raises(UsageError) as far:
        explanations.page("../pages")

    assert "Did you mean 'image-missing'?" == near.value.findings[0].hint
    assert "recto explain lists them all." == far.value.findings[0].hint


def test_the_summary_is_the_page_s_first_sentence() -> None:
    """Reports for other programs say it as the rule's help."""
    assert "An image is not where the article says it is." == explanations.summary("image-missing")


def test_every_code_can_be_read_from_the_program() -> None:
    """Whatever makes a finding names its code where it stands, or hands on one that is named elsewhere."""
    assert found().unreadable == []
    assert len(found().severities) > 200
