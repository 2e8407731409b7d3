"""A PDF's pages put on sheets: each page becomes a form that is painted where the arithmetic says.

    open ▶ pages as forms ▶ sides (`_imposition`) ▶ a new page tree ▶ save

Works inside the file that is opened, so fonts and images stay shared; what no longer belongs to a page
(structure, links, outline, names, scripts) is not kept. A sheet is for the printer and not for a reader:
its tags are dropped, and with them every claim to PDF/UA, PDF/A or PDF/X; language, title and other
properties remain. The same file and wishes give the same bytes.
"""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from recto.writers._imposition import (
    MARK_ROOM,
    Area,
    Binding,
    Booklet,
    Placed,
    Side,
    Size,
    booklet,
    marks,
    n_up,
)
from recto.writers._sheet_options import BookletOptions, points, sheet_size

if TYPE_CHECKING:
    import pikepdf

MOST = 14_400.0
"""Points: the longest side of a page that every reader of PDF takes."""
LEAST = 3.0
"""Points: the shortest, as PDF had it."""

_KEPT = ("/Type", "/Version", "/Extensions", "/Pages", "/Lang", "/OCProperties", "/OutputIntents")
"""What of the catalogue holds for sheets too: layers, and what colours mean, among them."""
_CLAIMS = (
    "http://www.aiim.org/pdfa/ns/id/",
    "http://www.aiim.org/pdfa/ns/extension/",
    "http://www.aiim.org/pdfua/ns/id/",
    "http://www.aiim.org/pdfe/ns/id/",
    "http://www.npes.org/pdfx/ns/id/",
    "http://ns.adobe.com/pdfx/1.3/",
    "http://pdfa.org/declarations/",
)
"""XMP namespaces in which a file says what it conforms to."""
_QUARTERS = ((1, 0), (0, 1), (-1, 0), (0, -1))
"""Cosine and sine of none, one, two and three quarter turns to the left."""


# What it mends in a broken file, it logs; without a handler that would land on standard error.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())


class NotImposable(Exception):  # noqa: N818 - it says what the file is
    """A file that cannot be imposed; its text completes the sentence "… cannot be put on sheets: "."""


@dataclass(frozen=True, slots=True)
class Imposed:
    """A finished file of sheets, and what is to be known about it."""

    data: bytes
    pages: int
    """Of the file that was imposed."""
    sides: int
    size: Size
    """Of the sheets, in points."""
    scale: float
    """By how much pages were enlarged, below 1 if they were made smaller."""


class _Page(NamedTuple):
    """A page as a form."""

    form: Any
    trim: Area
    """In the page's own units."""
    bleed: float
    """In points."""
    unit: float
    """Points of one unit."""
    quarters: int
    """Quarter turns to the left that make it upright."""

    @property
    def size(self) -> Size:
        size = Size(self.trim.size.width * self.unit, self.trim.size.height * self.unit)
        return size.turned if self.quarters % 2 else size


def as_booklet(data: bytes, options: BookletOptions) -> Imposed:
    """Return the PDF `data` as a booklet; raises `NotImposable`, and `WriterError` for a useless sheet."""
    sheet = sheet_size(options.sheet)

    def sides(pages: Sequence[_Page], binding: Binding) -> Iterator[Side]:
        bleed = max(page.bleed for page in pages)
        how = Booklet(
            signature=options.signature or None,
            binding=binding if options.binding == "auto" else options.binding,
            flip=options.flip,
            thickness=points(options.creep),
            bleed=bleed,
            margin=max(MARK_ROOM, bleed) if options.fold_marks is True else 0.0,
        )
        for front, back in booklet([page.size for page in pages], sheet, how):
            yield from (front, back)

    duplex = "/DuplexFlipShortEdge" if options.flip == "short-edge" else "/DuplexFlipLongEdge"
    return _imposed(data, sides, {"/Duplex": duplex}, with_marks=options.fold_marks is not False)


