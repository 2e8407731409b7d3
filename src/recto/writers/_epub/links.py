"""Addresses that an e-book may link to: EPUBCheck refuses a book for one that browsers forgive."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

_WHOLE = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:")
_SCHEMES = frozenset({"ftp", "http", "https", "irc", "mailto", "news", "tel", "xmpp"})
_WITH_HOST = frozenset({"ftp", "http", "https", "irc"})
# Besides what `quote` leaves alone; `%` is looked at by itself.
_LEGAL = "%:/?#@!$&'()*+,;=~"
_HOST = re.compile(r"(?:[\w-]+(?:\.[\w-]+)*\.?|[0-9a-f]*:[0-9a-f:.]+)\Z")


def usable(address: str, base: str | None = None) -> str | None:
    """Return `address`, relative ones against `base`, in a form that EPUB allows; None when there is none."""
    try:
        # Joined, an address that is whole already would lose what stands empty at its end.
        return _usable(address if _WHOLE.match(address) else urljoin(base or "https:", address))
    except ValueError:  # what urllib cannot take apart, such as `https://[`
        return None


def _usable(address: str) -> str | None:
    scheme, colon, rest = address.strip().partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in _SCHEMES or not rest.strip("/\\"):
        return None
    if scheme not in _WITH_HOST:
        return f"{scheme}:{_encoded(''.join(rest.split()) if scheme == 'tel' else rest)}"
    text = f"{scheme}:{rest}".replace("\\", "/")
    parts = urlsplit(text)
    host = parts.hostname or ""
    if not text.startswith(f"{scheme}://") or not _HOST.match(host) or parts.port == 0:
        return None
    host.encode("idna").decode("idna")  # raises ValueError for labels that no name server knows
    head = f"{scheme}://{parts.netloc}"
    return f"{_encoded(head, safe='[]')}{_encoded(text[len(head) :])}"


def _encoded(text: str, *, safe: str = "") -> str:
    """Encode what no address may hold and leave the rest, letters of all scripts included."""
    before, hash_, fragment = text.partition("#")
    encoded = "".join(
        char if ord(char) > 0xA0 and char.isalnum() else quote(char, safe=_LEGAL + safe)
        for char in f"{before}{hash_}{fragment.replace('#', '%23')}"
    )
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", encoded)
