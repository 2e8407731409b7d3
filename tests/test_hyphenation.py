"""Hyphenation dictionaries, read quickly."""

from __future__ import annotations

import pytest

from recto.writers._hyphenation import pyphen

KINDS = ("en_US", "ru_RU", "as_IN", "af_ZA", "hu_HU")
"""In ASCII, in Cyrillic, without capitals, with letters as numbers, with changes of spelling."""


@pytest.mark.parametrize("lang", KINDS)
def test_dictionaries_say_what_pyphen_reads_in_them(lang: str) -> None:
    """The same patterns, and so the same hyphens."""
    quick = pyphen().HyphDict
    path = pyphen().LANGUAGES[lang]
    expected, found = quick.__base__(path), quick(path)

    assert vars(expected).keys() == vars(found).keys()
    assert expected.maxlen == found.maxlen
    assert expected.patterns.keys() == found.patterns.keys()
    # Some values are integers that say how the spelling changes, too, and are equal only to themselves.
    assert {key: str(value) for key, value in expected.patterns.items()} == {
        key: str(value) for key, value in found.patterns.items()
    }


def test_words_are_hyphenated_where_they_were() -> None:
    """By what both WeasyPrint and the cover ask; in some languages the spelling changes."""
    assert pyphen().Pyphen(lang="en_US").inserted("hyphenation") == "hy-phen-ation"
    assert pyphen().Pyphen(lang="hu_HU").inserted("asszonnyal") == "asz-szony-nyal"
