"""Rules about the pages and what is painted on them. Each yields what is wrong, a sentence a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from recto.writers._pdf.press_preflight.document import Content, Document

Box = tuple[float, float, float, float]
_DEVICE = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4, "/G": 1, "/RGB": 3, "/CMYK": 4}
_DEFAULTS = {3: "/DefaultRGB", 4: "/DefaultCMYK"}
_OPERATORS = {"g": 1, "G": 1, "rg": 3, "RG": 3, "k": 4, "K": 4}
_NAMES = {1: "grey", 3: "RGB", 4: "CMYK"}
_KNOWN = frozenset(
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP "
    "n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split()
) | {"INLINE IMAGE"}
_INTENTS = frozenset(("/AbsoluteColorimetric", "/Perceptual", "/RelativeColorimetric", "/Saturation"))
_MODES = frozenset(
    "/Normal /Compatible /Multiply /Screen /Overlay /Darken /Lighten /ColorDodge /ColorBurn /HardLight "
    "/SoftLight /Difference /Exclusion /Hue /Saturation /Color /Luminosity".split()
)
_SLACK = 0.01
"""Points, by which numbers in a file may miss each other."""


def boxes(document: Document) -> Iterator[str]:
    """Each page says where it is cut, inside of what is printed."""
    for place, page in _pages(document):
        media, trim, art, bleed = (
            _box(page, name) for name in ("/MediaBox", "/TrimBox", "/ArtBox", "/BleedBox")
        )
        cut = trim or art
        if media is None or cut is None:
            yield f"{place} does not say where it is cut"
            continue
        if trim and art:
            yield f"{place} says twice where it is cut"
        for outer, name in ((bleed, "bleed"), (media, "media"), (_box(page, "/CropBox"), "crop")):
            if outer and not _is_inside(cut, outer):
                yield f"{place} is cut outside of its {name} box"
        if bleed and not _is_inside(bleed, media):
            yield f"{place} has a bleed box that is larger than its sheet"


def laid_on(document: Document) -> Iterator[str]:
    """Nothing lies on what is printed but what is painted there."""
    for place, page in _pages(document):
        printed = _box(page, "/BleedBox") or _box(page, "/TrimBox") or _box(page, "/MediaBox")
        for annotation in page.get("/Annots", ()):
            kind = str(annotation.get("/Subtype", "/?"))
            rectangle = _box(annotation, "/Rect")
            if kind in {"/TrapNet", "/PrinterMark"} or rectangle is None or printed is None:
                continue
            if _overlap(rectangle, printed):
                yield f"{place} has an annotation of the kind {kind[1:]} on it"


def _pages(document: Document) -> Iterator[tuple[str, Any]]:
    yield from ((f"page {number}", page.obj) for number, page in enumerate(document.pdf.pages, 1))


def _box(owner: Any, name: str) -> Box | None:
    """Return a rectangle as left, bottom, right, top; a page may have it from its parent."""
    while owner is not None and name not in owner:
        owner = owner.get("/Parent") if name in {"/MediaBox", "/CropBox"} else None
    if owner is None:
        return None
    a, b, c, d = (float(part) for part in owner[name])
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _is_inside(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - _SLACK
        and inner[1] >= outer[1] - _SLACK
        and inner[2] <= outer[2] + _SLACK
        and inner[3] <= outer[3] + _SLACK
    )


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def fonts(document: Document) -> Iterator[str]:
    """Every font travels along."""
    for place, font in document.resources("/Font"):
        if font.get("/Subtype") == "/Type3":
            continue
        inner = font.get("/DescendantFonts", [font])[0]
        descriptor = inner.get("/FontDescriptor", {})
        if not any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"{place} uses the font {str(font.get('/BaseFont', '/?'))[1:]}, which is not embedded"


def colours(document: Document) -> Iterator[str]:
    """Every colour is one of the press's, or says what it looks like."""
    for content in document.contents:
        for components in sorted(_painted_with(content)):
            if not _is_meant(components, document, content):
                yield f"{content.place} paints in {_NAMES[components]} of no known look"
    for place, item in document.resources("/XObject"):
        is_mask = bool(item.get("/ImageMask", False))
        if item.get("/Subtype") == "/Image" and not is_mask:
            yield from _space(place, "an image", item.get("/ColorSpace"), document)
    for place, item in document.resources("/Shading"):
        yield from _space(place, "a gradient", item.get("/ColorSpace"), document)
    for place, item in document.resources("/ColorSpace"):
        yield from _space(place, "a colour space", item, document)


