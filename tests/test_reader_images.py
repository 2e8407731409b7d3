"""Images: found, checked, measured; or reported, and their words left in place."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.reading import read, titled


def picture(kind: str, size: tuple[int, int] = (30, 20), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, format=kind, **options)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.png").write_bytes(picture("PNG"))
    (tmp_path / "same.png").write_bytes(picture("PNG"))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.png").write_bytes(picture("PNG", (8, 8)))
    (tmp_path / "Mein Bild ü.jpg").write_bytes(picture("JPEG"))
    (tmp_path / "wrong.png").write_bytes(picture("JPEG", (5, 5)))
    return tmp_path


def test_image_alone_in_its_paragraph_is_a_figure(folder: Path) -> None:
    """Its title is the caption, its size the file's."""
    reading = titled('![A cat](a.png "It\'s a cat"){.wide}', folder=folder)

    assert reading.body == (
        '<figure class="wide"><img alt="A cat" src="a.png" width="30" height="20"/>'
        "<figcaption>It’s a cat</figcaption></figure>"
    )
    assert reading.findings == ()


def test_image_in_a_line_stays_there(folder: Path) -> None:
    """And keeps its title."""
    assert titled('a ![b](a.png "c")', folder=folder).body == (
        '<p>a <img alt="b" src="a.png" title="c" width="30" height="20"/></p>'
    )


def test_same_bytes_are_one_asset(folder: Path) -> None:
    """Two names of one content are one file in every edition."""
    assert list(titled("![a](a.png) ![b](same.png)", folder=folder).article.assets) == ["a.png"]


def test_same_name_in_two_folders_is_two_assets(folder: Path) -> None:
    """Names are unique in an article."""
    assets = titled("![a](a.png) ![b](sub/a.png)", folder=folder).article.assets

    assert {name: asset.width for name, asset in assets.items()} == {"a.png": 30, "a-2.png": 8}


def test_names_are_addresses_as_they_stand(folder: Path) -> None:
    """Encoded, with query, with blanks: the asset's name needs no encoding."""
    reading = titled("![a](Mein%20Bild%20%C3%BC.jpg?x=1#y)", folder=folder)

    assert list(reading.article.assets) == ["mein-bild-u.jpg"]


def test_content_decides_what_an_image_is(folder: Path) -> None:
    """A JPEG called .png is a JPEG."""
    (asset,) = titled("![a](wrong.png)", folder=folder).article.assets.values()

    assert (asset.name, asset.media_type) == ("wrong.jpg", "image/jpeg")


def test_authors_size_keeps_proportions(folder: Path) -> None:
    """One measure gives the other; what is no number of pixels is no measure."""
    assert 'width="60" height="40"' in titled("![a](a.png){width=60}", folder=folder).body
    assert 'width="30" height="20"' in titled("![a](a.png){width=50%}", folder=folder).body


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("no.png", "image-missing"),
        ("../no.png", "image-outside"),
        ("/etc/hostname", "image-outside"),
        ("file:///etc/hostname", "image-outside"),
        ("data:image/png;base64,AAAA", "image-outside"),
        ("", "image-missing"),
        ("sub", "image-missing"),
    ],
)
def test_image_that_cannot_be_had_is_an_error_with_its_line(folder: Path, address: str, code: str) -> None:
    """Its words take its place, and reading goes on."""
    reading = titled(f"a\n\n![the words]({address})", folder=folder)

    assert reading.codes == [code]
    assert reading.body == "<p>a</p>\n<p>the words</p>"
    assert reading.findings[0].line == 7
    assert reading.findings[0].severity == "error"


def test_link_out_of_the_folder_is_not_followed(folder: Path) -> None:
    """A symbolic link is no way out."""
    (folder / "out.png").symlink_to(Path(__file__))

    assert titled("![a](out.png)", folder=folder).codes == ["image-outside"]


def test_image_that_is_text_is_an_error(folder: Path) -> None:
    """The message says what it really is."""
    (folder / "text.png").write_text("hello")
    finding = titled("![a](text.png)", folder=folder).only("image-invalid")

    assert "it is text" in finding.message
    assert finding.line == 5


def test_missing_image_is_reported_once(folder: Path) -> None:
    """However often it is shown."""
    assert titled("![a](no.png) ![b](no.png)", folder=folder).codes == ["image-missing"]


def test_remote_image_is_a_link() -> None:
    """It is not fetched, and the author is told."""
    reading = titled("![words](https://example.org/a.png)")

    assert reading.body == '<p><a href="https://example.org/a.png">words</a></p>'
    assert reading.codes == ["image-remote"]


def test_remote_image_in_a_link_is_words() -> None:
    """A link cannot hold another."""
    assert titled("[![words](https://example.org/a.png)](https://example.org/)").body == (
        '<p><a href="https://example.org/">words</a></p>'
    )


def test_remote_image_that_cannot_be_fetched() -> None:
    """With the network allowed, a failure is an error, and reading goes on."""
    reading = titled("![words](http://127.0.0.1:9/a.png)", network=True)

    assert reading.codes == ["image-fetch"]
    assert reading.body == "<p>words</p>"


def test_missing_alternative_is_told(folder: Path) -> None:
    """The one without is named, though the file is shown twice."""
    assert titled("![a](a.png)\n\n![](a.png)", folder=folder).lines("image-alt") == [7]


