"""What is told of a build that is done."""

from __future__ import annotations

from recto.outcome import Outcome
from recto.reporting import timings


def test_timings_are_a_table_of_articles_and_steps() -> None:
    """A step that an article did not come to took no time; the shares are those of all articles."""
    made = [
        Outcome("source/a.md", seconds={"reading": 0.25, "pdf": 0.5, "placing": 0.25}),
        Outcome("b.md", seconds={"reading": 1.0}),
    ]

    assert timings(made) == (
        "seconds      reading    pdf  placing    all\n"
        "source/a.md    0.250  0.500    0.250  1.000\n"
        "b.md           1.000  0.000    0.000  1.000\n"
        "all            1.250  0.500    0.250  2.000\n"
        "share            62%    25%      12%"
    )


def test_timings_of_one_article_need_no_sum() -> None:
    """Nor do they fail on one that took no time."""
    assert timings([Outcome("a.md", seconds={"reading": 0.0})]) == (
        "seconds  reading    all\na.md       0.000  0.000\nshare         0%"
    )
