"""The rules about the source: what each finds is in the case folders; here is what holds for all of them."""

from __future__ import annotations

import ast
import inspect
import time
from pathlib import Path
from types import MappingProxyType

import pytest

from recto import checks
from recto.checks.catalogue import LAYOUT, READING
from recto.checks.manuscript import EDGE, OPAQUE, Manuscript
from recto.diagnostics import Diagnostic, Severity
from recto.settings import Checks, General, Settings
from tests.case_folders import CASES
from tests.reading import read, titled

SRC = Path(checks.__file__).parent.parent


def found(text: str, *, off: tuple[str, ...] = (), lang: str = "en") -> list[Diagnostic]:
    """Return what the rules find in `text`, below front matter of four lines."""
    settings = Settings(General(lang=lang), MappingProxyType({}), MappingProxyType({}), Checks(off))
    article = titled(text, lang=lang).article
    return list(checks.check(article, settings, checks.switched(article, settings)))


def codes(text: str, *, lang: str = "en") -> list[str]:
    return [finding.code for finding in found(text, lang=lang)]


@pytest.mark.parametrize("rule", checks.RULES, ids=checks.code_of)
def test_a_rule_finds_what_its_name_says_and_nothing_else(rule: checks.Rule) -> None:
    """The code that turns a rule off is the code of its findings, and one sentence says what it is about."""
    tree = ast.parse(inspect.getsource(rule))
    told = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("note", "warning")
        and isinstance(node.args[0], ast.Constant)
    }

    assert {checks.code_of(rule)} == told
    assert (rule.__doc__ or "").endswith(".")


@pytest.mark.parametrize("rule", checks.RULES[:-1], ids=checks.code_of)
def test_a_rule_has_a_case_folder(rule: checks.Rule) -> None:
    """Its findings are read there; the links to the web have a server instead."""
    findings = (CASES / f"check-{checks.code_of(rule)}" / "expected" / "findings.txt").read_text("utf-8")

    assert f"[{checks.code_of(rule)}]" in findings


def test_every_finding_of_the_reader_that_is_no_error_can_be_turned_off() -> None:
    """The catalogue forgets none, and names none that is not there."""
    modules = [*SRC.joinpath("reader").rglob("*.py"), *SRC.joinpath("pipeline").glob("*.py")]
    told = {code for module in modules for code in _told_in(module)}

    assert set(READING) == told - {"setting-not-for-articles"}


def _told_in(module: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Call)]
    names = ("warn", "note", "warning", "_DeadError")
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in names
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def test_what_the_layout_finds_is_found_somewhere() -> None:
    """No code stands in the catalogue that no writer knows."""
    code = "\n".join(path.read_text("utf-8") for path in SRC.joinpath("writers").rglob("*.py"))

    assert [] == [name for name in LAYOUT if f'"{name}"' not in code]


def test_words_are_told_with_the_line_they_stand_on() -> None:
    """Also in the middle of a paragraph, a list, a table, a note and raw HTML."""
    text = (
        "one\ntwo *three*\nfour four five\n\n- a\n- six six b\n\n| a |\n|---|\n| b |\n| seven seven c |\n\n"
        "d[^1]\n\n[^1]: e\n    eight eight f\n\n<div>\n<p>g\nnine nine h</p>\n</div>\n"
    )

    assert [7, 10, 15, 24, 20] == [finding.line for finding in found(text)]


def test_words_that_are_not_the_authors_are_not_checked() -> None:
    """Nor is code, nor what is in another language within a sentence."""
    text = "a `b b` $x$ <span lang='de'>und und</span> c[^1]\n\n[^1]: d\n"

    passages = [passage.text for passage in Manuscript(titled(text).article, General()).passages]

    assert f"a {OPAQUE} {OPAQUE} {OPAQUE} c{EDGE}{OPAQUE}{EDGE}" == passages[0]
    assert [f"d\xa0{OPAQUE}"] == passages[1:]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "He said that that is so, and she had had enough of it."),
        ("en", "Duran Duran and New York New York."),
        ("en", "It went ding ding ding, and boing boing boing boing."),
        ("en", "We speak of “the the”, 'an an' and « vous vous »."),
        ("de", "Die, die die Regel kennen, sehen, dass sie sie kennen."),
        ("fr", "Vous vous levez, nous nous levons, et il le fait faire."),
        ("nl", "Ik weet dat dat het boek is dat ze ze gaf."),
        ("sv", "Jag vet att det det gäller är det."),
        ("it", "Piano piano, quasi quasi vengo."),
        ("es", "Poco poco, casi casi."),
        ("id", "Anak anak itu bermain kupu kupu."),
        ("tr", "Yavaş yavaş, tek tek."),
        ("ms", "Kanak kanak."),
        ("ja", "人人 いろいろ いろいろ"),
        ("en", "`the the` and <kbd>a a</kbd>, $x x$, and the-the the/the, v8::Call call."),
    ],
)
def test_what_is_doubled_on_purpose_is_let_be(lang: str, text: str) -> None:
    """A false alarm is worse than a miss."""
    assert [] == codes(text, lang=lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The the cat."),
        ("en", "It sat on\nthe\nthe mat."),
        ("de", "Das ist und und bleibt so."),
        ("fr", "C'est pour pour toi."),
        ("ru", "Он был был здесь."),
    ],
)
def test_what_is_doubled_by_mistake_is_told(lang: str, text: str) -> None:
    """In the languages whose own doublings are known."""
    assert ["doubled-word"] == codes(text, lang=lang)


