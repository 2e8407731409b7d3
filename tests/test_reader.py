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
from recto.reader import budget
from recto.settings import General
from recto.source import Origin, load
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
    assert body("a&#1;b&#xFFFE;c") == "<p>abc</p>"


@pytest.mark.parametrize("text", ["> " * 1000 + "x", "- " * 1000 + "x", "<div>" * 1000, "<b>" * 5000])
def test_nesting_beyond_reason_is_refused(text: str) -> None:
    """Deep quotes, lists and tags give one finding and no traceback."""
    (finding,) = refusal(text).findings

    assert (finding.code, finding.file) == ("nesting-too-deep", "a.md")


def test_nesting_within_reason_is_read() -> None:
    """Ninety quotes within one another are no fault."""
    assert titled("> " * 90 + "x").body.count("<blockquote>") == 90


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("ok\n\n" + "[" * 50_000, "50,000 times '['"),
        ("ok\n\n" + "<a " * 30_000, "30,000 times '<a'"),
        ("ok\n\n" + "a\n-\n" * 15_000, "15,000 times"),
    ],
    ids=["brackets", "tags", "underlines"],
)
def test_reading_has_a_budget(text: str, repeated: str) -> None:
    """A text that would take minutes is given up, and the error says which, how long, and probably why."""
    (finding,) = refusal(text, reading_seconds=0.5).findings

    assert (finding.code, finding.file, finding.line) == ("reading-too-slow", "a.md", 3)
    assert "a.md" in finding.message
    assert "0.5 seconds" in finding.message
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
    refusal("[" * 50_000, reading_seconds=0.2)
    signal.raise_signal(signal.SIGVTALRM)

    assert earlier_handler == [signal.SIGVTALRM]
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_budget_holds_outside_the_main_thread() -> None:
    """A preview reads in a thread of its own, where no signal arrives."""
    errors: list[SourceError] = []

    def work() -> None:
        errors.append(refusal("[" * 50_000, reading_seconds=0.3))

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
