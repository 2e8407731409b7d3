"""What people hand in that no edition can be made of: one clear message each, and nothing lost."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from recto.diagnostics import Diagnostic, Severity
from recto.origins import find
from recto.outcome import Outcome
from recto.pipeline import Project, flags_layer, publish_all

FRONT = "---\ntitle: T\nlang: en\n---\n\n"
GOOD = FRONT + "Fine.\n"


def published(folder: Path, text: str | bytes, *flags: str, **files: bytes) -> Outcome:
    """Publish `text` as bad.md, with `files` (`__` for a dot) beside it, and a good article with it."""
    source = folder / "source"
    source.mkdir(exist_ok=True)
    (source / "bad.md").write_bytes(text if isinstance(text, bytes) else text.encode())
    (source / "good.md").write_text(GOOD, "utf-8")
    for name, data in files.items():
        (source / name.replace("__", ".")).write_bytes(data)
    project = Project(folder, folder / "build", flags_layer({"formats": "html"}, flags))
    bad, good = publish_all(project, find([str(source)], base=folder))
    assert good.failure is None
    return bad


def only_error(outcome: Outcome) -> Diagnostic:
    (finding,) = [finding for finding in outcome.findings if finding.severity is Severity.ERROR]
    return finding


def png(width: int, height: int) -> bytes:
    """Make a PNG that claims a size and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s<path d="M0 0h9"/></svg>'
BOMB = (
    b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(8)
    ) + b']><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>&i;</text></svg>'
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "code", "exit_code"),
    [
        ("empty", "", "source-empty", 4),
        ("binary", b"\x7fELF\x00\x01", "source-binary", 4),
        ("invalid utf-8", FRONT.encode() + b"na\xefve", "source-encoding", 4),
        ("broken front matter", "---\ntitle: [\n---\ntext", "front-matter-broken", 4),
        ("10 MB of text", "word " * 2_000_000, "source-too-large", 4),
        ("unknown theme", "---\ntheme: nope\n---\ntext", "theme-unknown", 3),
        ("unknown option", "---\npdf: {papersize: A4}\n---\ntext", "setting-unknown", 3),
        ("impossible option", "---\nformats: docx\n---\ntext", "setting-invalid", 3),
        ("missing image", FRONT + "![x](no.png)", "image-missing", 5),
        ("text as image", FRONT + "![x](text.png)", "image-invalid", 5),
        ("image outside", FRONT + "![x](../../secret.png)", "image-outside", 5),
        ("absolute image", FRONT + "![x](/etc/passwd)", "image-outside", 5),
        ("bomb", FRONT + "![x](bomb.png)", "image-invalid", 5),
        ("entity bomb", FRONT + "![x](bomb.svg)", "image-invalid", 5),
        ("broken svg", FRONT + "![x](broken.svg)", "image-invalid", 5),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_each_kind_has_its_message_and_its_exit_code(
    tmp_path: Path, name: str, text: str | bytes, code: str, exit_code: int
) -> None:
    """One error, with the file; the good article beside it is built."""
    outcome = published(
        tmp_path,
        text,
        text__png=b"this is not a picture",
        bomb__png=png(40_000, 40_000),
        bomb__svg=BOMB,
        broken__svg=b"<svg><path",
    )

    finding = only_error(outcome)
    assert (code, exit_code) == (finding.code, outcome.exit_code), name
    assert (finding.file or "").endswith(("bad.md", "theme.toml")) or code == "theme-unknown"
    assert "\n" not in finding.message
    assert not (tmp_path / "build" / "bad.html").exists()


def test_a_missing_image_is_told_with_its_line(tmp_path: Path) -> None:
    """The line of the author's file, front matter counted."""
    assert 8 == only_error(published(tmp_path, FRONT + "a\n\n![x](no.png)")).line


def test_a_source_that_is_a_folder_named_like_an_article_is_searched(tmp_path: Path) -> None:
    """`notes.md/` is a folder of articles, whatever its name."""
    (tmp_path / "notes.md").mkdir()
    (tmp_path / "notes.md" / "a.md").write_text(GOOD, "utf-8")

    assert ["a"] == [origin.stem for origin in find(["notes.md"], base=tmp_path)]


def test_a_dangling_link_is_a_warning_with_its_line(tmp_path: Path) -> None:
    """The edition is made; the author hears of it."""
    outcome = published(tmp_path, FRONT + "See [this](#nowhere).")

    assert [("link-broken", 6)] == [(finding.code, finding.line) for finding in outcome.findings]
    assert outcome.failure is None


def test_an_svg_with_a_script_loses_the_script(tmp_path: Path) -> None:
    """The drawing stays; the author hears of what was taken out."""
    script = b'<script>alert(1)</script><a href="javascript:alert(2)" onclick="alert(3)"><path d="M0 0"/></a>'
    outcome = published(tmp_path, FRONT + "![x](a.svg)", a__svg=SVG % script)

    page = (tmp_path / "build" / "bad.html").read_text("utf-8")
    assert {"svg-unsafe"} == {finding.code for finding in outcome.findings}
    assert "alert" not in page


def test_fifty_thousand_brackets_do_not_hang_the_build(tmp_path: Path) -> None:
    """Either they are read, or the budget that ran out is named; the next article is built."""
    outcome = published(tmp_path, FRONT + "[" * 50_000, "reading_seconds=1")

    if outcome.failure is not None:
        assert ("reading-too-slow", 4) == (only_error(outcome).code, outcome.exit_code)
        assert "1 second" in only_error(outcome).message


@pytest.mark.parametrize("text", ["> " * 3000 + "deep", "\n".join("  " * i + "- x" for i in range(1000))])
def test_deep_nesting_neither_crashes_nor_hangs(tmp_path: Path, text: str) -> None:
    """It is read, or refused in one sentence."""
    outcome = published(tmp_path, FRONT + text, "reading_seconds=20")

    if outcome.failure is not None:
        assert 4 == outcome.exit_code
        assert only_error(outcome).code in ("nesting-too-deep", "reading-too-slow")


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "<a href='file:///etc/passwd'>alert</a>",
        "<iframe src='https://alert.example'></iframe>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
        "<style>body{background:url(javascript:alert(1))}</style>",
        "<math><a xlink:href='javascript:alert(1)'>x</a></math>",
        "![x](data:text/html,<script>alert(1)</script>)",
        "*x*{: onclick='alert(1)' }",
        "<object data='javascript:alert(1)'></object>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<base href='javascript:alert(1)//'>",
    ],
)
def test_nothing_active_reaches_an_edition(tmp_path: Path, markup: str) -> None:
    """Scripts, event handlers, and addresses that run or read something are dropped, and told."""
    outcome = published(tmp_path, FRONT + f"Before.\n\n{markup}\n\nAfter.", "formats=html")

    pages = [path.read_text("utf-8").lower() for path in (tmp_path / "build").glob("bad.html")]
    assert outcome.findings
    for page in pages:
        body = page[page.index("<body") :]
        for active in (
            "javascript:",
            "file:",
            "onerror",
            "onload",
            "onclick",
            "<script>alert",
            "<iframe",
            "<object",
        ):
            assert active not in body
