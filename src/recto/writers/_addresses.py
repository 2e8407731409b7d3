"""Addresses of the web as people read and type them."""

from __future__ import annotations

import re
from urllib.parse import unquote

_ON_THE_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))


def is_on_the_web(address: str) -> bool:
    """Say whether `address` is one that can be typed into a browser, in full."""
    return _ON_THE_WEB.match(address) is not None


def shown(address: str) -> str:
    """Return `address` (of the web) as it is printed: no `https://`, letters for their codes.

    Typed into a browser, it still leads there.
    """
    scheme, _, rest = address.partition("://")
    if rest.count("/") == 1 and rest.endswith("/"):
        rest = rest[:-1]
    rest = _ENCODED.sub(lambda match: _letters(match[0]), rest)
    return rest if scheme.lower() == "https" else f"{scheme}://{rest}"


def _letters(codes: str) -> str:
    text = unquote(codes)
    return text if "\ufffd" not in text and text.isalnum() else codes


def is_said_by(text: str, address: str) -> bool:
    """Say whether `text` gives the whole `address` already."""
    return _bare(text) == _bare(address)


def _bare(address: str) -> str:
    text = "".join(unquote(address).translate(_UNSEEN).split())
    return re.sub(r"\A(?:https?://)?(?:www\.)?|/\Z", "", text).casefold()
