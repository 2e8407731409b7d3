"""Video and audio: an image reference to one becomes a `video` or `audio` element, with what belongs to it.

    load     each gets its file, its poster and its captions, which lie beside it under its name
    finish   once figures are made: its name, its captions' track, and within it the link to its address

The address is where the file is on the web: its own, or the article's `canonical` address and the file's
path. What cannot be had is reported, and its words stay, as with images.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin

from lxml import etree

from recto import markup, media
from recto.article import Asset
from recto.files import Outside, Unreadable
from recto.reader.draft import Draft
from recto.reader.images import Album, complete, give_way, is_remote, measure, path_of, pixels_of
from recto.reader.lines import line_of
from recto.reader.links import encode
from recto.reader.walk import parent_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LIMIT = 256 * 2**20
"""Bytes: the largest recording read beside an article."""
_POSTERS = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".svg", ".gif")
_ADDRESS = "data-address"
_CAPTIONS = "data-captions"


def load(tree: Element, draft: Draft) -> None:
    """Make each `img` that means video or audio one of these, and load its files."""
    images = list(tree.iter("img"))
    recordings = [(image, kind) for image in images if (kind := _type_of(image))]
    for image in images:
        if "poster" in image.attrib and not _type_of(image):
            del image.attrib["poster"]
            draft.warn("html-dropped", "The attribute 'poster' is not kept.", line=line_of(image))
    if not recordings:
        return
    album = Album(draft)
    for image, media_type in recordings:
        _place(image, media_type, album)
    markup.unwrap_all(tree, album.gone)


def _type_of(image: Element) -> str | None:
    return media.type_of(unquote(path_of(image.get("src", "").strip())))


def _place(image: Element, media_type: str, album: Album) -> None:
    draft, line = album.draft, line_of(image)
    address = image.get("src", "").strip()
    kind = media_type.partition("/")[0]
    if any(around.tag == "a" for around in image.iterancestors()):
        draft.warn(
            "media-in-link",
            f"The {kind} {address!r} stands in a link, where nobody could play it: only its words are kept.",
            line=line,
            hint="Take it out of the link, or put a picture in its place.",
        )
        give_way(image, None, album)
        return
    remote = complete(address) if is_remote(address) else None
    asset = None
    if remote and not draft.files.network:
        image.set("src", remote)
        draft.note(
            "media-remote",
            f"The {kind} {address!r} is on the network, so editions carry a link to it.",
            line=line,
            hint="Put the file beside the article, or build with --allow-network.",
        )
    else:
        asset = _Recording(address, media_type, line, album).asset
        if asset is None:
            give_way(image, None, album)
            return
        image.set("src", asset.name)
    if where := remote or _address_of(asset, draft):
        image.set(_ADDRESS, where)
    image.tag = kind
    _set_size(image, asset)
    _set_poster(image, None if remote else asset, line, album)
    if kind == "video" and asset is not None and not remote:
        _set_captions(image, asset, line, album)


def _address_of(asset: Asset | None, draft: Draft) -> str | None:
    if asset is None or not draft.meta.canonical:
        return None
    try:
        return encode(urljoin(draft.meta.canonical, quote(asset.address)))
    except ValueError:
        return None


def _set_size(image: Element, asset: Asset | None) -> None:
    if image.tag == "video" and asset is not None and asset.width:
        measure(image, asset)
        return
    sizes = {name: pixels_of(image.attrib.pop(name, None)) for name in ("width", "height")}
    if image.tag == "video" and all(sizes.values()):
        image.attrib.update({name: str(size) for name, size in sizes.items()})


class _Recording:
    """The file of a video or audio element."""

    def __init__(self, address: str, media_type: str, line: int | None, album: Album) -> None:
        self._said = f"The {media_type.partition('/')[0]} {address!r}"
        self._line = line
        self._draft = album.draft
        data, path = self._fetch(address) if is_remote(address) else self._read(address)
        self.asset = self._made(data, path, media_type, album) if data is not None else None
        """What was found; None if it was reported."""

    def _read(self, address: str) -> tuple[bytes | None, str]:
        path = posixpath.normpath(unquote(path_of(address)))
        try:
            return self._draft.files.read(path, limit=LIMIT), path
        except Outside as fault:
            hint = "Put the file into the article's folder, or below it."
            self._fail("media-outside", f"is not read: {fault}", hint)
        except Unreadable as fault:
            hint = "Is it there? A large one can be put on the web, and named by its full address."
            self._fail("media-missing", f"cannot be read: {fault}", hint)
        return None, path

    def _fetch(self, address: str) -> tuple[bytes | None, str]:
        try:
            return self._draft.files.fetch(complete(address) or address), address
        except Unreadable as fault:
            self._fail("media-fetch", f"cannot be fetched: {fault}")
        return None, address

    def _made(self, data: bytes, path: str, media_type: str, album: Album) -> Asset | None:
        if not media.is_what_it_says(data, media_type):
            self._fail("media-invalid", f"cannot be used: it is no file of the kind {media_type}")
            return None
        width, height = media.size_of(data, media_type) or (None, None)
        name = album.name(path_of(path), posixpath.splitext(path_of(path))[1].lower())
        return album.add(Asset(name, media_type, data, width, height, address=path, line=self._line))

    def _fail(self, code: str, what: str, hint: str | None = None) -> None:
        self._draft.error(code, f"{self._said} {what}.", line=self._line, hint=hint)


def _set_poster(image: Element, asset: Asset | None, line: int | None, album: Album) -> None:
    """Find the still: the one that is named, else the picture that lies beside the file under its name."""
    named = image.attrib.pop("poster", "").strip()
    if is_remote(named) and not album.draft.files.network:
        album.draft.warn(
            "image-remote",
            f"The poster {named!r} is on the network, so it is left out.",
            line=line,
            hint="Put the file beside the article, or build with --allow-network.",
        )
        return
    if not named and asset is not None:
        stem = posixpath.splitext(asset.address)[0]
        named = next((quote(stem + suffix) for suffix in _POSTERS if _is_there(stem + suffix, album)), "")
    poster = album.get(named, line) if named else None
    if poster is not None:
        image.set("poster", poster.name)


def _is_there(path: str, album: Album) -> bool:
    try:
        album.draft.files.read(path)
    except Unreadable:
        return False
    return True


def _set_captions(image: Element, asset: Asset, line: int | None, album: Album) -> None:
    draft = album.draft
    path = f"{posixpath.splitext(asset.address)[0]}.vtt"
    try:
        data = draft.files.read(path)
    except Unreadable:
        draft.note(
            "media-captions",
            f"The video {asset.address!r} has no captions for those who cannot hear it.",
            line=line,
            hint=f"Put them beside it: {path}.",
        )
        return
    if not _is_webvtt(data):
        draft.warn(
            "media-captions",
            f"The captions {path!r} are left out: they are no WebVTT in UTF-8.",
            line=line,
            hint="The file's first word is WEBVTT.",
        )
        return
    name = album.name(path, ".vtt")
    image.set(_CAPTIONS, album.add(Asset(name, "text/vtt", data, address=path, line=line)).name)


def _is_webvtt(data: bytes) -> bool:
    """Say whether `data` is a WebVTT file (4.1 there): its signature, then a blank or the line's end."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return text.startswith("WEBVTT") and text[6:7] in ("", " ", "\t", "\n", "\r")


