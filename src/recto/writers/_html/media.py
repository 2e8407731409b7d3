"""Video and audio on the web page: players that ask the network for nothing.

A recording up to the size that the settings name travels inside the page; a larger one becomes a file of
its own, under the name that the author gave it, so that it stands beside the page as it stands beside the
article. One that is on the network stays there: a still and a link take its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from recto.additions import Addition
from recto.article import Article, Asset
from recto.writers import Artifact
from recto.writers._pictures import for_screen
from recto.writers._shell import data_uri
from recto.writers._stills import recordings, set_still

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MEGABYTE = 2**20


@dataclass(slots=True)
class Placed:
    """What came of the recordings of a page."""

    files: dict[str, Artifact] = field(default_factory=dict)
    """Those that stand beside the page, by path."""
    additions: list[Addition] = field(default_factory=list)
    plays: bool = False
    """The page plays something."""

    @property
    def policy(self) -> str:
        """The directive of the page's Content-Security-Policy about recordings, if there can be one."""
        return "" if self.plays else "media-src 'none'; "


def place_media(tree: Element, article: Article, *, megabytes: int) -> Placed:
    """Make the video and audio elements of `tree` players, or links; return what they need."""
    placed = Placed()
    for element in list(recordings(tree)):
        asset = article.assets.get(element.get("src", ""))
        if asset is None:
            placed.additions += set_still(element, article, code=False)
            continue
        placed.plays = True
        element.set("controls", "")
        if len(asset.data) <= megabytes * _MEGABYTE:
            element.set("src", data_uri(asset.media_type, asset.data))
            element.set("preload", "metadata")
        else:
            path = _path_of(asset)
            folder = PurePosixPath(article.source.stem).parent
            artifact = Artifact(str(folder / path), asset.media_type, asset.data)
            placed.files[artifact.path] = artifact
            element.set("src", quote(path))
            element.set("preload", "none")
        _embed_companions(element, article.assets)
    return placed


def _path_of(asset: Asset) -> str:
    """Return where the file stands, seen from the page: where the author has it, if it is no remote one."""
    return asset.name if "://" in asset.address or not asset.address else asset.address


def _embed_companions(element: Element, assets: Mapping[str, Asset]) -> None:
    poster = assets.get(element.attrib.pop("poster", ""))
    if poster is not None:
        shown = for_screen(poster)
        element.set("poster", data_uri(shown.media_type, shown.data))
    for track in element.iterchildren("track"):
        captions = assets[track.get("src", "")]
        track.set("src", data_uri(captions.media_type, captions.data))
