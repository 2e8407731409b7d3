"""What the print edition lets one choose."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from recto.writers._sheet_options import BookletOptions

Links = Literal["none", "notes", "list"]
"""Where the addresses of links are printed."""
Chapters = Literal["run-on", "page", "right"]
StandardName = Literal["ua-1", "ua-2", "x-4"]

NAME, SUFFIX = "pdf", ".pdf"
_LENGTH = r"\d+(\.\d+)?(mm|cm|in|pt)"
_BLEED = r"(?i)^(auto|0|(\d|[1-4]\d)(\.\d+)?(mm|pt)|[0-4](\.\d+)?cm|[01](\.\d+)?in)$"
_SIZE = rf"(?i)^(auto|a[3-6]|b5|letter|legal|us-trade|digest|eink-(6|7\.8|10\.3)|{_LENGTH} {_LENGTH})$"


class PdfOptions(BookletOptions, frozen=True, forbid_unknown_fields=True):
    """What the print edition lets one choose."""

    page_size: Annotated[str, msgspec.Meta(pattern=_SIZE)] = "auto"
    """A3 to A6, B5 (ISO 216), Letter, Legal, US Trade, Digest, an e-reader's screen (eink-6, eink-7.8,
    eink-10.3) or `width height`; auto: the region's paper."""
    duplex: bool = False
    """Sheets are printed on both sides: the margins, running heads and numbers of facing pages mirror."""
    gutter: Annotated[str, msgspec.Meta(pattern=rf"^{_LENGTH}$")] = "0mm"
    """What the binding takes up, added to the margin where it is."""
    page_numbers: Literal["page", "of", "none"] = "page"
    """What a page says of its number: 3, or 3 / 12, or nothing."""
    columns: Annotated[int, msgspec.Meta(ge=1, le=3)] = 1
    """Running text stands in so many columns of one height; what is wider stands across them."""
    chapters: Chapters = "run-on"
    """Each section of the top level begins a page, or a right-hand page (left-hand from right to left)."""
    line_numbers: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    """Every so many lines of text bear a number in the margin."""
    line_count: Literal["page", "article"] = "page"
    """Where the counting of lines begins: on each page, or once."""
    drop_caps: bool = False
    """The first letter of the article, and of chapters that begin pages, stands over three lines."""
    notes: Literal["page", "end"] = "page"
    """Where short notes stand: at the foot of the page or at the end. Long ones always stand at the end."""
    page_references: bool = False
    """References within the article name the page that they lead to."""
    attach: bool = True
    """The article's Markdown, its settings and their digests travel in the file, which they can rebuild."""
    standard: StandardName = "ua-1"
    """What the file conforms to: PDF/UA-1 and PDF/A-3a, PDF/UA-2 and PDF/A-4f, or PDF/X-4."""
    bleed: Annotated[str, msgspec.Meta(pattern=_BLEED)] = "auto"
    """How far the paper is printed beyond the page; auto is 3 mm for PDF/X-4, and nothing else."""
    crop_marks: bool = False
    """Marks outside of the page show where it is cut."""
    output_profile: str = ""
    """For PDF/X-4: the ICC profile of press and paper, a file beside the article; else coated FOGRA39."""
    links: Links = "list"
    """Where the addresses of links stand: in a list at the end, in notes at the foot of the page, nowhere."""
    loose_lines: Annotated[float, msgspec.Meta(ge=0)] = 3.0
    """Lines are told whose spaces are more than so many times as wide as they should be; 0 tells none."""
    booklet: bool = False
    """Beside the PDF, another with its pages on sheets to be folded, as `BookletOptions` say."""
    lines: Literal["optimal", "greedy"] = "optimal"
    """How lines are broken: so that a paragraph as a whole is set evenly, or each as full as it can be."""

    @property
    def files(self) -> tuple[str, ...]:
        """The files beside the article that are needed."""
        return (self.output_profile,) if self.output_profile and self.standard == "x-4" else ()
