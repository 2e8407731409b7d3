"""Whether two documents say the same: the quick way, which is the usual one, and where they differ.

Two strands are equal if their words between the gaps are, as in most editions, or else their letters, gaps
and targets. Only where they differ are the words lined up, to say which were lost, added or moved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest

from recto.proof._speech import (
    ALTERNATIVE,
    ALTERNATIVE_END,
    HYPHEN,
    LINK,
    LINK_END,
    SOFT,
    TARGET_END,
    WITHIN,
    Speech,
    Strand,
)

LOST, ADDED, MOVED, LINK_LOST = "words-lost", "words-added", "words-moved", "link-lost"
_TOKEN = re.compile(
    f"{LINK}[^{TARGET_END}]*{TARGET_END}|{ALTERNATIVE}[^{ALTERNATIVE_END}]*{ALTERNATIVE_END}|{LINK_END}"
    f"|[^\\s{LINK}{LINK_END}{ALTERNATIVE}]+"
)
_PARTED = re.compile(
    f"([^\\s{ALTERNATIVE}-{LINK_END}]+?)(-{HYPHEN})?{SOFT}+([^\\s{ALTERNATIVE}-{LINK_END}{HYPHEN}]+)"
)
_TARGETS = re.compile(f"(?:{LINK}[^{TARGET_END}]*{TARGET_END})+")
_LONGEST = 120
"""Characters of a passage that are shown."""
_MOST_COMPARED = 25_000_000
"""Pairs of words: what differs in more is told as a whole."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What an edition does not say as the article does."""

    code: str
    passage: str
    """The words, as a reader would see them."""
    line: int | None
    """Of the source."""
    instead: str = ""
    """What stands there in the edition."""


def differences(article: Speech, edition: Speech, *, links: bool = True) -> Iterator[Difference]:
    """Yield what `edition` does not say as `article` does; with `links` false it may have none."""
    if not links:
        article, edition = _without_links(article), _without_links(edition)
    article = _with_late_notes(article, edition)
    whole = _whole_words(article, edition)
    equal = True
    for name, strand in article.strands.items():
        other = edition.strands.get(name)
        if other is None:
            equal = False
            yield Difference(LOST, _shown(strand.text), strand.line(0))
            continue
        for difference in _in_strand(strand, whole.strands[name], other):
            equal = False
            yield difference
    for name, strand in edition.strands.items():
        if name not in article.strands:
            equal = False
            yield Difference(ADDED, _shown(strand.text), None)
    if equal:
        # Where words differ, every place behind them does.
        yield from _misplaced_notes(article, whole)
        yield from _misled_links(article, whole)


def _with_late_notes(article: Speech, edition: Speech) -> Speech:
    """Return `article` as it is said by a document with nameless notes behind its last word."""
    if edition.pages is None:
        return article
    main = article.main
    for key, note in article.notes.items():
        if key not in edition.notes:
            main += replace(note, anchors={key: 0, **note.anchors})
    return replace(
        article, main=main, notes={key: article.notes[key] for key in article.notes if key in edition.notes}
    )


def _without_links(speech: Speech) -> Speech:
    def bare(strand: Strand) -> Strand:
        text = re.sub(f"{LINK}[^{TARGET_END}]*{TARGET_END}|{LINK_END}", "", strand.text)
        return Strand(text, {}, strand.lines)

    return Speech(
        bare(speech.main),
        {key: bare(note) for key, note in speech.notes.items()},
        speech.late,
        pages=speech.pages,
    )


def _whole_words(article: Speech, edition: Speech) -> Speech:
    """Return `edition` without the hyphens that only end its lines."""

    def whole(name: str, strand: Strand) -> Strand:
        has_hyphens = HYPHEN in strand.text and name in article.strands
        return _rejoined(strand, article.strands[name].letters) if has_hyphens else strand

    notes = {name: whole(name, note) for name, note in edition.notes.items()}
    return replace(edition, main=whole("", edition.main), notes=notes)


def _in_strand(strand: Strand, other: Strand, as_read: Strand) -> Iterator[Difference]:
    if strand.words == other.words:
        return
    if strand.letters != other.letters:
        yield from _in_words(strand, as_read)
        return
    lost, added = strand.gaps - other.gaps, other.gaps - strand.gaps
    # Most are neither, and which gaps are hard need not be known.
    wrong = (lost & strand.hard_gaps if lost else lost) | (added & other.hard_gaps if added else added)
    for place in sorted(wrong):
        around = strand.letters[max(0, place - 20) : place + 20]
        what = f"the space in {_shown(around)}"
        yield Difference(LOST if place in strand.hard_gaps else ADDED, what, strand.line(place))


def _rejoined(strand: Strand, letters: str) -> Strand:
    """Return `strand` without the hyphens that only end its lines, as `letters` of the article say."""
    first, *rest = strand.text.split(f"-{HYPHEN}")
    parts, place = [first], sum(map(len, first.split()))
    ends: list[int] = []
    gone = [0]
    for piece in rest:
        # Both what only marks the hyphen and, it may be, the hyphen itself are gone.
        is_kept = letters.startswith("-", place)
        ends.append(place + gone[-1])
        gone.append(gone[-1] + (1 if is_kept else 2))
        place += is_kept + sum(map(len, piece.split()))
        parts += ["-", piece] if is_kept else [piece]
    lines = tuple((at - gone[bisect_left(ends, at)], line) for at, line in strand.lines)
    anchors = {anchor: at - gone[bisect_left(ends, at)] for anchor, at in strand.anchors.items()}
    return replace(strand, text="".join(parts), anchors=anchors, lines=lines)


