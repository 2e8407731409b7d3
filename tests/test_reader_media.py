"""Video and audio in an article: found, named, and given what lies beside them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.reading import Reading, read, titled

FILES = Path(__file__).with_name("cases") / "media"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("talk.mp4", "tone.mp3", "clip.webm"):
        shutil.copy(FILES / name, tmp_path)
    (tmp_path / "a b").mkdir()
    shutil.copy(FILES / "talk.mp4", tmp_path / "a b" / "Größe.mp4")
    return tmp_path


def on_the_web(text: str, folder: Path) -> Reading:
    return read(f"---\ntitle: T\ncanonical: https://example.org/t/\n---\n\n{text}", folder=folder)


def test_a_video_alone_in_its_paragraph_is_a_figure(folder: Path) -> None:
    """Its title is the caption, the words in the brackets its name; without an address these stand in it."""
    reading = titled('![The talk](talk.mp4 "A caption")', folder=folder)

    assert reading.body == (
        '<figure><video src="talk.mp4" width="128" height="72" aria-label="The talk">The talk</video>'
        "<figcaption>A caption</figcaption></figure>"
    )
    assert reading.codes == ["media-captions"]


def test_the_address_is_the_article_s_and_the_file_s(folder: Path) -> None:
    """With a canonical address, what cannot play the file can link to it."""
    body = on_the_web("![Size](a%20b/Gr%C3%B6%C3%9Fe.mp4)", folder).body

    assert '<a href="https://example.org/t/a%20b/Gr%C3%B6%C3%9Fe.mp4">Size</a></video>' in body


def test_a_file_is_one_asset_however_it_is_named(folder: Path) -> None:
    """Same bytes, one asset; the name that the author gave it is kept beside it."""
    assets = titled("![a](talk.mp4) ![b](a%20b/Gr%C3%B6%C3%9Fe.mp4)", folder=folder).article.assets

    assert [(asset.name, asset.address, asset.line) for asset in assets.values()] == [
        ("talk.mp4", "talk.mp4", 5)
    ]


def test_in_a_line_it_stays_there(folder: Path) -> None:
    """The words around it are kept."""
    assert titled("a ![b](tone.mp3) c", folder=folder).body == (
        '<p>a <audio src="tone.mp3" aria-label="b">b</audio> c</p>'
    )


@pytest.mark.parametrize("suffix", ["jpg", "jpeg", "png", "webp"])
def test_a_picture_of_the_same_name_is_the_poster(folder: Path, suffix: str) -> None:
    """It is the file's companion, as the captions are."""
    shutil.copy(FILES / "talk.jpg", folder / f"talk.{suffix}")

    assert 'poster="talk.jpg"' in titled("![a](talk.mp4)", folder=folder).body


def test_a_poster_that_is_named_goes_before_it(folder: Path) -> None:
    """Also for what is on the network."""
    shutil.copy(FILES / "talk.jpg", folder)
    shutil.copy(FILES / "still.jpg", folder)
    local = titled("![a](talk.mp4){poster=still.jpg}", folder=folder)
    remote = titled("![a](https://example.org/a.mp4){poster=still.jpg}", folder=folder)

    assert 'poster="still.jpg"' in local.body
    assert 'poster="still.jpg"' in remote.body
    assert list(local.article.assets) == ["talk.mp4", "still.jpg"]


def test_captions_of_the_same_name_are_its_track(folder: Path) -> None:
    """In the article's language; a byte order mark does no harm."""
    (folder / "talk.vtt").write_bytes(b"\xef\xbb\xbfWEBVTT\n\n00:00.000 --> 00:01.000\nHello\n")
    reading = titled("![a](talk.mp4)", folder=folder)

    assert '<track kind="captions" src="talk.vtt" srclang="en"/>a</video>' in reading.body
    assert reading.findings == ()


@pytest.mark.parametrize("data", [b"1\n00:00:00,000", b"WEBVTTs", b"\xff\xfeW\0E\0", b""])
def test_captions_that_are_none_are_left_out_and_told(folder: Path, data: bytes) -> None:
    """A browser would show nothing, and say so to nobody."""
    (folder / "talk.vtt").write_bytes(data)
    reading = titled("![a](talk.mp4)", folder=folder)

    assert "<track" not in reading.body
    assert "WebVTT" in reading.only("media-captions").message


def test_without_words_its_file_s_name_is_its_name(folder: Path) -> None:
    """Everything that can be played has a name, and the author is asked for a better one."""
    reading = titled("![](tone.mp3)\n\n![](tone.mp3 'Said below')", folder=folder)

    assert 'aria-label="tone.mp3">tone.mp3</audio></figure>' in reading.body
    assert 'aria-label="Said below"' in reading.body
    assert reading.lines("media-name") == [5, 7]


def test_on_the_network_it_stays_there() -> None:
    """Nothing is fetched; the address is kept in full."""
    reading = titled("![a](//example.org/ü.mp4){width=320 height=180}")

    assert reading.body == (
        '<figure><video src="https://example.org/%C3%BC.mp4" width="320" height="180" aria-label="a">'
        '<a href="https://example.org/%C3%BC.mp4">a</a></video>'
        '<figcaption aria-hidden="true">a</figcaption></figure>'
    )
    assert (reading.codes, reading.article.assets) == (["media-remote"], {})


def test_in_a_link_its_words_stay(folder: Path) -> None:
    """A player in a link could not be played; the link is the author's, and keeps its words."""
    reading = titled("[![The talk](talk.mp4)](https://example.org/)", folder=folder)

    assert reading.body == '<p><a href="https://example.org/">The talk</a></p>'
    assert reading.lines("media-in-link") == [5]


def test_an_author_s_width_keeps_proportions(folder: Path) -> None:
    """As with images; audio has no size."""
    assert 'width="320" height="180"' in titled("![a](talk.mp4){width=320}", folder=folder).body
    assert "width" not in titled("![a](tone.mp3){width=320}", folder=folder).body


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("![x](gone.mp4)", "media-missing"),
        ("![x](../talk.mp4)", "media-outside"),
        ("![x](/etc/talk.mp4)", "media-outside"),
        ("![x](words.mp3)", "media-invalid"),
        ("![x](talk.mp4){poster=gone.png}", "image-missing"),
        ("![x](talk.mp4){poster=../gone.png}", "image-outside"),
    ],
)
def test_what_cannot_be_had_is_an_error_with_its_line(folder: Path, text: str, code: str) -> None:
    """One finding, and the words stay."""
    (folder / "words.mp3").write_text("no recording")
    reading = titled(f"Text.\n\n{text}", folder=folder)

    assert reading.lines(code) == [7]
    assert "x" in reading.body


def test_a_file_that_is_too_large_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And where to put it instead."""
    monkeypatch.setattr("recto.reader.media.LIMIT", 2**10)
    finding = titled("![x](talk.mp4)", folder=folder).only("media-missing")

    assert "over" in finding.message
    assert "full address" in (finding.hint or "")


def test_raw_html_may_name_one_too(folder: Path) -> None:
    """An `img` that shows a video is taken for what it means; a `video` element is dropped as before."""
    text = '<img src="talk.mp4" alt="a" onplay="x()">\n\n<video src="talk.mp4">b</video>'
    reading = titled(text, folder=folder)

    assert reading.body.count("<video") == 1
    assert "onplay" not in reading.body
