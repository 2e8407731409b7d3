"""The reports of `recto check`: the same findings, as each reader wants them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recto import explanations
from recto.checking import Checked, Result
from recto.diagnostics import error, note, warning
from recto.reporting import as_github, as_json, as_sarif, as_text
from tests import sarif_schema

ARTICLE = Checked(
    "talks/über uns.md",
    (
        error("image-missing", "No image 100%.", file="talks/über uns.md", line=7, hint="Name one."),
        warning("link-broken", "A link\nleads, they say: nowhere.", file="a,b:c%.md", line=2),
        note("lang-guessed", "It is taken to be 'en'."),
        error("image-missing", "No other image.", file="talks/über uns.md"),
    ),
    exit_code=5,
)
BOOK = Checked(
    "b.epub", results=(Result("Recto", "passed", 0, 0.012), Result("Ace", "not installed", 0, 0.0))
)
PAGE = Checked("page.html", results=(Result("vnu", "failed", 12, 2.5),), exit_code=5)


def test_people_get_a_line_for_each_file_and_one_table() -> None:
    """What is not installed is no failure, and it is said how it is had."""
    assert as_text([ARTICLE, BOOK, PAGE]).splitlines() == [
        "talks/über uns.md: 2 errors, 1 warning, 1 note",
        "b.epub: nothing to report",
        "page.html: nothing to report",
        "",
        "file       judge  verdict        complaints  seconds",
        "b.epub     Recto  passed                  0     0.01",
        "b.epub     Ace    not installed           0     0.00",
        "page.html  vnu    failed                 12     2.50",
        "",
        "`recto doctor` says how to install what is not.",
    ]


def test_articles_alone_have_no_table() -> None:
    """Nobody judges them but Recto."""
    assert as_text([Checked("a.md")]) == "a.md: nothing to report"


def test_programs_get_everything() -> None:
    """Every field of each finding, and what each judge said."""
    data = json.loads(as_json([ARTICLE, BOOK]))

    assert (False, [False, True]) == (data["ok"], [file["ok"] for file in data["files"]])
    assert data["files"][0]["findings"][0] == {
        "severity": "error",
        "code": "image-missing",
        "message": "No image 100%.",
        "file": "talks/über uns.md",
        "line": 7,
        "hint": "Name one.",
    }
    assert {"judge": "Recto", "verdict": "passed", "complaints": 0, "seconds": 0.012} == data["files"][1][
        "results"
    ][0]


def sarif(*checked: Checked) -> Any:
    log = json.loads(as_sarif(checked))
    assert [] == list(sarif_schema.faults(log))
    (run,) = log["runs"]
    return run


def test_a_sarif_log_has_each_rule_once_and_each_result_its_place() -> None:
    """Addresses are relative and escaped; what has no line of its own stands at the first."""
    run = sarif(ARTICLE, BOOK)
    rules = run["tool"]["driver"]["rules"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]

    assert ["image-missing", "lang-guessed", "link-broken"] == [rule["id"] for rule in rules]
    assert [explanations.page(rule["id"]) for rule in rules] == [rule["help"]["markdown"] for rule in rules]
    assert [0, 2, 1, 0] == [result["ruleIndex"] for result in run["results"]]
    assert ["error", "warning", "note", "error"] == [result["level"] for result in run["results"]]
    assert "No image 100%. Name one." == run["results"][0]["message"]["text"]
    assert [7, 2, 1, 1] == [place["region"]["startLine"] for place in places]
    assert {"uri": "talks/%C3%BCber%20uns.md", "uriBaseId": "%SRCROOT%"} == places[0]["artifactLocation"]
    assert places[0]["artifactLocation"] == places[2]["artifactLocation"]


@pytest.mark.parametrize(
    ("name", "location"),
    [
        ("<stdin>", {"uri": "stdin", "uriBaseId": "%SRCROOT%"}),
        ("/home/a b.md", {"uri": "file:///home/a%20b.md"}),
        ("a:b.md", {"uri": "a%3Ab.md", "uriBaseId": "%SRCROOT%"}),
    ],
)
def test_every_name_becomes_an_address(name: str, location: dict[str, str]) -> None:
    """Standard input, places anywhere, and names that look like a scheme."""
    (result,) = sarif(Checked(name, (error("x", "X."),)))["results"]

    assert location == result["locations"][0]["physicalLocation"]["artifactLocation"]


def test_a_rule_of_another_package_is_explained_by_its_hint() -> None:
    """A writer may come from anywhere; its codes have no page."""
    (rule,) = sarif(Checked("a.md", (error("odt-margin", "No.", hint="Do so."),)))["tool"]["driver"]["rules"]

    assert ("Odt margin", "Do so.") == (rule["shortDescription"]["text"], rule["help"]["text"])


def test_a_log_without_findings_is_one_too() -> None:
    """A code host takes back what was fixed."""
    assert [] == sarif(BOOK)["results"]


def test_what_is_no_sarif_is_seen() -> None:
    """The check of the tests can fail."""
    log = {
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {}}, "results": [{"message": {"text": 1}, "a": 2}]}],
    }

    assert list(sarif_schema.faults(log)) == [
        "log.runs[0].tool.driver: name is missing",
        "log.runs[0].results[0].message.text: 1 is no str",
        "log.runs[0].results[0]: a is not known",
    ]


def test_github_gets_a_command_for_each_finding() -> None:
    """What would end a command or one of its properties is escaped, by GitHub's rules for each."""
    assert as_github([ARTICLE, BOOK]).splitlines() == [
        "::error file=talks/über uns.md,line=7,title=image-missing::No image 100%25.%0AName one.",
        "::warning file=a%2Cb%3Ac%25.md,line=2,title=link-broken::A link%0Aleads, they say: nowhere.",
        "::notice file=talks/über uns.md,title=lang-guessed::It is taken to be 'en'.",
        "::error file=talks/über uns.md,title=image-missing::No other image.",
    ]
    assert "" == as_github([BOOK])
