"""What a finished web page says, read from its bytes by a parser of its own."""

from __future__ import annotations

from collections.abc import Collection

from lxml import html

from recto.additions import Addition
from recto.proof._markup import Listener
from recto.proof._speech import Speaker, Speech


def speech_of(data: bytes, additions: Collection[Addition]) -> Speech:
    """Return what the page `data` says beside the declared `additions`."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    page = html.document_fromstring(data, parser)
    speaker = Speaker()
    body = page.body
    if body is not None:
        Listener(speaker, additions).hear(body)
    return speaker.speech()
