"""What a finished e-book says, read from its zip in the order of its spine."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Collection
from urllib.parse import unquote

from lxml import etree

from recto.additions import Addition
from recto.proof._markup import Listener
from recto.proof._speech import Speaker, Speech

_CONTAINER = "META-INF/container.xml"
_OPF = "{http://www.idpf.org/2007/opf}"


def speech_of(data: bytes, additions: Collection[Addition]) -> Speech:
    """Return what the book `data` says beside the declared `additions`."""
    speaker = Speaker()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        container = etree.fromstring(book.read(_CONTAINER), parser)
        package = next(container.iter("{*}rootfile")).get("full-path", "")
        tree = etree.fromstring(book.read(package), parser)
        files = {item.get("id"): item.get("href", "") for item in tree.iter(f"{_OPF}item")}
        for reference in tree.iter(f"{_OPF}itemref"):
            name = unquote(files[reference.get("idref")])
            path = posixpath.join(posixpath.dirname(package), name)
            document = etree.fromstring(book.read(path), parser)
            body = document.find("{*}body")
            if body is not None:
                speaker.space()
                Listener(speaker, additions, target=_within(name), prefix=f"{name}#").hear(body)
    return speaker.speech()


def _within(name: str) -> Callable[[str], str]:
    """Return what makes an address in the file `name` one in the book: `#file#id`."""

    def target(address: str) -> str:
        path, hash_, fragment = address.partition("#")
        if ":" in path.partition("/")[0]:
            return address
        file = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
        return f"#{file}{hash_}{unquote(fragment)}"

    return target
