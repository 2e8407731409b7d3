"""Rules about the pages: how they say what they are, and what readers of ink do not run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from recto.writers._devices import Device
from recto.writers._epub.preflight.book import Book, find, line_of
from recto.writers._epub.preflight.rule import ERROR, EVERYWHERE, WARNING, Found, rule

_DECLARED = re.compile(
    rb"\s*(\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"'](utf-8|utf-16)[\"']", re.IGNORECASE
)


@rule("epub-encoding", WARNING, "kindle", "generic")
def encoding_is_said(book: Book, _device: Device) -> Iterator[Found]:
    """Each page says that it is UTF-8: Send to Kindle takes others for ISO-8859-1.

    innocenat/kindle-epub-fix, README.
    """
    for path, tree in book.pages():
        metas = find(tree, "//h:meta[@charset or @http-equiv='Content-Type']")
        if not metas and not _DECLARED.match(book.data(path)[:200]):
            yield Found(
                "It does not say its encoding: a Kindle may show wrong letters.",
                path,
                1,
                hint='Begin it with <?xml version="1.0" encoding="utf-8"?>.',
            )


@rule("epub-id-twice", ERROR, *EVERYWHERE)
def ids_are_unique(book: Book, _device: Device) -> Iterator[Found]:
    """No two elements of a page have one id: links lead to either (EPUBCheck RSC-005; thegetty/quire#615)."""
    for path, tree in book.pages():
        holders = find(tree, "//*[@id]")
        counts = Counter(element.get("id") for element in holders)
        if len(counts) == len(holders):
            continue
        seen: set[str | None] = set()
        for element in holders:
            name = element.get("id")
            if name in seen:
                yield Found(f"The id {name!r} is there already.", path, line_of(element))
            seen.add(name)


@rule("epub-script", WARNING, *EVERYWHERE)
def runs_nothing(book: Book, _device: Device) -> Iterator[Found]:
    """Readers of e-ink run no scripts (kobolabs/epub-spec, "Support Grid"), and Kindle takes none."""
    for path, tree in book.pages():
        for script in find(tree, "//h:script"):
            yield Found("It has a script, which most readers do not run.", path, line_of(script))


RULES = (encoding_is_said, ids_are_unique, runs_nothing)
