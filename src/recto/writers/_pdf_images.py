"""Images in a form that a PDF/A file may hold: no WebP, no AVIF, no ink colours.

The file's colours are sRGB throughout (ISO 19005-3, 6.2.4.3), so a JPEG for the printing press, in
cyan, magenta, yellow and black, is turned into one for the screen.
"""

from __future__ import annotations

import dataclasses
import io

from recto.article import Asset
from recto.images import as_baseline


def printable(asset: Asset) -> Asset:
    """Return `asset` as the PDF can hold it; raises `InvalidImageError` for a damaged one."""
    asset = as_baseline(asset)
    if asset.media_type != "image/jpeg":
        return asset
    from PIL import Image, ImageCms

    with Image.open(io.BytesIO(asset.data), formats=["JPEG"]) as image:
        if image.mode != "CMYK":
            return asset
        profile = image.info.get("icc_profile")
        try:
            converted = (
                ImageCms.profileToProfile(
                    image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
                )
                if profile
                else None
            )
        except ImageCms.PyCMSError:  # a profile that is none
            converted = None
        out = io.BytesIO()
        (converted or image.convert("RGB")).save(out, format="JPEG", quality=92, subsampling=0)
    return dataclasses.replace(asset, data=out.getvalue())
