"""Rules about pictures, and about all that a page loads: from beside it, or from elsewhere."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from recto.writers._html.preflight.elements import is_hidden, line_of, scheme_of, tag_of
from recto.writers._html.preflight.loads import Load
from recto.writers._html.preflight.page import Page
from recto.writers._rule import ERROR, WARNING, Found, rule

_PICTURE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?)", re.IGNORECASE)
_ENOUGH = 2000
"""Files beside the page that are looked for: nobody's page has as many."""
_HERE = re.compile(r"http://(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/?#]|\Z)", re.IGNORECASE)


@rule("html-alt-missing", ERROR)
def pictures_have_words(page: Page) -> Iterator[Found]:
    """A picture has a text alternative, empty for decoration (WCAG 2.2, 1.1.1, technique H37)."""
    for image in page.all("img"):
        if image.get("alt") is None and image not in page.named and not is_hidden(image):
            yield Found(f"The image {_short(image.get('src', ''))!r} has no alt.", line=line_of(image))
    for area in page.all("area", "input"):
        is_picture = area.get("type", "").lower() == "image" if tag_of(area) == "input" else area.get("href")
        if is_picture and area not in page.named:
            yield Found("What is pressed on a picture has no alt.", line=line_of(area))
    for drawing in page.all("svg"):
        if drawing.get("role", "").strip() in ("img", "graphics-document") and drawing not in page.named:
            yield Found("A drawing has no words.", line=line_of(drawing))


@rule("html-alt-file-name", WARNING)
def words_are_no_file_names(page: Page) -> Iterator[Found]:
    """An alternative says what is seen, not what the file is called (WCAG 2.2, 1.1.1, failure F30)."""
    for image in page.all("img"):
        if _PICTURE_NAME.fullmatch(image.get("alt", "").strip()):
            yield Found(f"The alt {image.get('alt')!r} is the name of a file.", line=line_of(image))


@rule("html-remote", WARNING)
def asks_nobody_else(page: Page) -> Iterator[Found]:
    """Nothing is loaded from other servers, which learn who reads, and may be gone.

    LG München I, 20 January 2022, 3 O 17493/20, of fonts; GDPR, article 5 (1) c.
    """
    for load in page.loads:
        if scheme_of(load.address) in ("https", "//"):
            yield Found(f"It loads a {load.what} from another server: {_short(load.address)}", line=load.line)


@rule("html-mixed-content", WARNING)
def asks_in_secret(page: Page) -> Iterator[Found]:
    """Nothing is loaded unencrypted: pages served by https do not show it (W3C Mixed Content, 4)."""
    for load in page.loads:
        if scheme_of(load.address) == "http" and not _HERE.match(load.address):
            yield Found(f"It loads a {load.what} without encryption: {_short(load.address)}", line=load.line)


@rule("html-file-address", ERROR)
def leads_to_no_disk(page: Page) -> Iterator[Found]:
    """No address leads to the disk of whoever made the page (RFC 8089)."""
    links = [
        Load(page.address(link.get("href", "")), "link", line_of(link)) for link in page.all("a", "area")
    ]
    for load in (*page.loads, *links):
        if scheme_of(load.address) == "file" or re.match(r"[A-Za-z]:[\\/]", load.address):
            yield Found(f"{_short(load.address)!r} is on the disk of one machine only.", line=load.line)


@rule("html-file-missing", ERROR)
def files_are_there(page: Page) -> Iterator[Found]:
    """What is loaded from beside the page is there (HTML, "Fetching resources")."""
    for load in page.loads[:_ENOUGH]:
        if _is_missing(page, load.address):
            yield Found(f"It loads {_short(load.address)!r}, which is not there.", line=load.line)


@rule("html-link-dead", WARNING)
def links_lead_to_files(page: Page) -> Iterator[Found]:
    """A link to a file beside the page leads to one (RFC 9110, 15.5.5: the reader meets "404")."""
    for link in page.all("a", "area")[:_ENOUGH]:
        address = page.address(link.get("href", ""))
        if _is_missing(page, address) and _is_missing(page, f"{address.partition('#')[0]}.html"):
            yield Found(f"A link leads to {_short(address)!r}, which is not there.", line=line_of(link))


def _is_missing(page: Page, address: str) -> bool:
    """Say whether the address is that of a file below the page's folder, and there is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path or path.startswith("/") or "\\" in path:
        return False
    inside = posixpath.normpath(path)
    # What lies above the page may be elsewhere when it is served, and is nobody's business here. Unlike
    # Path.exists, this one takes names that no system would.
    return not inside.startswith("..") and not os.path.exists(page.path.parent / inside)


@rule("html-autoplay", WARNING)
def begins_in_silence(page: Page) -> Iterator[Found]:
    """Nothing makes a sound by itself (WCAG 2.2, 1.4.2)."""
    for player in page.all("video", "audio"):
        if player.get("autoplay") is not None and player.get("muted") is None:
            yield Found("A recording plays by itself.", line=line_of(player))


def _short(address: str) -> str:
    return address if len(address) <= 120 else f"{address[:120]}…"


RULES = (
    pictures_have_words,
    words_are_no_file_names,
    asks_nobody_else,
    asks_in_secret,
    leads_to_no_disk,
    files_are_there,
    links_lead_to_files,
    begins_in_silence,
)