def as_n_up(data: bytes, per_side: int, sheet: str = "auto") -> Imposed:
    """Return the PDF `data` with `per_side` pages on each side of a sheet; raises as `as_booklet` does."""
    size = sheet_size(sheet)

    def sides(pages: Sequence[_Page], binding: Binding) -> Iterator[Side]:
        return n_up([page.size for page in pages], per_side, size, binding)

    return _imposed(data, sides, {}, with_marks=False)


def _imposed(
    data: bytes,
    sides: Callable[[Sequence[_Page], Binding], Iterable[Side]],
    preferences: dict[str, str],
    *,
    with_marks: bool,
) -> Imposed:
    with _understood():
        pdf = _opened(data)
        pages, binding = _forms(pdf), _binding(pdf)
    laid = list(sides(pages, binding))
    if any(side.trim.size.width < laid[0].trim.size.width / 2 for side in laid):
        raise NotImposable("creep would leave less than half of the inner pages; use smaller signatures")
    if any(not LEAST <= length <= MOST for length in laid[0].size):
        raise NotImposable("its sheets would measure more than five metres, or nothing")
    with _understood():
        _rebuild(pdf, pages, laid, with_marks=with_marks)
        _keep(pdf, preferences)
        finished = _saved(pdf)
    scale = next((placed.scale for side in laid for placed in side.placed), 1.0)
    return Imposed(finished, len(pages), len(laid), laid[0].size, scale)


@contextlib.contextmanager
def _understood() -> Iterator[None]:
    """Say of a broken file that it is one."""
    import pikepdf

    try:
        yield
    except pikepdf.PasswordError as fault:
        raise NotImposable("it is encrypted") from fault
    # What stands where something else should in a broken file surfaces as any of these.
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError) as fault:
        raise NotImposable("it is no PDF, or a broken one") from fault


def _opened(data: bytes) -> pikepdf.Pdf:
    import pikepdf

    pdf = pikepdf.open(io.BytesIO(data))
    if pdf.is_encrypted:
        raise NotImposable("it is encrypted")
    return pdf


def _saved(pdf: pikepdf.Pdf) -> bytes:
    """Return the bytes of `pdf`, with an identifier that comes from them."""
    import pikepdf

    file = io.BytesIO()
    pdf.save(
        file,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
        preserve_pdfa=False,
        fix_metadata_version=False,
    )
    pdf.close()
    return file.getvalue()


def _forms(pdf: pikepdf.Pdf) -> list[_Page]:
    """Return the pages of `pdf` as forms; what annotations show in print is painted into them."""
    if not pdf.pages:
        raise NotImposable("it has no pages")
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("print")
    return [_form(page) for page in pdf.pages]


