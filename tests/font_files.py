"""Small fonts made for a test, and a machine that has only those."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen


def write_font(
    path: Path, characters: str, *, family: str = "Test Sans", bold: bool = True, features: str = ""
) -> None:
    """Write a font that draws each of `characters` as a bar, the later ones higher.

    `features` are those of OpenType, in Adobe's language for them; glyphs are called uni and four digits.
    """
    names = {ord(char): f"uni{ord(char):04X}" for char in characters}
    order = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: _bar(200 + 500 * place // len(order)) for place, name in enumerate(order)})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (1000, 50)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Bold" if bold else "Regular"})
    builder.setupOS2(usWeightClass=700 if bold else 400, sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    if features:
        builder.addOpenTypeFeatures(features)
    builder.save(path)


def _bar(height: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, height), (950, height), (950, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def write_fontconfig(folder: Path) -> Path:
    """Write a configuration that has fontconfig know the fonts in `folder`, and no others."""
    path = folder / "fonts.conf"
    path.write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>", "utf-8"
    )
    return path
