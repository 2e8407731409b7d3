"""Whether an edition says what the article says: read back from its finished bytes, on every build.

    Article ▶ what it says ┐
    bytes   ▶ what they say ┴▶ compare ▶ findings

Every word, in order: headings, notes, captions, alternatives, code, formulas (as their alternative), cells,
links with their targets. What a format adds is declared by the code that adds it (`recto.additions`) and
forgiven; nothing else is. Nothing of the writers is used here but these declarations, and no tree of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from recto.additions import ARTIFACT, Addition
from recto.article import Article
from recto.diagnostics import Diagnostic, error
from recto.proof import _article, _epub, _html
from recto.proof._compare import ADDED, LINK_LOST, LOST, MOVED, Difference, differences
from recto.proof._speech import Speech, Strand, plain
from recto.writers import Artifact

_MOST = 20
"""Differences of one edition that are told."""


@dataclass(frozen=True, slots=True)
class _Format:
    read: Callable[[bytes, Collection[Addition]], Speech]
    has_tex: bool
    """Whether formulas carry their TeX beside their words."""


def _pdf_speech(data: bytes, additions: Collection[Addition]) -> Speech:
    from recto.proof import _pdf  # pikepdf takes its time, and most often is there already

    return _pdf.speech_of(data, additions)


_FORMATS: Mapping[str, _Format] = {
    "text/html": _Format(_html.speech_of, has_tex=True),
    "application/epub+zip": _Format(_epub.speech_of, has_tex=True),
    "application/pdf": _Format(_pdf_speech, has_tex=False),
}
"""Media type → how such a file is read back."""


_Said = tuple[Speech, tuple[Addition, ...]]
"""What an article says, and what the reader has put beside it."""


class Proof:
    """The words of one article, to be found again in its editions."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._said: dict[tuple[bool, frozenset[str], bool], _Said] = {}

    def of(self, artifact: Artifact, *, edition: str) -> Iterator[Diagnostic]:
        """Yield an error for each passage that a file of the format `edition` does not say as written.

        Files that are no edition of the article's words have nothing to prove.
        """
        kind = _FORMATS.get(artifact.media_type)
        if kind is None or artifact.additions is None:
            return
        said, given = self._what_is_said(kind, artifact)
        heard = kind.read(artifact.data, (*artifact.additions, *given))
        found = [*_differences(said, heard, artifact), *_undeclared(heard, artifact.additions)]
        if found:
            said, _ = self._what_is_said(kind, artifact, lines=True)
            found = [*_differences(said, heard, artifact), *_undeclared(heard, artifact.additions)]
        for difference in found[:_MOST]:
            yield _finding(difference, self._article, edition)
        if len(found) > _MOST:
            yield error(
                found[_MOST].code,
                f"The {edition} edition differs from the article in {len(found) - _MOST} more places.",
                file=self._article.source.name,
            )

    def _what_is_said(self, kind: _Format, artifact: Artifact, *, lines: bool = False) -> _Said:
        key = (kind.has_tex, artifact.unlinked, lines)
        if key not in self._said:
            self._said[key] = _article.speech_of(
                self._article, tex=kind.has_tex, unlinked=artifact.unlinked, lines=lines
            )
        return self._said[key]


def _differences(said: Speech, heard: Speech, artifact: Artifact) -> Iterator[Difference]:
    if artifact.instead:
        said = _with_signs(said, artifact.instead)
    return differences(said, heard, links=artifact.has_links)


def _with_signs(speech: Speech, instead: Mapping[str, str]) -> Speech:
    """Return what is said where some characters cannot be shown."""
    signs = str.maketrans(dict(instead))

    def shown(strand: Strand) -> Strand:
        return replace(strand, text=strand.text.translate(signs))

    notes = {key: shown(note) for key, note in speech.notes.items()}
    return replace(speech, main=shown(speech.main), notes=notes)


def _undeclared(heard: Speech, additions: Collection[Addition]) -> Iterator[Difference]:
    """Yield what stands beside the reading order and was not declared to."""
    declared = {_letters(each.words) for each in additions if each.where == ARTIFACT}
    for words in dict.fromkeys(heard.outside):
        if words and _letters(words) not in declared:
            yield Difference(ADDED, words, None)


def _letters(text: str) -> str:
    # In an order of their own: text from right to left is painted in another one.
    return "".join(sorted("".join(plain(text).split())))


def _finding(difference: Difference, article: Article, edition: str) -> Diagnostic:
    passage, instead = difference.passage, difference.instead
    what = {
        LOST: f"The {edition} edition lacks “{passage}”"
        + (f" and has “{instead}” there." if instead else "."),
        ADDED: f"The {edition} edition has “{passage}”, which the article has not.",
        MOVED: f"The {edition} edition has “{passage}” in another place than the article.",
        LINK_LOST: f"The {edition} edition lacks the link to {passage}"
        + (f", which is {instead} there." if instead else "."),
    }
    return error(
        difference.code,
        what[difference.code],
        file=article.source.name,
        line=difference.line,
        hint="This is a fault in Recto or in the theme; --no-proof builds without the proof.",
    )
