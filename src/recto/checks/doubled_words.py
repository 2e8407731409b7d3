"""Words that stand twice in a row, as they do where a sentence was rewritten.

Only languages are judged whose own doublings are listed here: in many others (Indonesian, Turkish, Thai,
Hindi …) a word is doubled to mean something. Names (Duran Duran), what stands three times, what is spoken of
("the the") and what an inline element parts are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recto.checks.manuscript import EDGE, Manuscript, quoted
from recto.diagnostics import Diagnostic

_MEANT = {
    "cs": "tak no už sem se si je že a",
    "da": "det den de der har var er på med om til af så at i for som ha",
    "de": "die der das dem den denen sie ihr es ist war was hat sich nach mit zu an auf in vor bei "
    "so sehr ganz nein ja "
    "haben hatten waren sind werden wird wurden nun na wer",
    "en": "that had her is was so do very no yes long many more much far too really now there then "
    "hear ha he ho blah bla "
    "bye night wow knock well tut hush chop you who what in on to if it one two up",
    "es": "que muy no sí si casi luego poco se ya así nada tan bien mucho",
    "fr": "vous nous faire fait si non oui bien très tout toute que la est elles ils en",
    "it": "piano quasi via così poi mano sì si no pian proprio ben bene appena molto zitto lei che "
    "man sotto",
    "nb": "det den de der har var er på med om til av så at i for som ha",
    "nl": "die dat had was is heel erg zeer er zij ze je we u jij hem hen haar het of in op aan te "
    "met af door zo nee ja "
    "hebben waren worden werd om",
    "pl": "tak no nie już ledwo się jest co",
    "pt": "que muito já logo se não sim bem tão quase",
    "ru": "да нет то что чуть еле едва так вот всё все его очень далеко давно",
    "sv": "det den de som har var är på med om till av så att i för in ut upp ha än",
    "uk": "так ні то що ледь от все його дуже",
}  # fmt: skip
_MEANT |= {"no": _MEANT["nb"], "nn": _MEANT["nb"]}
_ALLOWED = {lang: frozenset(words.split()) for lang, words in _MEANT.items()}
# Neither part of what hyphens, apostrophes, slashes or signs of code join.
_TWICE = re.compile(
    r"(?<![\w'’.:\-/@#$%&*+=~\\])(?P<word>[^\W\d_]{2,}+)(?P<gap>[ ]*\n[ ]*|[ ]+)(?P<again>(?i:(?P=word)))"
    r"(?![\w'’\-/@#$%&*+=~\\]|[.:]\w|\()"
)


# Begins with a space, for which a text is searched fast, and never backtracks.
_ANY_TWICE = re.compile(r" (\w\w++) ++\1\b")
_QUOTES = tuple("\"'“”„‘’‚«»‹›")


def doubled_word(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A word stands twice in a row."""
    for passage in manuscript.passages:
        meant = _ALLOWED.get(passage.lang)
        if meant is None or not _may_hold_two(passage.text):
            continue
        for match in _TWICE.finditer(passage.text):
            if not _is_meant(match, meant):
                yield manuscript.warning(
                    "doubled-word",
                    f"The word {quoted(match['again'])} stands twice in a row.",
                    line=manuscript.line_at(
                        passage, match.start(), match["word"] if "\n" in match[0] else match[0]
                    ),
                    hint="Take one out, or write <!-- recto: skip doubled-word --> before the paragraph.",
                )


def _may_hold_two(text: str) -> bool:
    """Say whether two words in a row are the same: a look that costs a third of the pattern's."""
    plain = text.lower().replace("\n", " ").replace(EDGE, " ").replace("(", " ")
    return _ANY_TWICE.search(f" {plain}") is not None


def _is_meant(match: re.Match[str], meant: frozenset[str]) -> bool:
    word, again = match["word"], match["again"]
    if word.lower() in meant:
        return True
    if again[0].isupper():  # a name, an abbreviation, or the beginning of something
        return True
    reach = len(word) + 3
    before = match.string[max(0, match.start() - reach) : match.start()].rstrip()
    after = match.string[match.end() : match.end() + reach].lstrip()
    if before.endswith(_QUOTES) and after.startswith(_QUOTES):
        return True  # it is spoken of
    return before.lower().endswith(word.lower()) or after.lower().startswith(word.lower())
