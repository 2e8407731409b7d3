"""What stands for video and audio where nothing plays: a still image, and the way to the recording.

The still is the poster, else a plain box with the sign for playing. Below it, in the caption, stands the
recording's address as a link; print adds it as a QR code. In a line of text the words stay, as a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.additions import ALTERNATIVE, Addition
from recto.article import Article, Asset
from recto.diagnostics import Diagnostic, warning
from recto.writers._addresses import shown
from recto.writers._link_words import LinkWords, link_words
from recto.writers._page_places import carry_place
from recto.writers._qr import qr_code

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BOXES = {"video": (240, 135), "audio": (240, 54)}
"""CSS pixels: the size of the box that stands for a recording without a poster."""
SOURCE = "source"
"""Class of the element with the address."""
_LINE = "#777"
"""A grey that is seen on white, on black and on e-ink."""


def set_stills(tree: Element, article: Article, *, code: bool) -> Iterator[Addition]:
    """Put a still, and its recording's address, in the place of video and audio, with QR codes or not."""
    for element in list(recordings(tree)):
        yield from set_still(element, article, code=code)


def set_still(recording: Element, article: Article, *, code: bool) -> tuple[Addition, ...]:
    """Put a still and the address in the place of one video or audio element; return what this adds."""
    words = link_words(article.meta.lang)
    figure = recording.getparent()
    if figure is None or figure.tag != "figure":
        words_alone = _words_of(recording)
        carry_place(recording, words_alone)
        markup.replace(recording, words_alone)
        return ()
    address = address_of(recording)
    still = _still_of(recording, article.assets, words)
    carry_place(recording, still)
    markup.replace(recording, still)
    added = Addition(ALTERNATIVE, _kind(recording, words))
    if address is None:
        return (added,)
    _add_address(_caption_of(figure), address, words, code=code)
    return added, Addition(f"span.{SOURCE}", shown(address))


def recordings(tree: Element) -> Iterator[Element]:
    """Yield the video and audio elements of `tree`."""
    return markup.elements(tree, "video", "audio")


def address_of(recording: Element) -> str | None:
    """Return the address on the web of a video or audio element."""
    link = recording.find("a")
    return link.get("href") if link is not None else None


def _words_of(recording: Element) -> Element:
    """Return the name of a video or audio element, as a link if it has an address."""
    name, address = recording.get("aria-label", ""), address_of(recording)
    return markup.make("a", name, href=address) if address else markup.make("span", name)


def _still_of(recording: Element, assets: Mapping[str, Asset], words: LinkWords) -> Element:
    """Return the image that stands for a video or audio element."""
    name = _kind(recording, words) + recording.get("aria-label", "")
    poster = assets.get(recording.get("poster", ""))
    if poster is None:
        return _box(str(recording.tag), name)
    still = markup.make("img", src=poster.name, alt=name)
    if poster.width and poster.height:
        still.set("width", str(poster.width))
        still.set("height", str(poster.height))
    return still


def _kind(recording: Element, words: LinkWords) -> str:
    """Return what stands before the name of a video or audio element."""
    return f"{words.video if recording.tag == 'video' else words.audio}: "


def _box(kind: str, name: str) -> Element:
    width, height = _BOXES[kind]
    box = etree.Element(f"{{{markup.SVG}}}svg", nsmap={None: markup.SVG})
    for attribute, value in (
        ("class", "still"),
        ("role", "img"),
        ("width", str(width)),
        ("height", str(height)),
        ("viewBox", f"0 0 {width} {height}"),
    ):
        box.set(attribute, value)
    etree.SubElement(box, f"{{{markup.SVG}}}title").text = name
    frame = f"M1 1H{width - 1}V{height - 1}H1z"
    middle, half = width / 2, min(18, height // 4)
    sign = f"M{middle - half:g} {height / 2 - half:g}v{2 * half}l{2 * half}-{half}z"
    for path, paint in ((frame, "fill"), (sign, "stroke")):
        drawn = etree.SubElement(box, f"{{{markup.SVG}}}path")
        drawn.set("d", path)
        drawn.set("fill", "none" if paint == "fill" else _LINE)
        drawn.set("stroke", _LINE if paint == "fill" else "none")
    return box


def _caption_of(figure: Element) -> Element:
    """Return the caption, its words still not read out twice if they are the still's name already."""
    caption = figure.find("figcaption")
    if caption is None:
        return etree.SubElement(figure, "figcaption")
    hidden = caption.attrib.pop("aria-hidden", None)
    if hidden:
        words = markup.make("span")
        markup.move_content(caption, words)
        words.set("aria-hidden", hidden)
        caption.append(words)
    return caption


def _add_address(caption: Element, address: str, words: LinkWords, *, code: bool) -> None:
    if len(caption):
        caption[-1].tail = f"{caption[-1].tail or ''} "
    elif caption.text:
        caption.text += " "
    source = etree.SubElement(caption, "span", {"class": SOURCE})
    drawing = qr_code(address, name=f"{words.code}: {shown(address)}") if code else None
    if drawing is not None:
        source.append(drawing)
    link = etree.SubElement(source, "a", {"class": "address", "href": address})
    link.text = shown(address)


def without_address(tree: Element, article: Article) -> Iterator[Diagnostic]:
    """Yield a finding for each recording that print and e-book can lead nobody to."""
    for element in recordings(tree):
        asset = article.assets.get(element.get("src", ""))
        if asset is None or address_of(element) is not None:
            continue
        yield warning(
            "media-no-address",
            f"The {element.tag!s} {asset.address!r} has no address on the web, so print and the "
            "e-book cannot lead to it.",
            file=article.source.name,
            line=asset.line,
            hint="Give the article its own address as `canonical`, or the recording's in full.",
        )
