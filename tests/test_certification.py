"""`--certify`: a book claims to conform when the validators have passed it, and not a moment before."""

from __future__ import annotations

import dataclasses
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from lxml import etree

import recto
from recto import validators
from recto.validators import Complaint, UnavailableError, Validator
from tests.epub_books import Book

ARTICLE = "---\ntitle: T\nlang: en\n---\n\n## One\n\nTwo.\n"
CLAIM = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"


@dataclasses.dataclass
class Judge:
    """Stands for a validator: gives the answers it was given, and remembers what it was asked about."""

    answers: Sequence[tuple[str, ...] | None]
    claims: list[list[str]] = dataclasses.field(default_factory=list)

    def __call__(self, _: object, books: Sequence[Path], profile: str) -> dict[Path, tuple[Complaint, ...]]:
        (book,) = books
        assert profile == ""
        self.claims.append(claims_of(book))
        answer = self.answers[len(self.claims) - 1]
        if answer is None:
            raise UnavailableError("it broke down")
        return {book: tuple(map(Complaint, answer))}


def claims_of(book: Path) -> list[str]:
    with zipfile.ZipFile(book) as archive:
        package = etree.fromstring(archive.read("EPUB/content.opf"))
    properties = ("dcterms:conformsTo", "a11y:certifiedBy")
    return [
        str(text)
        for name in properties
        for text in Book.find(package, f"//opf:meta[@property='{name}']/text()")
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(ARTICLE, "utf-8")
    return tmp_path


def certify(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *answers: tuple[str, ...] | None, to: str = "epub"
) -> tuple[recto.Outcome, Judge]:
    judge = Judge(answers)
    monkeypatch.setattr(validators, "VALIDATORS", (Validator("Judge", (".epub",), lambda: ("x",), judge),))
    (outcome,) = recto.build(
        "a.md",
        output=folder / "out",
        to=to.split(","),
        settings={"certifier": "Ada Lovelace"},
        project=folder,
        certify=True,
        check=False,
    )
    return outcome, judge


def findings(outcome: recto.Outcome) -> Iterator[str]:
    return (f"{each.severity}[{each.code}] {each.message}" for each in outcome.findings)


def test_a_book_that_passes_twice_claims_to_conform_and_names_the_certifier(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The validators see it without the claim, then its final bytes."""
    outcome, judge = certify(folder, monkeypatch, (), ())

    assert [[], [CLAIM, "Ada Lovelace"]] == judge.claims
    assert [CLAIM, "Ada Lovelace"] == claims_of(folder / "out" / "a.epub")
    assert (None, ()) == (outcome.failure, outcome.findings)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([("a.xhtml is wrong",)], "error[certify-failed] Judge does not pass the e-book: a.xhtml is wrong"),
        (
            [(), ("the claim is wrong",)],
            "error[certify-failed] Judge does not pass the e-book: the claim is wrong",
        ),
        ([None], "error[validator-failed] The e-book cannot be certified: it broke down."),
    ],
)
def test_a_book_that_does_not_pass_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answers: list[tuple[str, ...] | None], told: str
) -> None:
    """The other editions are; what the tool said is told."""
    outcome, _ = certify(folder, monkeypatch, *answers, to="html,epub")

    assert [told] == list(findings(outcome))
    assert 6 == outcome.exit_code
    assert ["a.html"] == [path.name for path in (folder / "out").iterdir()]


def test_a_picture_without_words_refutes_the_claim(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ace takes an empty alternative for a decoration; nobody has said that it is one."""
    (folder / "p.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
        "utf-8",
    )
    (folder / "a.md").write_text(f"{ARTICLE}\n![](p.svg)\n", "utf-8")
    outcome, _ = certify(folder, monkeypatch, (), ())

    assert "certify-undescribed" in [finding.code for finding in outcome.findings]
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("to", "certifier", "code"), [("epub", " ", "certifier-missing"), ("html", "Ada", "certify-nothing")]
)
def test_nobody_certifies_nothing(folder: Path, to: str, certifier: str, code: str) -> None:
    """A certifier and a book are needed, and asked for before anything is made."""
    (outcome,) = recto.build(
        "a.md", output=folder / "out", to=[to], settings={"certifier": certifier}, project=folder,
        certify=True, check=False,
    )  # fmt: skip

    assert (3, [code]) == (outcome.exit_code, [finding.code for finding in outcome.findings])


def test_an_article_cannot_certify_itself(folder: Path) -> None:
    """Who builds it says who certifies."""
    (folder / "a.md").write_text(ARTICLE.replace("lang: en", "lang: en\ncertifier: Me"), "utf-8")
    (outcome,) = recto.build(
        "a.md", output=folder / "out", to=["epub"], project=folder, certify=True, check=False
    )

    assert ["setting-not-for-articles", "certifier-missing"] == [finding.code for finding in outcome.findings]


def test_without_validators_there_is_no_certified_book(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each that is missing is named, and how to get it."""
    monkeypatch.setenv("RECTO_VALIDATORS", str(folder))
    monkeypatch.setenv("PATH", str(folder))
    (outcome,) = recto.build(
        "a.md", output=folder / "out", to=["epub"], settings={"certifier": "Ada"}, project=folder,
        certify=True, check=False,
    )  # fmt: skip

    told = "error[validator-missing] The e-book cannot be certified: {} cannot be run: it is not installed."
    assert [told.format("EPUBCheck"), told.format("Ace")] == list(findings(outcome))
    assert not (folder / "out").exists()


@pytest.mark.conformance
@pytest.mark.usefixtures("validators")
def test_the_validators_pass_the_claim_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """EPUBCheck and Ace as they are installed, asked about a real book."""
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    (outcome,) = recto.build(
        "a.md", output=folder / "out", to=["epub"], settings={"certifier": "Ada Lovelace"}, project=folder,
        certify=True, check=False,
    )  # fmt: skip

    assert () == outcome.findings
    assert [CLAIM, "Ada Lovelace"] == claims_of(folder / "out" / "a.epub")
