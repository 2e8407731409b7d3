"""Images with too few pixels for print, as far as can be told before pages are laid out.

Once they are, `image-resolution` says it exactly, and the pipeline drops what was reckoned here.
"""

from __future__ import annotations

from collections.abc import Iterator

from recto.article import Asset
from recto.checks.manuscript import Manuscript
from recto.diagnostics import Diagnostic
from recto.images import SVG_TYPE

_LEAST_RESOLUTION = 150
"""Pixels in an inch: with fewer, a picture looks soft at reading distance; as the print edition has it."""
_PIXELS_OF_AN_INCH = 96
_MEASURE = 5.0
"""Inches: no narrower is the text of a page of A4 or Letter, and no picture wider than it."""
_NOTICED = 1.0
"""Inches: what is printed smaller shows no softness."""


def image_small(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """An image has too few pixels to be sharp in print."""
    told: set[str] = set()
    for image in manuscript.tree.iter("img"):
        asset = manuscript.article.assets.get(image.get("src", ""))
        if asset is None or asset.name in told or asset.media_type == SVG_TYPE or not asset.width:
            continue
        wide = min(int(image.get("width", asset.width)) / _PIXELS_OF_AN_INCH, _MEASURE)
        high = wide * (asset.height or 0) / asset.width
        if max(wide, high) >= _NOTICED and asset.width / wide < _LEAST_RESOLUTION:
            told.add(asset.name)
            yield manuscript.note(
                "image-small",
                f"The image {_called(asset)} is {asset.width} pixels wide, too few to be sharp in print at "
                f"{wide * 25.4:.0f} mm.",
                line=manuscript.line_of(image),
                hint=f"Use one that is {round(wide * _LEAST_RESOLUTION)} pixels wide, or a drawing (SVG).",
            )


def _called(asset: Asset) -> str:
    return repr(asset.address or asset.name)
