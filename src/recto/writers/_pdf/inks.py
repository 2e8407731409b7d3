"""Colours of the screen turned into the inks of a press: cyan, magenta, yellow and black.

An output profile (ICC) says which colour each mixture of inks gives on paper; the one that travels along
is for offset printing on coated paper (FOGRA39). What is grey is printed in black alone, so that no
misregistered plate gives letters a coloured rim.
"""

from __future__ import annotations

import contextlib
import io
import zlib
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydyf

from recto.diagnostics import error
from recto.errors import WriterError

if TYPE_CHECKING:
    from PIL.Image import Image

BUILT_IN = Path(__file__).with_name("profiles") / "coated-fogra39.icc"
Ink = tuple[float, float, float, float]
"""Cyan, magenta, yellow, black: from 0 (none) to 1."""
_QUALITY = 95
"""Of a photograph, which was packed with losses before."""


class Inks:
    """The inks of one press and paper."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        """Of the file; empty for the one that travels along."""
        self.data = data
        self.of = lru_cache(4096)(self._of)

    @cached_property
    def description(self) -> str:
        """What the profile says it is for."""
        from PIL import ImageCms

        text: str = ImageCms.getProfileDescription(self._profile)
        return " ".join(text.split()) or self.name

    @cached_property
    def _profile(self) -> Any:
        """The profile; raises `WriterError` when it is not one of a printer with four inks."""
        from PIL import ImageCms

        try:
            profile = ImageCms.getOpenProfile(io.BytesIO(self.data))
        except (OSError, ImageCms.PyCMSError) as problem:
            raise _unusable(self.name, "it is no ICC profile") from problem
        kind, space = profile.profile.device_class, profile.profile.xcolor_space
        if (kind.strip(), space.strip()) != ("prtr", "CMYK"):
            raise _unusable(self.name, "it is not for printing in cyan, magenta, yellow and black")
        return profile

    @cached_property
    def _from_screen(self) -> Any:
        from PIL import ImageCms

        return self._transform(ImageCms.createProfile("sRGB"))

    def _transform(self, source: Any) -> Any:
        from PIL import ImageCms

        return ImageCms.buildTransform(
            source,
            self._profile,
            "RGB",
            "CMYK",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )

    def _of(self, red: float, green: float, blue: float) -> Ink:
        """Return the inks for a colour of sRGB, each part from 0 to 1."""
        from PIL import Image

        levels = tuple(round(255 * min(max(part, 0.0), 1.0)) for part in (red, green, blue))
        if len(set(levels)) == 1:
            return 0.0, 0.0, 0.0, 1 - levels[0] / 255
        made = _applied(Image.new("RGB", (1, 1), levels), self._from_screen)
        cyan, magenta, yellow, black = (level / 255 for level in made.tobytes())
        return cyan, magenta, yellow, black

    def picture(self, image: Image) -> Image:
        """Return `image` in these inks, or in grey where it has no other colour."""
        from PIL import ImageChops, ImageCms

        profile = image.info.get("icc_profile")
        image = image.convert("RGB")
        red, green, blue = image.split()
        if not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(red, blue).getbbox()):
            return red
        transform = self._from_screen
        if profile:
            # One that cannot be read: the screen's is a good guess.
            with contextlib.suppress(OSError, ImageCms.PyCMSError):
                transform = self._transform(ImageCms.getOpenProfile(io.BytesIO(profile)))
        return _applied(image, transform)


def _applied(image: Image, transform: Any) -> Image:
    from PIL import ImageCms

    made: Any = ImageCms.applyTransform(image, transform)
    converted: Image = made
    return converted


def inks_of(name: str, files: Mapping[str, bytes]) -> Inks:
    """Return the inks of the profile `name` in `files`, without a name those of the one that travels along.

    Raises `WriterError` when it is none.
    """
    if name and name not in files:
        raise _unusable(name, "it is not there")
    inks = Inks(name, files[name] if name else BUILT_IN.read_bytes())
    _ = inks.description  # looks into it
    return inks


def _unusable(name: str, reason: str) -> WriterError:
    return WriterError(
        error(
            "output-profile-unusable",
            f"The output profile {name} cannot be used: {reason}.",
            hint="Ask the printer for the ICC profile of press and paper.",
        ),
        writer="pdf",
    )


def inked(stream: Any, inks: Inks) -> None:
    """Have everything that is painted on `stream`, WeasyPrint's, painted in `inks`."""
    kind: Any = type(stream)
    stream.__class__ = _ink_stream(kind)
    stream.inks = inks