def test_cover_is_loaded_like_any_image(folder: Path) -> None:
    """It becomes a key of the assets, or none where it cannot be had."""
    good = read("---\ntitle: T\ncover: sub/a.png\n---\na", folder=folder)
    bad = read("---\ntitle: T\ncover: no.png\n---\na", folder=folder)

    assert (good.article.meta.cover, list(good.article.assets)) == ("a.png", ["a.png"])
    assert (bad.article.meta.cover, bad.lines("image-missing")) == (None, [3])


SVG = '<svg xmlns="http://www.w3.org/2000/svg" {0}>{1}</svg>'


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="20"', (40, 20)),
        ('viewBox="0 0 40 20"', (40, 20)),
        ('width="80" viewBox="0 0 40 20"', (80, 40)),
        ('width="1in" height="2.54cm"', (96, 96)),
        ('width="100%" height="100%" viewBox="0 0 3.6 2"', (4, 2)),
        ("", (None, None)),
    ],
)
def test_drawing_is_measured(folder: Path, attributes: str, size: tuple[int | None, int | None]) -> None:
    """By its size, else by its view box, in pixels."""
    (folder / "d.svg").write_text(SVG.format(attributes, ""))
    (asset,) = titled("![a](d.svg)", folder=folder).article.assets.values()

    assert (asset.width, asset.height) == size


@pytest.mark.parametrize(
    ("content", "gone"),
    [
        ("<script>x</script>", "script"),
        ('<rect onclick="x"/>', "onclick"),
        ("<foreignObject><p>x</p></foreignObject>", "foreignObject"),
        ('<image href="https://example.org/x.png"/>', "example.org"),
        ('<image href="/etc/x.png"/>', "etc"),
        ('<use href="other.svg#a"/>', "other"),
        ('<a href="javascript:x"><rect/></a>', "javascript"),
        ("<style>@import url(https://example.org/x.css);</style>", "import"),
        ('<rect style="fill: url(https://example.org/x)"/>', "example.org"),
        ('<a href="#x"><set attributeName="href" to="javascript:x"/></a>', "javascript"),
    ],
)
def test_drawing_is_made_safe(folder: Path, content: str, gone: str) -> None:
    """What runs, loads or leads elsewhere is taken out, and told."""
    (folder / "d.svg").write_text(SVG.format('viewBox="0 0 1 1"', content))
    reading = titled("![a](d.svg)", folder=folder)
    (asset,) = reading.article.assets.values()

    assert gone.encode() not in asset.data
    assert reading.codes == ["svg-unsafe"]


def test_drawing_keeps_what_is_safe(folder: Path) -> None:
    """Names keep their case, and references within the drawing stay."""
    safe = '<linearGradient id="g"/><rect fill="url(#g)"/><use href="#g"/><style>rect { fill: red }</style>'
    (folder / "d.svg").write_text(SVG.format('viewBox="0 0 1 1"', safe))
    reading = titled("![a](d.svg)", folder=folder)
    (asset,) = reading.article.assets.values()

    assert safe.encode() in asset.data
    assert reading.findings == ()


@pytest.mark.parametrize(
    "data",
    [
        "<svg><rect></svg>",
        '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
        + ']><svg xmlns="http://www.w3.org/2000/svg"><text>&j;</text></svg>',
        '<?xml version="1.0"?><html><svg></svg></html>',
    ],
    ids=["broken", "entity bomb", "another format"],
)
def test_drawing_that_is_none_is_an_error(folder: Path, data: str) -> None:
    """Broken XML, XML that is not SVG, and entities that would fill the memory."""
    (folder / "d.svg").write_text(data)

    assert titled("![a](d.svg)", folder=folder).codes == ["image-invalid"]


def test_entities_reach_no_file(folder: Path) -> None:
    """An external entity reads nothing from the disk."""
    (folder / "secret.txt").write_text("secret")
    (folder / "d.svg").write_text(
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{folder}/secret.txt">]>'
        '<svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>'
    )
    reading = titled("![a](d.svg)", folder=folder)

    assert all(b"secret" not in asset.data for asset in reading.article.assets.values())


def test_a_drawing_without_title_or_words_is_an_ornament() -> None:
    """An image without a name would be announced as nothing; words in a drawing are its name."""
    shape = titled('<svg viewBox="0 0 1 1" role="img"><path d="M0 0"/></svg>').body
    words = titled('<svg viewBox="0 0 1 1"><text>Nine boats</text></svg>').body

    assert 'aria-hidden="true"' in shape
    assert "role" not in shape
    assert "<title>Nine boats</title>" in words
    assert 'role="img"' in words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![A *map*[^1]](a.png)", "<figcaption>A <em>map</em><sup"),
        ('![Words](a.png "A title[^1] here")', "<figcaption>A title<sup"),
        ('![Words[^1]](a.png "A *title*")', "<figcaption>A *title*<sup"),
        (f"![{'A long description ' * 12}[^1]](a.png)", "A long description <sup"),
        ("Text ![icon[^1]](a.png) here", '/><sup id="fnref-1">'),
        ("[![icon[^1]](a.png)](https://example.org)", "</a><sup"),
        ("![gone[^1]](https://example.org/a.png)", "gone</a><sup"),
        (
            "![by [us](https://example.org) and `code`[^1]](a.png)",
            'by <a href="https://example.org">us</a> and',
        ),
    ],
)
def test_a_note_called_in_the_words_of_an_image_is_shown(folder: Path, text: str, expected: str) -> None:
    """In its caption, or behind it where it has none; the alternative has no number."""
    made = titled(f"{text}\n\n[^1]: The note.", folder=folder)

    assert expected in made.body
    assert "footnote-unused" not in made.codes
    assert "[^" not in made.body
