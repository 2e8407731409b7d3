"""Video and audio files: known by name, checked by content, measured by header."""

from __future__ import annotations

from pathlib import Path

import pytest

from recto.media import TYPES, is_what_it_says, size_of, type_of

FILES = Path(__file__).with_name("cases") / "media"


def box(name: bytes, content: bytes, *, long: bool = False) -> bytes:
    length = len(content) + (16 if long else 8)
    head = (1).to_bytes(4, "big") + name + length.to_bytes(8, "big")
    return (head if long else length.to_bytes(4, "big") + name) + content


def header(width: int, height: int, *, version: int = 0, turned: bool = False) -> bytes:
    """Make a track header as ISO 14496-12 has it."""
    one, nil = (0x10000).to_bytes(4, "big"), bytes(4)
    matrix = (nil, one, nil, one, nil) if turned else (one, nil, nil, nil, one)
    times = bytes(32 if version else 20)
    sides = b"".join(side.to_bytes(2, "big") + bytes(2) for side in (width, height))
    return bytes([version, 0, 0, 7]) + times + bytes(16) + b"".join(matrix) + bytes(16) + sides


def film(*headers: bytes, long: bool = False) -> bytes:
    tracks = b"".join(box(b"trak", box(b"tkhd", each)) for each in headers)
    return (
        box(b"ftyp", b"isom") + box(b"mdat", bytes(40), long=long) + box(b"moov", box(b"mvhd", b"") + tracks)
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("talk.mp4", "video/mp4"),
        ("a/b.c/TALK.WebM", "video/webm"),
        ("tone.opus", "audio/ogg"),
        ("talk.mp4.png", None),
        ("mp4", None),
        ("", None),
    ],
)
def test_the_name_says_what_is_meant(address: str, expected: str | None) -> None:
    """In letters of any size; only the ending counts."""
    assert expected == type_of(address)


@pytest.mark.parametrize("path", sorted(FILES.glob("*.*")), ids=lambda path: path.name)
def test_the_content_bears_the_name_out(path: Path) -> None:
    """Each file of the case is of its kind, and of no other kind but those in the same container."""
    own = type_of(path.name)
    kinds = {kind for kind in TYPES.values() if is_what_it_says(path.read_bytes(), kind)}

    assert kinds == ({kind for kind in kinds if kind.split("/")[1] == own.split("/")[1]} if own else set())
    assert own is None or own in kinds


@pytest.mark.parametrize(
    ("name", "expected"), [("talk.mp4", (128, 72)), ("clip.webm", (96, 160)), ("tone.m4a", None)]
)
def test_a_video_says_how_large_it_is(name: str, expected: tuple[int, int] | None) -> None:
    """As real programs write it; a recording without a picture has no size."""
    assert expected == size_of((FILES / name).read_bytes(), type_of(name) or "")


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("long", [False, True])
def test_the_first_track_with_a_picture_counts(version: int, long: bool) -> None:
    """The sound's track comes first in many files, and has no size."""
    data = film(header(0, 0, version=version), header(640, 360, version=version), long=long)

    assert size_of(data, "video/mp4") == (640, 360)


def test_a_video_that_was_held_upright_is_measured_upright() -> None:
    """Telephones write the picture lying, and that it is to be turned."""
    assert size_of(film(header(640, 360, turned=True)), "video/mp4") == (360, 640)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        box(b"ftyp", b"isom"),
        film(header(640, 360))[:-30],
        film(header(640, 360)[:20]),
        box(b"moov", b"\0\0\0\3trak"),
        (0).to_bytes(4, "big") + b"moov" + b"\0" * 20,
        film(header(60_000, 60_000)),
        b"\x1a\x45\xdf\xa3" + b"\xb0\x82\0\0\xba\x82\0\0",
    ],
)
def test_a_broken_header_is_no_size(data: bytes) -> None:
    """And no fault: the player will say what is wrong."""
    assert [size_of(data, kind) for kind in ("video/mp4", "video/webm", "video/ogg")] == [None] * 3
