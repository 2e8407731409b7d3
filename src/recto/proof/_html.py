"""What a finished web page says, read from its bytes by a parser of its own."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from recto.additions import Addition
from recto.proof._markup import Listener
from recto.proof._speech import Speaker, Speech


def speech_of(data: bytes, additions: Collection[Addition]) -> Speech:
    """Return what the page `data` says beside the declared `additions`."""
    # Not `lxml.html`, which asks for a class of its own for each element.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    page = etree.fromstring(data, parser)
    speaker = Speaker()
    body = next(page.iter("body"), None)
    if body is not None:
        Listener(speaker, additions).hear(body)
    return speaker.speech()
