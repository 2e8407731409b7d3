"""From a command's words to Sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from recto.article import Source
from recto.errors import SourceError, UsageError
from recto.origins import TEXT_LIMIT, Origin, find
from recto.source import load


def loaded(text: str | bytes) -> Source:
    data = text if isinstance(text, bytes) else text.encode()
    return load(Origin("a.md", "a", Path(), None, data))


def refusal(text: str | bytes) -> tuple[str, int | None]:
    with pytest.raises(SourceError) as caught:
        loaded(text)
    (finding,) = caught.value.findings
    assert finding.file == "a.md"
    return finding.code, finding.line


def test_yaml_between_dashes_is_front_matter() -> None:
    """The body begins on the line after the closing fence."""
    source = loaded("---\ntitle: T\ntags: [a, b]\n---\n\nBody\n")

    assert source.front == {"title": "T", "tags": ["a", "b"]}
    assert source.front_lines == {"title": 2, "tags": 3}
    assert (source.body_line, source.body) == (5, "\nBody\n")


def test_toml_between_plus_signs_is_front_matter() -> None:
    """Both kinds of front matter give the same keys, with their lines."""
    source = loaded('+++\ntitle = "T"\n\n[pdf]\npage_size = "A5"\n+++\nBody')

    assert source.front == {"title": "T", "pdf": {"page_size": "A5"}}
    assert source.front_lines == {"title": 2, "pdf": 4}


def test_byte_order_mark_and_crlf_are_fine() -> None:
    """Files from other systems read the same."""
    assert (
        loaded("---\ntitle: T\n---\nBody\n").text
        == loaded(b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\nBody\r\n").text
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("no", "no"),
        ("true", True),
        ("yes", "yes"),
        ("1.10", "1.10"),
        ("0123", "0123"),
        ("12:30", "12:30"),
        ("42", 42),
        ("~", None),
    ],
)
def test_yaml_values_are_what_authors_typed(typed: str, meant: object) -> None:
    """Norway is not false, and a version is not a number."""
    assert meant == loaded(f"---\nkey: {typed}\n---\nBody").front["key"]


@pytest.mark.parametrize("text", ["---\nA line.\n\n---\n\nBody", "---\n\nBody", "---\n"])
def test_a_thematic_break_at_the_top_is_no_front_matter(text: str) -> None:
    """Only `key:` lines make front matter of what stands between dashes."""
    assert (loaded(text + "x").body_line, dict(loaded(text + "x").front)) == (1, {})


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "source-empty", None),
        (" \n\n", "source-empty", None),
        ("---\ntitle: T\n---\n", "source-empty", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "source-binary", None),
        ("text".encode("utf-16"), "source-encoding", None),
        (b"fine\nna\xefve\n", "source-encoding", 2),
        ("---\ntitle: T\nBody", "front-matter-unclosed", 1),
        ("---\ntitle: T\ntitle: U\n---\nBody", "front-matter-duplicate", 3),
        ("---\na:\n  b: 1\n  b: 2\n---\nBody", "front-matter-duplicate", 4),
        ("---\ntitle: a: b\n---\nBody", "front-matter-broken", 2),
        ("---\n- a\n- b: c\n---\nBody", "front-matter-broken", 1),
        ("---\na: &x [1]\nb: *x\n---\nBody", "front-matter-broken", 1),
        ("---\ndate: 2024-13-45\n---\nBody", "front-matter-broken", 1),
        ("---\na: " + "[" * 60_000 + "\n---\nBody", "front-matter-broken", 2),
        ("---\na: " + "x" * 70_000 + "\n---\nBody", "front-matter-too-long", 1),
        ('+++\ntitle = "T\n+++\nBody', "front-matter-broken", 2),
        ("x" * (TEXT_LIMIT + 1), "source-too-large", None),
    ],
)
def test_bad_sources_are_refused_with_file_and_line(text: str | bytes, code: str, line: int | None) -> None:
    """One clear finding, at the line where it is known."""
    found_code, found_line = refusal(text)

    assert code == found_code
    assert line in (None, found_line)


def test_python_objects_in_yaml_are_not_made() -> None:
    """Front matter is data, never code."""
    assert refusal("---\na: !!python/object/apply:os.getcwd []\n---\nBody")[0] == "front-matter-broken"


def test_a_folder_gives_its_articles_sorted_and_keeps_its_shape(tmp_path: Path) -> None:
    """Outputs mirror the folder; hidden files and other kinds are passed over."""
    for name in ("b.md", "a.markdown", "sub/c.md", ".hidden/d.md", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")

    origins = find([str(tmp_path)], base=Path())

    assert [origin.stem for origin in origins] == ["a", "b", "sub/c"]


def test_two_articles_with_one_output_name_are_refused(tmp_path: Path) -> None:
    """`a.md` and `A.markdown` would overwrite each other on many file systems."""
    for name in ("a.md", "A.markdown"):
        (tmp_path / name).write_text("x", "utf-8")

    with pytest.raises(UsageError, match="output-collision"):
        find([str(tmp_path)], base=Path())


def test_a_missing_source_is_a_usage_error(tmp_path: Path) -> None:
    """Nothing is built when a name is wrong."""
    with pytest.raises(UsageError, match="source-missing"):
        find(["nowhere.md"], base=tmp_path)


def test_a_folder_without_articles_is_a_usage_error(tmp_path: Path) -> None:
    """An empty build would look like success."""
    with pytest.raises(UsageError, match="source-empty"):
        find([str(tmp_path)], base=Path())
