"""What a PDF was made from travels in it, and makes it again."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from hashlib import md5, sha256
from pathlib import Path
from typing import Any

import pytest

import recto
from tests.case_folders import CASES
from tests.pdf_editions import article, opened, printed

SETTINGS = {"pdf.page_size": "A5", "numbered": ["figures"], "pdf.links": "notes"}


def attachments(data: bytes) -> dict[str, bytes]:
    with opened(data) as pdf:
        return {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}


def built(folder: Path, **settings: Any) -> bytes:
    (outcome,) = recto.build(
        "article.md", output=folder / "out", to=["pdf"], project=folder, settings=settings, check=False
    )
    assert outcome.failure is None
    return outcome.written[0].path.read_bytes()


@pytest.mark.parametrize(
    ("case", "settings"),
    [
        ("citations-own-style", {}),
        ("figures", {}),
        ("figures", SETTINGS),
        ("language-guessed", {}),
        ("page-size-by-locale", {"lang": "de", "pdf.page_size": "148mm 210mm", "csl": "apa"}),
        ("encoding-bom-and-crlf", {}),
    ],
)
def test_a_copy_can_be_rebuilt_from_what_it_holds(case: str, settings: Any, tmp_path: Path) -> None:
    """Its attachments and the images, and nothing else, give the same bytes, whatever set its settings."""
    first = tmp_path / "first"
    shutil.copytree(CASES / case, first)
    data = built(first, **settings)
    second = tmp_path / "second"
    second.mkdir()
    for name, content in attachments(data).items():
        (second / name).write_bytes(content)
    for name in json.loads((second / "recto.manifest.json").read_bytes())["read"]:
        (second / name).parent.mkdir(exist_ok=True, parents=True)
        shutil.copy(first / name, second / name)

    assert data == built(second)


def test_the_manifest_has_the_digest_of_everything_that_was_read(tmp_path: Path) -> None:
    """Of the article and of the images as their files are, and which packages did the work."""
    shutil.copytree(CASES / "figures", tmp_path, dirs_exist_ok=True)
    held = attachments(built(tmp_path))
    manifest = json.loads(held["recto.manifest.json"])
    digests = {
        path.relative_to(tmp_path).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }

    assert manifest["read"]
    assert manifest["read"].items() <= digests.items()
    assert digests["article.md"] == manifest["attached"]["article.md"]
    assert sha256(held["recto.toml"]).hexdigest() == manifest["attached"]["recto.toml"]
    assert {"recto", "weasyprint"} <= manifest["versions"].keys()
    assert {"default"} == manifest["theme"].keys()


def test_nothing_private_travels(tmp_path: Path) -> None:
    """Neither folders of this machine nor what was said about the output."""
    shutil.copytree(CASES / "figures", tmp_path / "my-secret-folder")
    held = attachments(built(tmp_path / "my-secret-folder", strict=False, reading_seconds=77))

    assert b"seconds" not in held["recto.toml"]
    for content in held.values():
        assert b"secret" not in content
        assert str(tmp_path).encode() not in content


def test_other_formats_and_their_settings_leave_the_pdf_as_it_is(tmp_path: Path) -> None:
    """What does not shape the PDF is not in it."""
    shutil.copytree(CASES / "figures", tmp_path, dirs_exist_ok=True)

    assert built(tmp_path) == built(tmp_path, **{"html.fonts": False, "strict": True})


def test_a_date_from_outside_is_in_the_manifest_where_it_shows() -> None:
    """SOURCE_DATE_EPOCH is needed to rebuild a copy of an article without dates, and of no other."""
    epoch = datetime(2024, 8, 18, tzinfo=UTC)
    undated, dated = (
        json.loads(attachments(printed(article("<p>x</p>", epoch=epoch, date=day)))["recto.manifest.json"])
        for day in (None, date(2024, 8, 18))
    )

    assert epoch.timestamp() == undated["SOURCE_DATE_EPOCH"]
    assert "SOURCE_DATE_EPOCH" not in dated


def test_attachments_are_associated_files() -> None:
    """Each has its type, size, sum and relationship, and the article's date or none."""
    for day, dates in ((date(2024, 8, 18), {"D:20240818000000Z"}), (None, {None})):
        with opened(printed(article("<p>Text.</p>", date=day))) as pdf:
            files = list(pdf.Root.AF)
            embedded = [file.EF.F for file in files]
            names = list(pdf.Root.Names.EmbeddedFiles.Names)

            assert ["/Source", "/Data", "/Supplement"] == [str(file.AFRelationship) for file in files]
            assert ["/text/markdown", "/application/toml", "/application/json"] == [
                str(stream.Subtype) for stream in embedded
            ]
            assert ["talk.md", "recto.toml", "recto.manifest.json"] == [str(file.UF) for file in files]
            assert sorted(map(str, names[::2])) == [str(name) for name in names[::2]]
            assert all(str(file.Desc) for file in files)
            for stream in embedded:
                data = stream.read_bytes()
                assert (len(data), md5(data).digest()) == (  # noqa: S324 - what PDF asks for
                    int(stream.Params.Size),
                    bytes(stream.Params.CheckSum),
                )
            assert dates == {
                str(stream.Params.ModDate) if "/ModDate" in stream.Params else None for stream in embedded
            }


def test_attachments_can_be_left_out() -> None:
    """Without them, no trace of them is left."""
    with opened(printed(article("<p>Text.</p>"), attach=False)) as pdf:
        assert {} == dict(pdf.attachments)
        assert "/AF" not in pdf.Root