def _misplaced_notes(article: Speech, edition: Speech) -> Iterator[Difference]:
    """Yield the notes that stand before another one, or before their call, as the article's do not."""
    for is_late in (False, True):
        keys = [key for key in edition.notes if (key in edition.late) is is_late and key in article.notes]
        order = {key: number for number, key in enumerate(article.notes)}
        for before, after in pairwise(keys):
            if order[before] > order[after]:
                note = article.notes[after]
                yield Difference(MOVED, _shown(note.text), note.line(0))


def _misled_links(article: Speech, edition: Speech) -> Iterator[Difference]:
    """Yield the links within the article that lead elsewhere than they should; all words are the same."""
    for name, strand in article.strands.items():
        for wanted, found in zip(strand.targets, edition.strands[name].targets, strict=True):
            place = article.places.get(wanted)
            if place is not None and not _leads(article, edition, wanted, found):
                yield Difference(
                    LINK_LOST, f"#{wanted}", strand.line(_call(strand, wanted)), instead=f"#{found}"
                )


def _leads(article: Speech, edition: Speech, wanted: str, found: str) -> bool:
    """Say whether `found` is in the edition what `wanted` is in the article."""
    name, letters = article.places[wanted]
    if found in edition.places:
        return edition.places[found] == (name, letters)
    if edition.pages is None:
        return False
    if wanted != found or found not in edition.pages:
        return False
    # A place between two pages belongs to both: it is what follows it, or the end of what it stands behind.
    strand = edition.strands[name]
    words = _TARGETS.match(strand.letters, letters)
    around = (letters, max(0, letters - 1), letters + 1, words.end() if words else letters)
    return edition.pages[found] in {strand.line(place) for place in around}


def _call(strand: Strand, target: str) -> int:
    """Return how many letters stand before the first link to `target`."""
    number = strand.targets.index(target)
    within = f"{LINK}{WITHIN}{TARGET_END}"
    place = -1
    for _ in range(number + 1):
        place = strand.letters.find(within, place + 1)
    return max(0, place)


def _in_words(strand: Strand, other: Strand) -> Iterator[Difference]:
    """Line up the words of two strands that are not the same."""
    known = set(_TOKEN.findall(strand.text))
    ours, theirs = _tokens(strand.text), [token for token, _ in _tokens(_whole(other.text, known))]
    words = [token for token, _ in ours]
    start = _common(words, theirs)
    end = _common(words[start:][::-1], theirs[start:][::-1])
    words, theirs = words[start : len(words) - end], theirs[start : len(theirs) - end]
    places = [place for _, place in ours[start:]] or [len(strand.letters)]
    if len(words) * len(theirs) > _MOST_COMPARED:
        yield Difference(LOST, _shown(" ".join(words)), strand.line(places[0]), _shown(" ".join(theirs)))
        return
    changes = [
        (words[i:j], theirs[k:m], places[min(i, len(places) - 1)])
        for kind, i, j, k, m in SequenceMatcher(None, words, theirs, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
    yield from _told(changes, strand)


Change = tuple[Sequence[str], Sequence[str], int]
"""Words of the article, what the edition says instead, and how many letters stand before them."""


def _told(changes: Sequence[Change], strand: Strand) -> Iterator[Difference]:
    added = [" ".join(new) for old, new, _ in changes if new]
    lost = [" ".join(old) for old, _, _ in changes if old]
    for old, new, place in changes:
        line = strand.line(place)
        links = [token for token in old if token.startswith(LINK)]
        gone, come = " ".join(old), " ".join(new)
        if old and gone in added:
            yield Difference(MOVED, _shown(gone), line)
        elif new and not old and come in lost:
            continue  # told where it is missing
        elif links and _without_link_tokens(old) == _without_link_tokens(new):
            others = [token[1:-1] for token in new if token.startswith(LINK)]
            for link, other in zip_longest(links, others[: len(links)], fillvalue=""):
                yield Difference(LINK_LOST, link[1:-1], line, other)
        elif old:
            yield Difference(LOST, _shown(gone), line, _shown(come))
        else:
            yield Difference(ADDED, _shown(come), line)


def _without_link_tokens(tokens: Sequence[str]) -> str:
    return "".join(token for token in tokens if not token.startswith((LINK, LINK_END)))


def _tokens(text: str) -> list[tuple[str, int]]:
    """Return the words, links and alternatives of `text`, each with the number of letters before it."""
    found, place = [], 0
    for token in _TOKEN.findall(text):
        found.append((token, place))
        place += len("".join(token.split()))
    return found


def _whole(text: str, known: Container[str]) -> str:
    """Return `text` with its words whole that the ends of lines have parted, so far as they are `known`."""

    def joined(match: re.Match[str]) -> str:
        before, hyphen, after = match[1], match[2], match[3]
        for whole in (f"{before}{after}", f"{before}-{after}")[: 2 if hyphen else 1]:
            if whole in known and not (before in known and after in known and not hyphen):
                return whole
        return f"{before}{'-' if hyphen else ''}{SOFT}{after}"

    return _PARTED.sub(joined, text)


def _common(some: Sequence[str], others: Sequence[str]) -> int:
    """Return how many items at the beginning are the same."""
    return next(
        (n for n, (one, other) in enumerate(zip(some, others, strict=False)) if one != other),
        min(len(some), len(others)),
    )


def _shown(text: str) -> str:
    """Return `text` as it may be shown to a person: a few words, without what only the comparison needs."""
    text = re.sub(f"{LINK}[^{TARGET_END}]*{TARGET_END}", "", text)
    words = " ".join(re.sub(f"[{ALTERNATIVE}{ALTERNATIVE_END}{LINK_END}{HYPHEN}]", "", text).split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
