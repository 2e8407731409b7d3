"""The proof: whatever an edition does not say as the article does, it finds; and it finds nothing else."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from recto import proof, theme
from recto.additions import Addition
from recto.article import Article
from recto.diagnostics import Diagnostic
from recto.proof import Proof
from recto.proof._pdf import _is_painted
from recto.writers import Artifact, Edition, registry
from recto.writers._pdf.options import PdfOptions
from tests.proof_mutants import mutants, untouched
from tests.reading import read

ARTICLE = """---
title: The ferry of Visby
subtitle: What the harbour board decided, and why
author: Ada Lovelace
date: 2025-03-14
lang: en-GB
---

The ferry left the harbour at seven,[^time] and nobody on the quay had *expected* her: see [the board's
minutes](https://example.org/minutes?day=7) and [the answer](#answer). She had been in the dry dock for eleven
weeks, three more than "planned", which representatives of internationally recognised organisations called a
characteristically well-known delay.[^delay]

## What the board says

A certificate[^paper] was renewed in March; [another page](https://example.org/other) has it, *and so has*
`get_paper()`.

| Part     | Age | Replaced        |
|----------|----:|-----------------|
| Shaft    |   0 | in January      |
| Bearings |  31 | never, see [why](#why) |
| Rudder   |  12 | some years ago  |

1. The first reason is the weather.
2. The second reason is [money](https://example.org/money).

<p lang="he" dir="rtl">המעבורת יצאה מהנמל בשעה שבע בבוקר ואיש לא חיכה לה על הרציף</p>

## The answer {#answer}

Nobody knows: $E = mc^2$ says nothing about it.[^last]

```python
def cross(river: str) -> int:
    return len(river)
```

### Why {#why}

> They gave no reasons, and they were not asked for any.

*[ferry]: a ship that crosses

[^time]: Seven in the morning, that is; see [the timetable](https://example.org/timetable).
[^delay]: Three weeks are not much for a shaft.
[^paper]: The paper is *yellow*, as certificates are.
[^last]: And nobody asked.
"""
FORMATS = ("html", "pdf", "epub", "kepub")
EACH = 11
"""Mutants of a kind: 13 kinds in four formats make 572."""


@cache
def made(text: str = ARTICLE) -> tuple[Article, dict[str, Artifact]]:
    article = read(text).article
    look, told = theme.load("default"), list[Diagnostic]()
    editions = {
        name: registry()[name].write(Edition(article, look, registry()[name].options()), told.append)[0]
        for name in FORMATS
    }
    return article, editions


def line(words: str) -> int:
    """Return the line of the article that these words are on."""
    (found,) = [number for number, text in enumerate(ARTICLE.split("\n"), 1) if words in text]
    return found


def findings(article: Article, artifact: Artifact) -> list[Diagnostic]:
    return [*Proof(article).of(artifact, edition="tested")]


@pytest.mark.parametrize("name", FORMATS)
def test_an_edition_says_what_its_article_says(name: str) -> None:
    """What a writer makes has nothing to report."""
    article, editions = made()
    assert findings(article, editions[name]) == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_mutant_is_caught(name: str) -> None:
    """Words, notes, cells and links that are dropped, doubled, swapped or led astray: none gets through."""
    article, editions = made()
    prover, missed, count = Proof(article), Counter[str](), 0
    for mutant in mutants(editions[name], seed=7, each=EACH):
        count += 1
        missed[mutant.what] += next(prover.of(mutant.artifact, edition=name), None) is None
    assert (count, +missed) == (13 * EACH, Counter())


def test_the_mutants_are_enough() -> None:
    """At least 500 of them, as issue 7 asks."""
    assert len(FORMATS) * 13 * EACH >= 500


@pytest.mark.parametrize("name", FORMATS)
def test_what_makes_the_mutants_changes_nothing_else(name: str) -> None:
    """An edition that is only read and written again has nothing to report."""
    article, editions = made()
    assert findings(article, untouched(editions[name])) == []


def told(old: str, new: str) -> list[tuple[str, str, int | None]]:
    """Change the web page and return what the proof says, as code, message and line."""
    article, editions = made()
    page = editions["html"].data.decode()
    assert page.count(old) == 1
    changed = replace(editions["html"], data=page.replace(old, new).encode())
    return [(found.code, found.message, found.line) for found in findings(article, changed)]


def test_lost_words_are_told_with_their_line() -> None:
    """The passage, what is there instead, and where the author wrote it."""
    assert told("for any.", "for .") == [
        ("words-lost", "The tested edition lacks “any.” and has “.” there.", line("asked for any"))
    ]
    assert told("Nobody knows", "Everybody knew") == [
        (
            "words-lost",
            "The tested edition lacks “Nobody knows:” and has “Everybody knew:” there.",
            line("Nobody knows"),
        )
    ]


def test_added_words_are_told() -> None:
    """Words that the article has not, wherever they stand."""
    assert told("Nobody knows", "Nobody really knows") == [
        ("words-added", "The tested edition has “really”, which the article has not.", line("Nobody knows"))
    ]


def test_moved_words_are_told_once() -> None:
    """What is gone here and stands there is not lost."""
    article, editions = made()
    page = (
        editions["html"]
        .data.decode()
        .replace("Nobody knows: ", "")
        .replace("And nobody asked", "Nobody knows: And nobody asked")
    )
    found = findings(article, replace(editions["html"], data=page.encode()))
    assert {each.code for each in found} <= {"words-lost", "words-added", "words-moved"}
    assert found != []
    swapped = told("They gave no reasons, and they were", "They gave reasons, no and they were")
    assert [code for code, _, _ in swapped] == ["words-moved"]


def test_lost_links_are_told_with_their_target() -> None:
    """A link that leads elsewhere, or nowhere, though its words are there."""
    assert told('href="https://example.org/money"', 'href="https://example.org/honey"') == [
        (
            "link-lost",
            "The tested edition lacks the link to https://example.org/money, "
            "which is https://example.org/honey there.",
            line("money"),
        )
    ]
    assert told('<a href="https://example.org/money">money</a>', "money") == [
        ("link-lost", "The tested edition lacks the link to https://example.org/money.", line("money"))
    ]
    assert told('<h3 id="why">', '<h3 id="whither">') == [
        ("link-lost", "The tested edition lacks the link to #why, which is #why there.", line("see [why]"))
    ]


def test_only_what_is_declared_is_forgiven() -> None:
    """What a writer declares may stand where it says, nowhere else, and no others there."""
    article, editions = made()
    page = editions["html"]
    assert {Addition("a.skip", "Skip to content")} <= set(page.additions or ())
    bare = replace(page, additions=())
    assert "words-added" in {found.code for found in findings(article, bare)}
    assert [code for code, *_ in told(">Skip to content<", ">Skip to the content<")] == ["words-added"]
    assert [code for code, *_ in told("Nobody knows", "Skip to content")] == ["words-lost"]


@pytest.mark.parametrize(
    "text",
    [
        "Die *Donauschiff\u00adfahrts\u00adgesellschaft* fährt wie\u00adder; Auf\u200blage, „Zitat“.",
        "ﬁne oﬃces, naïve na\u0131\u0308ve, H~2~O, x^2^, 10\u00a0km, a\u202fb.",
        "これは日本語の文章です。改行しても語の間に空白はありません。" * 12,
        "中文没有空格，一行一行地排下去，直到页面的尽头。" * 12,
        "هذه جملة عربية طويلة تمتد على أكثر من سطر واحد في الصفحة المطبوعة، وفيها أرقام 123 و English." * 4,
        "המעבורת יצאה מהנמל בשעה 7:30 בבוקר (כך כתוב), ואיש לא חיכה לה; ראו example.org לפרטים." * 4,
        "`code  with   spaces` and\n\n```\n\ttabs\tand  spaces\n```\n",
        "a" * 300 + " " + "b-" * 100 + " https://example.org/" + "path/" * 40,
        "I.\u00a0Kant: «Was ist *Auf­klärung*?» -- 'so' \"so\" ... (c) 1/2",
    ],
)
def test_every_writing_is_read_back(text: str) -> None:
    """Hyphens, ligatures, soft hyphens, white space, quotes, right to left, CJK: nothing is told."""
    article, editions = made(f"---\ntitle: T\n---\n\n{text}\n\n{text} {text}\n")
    assert [found.message for name in FORMATS for found in findings(article, editions[name])] == []


def test_white_space_between_words_counts() -> None:
    """Two words that became one are lost, one that became two is added; at a block's edge either may be."""
    assert told("for any.", "forany.")[0][0] == "words-lost"
    assert told("Nobody knows", "No body knows")[0][0] == "words-added"
    assert told("<h1>The ferry of Visby</h1>", "<h1> The ferry of Visby </h1>") == []


def test_notes_stand_in_their_order() -> None:
    """All words are there, but two notes have changed places with their names."""
    article, editions = made()
    page = editions["html"].data.decode()
    first, second = re.findall(r'<span class="sidenote" id="fn-\w+".*?</span></span>', page)[:2]
    swapped = page.replace(first, "\0").replace(second, first).replace("\0", second)

    found = findings(article, replace(editions["html"], data=swapped.encode()))

    assert [each.code for each in found] == ["words-moved"]


def test_the_proof_shares_nothing_with_the_writers() -> None:
    """It knows what they declare, and the joint that all files come through."""
    allowed = {"additions", "article", "diagnostics", "formula_text", "proof", "writers"}
    for path in sorted(Path(proof.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("recto"):
                names = {node.module} if node.module != "recto" else {f"recto.{a.name}" for a in node.names}
                for name in names:
                    parts = str(name).split(".")
                    assert parts[1] in allowed
                    assert parts[1:] == ["writers"] or parts[1] != "writers"


@pytest.mark.parametrize(
    "options",
    [
        {"standard": "ua-2"},
        {"standard": "x-4"},
        {"columns": 2, "drop_caps": True, "links": "notes", "page_references": True},
        {"chapters": "right", "page_size": "eink-6", "line_numbers": 5, "notes": "end", "links": "none"},
    ],
    ids=" ".join,
)
def test_print_is_proved_however_it_is_set(options: dict[str, Any]) -> None:
    """Whatever print adds is declared, and places are found by names or by elements."""
    article, _ = made()
    edition = Edition(article, theme.load("default"), PdfOptions(**options))
    told: list[Diagnostic] = []

    artifact = registry()["pdf"].write(edition, told.append)[0]

    assert findings(article, artifact) == []


def test_heads_repeated_in_columns_are_no_words_of_the_article() -> None:
    """A table that goes on in the next column has its head there again, as what stands beside the text."""
    rows = "".join(f"| {number} | boats |\n" for number in range(150))
    article, _ = made(f"---\ntitle: T\n---\n\n| Day | Count |\n|---|---|\n{rows}")
    edition = Edition(article, theme.load("default"), PdfOptions(columns=2))

    told: list[Diagnostic] = []

    artifact = registry()["pdf"].write(edition, told.append)[0]

    assert findings(article, artifact) == []


@pytest.mark.parametrize(
    ("read_out", "painted", "so"),
    [
        ("12", "12", True),
        ("12", "21", False),
        ("Links", "Lniks", False),
        ("שלום", "םולש", True),
        ("שלום", "ולשם", False),
        ("(7:30)בבוקר", "רקובב(7:30)", True),
    ],
)
def test_letters_change_their_order_only_from_right_to_left(read_out: str, painted: str, so: bool) -> None:
    """What is painted for words is those words, in the one order or the other."""
    assert _is_painted(read_out, painted) is so