def test_many_findings_of_a_kind_are_counted() -> None:
    """Twenty are told one by one."""
    findings = found("a the the b\n\n" * 30)

    assert 21 == len(findings)
    assert "There are 10 more of this kind." == findings[-1].message
    assert Severity.NOTE == findings[-1].severity


def test_comments_leave_no_trace() -> None:
    """Not in the words, nor between them."""
    text = "a <!-- recto: skip doubled-word --> b\n\n<!-- recto: off link-text -->\n\nc\n"

    assert "<p>a  b</p>\n<p>c</p>" == titled(text).body


def test_a_rule_is_turned_off_for_all_of_an_article_in_the_settings() -> None:
    """Others go on."""
    findings = found("The the [here](https://www.example.org/)", off=("doubled-word",))

    assert ["link-text"] == [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("<!-- recto: off doubled-word -->", []),
        ("<!--recto:off doubled-word-->", []),
        ("<!-- recto: off link-text, doubled-word -->", []),
        ("<!-- recto: off -->", []),
        ("<!-- recto: skip doubled-word -->", []),
        ("<!-- recto: off link-text -->", ["doubled-word"]),
        ("<!-- recto off doubled-word -->", ["doubled-word"]),
        ("<!-- recto: off doubled-word --> x <!-- recto: on doubled-word -->\n\n", ["doubled-word"]),
        ("<!-- recto: off doubled-word -->\n\nx\n\n<!-- recto: on link-text -->\n\n", []),
        ("<!-- recto: off -->\n\nx\n\n<!-- recto: on -->\n\n", ["doubled-word"]),
        ("    <!-- recto: off doubled-word -->\n", ["doubled-word"]),
        ("`<!-- recto: off doubled-word -->`\n", ["doubled-word"]),
    ],
)
def test_a_comment_turns_a_rule_off(comment: str, told: list[str]) -> None:
    """From where it stands, if it is one."""
    assert told == codes(f"{comment}\n\nThe the cat.")


def test_skip_holds_for_one_paragraph() -> None:
    """The one it stands in, or the one that follows it."""
    text = (
        "The the a.\n\n<!-- recto: skip doubled-word -->\nThe the b\nor or c.\n\nThe the d.\n\n"
        "The the e\nor or f <!-- recto: skip doubled-word --> g\nor or h.\n\nThe the i.\n"
    )

    assert [5, 11, 17] == [finding.line for finding in found(text)]


@pytest.mark.parametrize(
    ("comment", "hint"),
    [
        ("<!-- recto: off dubled-word -->", "Did you mean 'doubled-word'?"),
        ("<!-- recto: skip everything -->", "Each finding names its rule in brackets."),
        ("<!-- recto: of doubled-word -->", "Did you mean 'off'?"),
    ],
)
def test_what_a_comment_cannot_mean_is_told(comment: str, hint: str) -> None:
    """With its line, and with what was meant if that can be guessed."""
    (finding,) = found(f"a\n\n{comment}\n\nb")

    assert ("rule-unknown", 7, hint) == (finding.code, finding.line, finding.hint)


def test_an_error_cannot_be_turned_off() -> None:
    """It says what no edition could hold."""
    article = titled("<!-- recto: off -->\n\na").article
    off = checks.switched(article, Settings(General(), MappingProxyType({}), MappingProxyType({})))

    assert off.lets(Diagnostic(Severity.ERROR, "image-alt", "", "a.md", 9))
    assert not off.lets(Diagnostic(Severity.WARNING, "image-alt", "", "a.md", 9))
    assert not off.lets(Diagnostic(Severity.NOTE, "lang-guessed", "", "a.md"))
    assert off.lets(Diagnostic(Severity.WARNING, "setting-not-for-articles", "", "a.md"))


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "the the ",
            "the ",
            "**a ",
            "*ab *c ",
            "`",
            '" ',
            "' ",
            '{{ " ',
            "аa ",
            "a\nthe the\n",
            "<p>the the\n",
        ),
        *("[a](http://b ", "[", "](", "![", "[a http://b ", "[here](http://a.b) ", "|a|b|\n|-|-|\n\n"),
        *("TODO: ", "[TODO ", "TODO(", "## a\n\n", "### 1.0\n\n## a\n\n"),
        *(
            "<!-- recto: off a -->",
            "<!-- recto: skip -->a\n",
            "<!-- recto: skip link-text -->\n\n[here](http://a.b)\n\n",
        ),
        "<!-- recto: off --> the the <!-- recto: on -->\n",
    ],
)
def test_time_grows_with_the_length_of_the_text(unit: str) -> None:
    """Twice as much takes about twice as long, whatever the text."""
    short, long = (_seconds(unit * (size // len(unit))) for size in (10_000, 40_000))

    assert long < 8 * max(short, 0.03)


def _seconds(text: str) -> float:
    settings = Settings(General(), MappingProxyType({}), MappingProxyType({}))
    article = read(text, reading_seconds=60).article
    spent = []
    for _ in range(2):
        began = time.process_time()
        list(checks.check(article, settings, checks.switched(article, settings)))
        spent.append(time.process_time() - began)
    return min(spent)