def _form(page: pikepdf.Page) -> _Page:
    unit = float(page.obj.get("/UserUnit", 1))
    media = _area(page.mediabox)
    trim = _within(_area(page.trimbox), media)
    # A page that names no bleed has none: what lies beyond its trim may be the marks of another press.
    seen = _within(_area(page.bleedbox), media) if "/BleedBox" in page.obj else trim
    if not unit > 0 or min(trim.size) <= 0:
        raise NotImposable("it has pages without a size")
    bleed = max(
        trim.left - seen.left, trim.bottom - seen.bottom, seen.right - trim.right, seen.top - trim.top
    )
    form = page.as_form_xobject(handle_transformations=False)
    form["/BBox"] = [*seen]
    return _Page(form, trim, max(0.0, bleed) * unit, unit, -page.rotation // 90 % 4)


def _area(box: Any) -> Area:
    left, bottom, right, top = (float(side) for side in box)
    return Area(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def _within(inner: Area, outer: Area) -> Area:
    return Area(*map(max, inner[:2], outer[:2]), *map(min, inner[2:], outer[2:]))


def _binding(pdf: pikepdf.Pdf) -> Binding:
    """Return the side that `pdf` is bound on: where its text runs from right to left, that is the right."""
    preferences: Any = pdf.Root.get("/ViewerPreferences", {})
    return "right" if str(preferences.get("/Direction", "")) == "/R2L" else "left"


def _rebuild(pdf: pikepdf.Pdf, pages: Sequence[_Page], sides: Sequence[Side], *, with_marks: bool) -> None:
    """Put `sides` in the place of the pages of `pdf`."""
    import pikepdf

    del pdf.pages[:]
    for side in sides:
        pdf.add_blank_page(page_size=side.size)
        sheet = pdf.pages[-1].obj
        drawn = [pages[placed.page] for placed in side.placed]
        sheet.Resources = pikepdf.Dictionary(
            XObject={f"/Page{at}": page.form for at, page in enumerate(drawn)}
        )
        bleed = max(
            (page.bleed * placed.scale for page, placed in zip(drawn, side.placed, strict=True)), default=0
        )
        lines = marks(side, bleed) if with_marks else ()
        operators = [
            *(f"-1 0 0 -1 {_numbers(*side.size)} cm" for _ in [1] if side.is_turned),
            *(
                _painting(at, page, place)
                for at, (page, place) in enumerate(zip(drawn, side.placed, strict=True))
            ),
            *(f"0 G 0.25 w {_numbers(*line.start)} m {_numbers(*line.end)} l S" for line in lines),
        ]
        sheet.Contents = pdf.make_stream("\n".join(operators).encode())
        trim = _turned(side.trim, side.size) if side.is_turned else side.trim
        sheet.TrimBox = [round(length, 3) for length in _within(trim, Area(0, 0, *side.size))]


def _turned(area: Area, sheet: Size) -> Area:
    return Area(
        sheet.width - area.right, sheet.height - area.top, sheet.width - area.left, sheet.height - area.bottom
    )


def _painting(at: int, page: _Page, placed: Placed) -> str:
    """Return what paints a form in its place."""
    cosine, sine = _QUARTERS[(page.quarters + placed.is_turned) % 4]
    scale = page.unit * placed.scale
    a, b, c, d = scale * cosine, scale * sine, -scale * sine, scale * cosine
    x, y = _middle(page.trim)
    to_x, to_y = _middle(placed.cell)
    matrix = _numbers(a, b, c, d, to_x - a * x - c * y, to_y - b * x - d * y)
    clip = _numbers(*placed.clip[:2], *placed.clip.size)
    return f"q {clip} re W n {matrix} cm /Page{at} Do Q"


def _middle(area: Area) -> tuple[float, float]:
    return (area.left + area.right) / 2, (area.bottom + area.top) / 2


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.5f}".rstrip("0").rstrip(".") if value else "0" for value in values)


def _keep(pdf: pikepdf.Pdf, preferences: dict[str, str]) -> None:
    """Leave in the catalogue and properties of `pdf` what holds for sheets, and no claim to a standard."""
    import pikepdf

    root: Any = pdf.Root
    packet = root.get("/Metadata")
    for name in [name for name in root if name not in _KEPT]:
        del root[name]
    properties = _without_claims(packet.read_bytes()) if isinstance(packet, pikepdf.Stream) else None
    if properties is not None:
        root.Metadata = pdf.make_stream(properties, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    info: Any = pdf.trailer.get("/Info")
    for name in ("/GTS_PDFXVersion", "/GTS_PDFXConformance"):
        if info is not None and name in info:
            del info[name]
    titled = {"/DisplayDocTitle": True} if info is not None and "/Title" in info else {}
    names = {name: pikepdf.Name(value) for name, value in {"/PrintScaling": "/None", **preferences}.items()}
    root.ViewerPreferences = pikepdf.Dictionary({**titled, **names})


def _without_claims(packet: bytes) -> bytes | None:
    """Return an XMP packet without what it says of conformance; None if it cannot be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        tree = etree.fromstring(packet.strip(b"\0 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    for element in list(tree.iter(etree.Element)):
        for name in [name for name in element.attrib if etree.QName(name).namespace in _CLAIMS]:
            del element.attrib[name]
        parent = element.getparent()
        if etree.QName(element).namespace in _CLAIMS and parent is not None:
            parent.remove(element)
    etree.cleanup_namespaces(tree)
    whole = etree.tostring(tree, encoding="unicode")
    return (
        f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{whole}\n<?xpacket end="r"?>'
    ).encode()
