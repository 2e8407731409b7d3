"""What the article says: the words that the reader found in the author's Markdown, and where."""

from __future__ import annotations

from recto.additions import Addition
from recto.article import Article
from recto.proof._markup import Listener
from recto.proof._speech import Speaker, Speech

_OF_THE_READER = frozenset(("a[role=doc-backlink]", "section[role=doc-endnotes] h2"))
"""The reader heads the list of notes and leads back from it; editions do that their own way."""


def speech_of(
    article: Article, *, tex: bool, unlinked: frozenset[str] = frozenset(), lines: bool = False
) -> tuple[Speech, tuple[Addition, ...]]:
    """Return what every edition of `article` must say, and what the reader has put beside it.

    With the TeX of formulas, if editions hold `tex`; without links to the addresses `unlinked`. Of the
    `lines` it stands on only what differs need be known; they take a fourth of the time.
    """
    speaker = Speaker()
    meta = article.meta
    for part in (meta.title, meta.subtitle):
        if part:
            speaker.say(part)
            speaker.space()
    for author in meta.authors:
        target = author.url if author.url not in unlinked else None
        target = target or (author.orcid and f"https://orcid.org/{author.orcid}")
        if target:
            speaker.begin_link(target)
        speaker.say(author.name)
        if target:
            speaker.end_link()
        speaker.space()
    listener = Listener(speaker, passing=_OF_THE_READER, tex=tex, unlinked=unlinked)
    listener.hear(article.lined_tree() if lines else article.tree())
    return speaker.speech(), tuple(dict.fromkeys(listener.passed))
