"""The pictures of an e-book: each once, made fit for the device, under a name of its own."""

from __future__ import annotations

from recto.article import Article, Asset
from recto.diagnostics import Report
from recto.images import SUFFIXES
from recto.writers._devices import Device
from recto.writers._eink import in_greys
from recto.writers._pictures import for_readers, is_moving, stands_still


class Images:
    """The pictures that the book carries, each once, under names that no reader stumbles over."""

    def __init__(self, article: Article, device: Device, report: Report) -> None:
        self._device = device
        self._assets = article.assets
        self._file = article.source.name
        self._report = report
        self._places: dict[str, str] = {}
        self.placed: dict[str, Asset] = {}
        """Address in the book → picture."""
        self.made = 0
        """How many of them were made anew for the device."""

    def place(self, name: str) -> str | None:
        """Return the address of the asset `name`, None when there is no such asset."""
        asset = self._assets.get(name)
        if asset is None:
            return None
        if asset.name not in self._places:
            if is_moving(asset):
                self._report(stands_still(asset, file=self._file))
            self._places[asset.name] = self.add_fitted(asset)
        return self._places[asset.name]

    def add_fitted(self, picture: Asset) -> str:
        """Take a picture, made fit for the device, into the book and return its address there."""
        fitted = in_greys(picture, self._device) if self._device.greys else for_readers(picture, self._device)
        self.made += fitted is not picture
        return self.add(fitted)

    def add(self, picture: Asset) -> str:
        """Take a picture into the book and return its address there."""
        href = f"images/image-{len(self.placed) + 1}{SUFFIXES[picture.media_type]}"
        self.placed[href] = picture
        return href
