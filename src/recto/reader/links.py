"""Links: inside the article they lead to a place that exists, and outside it to an address in full.

An edition travels alone. A link to a file beside the article (`other.md`, `data.csv`) would be dead in a
PDF and forbidden in an EPUB, so it is resolved against the article's `canonical` address; without
one, and for other articles' sources, whose editions have addresses that are not known here, its words stay
and the link goes. The author is told of each.
"""

from __future__ import annotations

import re
from functools import cached_property
from posixpath import basename
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from recto import markup
from recto.reader.draft import Draft
from recto.reader.identifiers import slug
from recto.reader.lines import LINE, line_of
from recto.reader.walk import has_text
from recto.settings import near

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# What RFC 3986 lets stand in an address, `%` included: what is encoded already stays so.
_LEGAL = "!$%&'()*+,/:;=?@~-._"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HINTS = 20
_SOURCES = (".md", ".markdown", ".mdown", ".mkd")


class _DeadError(Exception):
    """A link leads nowhere; holds code, message and hint of the finding."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def resolve(tree: Element, draft: Draft) -> None:
    """Let every `href` lead somewhere, or take it away and say so."""
    places = _Places(tree)
    links = list(tree.iter("a"))
    written = [link.get("href") for link in links]
    dropped: list[Element] = []
    for at, link in enumerate(links):
        href = (written[at] or "").strip()
        if written[at] is None:
            dropped.append(link)
            continue
        try:
            link.set("href", _target(href, places, draft))
        except _DeadError as dead:
            draft.warn(dead.code, dead.message, line=line_of(link), hint=dead.hint)
            del link.attrib["href"]
            dropped.append(link)
        else:
            if not has_text(link) and _is_empty(link):
                _name(link, is_half=written[at + 1 : at + 2] == [href])
    # One that says nothing but its line goes; an id, a class or a language stays.
    markup.unwrap_all(tree, [link for link in dropped if not set(link.keys()) - {LINE}])


class _Places:
    """Where links inside the article can lead."""

    def __init__(self, tree: Element) -> None:
        self._ids: dict[str, None] = dict.fromkeys(tree.xpath(".//@id"))
        self._hints = _HINTS

    def find(self, fragment: str) -> str | None:
        """Return the id that `fragment` means, also where another tool would have made it."""
        for candidate in (fragment, unquote(fragment)):
            if candidate in self._ids:
                return candidate
        return self._by_slug.get(slug(unquote(fragment)))

    @cached_property
    def _by_slug(self) -> dict[str, str]:
        # Other tools make ids with more hyphens, capitals, spaces.
        return {slug(identifier): identifier for identifier in reversed(self._ids) if slug(identifier)}

    def hint(self, fragment: str) -> str | None:
        """Say which place may be meant; not for ever more links, as each takes a look at all places."""
        self._hints -= 1
        return near(fragment, self._ids) if self._hints >= 0 else None


def _target(href: str, places: _Places, draft: Draft) -> str:
    """Return where `href` leads, in full; raises `_DeadError`."""
    own = basename(draft.source.name)
    path, hash_, fragment = href.partition("#")
    if hash_ and unquote(path) in ("", own, f"./{own}"):
        place = places.find(fragment)
        if place is None:
            message = f"The link to {f'#{fragment}'!r} leads nowhere: the article has no such place."
            raise _DeadError("link-broken", message, places.hint(fragment))
        return f"#{place}"
    if not href:
        raise _DeadError("link-broken", "A link has no address.")
    try:
        return _absolute(href, draft.meta.canonical)
    except ValueError as fault:
        raise _DeadError("link-invalid", f"The link's address {href!r} is malformed.") from fault


def _absolute(href: str, base: str | None) -> str:
    """Return the address in full; raises `ValueError` if it is malformed, `_DeadError` if it leads out."""
    parts = urlsplit(href)
    if parts.scheme:
        return encode(href)
    if href.startswith("//"):
        return encode(f"https:{href}")
    if base and parts.path and not unquote(parts.path).lower().endswith(_SOURCES):
        return encode(urljoin(base, href))
    hint = "Write the full web address, or give the article its own as `canonical`."
    raise _DeadError("link-local", f"The link to {href!r} leads out of the article.", hint)


def _is_empty(link: Element) -> bool:
    return not markup.text_of(link) and not any(image.get("alt") for image in link.iter("img"))


def _name(link: Element, *, is_half: bool) -> None:
    """Give a link without words its address as text, so that it can be seen and read out.

    One that is half of the next, as a parser leaves it where tags overlap, gives up its address.
    """
    address = link.get("href", "")
    if is_half or address.startswith("#"):
        del link.attrib["href"]
    else:
        link.text = unquote(address)


def encode(url: str) -> str:
    """Return `url` with every character that an address cannot hold percent-encoded.

    Raises `ValueError` for a host that cannot be one.
    """
    parts = urlsplit(_STRAY_PERCENT.sub("%25", url))
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    encoded = (quote(part, safe=_LEGAL) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, quote(host, safe=_LEGAL + "[]"), *encoded))
