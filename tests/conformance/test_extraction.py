"""What pdftotext finds on the pages: the author's words, whole and in their order."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.pdf_editions import WORDS, article, printed

pytestmark = [pytest.mark.conformance, pytest.mark.usefixtures("validators")]

ARABIC = "غادرت العبّارة عند الساعة السابعة صباحًا وعلى متنها تسعة ركاب"
HEBREW = "המעבורת יצאה בשבע בבוקר ועל סיפונה תשעה אנשים"
POINTED = "מֶלֶךְ וּמַלְכָּה"


def found(body: str, folder: Path, *, lang: str = "en") -> str:
    file = folder / "x.pdf"
    file.write_bytes(printed(article(body, lang=lang)))
    run = subprocess.run(["pdftotext", file, "-"], capture_output=True, encoding="utf-8", check=True)
    # Where the direction changes, it says so.
    plain = run.stdout.translate(dict.fromkeys(map(ord, "\u202a\u202b\u202c\u200e\u200f")))
    return " ".join(plain.split())


@pytest.mark.parametrize(("lang", "words"), [("ar", ARABIC), ("he", HEBREW), ("he", POINTED)])
def test_words_from_right_to_left_come_out_in_their_order(lang: str, words: str, tmp_path: Path) -> None:
    """Letter by letter, with their marks, also where other words stand around them."""
    assert words in found(f"<p>{words}</p>", tmp_path, lang=lang)
    assert words in found(f"<p>See <span lang='{lang}'>{words}</span>.</p>", tmp_path)


def test_words_come_out_unbroken(tmp_path: Path) -> None:
    """What the layout broke is whole again, and what the author hyphenated still has its hyphen."""
    text = found(f"<p>{WORDS * 8}</p>", tmp_path)

    assert WORDS.strip() in text
    assert 8 == text.count("well-known representatives")
    assert 8 == text.count("internationally recognised organisations")