@cache
def _ink_stream(stream_type: Any) -> Any:
    class InkStream(stream_type):  # type: ignore[misc]  # WeasyPrint has no types
        """A content stream in inks, with all streams that come of it."""

        inks: Inks

        def clone(self, **changes: Any) -> Any:
            made = super().clone(**changes)
            inked(made, self.inks)
            return made

        def set_color(self, color: Any, stroke: bool = False) -> None:
            is_ink = color.space == "device-cmyk"
            super().set_color(color if is_ink else color.to("srgb"), stroke)

        def set_color_rgb(self, r: float, g: float, b: float, stroke: bool = False) -> None:
            parts = " ".join(f"{part:.4g}" for part in self.inks.of(r, g, b))
            self.stream.append(f"{parts} {'K' if stroke else 'k'}".encode())

        def add_shading(self, *arguments: Any, **named: Any) -> Any:
            shading = super().add_shading(*arguments, **named)
            if shading["ColorSpace"] == "/DeviceCMYK":
                for function in shading["Function"]["Functions"]:
                    for end in ("C0", "C1"):
                        if len(function[end]) == 3:
                            function[end] = pydyf.Array(self.inks.of(*function[end]))
            return shading

    return InkStream


def convert_images(pdf: Any, inks: Inks) -> None:
    """Turn the images of `pdf` that are in the screen's colours into ones in `inks`."""
    for item in pdf.objects:
        is_image = isinstance(item, pydyf.Stream) and item.extra.get("Subtype") == "/Image"
        if is_image and item.extra["ColorSpace"] == "/DeviceRGB":
            _convert(item, inks)


def _convert(item: Any, inks: Inks) -> None:
    from PIL import Image

    extra = item.extra
    data = b"".join(part if isinstance(part, bytes) else part.data for part in item.stream)
    is_photograph = extra["Filter"] == "/DCTDecode"
    with Image.open(io.BytesIO(data if is_photograph else _as_png(data, extra))) as image:
        made = inks.picture(image)
    extra.pop("DecodeParms", None)
    extra["ColorSpace"] = "/DeviceGray" if made.mode == "L" else "/DeviceCMYK"
    if is_photograph:
        out = io.BytesIO()
        made.save(out, "JPEG", quality=_QUALITY, subsampling=0)
        item.stream = [out.getvalue()]
        if made.mode == "CMYK":  # which Pillow writes the other way round, as Adobe does
            extra["Decode"] = pydyf.Array((1, 0) * 4)
    else:
        item.stream = [_rows(made)]
        packed = {"Predictor": 15, "Columns": made.width, "Colors": len(made.getbands())}
        extra["DecodeParms"] = pydyf.Dictionary(packed)


def _rows(image: Image) -> bytes:
    """Return the rows of `image`, packed as PNG packs them, which PDF unpacks."""
    from PIL import Image as Images

    out = io.BytesIO()
    if image.mode == "CMYK":  # PNG knows nothing of it, but how to pack four channels
        image = Images.frombytes("RGBA", image.size, image.tobytes())
    image.save(out, "PNG")
    data, at, rows = out.getvalue(), 8, list[bytes]()
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            rows.append(data[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(rows)


def _as_png(data: bytes, extra: Any) -> bytes:
    """Put the rows of a PDF's image, packed as PNG packs them, into a PNG."""
    header = int(extra["Width"]).to_bytes(4) + int(extra["Height"]).to_bytes(4) + b"\x08\x02\0\0\0"
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4) for name, body in chunks
    )
