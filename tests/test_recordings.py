"""Video and audio in the three editions: played, or shown with the way to them."""

from __future__ import annotations

import base64
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import recto
from recto import markup
from recto.article import Asset
from recto.diagnostics import Diagnostic
from recto.writers import Artifact, Edition
from recto.writers._qr import QUIET, qr_code
from recto.writers.html import HtmlOptions, HtmlWriter
from tests import pdf_listing
from tests.epub_books import Book
from tests.epub_books import article as book_article
from tests.pdf_editions import DEFAULT, article, picture, printed

TALK = Asset(
    "talk.mp4", "video/mp4", b"\0\0\0\x14ftyp" + b"x" * 3000, 640, 360, address="a b/talk.mp4", line=9
)
TONE = Asset("tone.mp3", "audio/mpeg", b"ID3" + b"x" * 100, address="tone.mp3", line=11)
POSTER = picture("RGB", "PNG")
TRACK = Asset("talk.vtt", "text/vtt", b"WEBVTT")
ASSETS = {asset.name: asset for asset in (TALK, TONE, POSTER, TRACK)}
ADDRESS = "https://example.org/talk.mp4"


def video(address: str | None = ADDRESS, *, src: str = "talk.mp4", poster: bool = False) -> str:
    words = f'<a href="{address}">The talk</a>' if address else "The talk"
    still = f' poster="{markup.escape(POSTER.name)}"' if poster else ""
    track = '<track kind="captions" src="talk.vtt" srclang="en">'
    return f'<video src="{src}" aria-label="The talk"{still}>{track}{words}</video>'


def figure(content: str, caption: str = "The talk") -> str:
    return f'<figure>{content}<figcaption aria-hidden="true">{caption}</figcaption></figure>'


def page(body: str, **options: Any) -> tuple[str, tuple[Artifact, ...]]:
    """Return the page, and the files beside it; nothing is to be told."""
    findings: list[Diagnostic] = []
    made = article(body, assets=ASSETS)
    options = {"fonts": False, **options}
    first, *others = HtmlWriter().write(Edition(made, DEFAULT, HtmlOptions(**options)), findings.append)
    assert findings == []
    return first.data.decode(), tuple(others)


def test_a_small_recording_travels_inside_the_page() -> None:
    """With its poster and its captions; the page stays one file that asks for nothing."""
    text, others = page(figure(video(poster=True)))
    sources = re.findall(r'(?:src|poster)="([^"]*)"', text)

    assert others == ()
    assert [source.partition(";")[0] for source in sources] == [
        "data:video/mp4",
        "data:image/png",
        "data:text/vtt",
    ]
    assert base64.b64decode(sources[0].partition(",")[2]) == TALK.data
    assert 'controls=""' in text
    assert 'preload="metadata"' in text


def test_a_large_recording_stands_beside_the_page() -> None:
    """Where it stands beside the article, so that the page finds it; nothing is loaded unplayed."""
    text, (beside,) = page(figure(video()), embed_media=0)

    assert (beside.path, beside.media_type, beside.data) == ("folder/a b/talk.mp4", "video/mp4", TALK.data)
    assert 'src="a%20b/talk.mp4"' in text
    assert 'preload="none"' in text


def test_a_recording_played_twice_is_one_file() -> None:
    """Two players, one file."""
    _, others = page(figure(video()) + figure(video()), embed_media=0)

    assert len(others) == 1


def test_a_page_without_recordings_plays_none() -> None:
    """Its policy says so; that of one with players cannot, because of the Nu checker."""
    assert "media-src &#39;none&#39;" in page("<p>Text.</p>")[0]
    assert (
        "media-src &#39;none&#39;" in page(figure(video("https://x.org/a.mp4", src="https://x.org/a.mp4")))[0]
    )
    assert "media-src" not in page(figure(video()))[0]


def test_what_is_on_the_network_is_a_link_on_the_page() -> None:
    """Its still stands in its place, and nothing is loaded."""
    text, _ = page(figure(video("https://x.org/a.mp4", src="https://x.org/a.mp4", poster=True)))

    assert "<video" not in text
    assert 'alt="Video: The talk"' in text
    assert '<a class="address" href="https://x.org/a.mp4">x.org/a.mp4</a>' in text


