"""Links: inside the article they lead to a place that exists, and outside it to an address in full.

An edition travels alone. A link to a file beside the article (`other.md`, `data.csv`) would be dead in a
PDF and forbidden in an EPUB, so it is resolved against the article's `canonical` address; without
one, and for other articles' sources, whose editions have addresses that are not known here, its words stay
and the link goes. The author is told of each.
"""

from __future__ import annotations

import re
from posixpath import basename
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from recto import markup
from recto.reader.draft import Draft
from recto.reader.identifiers import slug
from recto.reader.walk import has_text
from recto.settings import near

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# What RFC 3986 lets stand in an address, `%` included: what is encoded already stays so.
_LEGAL = "!$%&'()*+,/:;=?@~-._"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SOURCES = (".md", ".markdown", ".mdown", ".mkd")


def resolve(tree: Element, draft: Draft) -> None:
    """Let every `href` lead somewhere, or take it away and say so."""
    ids = dict.fromkeys(tree.xpath(".//@id"))
    for link in list(tree.iter("a")):
        href = link.get("href")
        if href is not None:
            _resolve(link, href.strip(), ids, draft)
        if "href" in link.attrib and not has_text(link) and _is_empty(link):
            _name(link)


def _resolve(link: Element, href: str, ids: dict[str, None], draft: Draft) -> None:
    own = basename(draft.source.name)
    path, hash_, fragment = href.partition("#")
    if hash_ and unquote(path) in ("", own, f"./{own}"):
        _to_place(link, fragment, ids, draft)
        return
    try:
        address = _absolute(href, draft)
    except ValueError:
        _drop(link, "link-invalid", f"The link's address {href!r} is malformed.", href, draft)
        return
    if address:
        link.set("href", address)
    elif not href:
        _drop(link, "link-broken", "A link has no address.", "", draft)
    else:
        hint = "Write the full web address, or give the article its own as `canonical`."
        _drop(link, "link-local", f"The link to {href!r} leads out of the article.", href, draft, hint)


def _absolute(href: str, draft: Draft) -> str | None:
    """Return the address in full, None if it is not known; raises `ValueError` if there can be none."""
    parts = urlsplit(href)
    if parts.scheme:
        return encode(href)
    if href.startswith("//"):
        return encode(f"https:{href}")
    if draft.meta.canonical and parts.path and not unquote(parts.path).lower().endswith(_SOURCES):
        return encode(urljoin(draft.meta.canonical, href))
    return None


def _to_place(link: Element, fragment: str, ids: dict[str, None], draft: Draft) -> None:
    for candidate in (fragment, unquote(fragment)):
        if candidate in ids:
            link.set("href", f"#{candidate}")
            return
    # Other tools make ids in other ways: more hyphens, capitals, spaces.
    meant = slug(unquote(fragment))
    alike = next((identifier for identifier in ids if meant and slug(identifier) == meant), None)
    if alike is not None:
        link.set("href", f"#{alike}")
        return
    message = f"The link to {'#' + fragment!r} leads nowhere: the article has no such place."
    _drop(link, "link-broken", message, f"#{fragment}", draft, near(fragment, ids))


def _drop(link: Element, code: str, message: str, href: str, draft: Draft, hint: str | None = None) -> None:
    line = draft.lines.find(f"]({href})", f"({href}", href) if href else None
    draft.warn(code, message, line=line, hint=hint)
    del link.attrib["href"]
    if not link.attrib:
        markup.unwrap(link)


def _is_empty(link: Element) -> bool:
    return not markup.text_of(link) and not any(image.get("alt") for image in link.iter("img"))


def _name(link: Element) -> None:
    """Give a link without words its address as text, so that it can be seen and read out."""
    address = link.get("href", "")
    if address.startswith("#"):
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
