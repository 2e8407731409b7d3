"""Images: each `img` gets its file, checked and measured, or gives way to its words.

The files become the article's assets, by names that are addresses as they stand; the same bytes
under two names are one asset. What cannot be had is reported, and in the tree the alternative text
takes the image's place, so that no writer meets an image without a file.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from recto import images, markup
from recto.article import Asset
from recto.files import Outside, Unreadable
from recto.images import SUFFIXES, SVG_TYPE, InvalidImageError
from recto.markup import make
from recto.reader import drawings, image_captions
from recto.reader.draft import Draft
from recto.reader.lines import line_of
from recto.reader.links import encode
from recto.reader.walk import parent_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def load(tree: Element, draft: Draft) -> None:
    """Load the images of the body and the cover."""
    album = Album(draft)
    for image in list(tree.iter("img")):
        _place(image, album)
    markup.unwrap_all(tree, album.gone)
    if draft.meta.cover:
        draft.update(cover=_cover(draft.meta.cover, album))


def _place(image: Element, album: Album) -> None:
    draft = album.draft
    if "src" not in image.attrib:  # it was not allowed, and told
        give_way(image, None, album)
        return
    address = image.get("src", "").strip()
    unnamed = not image.get("alt", "").strip()
    line = line_of(image)
    if is_remote(address) and not draft.files.network:
        draft.warn(
            "image-remote",
            f"The image {address!r} is on the network, so editions carry a link to it.",
            line=line,
            hint="Put the file beside the article, or build with --allow-network.",
        )
        give_way(image, address, album)
        return
    asset = album.get(address, line)
    if asset is None:
        give_way(image, None, album)
        return
    if unnamed:
        image.set("alt", "")
        draft.warn(
            "image-alt",
            f"The image {address!r} has no text alternative.",
            line=line,
            hint="Say between the square brackets what it shows.",
        )
    image.set("src", asset.name)
    measure(image, asset)


def give_way(image: Element, address: str | None, album: Album) -> None:
    """Put the image's words in its place, as a link to `address` if there is one."""
    source = unquote(path_of(image.get("src", "")))
    calls = image_captions.take_calls(image)
    words = " ".join(image.get("alt", "").split()) or posixpath.basename(source) or address or ""
    in_link = any(ancestor.tag == "a" for ancestor in image.iterancestors())
    target = complete(address) if address and not in_link else None
    # Its id stays: others may refer to it.
    place = {"id": image.get("id", "")} if image.get("id") else {}
    if target:
        instead = make("a", words, href=target, **place)
        markup.replace(image, instead)
        image_captions.call_behind(instead, calls)
    elif parent_of(image).tag == "figure":
        instead = make("p", words, **place)
        instead.extend(calls)
        markup.replace(image, instead)
    else:
        image_captions.call_behind(image, calls)
        image.tag = "span"
        image.text = words
        image.attrib.clear()
        image.attrib.update(place)
        if not place:
            album.gone.append(image)


def path_of(address: str) -> str:
    """Return the path of `address`, or all of it where it is no address."""
    try:
        return urlsplit(address).path
    except ValueError:
        return address


def complete(address: str) -> str | None:
    """Return the remote `address` in full, None if it is malformed."""
    try:
        return encode(f"https:{address}" if address.startswith("//") else address)
    except ValueError:
        return None


def is_remote(address: str) -> bool:
    """Say whether `address` is on the network."""
    return re.match(r"(https?:)?//", address, re.IGNORECASE) is not None


def measure(image: Element, asset: Asset) -> None:
    """Set width and height in pixels; an author's own are kept, in the file's proportions."""
    wanted = {name: pixels_of(image.attrib.pop(name, None)) for name in ("width", "height")}
    if not asset.width or not asset.height:
        return
    width, height = wanted["width"], wanted["height"]
    if width is None and height is None:
        width, height = asset.width, asset.height
    elif height is None and width is not None:
        height = max(1, round(width * asset.height / asset.width))
    elif width is None and height is not None:
        width = max(1, round(height * asset.width / asset.height))
    image.set("width", str(width))
    image.set("height", str(height))


def pixels_of(value: str | None) -> int | None:
    """Return a length in pixels as an attribute gives it, None if it gives another."""
    match = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*\Z", value or "", re.ASCII)
    return int(match[1]) if match and int(match[1]) > 0 else None


def _cover(address: str, album: Album) -> str | None:
    draft = album.draft
    line = draft.source.front_lines.get("cover")
    if is_remote(address) and not draft.files.network:
        draft.warn(
            "image-remote",
            f"The cover {address!r} is on the network, so it is left out.",
            line=line,
            hint="Put the file beside the article, or build with --allow-network.",
        )
        return None
    asset = album.get(address, line)
    return asset.name if asset else None


class Album:
    """The files of one article so far, by address and by content."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.gone: list[Element] = []
        """Elements that stand where an image was, and hold its words."""
        self._by_address: dict[str, Asset | None] = {}
        self._by_digest = {asset.digest: asset for asset in draft.assets.values()}

    def get(self, address: str, line: int | None) -> Asset | None:
        """Return the asset at `address`; report, the first time, why there is none."""
        if address not in self._by_address:
            self._by_address[address] = self._load(address, line)
        return self._by_address[address]

    def _load(self, address: str, line: int | None) -> Asset | None:
        data = self._fetch(address, line) if is_remote(address) else self._read(address, line)
        if data is None:
            return None
        try:
            picture = drawings.load(data) if images.sniff(data) == SVG_TYPE else images.load(data)
        except InvalidImageError as fault:
            self.draft.error("image-invalid", f"The image {address!r} cannot be used: {fault}.", line=line)
            return None
        if picture.removed:
            removed = ", ".join(picture.removed[:5]) + ("…" if len(picture.removed) > 5 else "")
            self.draft.warn(
                "svg-unsafe",
                f"The drawing {address!r} was made safe: {removed} went.",
                line=line,
                hint="Take it out of the file, or draw it there.",
            )
        name = self.name(path_of(address), SUFFIXES[picture.media_type])
        size = (picture.width, picture.height)
        return self.add(Asset(name, picture.media_type, picture.data, *size, address=address, line=line))

    def add(self, asset: Asset) -> Asset:
        """Take `asset` into the article; return the one that has its content already, if there is one."""
        same = self._by_digest.setdefault(asset.digest, asset)
        self.draft.assets[same.name] = same
        return same

    def _read(self, address: str, line: int | None) -> bytes | None:
        name = posixpath.normpath(unquote(path_of(address))) if address else ""
        if not name:
            self.draft.error("image-missing", "An image has no address.", line=line)
            return None
        try:
            return self.draft.files.read(name)
        except Outside as fault:
            hint = "Put the file into the article's folder, or below it."
            self.draft.error(
                "image-outside", f"The image {address!r} is not read: {fault}.", line=line, hint=hint
            )
        except Unreadable as fault:
            self.draft.error("image-missing", f"The image {address!r} cannot be read: {fault}.", line=line)
        return None

    def _fetch(self, address: str, line: int | None) -> bytes | None:
        try:
            return self.draft.files.fetch(complete(address) or address)
        except Unreadable as fault:
            self.draft.error("image-fetch", f"The image {address!r} cannot be fetched: {fault}.", line=line)
            return None

    def name(self, path: str, suffix: str) -> str:
        """Return a name that no other asset has, a valid address without any encoding."""
        stem, _ = posixpath.splitext(posixpath.basename(unquote(path)))
        plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-").lower() or "image"
        name, number = f"{stem}{suffix}", 2
        while name in self.draft.assets:
            name, number = f"{stem}-{number}{suffix}", number + 1
        return name