@pytest.mark.parametrize("poster", [True, False])
def test_print_shows_a_still_and_the_way_to_the_recording(poster: bool) -> None:
    """The poster or a plain box; below it the address, as a link and as a code, both tagged."""
    made = article(figure(video(poster=poster)), assets=ASSETS)
    tree = pdf_listing.tags(printed(made, links="list"))

    assert (
        "  Div\n"
        "    Figure Alt=Video: The talk\n"
        "    Caption\n"
        "      'The talk'\n"
        "      Figure Alt=QR code: example.org/talk.mp4\n"
        "      Link\n"
        "        → https://example.org/talk.mp4\n"
        "        'example.org/talk.mp4'\n"
    ) in tree
    assert "Links" not in tree


def test_a_recording_in_a_line_is_a_link_on_paper() -> None:
    """With a number for its address, as any link."""
    made = article(f"<p>See {video()} now.</p>", assets=ASSETS)

    assert "See The talk [1] now." in pdf_listing.pages(printed(made))


def test_without_an_address_only_the_still_is_left_and_told() -> None:
    """Once, with the line, in the same words by both editions that cannot play."""
    body = figure(video(None)) + '<p>A <audio src="tone.mp3" aria-label="tone">tone</audio>.</p>'
    told: list[Diagnostic] = []
    tree = pdf_listing.tags(printed(article(body, assets=ASSETS), findings=told))
    book = Book(book_article(body, assets=ASSETS.values()))

    assert "QR" not in tree
    assert "'The talk'" in tree
    assert [(finding.code, finding.line) for finding in told] == [
        ("media-no-address", 9),
        ("media-no-address", 11),
    ]
    assert [finding.message for finding in book.findings] == [finding.message for finding in told]


def test_the_e_book_shows_a_still_and_a_link() -> None:
    """The recording itself stays outside: a book is for reading, and readers differ in what they play."""
    book = Book(book_article(figure(video(poster=True)) + figure(video()), assets=ASSETS.values()))
    names = [name.rpartition(".")[2] for name in book.names]

    assert book.findings == []
    assert "mp4" not in names
    assert "vtt" not in names
    chapter = book.archive.read("EPUB/chapter-1.xhtml").decode()
    assert (
        chapter.count('<a class="address" href="https://example.org/talk.mp4">example.org/talk.mp4</a>') == 2
    )
    assert '<img src="images/image-1.png" alt="Video: The talk"' in chapter
    assert "<title>Video: The talk</title>" in chapter


def test_a_code_is_square_and_has_its_margin() -> None:
    """Modules of the three corners are where every reader looks for them."""
    code = qr_code("https://example.org/", name="N")
    assert code is not None
    _, _, width, height = (int(side) for side in code.get("viewBox", "").split())
    path = code[1].get("d", "")

    assert width == height == 25 + 2 * QUIET
    for column, row in ((QUIET, QUIET), (width - QUIET - 7, QUIET), (QUIET, height - QUIET - 7)):
        assert f"M{column} {row}h7v1h-7z" in path


def test_an_address_too_long_for_a_code_is_printed_all_the_same() -> None:
    """No code holds 4,000 characters; the link does."""
    address = "https://example.org/" + "a/" * 2000
    tree = pdf_listing.tags(printed(article(figure(video(address)), assets=ASSETS)))

    assert "QR" not in tree
    assert f"→ {address}" in tree


def test_all_editions_of_an_article_with_a_large_recording_are_placed(tmp_path: Path) -> None:
    """The file goes where the page looks for it."""
    files = Path(__file__).with_name("cases") / "media"
    (tmp_path / "film").mkdir()
    (tmp_path / "film" / "talk.mp4").write_bytes((files / "talk.mp4").read_bytes())
    front = "---\ntitle: T\nlang: en\ncanonical: https://example.org/t/\n---\n"
    (tmp_path / "a.md").write_text(f"{front}\n![A](film/talk.mp4)\n", "utf-8")
    build = partial(recto.build, "a.md", output=tmp_path / "out", project=tmp_path, to=["html"], check=False)
    (small,), (large,) = build(), build(settings={"html.embed_media": 0})

    assert [written.path.name for written in small.written] == ["a.html"]
    assert [written.path.name for written in large.written] == ["a.html", "talk.mp4"]
    assert (tmp_path / "out" / "film" / "talk.mp4").read_bytes() == (files / "talk.mp4").read_bytes()