def finish(tree: Element, draft: Draft) -> None:
    """Give each video and audio its name, and put into it what shows where it cannot be played."""
    for element in tree.iter("video", "audio"):
        address, captions = (element.attrib.pop(name, None) for name in (_ADDRESS, _CAPTIONS))
        words = _name(element, draft)
        element.set("aria-label", words)
        if captions:
            etree.SubElement(element, "track", {"kind": "captions", "src": captions, "srclang": draft.lang})
        if address:
            etree.SubElement(element, "a", {"href": address}).text = words
        elif len(element):
            element[-1].tail = words
        else:
            element.text = words


def _name(element: Element, draft: Draft) -> str:
    """Return what the element is called: the words in its brackets, else its title, else its file's name."""
    words = " ".join(element.attrib.pop("alt", "").split())
    title = " ".join(element.attrib.pop("title", "").split())
    parent = parent_of(element)
    caption = parent.find("figcaption") if parent.tag == "figure" else None
    source = posixpath.basename(unquote(path_of(element.get("src", ""))))
    if not words:
        draft.warn(
            "media-name",
            f"The {element.tag!s} {source!r} has no name.",
            line=line_of(element),
            hint="Say between the square brackets what it shows, or what is to be heard.",
        )
    return words or title or (markup.text_of(caption) if caption is not None else "") or source