def _painted_with(content: Content) -> set[int]:
    """Return how many components the device's colours have that a stream sets itself."""
    found = set()
    for instruction in content.instructions:
        operator = str(instruction.operator)
        if operator in _OPERATORS:
            found.add(_OPERATORS[operator])
        elif operator in {"cs", "CS"} and str(instruction.operands[0]) in _DEVICE:
            found.add(_DEVICE[str(instruction.operands[0])])
        elif operator == "INLINE IMAGE" and not instruction.iimage.image_mask:
            found.add(_DEVICE.get(str(instruction.iimage.colorspace), 1))
    return found


def _is_meant(components: int, document: Document, content: Content | None = None) -> bool:
    spaces = content.resources.get("/ColorSpace", {}) if content else {}
    if _DEFAULTS.get(components, "/DefaultGray") in spaces:
        return True
    return components == document.inks or (components == 1 and document.inks > 0)


def _space(place: str, what: str, space: Any, document: Document) -> Iterator[str]:
    if space is None:
        return
    base = _device_of(space)
    if base and not _is_meant(base, document):
        yield f"{place} has {what} in {_NAMES[base]} of no known look"


def _device_of(space: Any) -> int:
    """Return the components of the device's colour space that `space` is or leads to; 0 for none."""
    if isinstance(space, pikepdf.Name):
        return _DEVICE.get(str(space), 0)
    if not isinstance(space, pikepdf.Array) or len(space) < 2:
        return 0
    kind = str(space[0])
    inner = {"/Indexed": 1, "/I": 1, "/Pattern": 1, "/Separation": 2, "/DeviceN": 2}.get(kind)
    return _device_of(space[inner]) if inner else 0


def operators(document: Document) -> Iterator[str]:
    """Nothing is painted by means that PDF 1.6 does not have."""
    for content in document.contents:
        used = {str(instruction.operator) for instruction in content.instructions}
        for name in sorted(used - _KNOWN):
            yield f"{content.place} uses the unknown operator {name}"


def rendering(document: Document) -> Iterator[str]:
    """How colours are fitted to the press is one of the four known ways."""
    for content in document.contents:
        for instruction in content.instructions:
            if str(instruction.operator) == "ri" and str(instruction.operands[0]) not in _INTENTS:
                yield f"{content.place} asks for the rendering intent {instruction.operands[0]}"
    for place, item in document.resources("/XObject"):
        if str(item.get("/Intent", "/Perceptual")) not in _INTENTS:
            yield f"{place} has an image with the rendering intent {item.Intent}"


def states(document: Document) -> Iterator[str]:
    """No curves and screens of one device are in it."""
    for place, state in document.resources("/ExtGState"):
        if "/TR" in state or state.get("/TR2", "/Default") != "/Default":
            yield f"{place} has a transfer curve"
        if "/HTP" in state:
            yield f"{place} has a halftone phase"
        halftone = state.get("/HT")
        if isinstance(halftone, pikepdf.Dictionary) and int(halftone.get("/HalftoneType", 0)) not in {1, 5}:
            yield f"{place} has a halftone of its own kind"


def transparency(document: Document) -> Iterator[str]:
    """What shines through is mixed in the press's own inks, in ways that PDF 1.6 has."""
    for place, state in document.resources("/ExtGState"):
        modes = state.get("/BM", "/Normal")
        for mode in [modes] if isinstance(modes, pikepdf.Name | str) else modes:
            if str(mode) not in _MODES:
                yield f"{place} mixes colours by {mode}, which is not known"
    for place, page in _pages(document):
        yield from _group(place, page, document)
    for place, item in document.resources("/XObject"):
        yield from _group(place, item, document)


def _group(place: str, owner: Any, document: Document) -> Iterator[str]:
    space = owner.get("/Group", {}).get("/CS")
    if space is not None:
        yield from _space(place, "a group", space, document)


def programs(document: Document) -> Iterator[str]:
    """No PostScript is in it."""
    for place, item in document.resources("/XObject"):
        if item.get("/Subtype") == "/PS" or item.get("/Subtype2") == "/PS" or "/PS" in item:
            yield f"{place} runs PostScript"
