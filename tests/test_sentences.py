"""Where sentences begin, language by language."""
# ruff: noqa: E501 - a language's sentences stand in a line

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recto.writers._sentences import sentence_starts


def sentences(text: str, lang: str) -> list[str]:
    starts = [0, *sentence_starts(text, lang), len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(starts)]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["Dr. Smith met J. R. R. Tolkien at 3.14 p.m. in Oxford.", "He left."]),
        ("en", ["“Really?” she asked.", "“Yes.”", "So do I.", "See fig. 3, vol. 2, e.g. here.", "Well?!", "It came at 5 p.m.", "Then it went ... away."]),
        ("en-GB", ["It cost £3.50.", "(He paid.)", "In 1990.", "Then … no."]),
        ("de", ["Am 3. Oktober 1990 kam z. B. Herr Dr. Müller.", "„Ja.“", "»Nein!«", "Das war 1990.", "Vgl. Abb. 3."]),
        ("fr", ["«\u00a0Bonjour\u00a0!\u00a0» dit-il.", "«\u00a0Oui.\u00a0»", "M. Dupont, p. ex., vint.", "— Oui\u00a0!", "— Non."]),
        ("es", ["¿Qué?", "¡Sí!", "El Sr. López vino."]),
        ("ru", ["А. С. Пушкин родился в 1799 г. в Москве.", "«Да!» — сказал он.", "Что?"]),
        ("el", ["Τι είναι;", "Δεν ξέρω, π.χ. αυτό.", "Ναι."]),
        ("he", ["א. ב. יהושע כתב.", "מה?", "כן!", "”שלום.”", "סוף."]),
        ("ar", ["هل جاء د. أحمد؟", "نعم.", "«لا!»", "انتهى."]),
        ("ur", ["یہ کتاب ہے۔", "کیا؟"]),
        ("hi", ["यह किताब है।", "क्या?"]),
    ],
)  # fmt: skip
def test_sentences_are_told_apart_by_the_rules_of_their_language(lang: str, expected: list[str]) -> None:
    """Abbreviations, initials, decimals and ordinals end none; quotation marks belong to what they close."""
    assert expected == sentences(" ".join(expected), lang)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "ja",
            [
                "停戦は続く。",
                "「行こう。」と彼は言った。",
                "本当か？",
                "３．１４だ。",
                "「終わり。」",
                "次の文。",
            ],
        ),
        ("zh", ["他说：“你好。”", "她走了。", "真的吗？！", "是。"]),
        ("en", ["停戦は続く。", "次の文。"]),
    ],
)
def test_scripts_without_spaces_need_none_between_sentences(lang: str, expected: list[str]) -> None:
    """A quotation within a Japanese sentence does not end it."""
    assert expected == sentences("".join(expected), lang)


def test_a_semicolon_asks_in_greek_only() -> None:
    """Everywhere else it stands within the sentence."""
    assert [] == sentence_starts("One; Two", "en")
    assert [7] == sentence_starts("Τι;    Ναι", "el")


@given(
    st.text(alphabet="aA1.!?; \n\u00a0”»(。「」؟…", max_size=60),
    st.sampled_from(["en", "de", "ja", "el", "xx"]),
)
def test_starts_rise_and_lie_within_the_text(text: str, lang: str) -> None:
    """No sentence is empty, whatever is written."""
    starts = sentence_starts(text, lang)

    assert starts == sorted(set(starts))
    assert all(0 < start < len(text) for start in starts)


@pytest.mark.parametrize("part", [".", "a. ", ".\u00a0", '. "', "。「", "A.", "! (", "1. "])
def test_time_grows_with_the_length_and_no_faster(part: str) -> None:
    """Twice four times the text takes no more than some four times as long."""

    def seconds(count: int) -> float:
        begin = time.process_time()
        sentence_starts(part * count, "de")
        return time.process_time() - begin

    seconds(1000)
    small = min(seconds(10_000) for _ in range(3))

    assert min(seconds(40_000) for _ in range(3)) < 8 * small + 0.05
