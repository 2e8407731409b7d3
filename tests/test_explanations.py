"""One page for each finding: all of them, of one shape, and true."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from recto import explanations
from recto.cli import cli
from recto.diagnostics import Severity
from recto.errors import RectoError, UsageError
from tests.finding_codes import Found, walk

CASES = Path(__file__).with_name("cases")
_TEXT = r"(?:(?!Example:|What to do:|Source:|`{3})[^\n]+\n)+"
_BUILD = "recto build article.md --to html"
_BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<name>[^\n`]+)\n(?P<text>.*?\n)(?P=fence)$", re.MULTILINE | re.DOTALL
)
_SHAPE = re.compile(
    r"# (?P<code>[a-z0-9-]+) — (?P<summary>\S[^\n]+\.)\n"
    r"\nSeverity: (?P<severity>[^\n]+)\.\n"
    rf"(?:\n{_TEXT})+"
    r"(?:\nExample:\n(?:\n<block>\n)+)?"
    rf"\nWhat to do: {_TEXT}"
    rf"(?:\nSource: {_TEXT})?"
)


@dataclass(frozen=True)
class Example:
    """What a page shows to cause its finding: files, and a command."""

    files: Mapping[str, str]
    command: str

    @property
    def is_whole(self) -> bool:
        """Whether it can be run as it stands; else it is a part of a file, to be looked at."""
        return "article.md" in self.files or self.command != _BUILD


def example(code: str) -> Example:
    blocks = {block["name"]: block["text"] for block in _BLOCK.finditer(explanations.page(code))}
    command = blocks.pop("sh", _BUILD).strip()
    return Example(blocks, command)


@cache
def found() -> Found:
    return walk()


@pytest.mark.parametrize("code", explanations.codes())
def test_a_page_has_the_shape_of_all(code: str) -> None:
    """One sentence, how grave, what is wrong, an example, what to do, and the source where there is one."""
    page = explanations.page(code)
    shape = _SHAPE.fullmatch(_BLOCK.sub("<block>", page))

    assert shape is not None
    assert code == shape["code"]
    assert [] == [line for line in _BLOCK.sub("", page).splitlines()[1:] if len(line) > 80]


@pytest.mark.parametrize("code", explanations.codes())
def test_a_page_is_of_a_code_that_is_reported_so_gravely(code: str) -> None:
    """No page outlives its finding, and none plays it down."""
    severities = found().severities.get(code)
    assert severities is not None, f"nothing reports {code}"
    words = re.findall(r"\w+", explanations.page(code).split("\n")[2])
    said = {severity for severity in Severity if severity in words}

    assert said == (severities or said)  # another program's complaints are as grave as it says
    assert said


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


def test_every_finding_has_its_page() -> None:
    """Whatever makes a finding names its code where it stands, or hands on one that is named elsewhere."""
    assert found().unreadable == []
    assert set(explanations.codes()) == set(found().severities)


def test_every_code_that_a_case_expects_has_its_page() -> None:
    """What is told of articles is known from another side, too."""
    expected = {
        code
        for findings in CASES.glob("*/expected/findings.txt")
        for code in re.findall(r"(?:error|warning|note)\[([a-z-]+)\]", findings.read_text("utf-8"))
    }

    assert len(expected) > 50
    assert expected <= set(explanations.codes())


@pytest.mark.parametrize(
    ("text", "codes", "unreadable"),
    [
        ("report(error('a-b', 'What.'))", ["a-b"], 0),
        ("report(error(code='a-b', message='What.'))", ["a-b"], 0),
        ("report(warning('a-b' if x else 'c-d', 'What.'))", ["a-b", "c-d"], 0),
        ("def tell(why, code):\n    report(note(code, why))\ntell('What.', 'a-b')", ["a-b"], 0),
        ("class Rule:\n    code: str\nRule('a-b')\nreport(error(rule.code, 'What.'))", ["a-b"], 0),
        ("raise UsageError.of('a-b', 'What.')", ["a-b"], 0),
        ("draft.warn('a-b', 'What.')", ["a-b"], 0),
        ("KINDS = {'a-b': (Severity.NOTE, 'What.')}", ["a-b"], 0),
        ("report(error(f'{kind}-missing', 'What.'))", [], 1),
        ("for code in found:\n    report(error(code, 'What.'))", [], 1),
        ("A, B = 'a-b', 'c-d'\nreport(error(B, 'What.'))", ["c-d"], 0),
        ("print('a-b')", [], 0),
    ],
)
def test_a_code_is_found_where_it_stands(
    text: str, codes: list[str], unreadable: int, tmp_path: Path
) -> None:
    """Else it is told that it cannot be found there."""
    package = tmp_path / "recto"
    package.mkdir()
    (package / "some.py").write_text(
        f"from recto.diagnostics import Severity, error, note, warning\n{text}\n"
    )
    found = walk(package)

    assert (codes, unreadable) == (sorted(found.severities), len(found.unreadable))


@pytest.mark.parametrize("code", [code for code in explanations.codes() if example(code).is_whole])
def test_an_example_causes_its_finding(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files and command are as the page shows them, beside pictures that are there."""
    shown = example(code)
    _lay_out(shown.files, tmp_path)
    words = shlex.split(shown.command)
    while "=" in words[0]:
        monkeypatch.setenv(*words.pop(0).split("=", 1))
    monkeypatch.chdir(tmp_path)

    told = ""
    with contextlib.suppress(SystemExit):
        try:
            cli.main(words[1:], prog_name=words[0], standalone_mode=False)
        except RectoError as failure:
            told = str(failure)

    told += capsys.readouterr().err
    severities = found().severities[code] or set(Severity)  # as in the pages' own test
    assert any(f"{severity}[{code}]" in told for severity in severities), told


def _lay_out(files: Mapping[str, str], folder: Path) -> None:
    for name, size in (("map.png", (1200, 900)), ("small.png", (60, 45))):
        picture = io.BytesIO()
        Image.new("RGB", size, "teal").save(picture, "PNG")
        (folder / name).write_bytes(picture.getvalue())
    (folder / "film.mp4").write_bytes(b"\0\0\0\x18ftypisom\0\0\0\0isommp42")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
