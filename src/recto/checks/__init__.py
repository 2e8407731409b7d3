"""Look through a read article, before anything is written: rules with stable codes.

    Article ▶ each rule of `RULES` ▶ findings, without those that the author turned off

A rule is a plain function in a file of this room, called as its code with underscores, which yields findings
of that code alone; its docstring's first sentence says what it finds. To add one is a file, or some lines in
a related one, and a line in `RULES`. What only the reader can find stays the reader's (`catalogue.OTHERS`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from recto.article import Article
from recto.checks import (
    alternatives,
    doubled_words,
    headings,
    link_texts,
    lookalikes,
    remote_links,
    small_images,
    straight_quotes,
    tables,
    todos,
    unclosed,
)
from recto.checks.catalogue import OTHERS
from recto.checks.manuscript import Manuscript
from recto.checks.switches import Switches, switches
from recto.diagnostics import Diagnostic, note
from recto.settings import Settings

Rule = Callable[[Manuscript], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    alternatives.alt_useless,
    alternatives.alt_colour,
    headings.heading_duplicate,
    headings.section_empty,
    tables.table_headless,
    link_texts.link_text,
    unclosed.mark_unclosed,
    unclosed.bracket_unclosed,
    straight_quotes.quote_straight,
    doubled_words.doubled_word,
    lookalikes.script_mixed,
    todos.todo_left,
    small_images.image_small,
    # Last: it waits for the network.
    remote_links.link_dead,
)

RECKONED = frozenset(("image-small",))
"""What is only reckoned as long as no page is laid out."""
MOST = 20
"""Findings of one rule that are told one by one; the rest are counted."""
COUNTED = 1000
"""So many of the rest: no article is gone through for ever."""


def code_of(rule: Rule) -> str:
    """Return the code of what `rule` finds."""
    return rule.__name__.replace("_", "-")


CATALOGUE = {**{code_of(rule): (rule.__doc__ or "").partition("\n")[0] for rule in RULES}, **OTHERS}
"""The code of each finding that can be turned off, and what it says."""


def switched(article: Article, settings: Settings) -> Switches:
    """Return what the settings and the comments of `article` turn off."""
    return switches(article, settings.checks.off, CATALOGUE)


def check(article: Article, settings: Settings, off: Switches) -> Iterator[Diagnostic]:
    """Yield what the rules find in `article` and `off` does not turn off, and the faults of `off` itself."""
    yield from _counted(iter(off.faults))
    manuscript = Manuscript(article, settings.general)
    for rule in RULES:
        if code_of(rule) not in off.everywhere:
            yield from _counted(filter(off.lets, islice(rule(manuscript), MOST + 2 * COUNTED)))


def _counted(findings: Iterator[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the first `MOST` of `findings`, and how many more there are."""
    last: Diagnostic | None = None
    for last in islice(findings, MOST):
        yield last
    more = sum(1 for _ in islice(findings, COUNTED))
    if last and more:
        number = f"more than {COUNTED - 1}" if more == COUNTED else str(more)
        message = f"There {'is' if more == 1 else 'are'} {number} more of this kind."
        yield note(last.code, message, file=last.file)
