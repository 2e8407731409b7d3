"""The reader's joint: text in, one canonical body out, or an error in Recto's own words."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from recto import markup, reader
from recto.errors import SourceError
from recto.files import Files
from recto.origins import Origin
from recto.reader import budget
from recto.settings import General
from recto.source import load
from tests.reading import body, read, titled

SAMPLE = Path(__file__).parent.parent / "source" / "talks.md"


def refusal(text: str, **settings: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(text, **settings)
    return caught.value


def test_the_sample_article_is_read_without_a_finding() -> None:
    """What is published has a figure, a table, a pull quote and two notes, and nothing to complain of."""
    findings: list[object] = []
    source = load(Origin(SAMPLE.name, "talks", SAMPLE.parent, SAMPLE))
    article = reader.read(source, Files(SAMPLE.parent), findings.append, General(lang="en-GB"))
    tree = article.tree()

    assert findings == []
    assert list(article.assets) == ["talks-map.svg"]
    assert [len(tree.findall(path)) for path in ("figure", "table", "blockquote", "section/ol/li")] == [
        1,
        1,
        1,
        2,
    ]


def test_body_is_canonical() -> None:
    """The body read back and written again is the same text, byte for byte."""
    text = body("## A\n\n*b* & <br> \u00a0 &lt;\n\n- [x] c\n\n```py\n\nd = '<'\n```\n\n|e|f|\n|-|-|\n| | |")

    assert text == markup.xhtml(markup.from_xhtml(text)).replace("\r", "")


def test_an_article_of_before_leaves_nothing_behind() -> None:
    """Footnotes and references of one article are not known in the next."""
    titled("a[^1] [b]\n\n[^1]: note\n\n[b]: https://example.org")
    after = titled("a[^1] [b]")

    assert after.body == "<p>a[^1] [b]</p>"
    assert after.codes == ["footnote-missing"]


def test_control_characters_do_not_reach_the_body() -> None:
    """XML cannot hold them, not even as references."""
    assert body("a\x01b&#1;c&#xFFFE;d") == "<p>ab\ufffdc\ufffdd</p>"


@pytest.mark.parametrize(
    "text",
    [
        "> " * 1000 + "x",
        "- " * 1000 + "x",
        "1. " * 1000 + "x",
        "> - " * 500 + "x",
        "\n".join(f"{'  ' * depth}- x" for depth in range(1000)),
        "\n".join(f"{'> ' * depth}x\n{'> ' * depth}" for depth in range(1, 1001)),
        "\n".join(
            [f"{'/' * (1003 - at)} note | x" for at in range(1000)] + ["/" * at for at in range(4, 1004)]
        ),
    ],
    ids=["quotes", "items", "numbers", "both", "indented", "steps", "slashes"],
)
def test_nesting_beyond_the_limit_is_told_and_stays_text(text: str) -> None:
    """A thousand levels give one finding, with its line, and lose no word."""
    reading = titled(text)

    assert reading.codes == ["nesting-too-deep"]
    assert (reading.lines("nesting-too-deep")[0] or 0) >= 5
    assert reading.body.count("x") >= text.count("x")


@pytest.mark.parametrize(
    "text", ["<div>" * 1000, "<b>" * 5000, '<div markdown="1">\n' * 1000 + "x\n" + "</div>\n" * 1000]
)
def test_nesting_of_tags_beyond_reason_is_refused(text: str) -> None:
    """Deep tags give one finding and no traceback."""
    (finding,) = refusal(text).findings

    assert (finding.code, finding.file) == ("nesting-too-deep", "a.md")


def test_nesting_within_reason_is_read() -> None:
    """Ninety quotes within one another are no fault."""
    assert titled("> " * 90 + "x").body.count("<blockquote>") == 90


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("ok\n\n" + "[" * 200_000, "200,000 times '['"),
        ("ok\n\n" + "<b>" * 60_000, "60,000 times '<b>'"),
        ("ok\n\n" + "a\n-\n" * 60_000, "60,000 times"),
    ],
    ids=["brackets", "tags", "underlines"],
)
def test_reading_has_a_budget(text: str, repeated: str) -> None:
    """A text that takes too long is given up, and the error says which, how long, and probably why."""
    (finding,) = refusal(text, reading_seconds=0.05).findings

    assert (finding.code, finding.file, finding.line) == ("reading-too-slow", "a.md", 3)
    assert "a.md" in finding.message
    assert "0.05 seconds" in finding.message
    assert repeated in finding.message


@pytest.fixture
def earlier_handler() -> Iterator[list[int]]:
    """Count the SIGVTALRM that a handler set before Recto's receives."""
    received: list[int] = []

    def handler(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    before = signal.signal(signal.SIGVTALRM, handler)
    yield received
    signal.signal(signal.SIGVTALRM, before)


def test_budget_gives_the_signal_back(earlier_handler: list[int]) -> None:
    """A program that uses the timer itself finds its handler where it was."""
    refusal("[" * 200_000, reading_seconds=0.05)
    signal.raise_signal(signal.SIGVTALRM)

    assert earlier_handler == [signal.SIGVTALRM]
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_budget_holds_outside_the_main_thread() -> None:
    """A preview reads in a thread of its own, where no signal arrives."""
    errors: list[SourceError] = []

    def work() -> None:
        errors.append(refusal("[" * 200_000, reading_seconds=0.05))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(timeout=60)

    assert [error.findings[0].code for error in errors] == ["reading-too-slow"]


def test_budget_interrupts_a_regular_expression() -> None:
    """One catastrophic match does not outlive the budget."""
    import re

    with pytest.raises(budget.ExceededError), budget.seconds(0.2):
        re.match(r"(a+)+b", "a" * 64)


PLAIN = """ date 2024-08-18 The ministers have met again to speak about the bridge. This time they met on it.

According to the ministry, the bridge’s repair is a matter of weeks, and not of months as was said before.

The town does not wait

On the other side, the mayor is not very hopeful about the bridge. He said that the town had waited for long.

Ferry calls bridge an “illusion”

The ferry’s owner has stressed that the bridge is an illusion of the ministers, who have “never crossed it.”
"""


def test_a_text_without_markup_comes_out_well() -> None:
    """Date, title and headings are found in a bare text, and each guess is told once."""
    reading = read(PLAIN)
    article = reading.article

    assert article.meta.date == date(2024, 8, 18)
    assert article.meta.title == "The ministers have met again to speak about the bridge"
    assert [section.title for section in article.sections] == [
        "The town does not wait",
        "Ferry calls bridge an “illusion”",
    ]
    assert article.body.startswith("<p>The ministers have met again to speak about the bridge. This time")
    assert sorted(reading.codes) == ["date-guessed", "headings-guessed", "title-guessed"]
