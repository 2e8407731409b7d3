"""A cache: results found again or made anew, bounded, shared by builds, and sound after damage."""

from __future__ import annotations

import dataclasses
import hashlib
import multiprocessing
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import recto
from recto.additions import Addition
from recto.cache import surroundings
from recto.cache.results import remembered
from recto.cache.store import Store, store_in
from recto.diagnostics import Diagnostic, Report, error, note, warning
from recto.errors import UsageError
from recto.versions import versions
from recto.writers import Artifact, PageStart

ARTIFACT = Artifact(
    path="a.pdf",
    media_type="application/pdf",
    data=b"%PDF",
    pages=(PageStart("i", 3, 5), PageStart("1", 9)),
    additions=(Addition("a.skip", "Skip"),),
    instead=MappingProxyType({"☃": "?"}),
    unlinked=frozenset({"https://example.org/"}),
    has_links=False,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache", 10**9)


def making(*findings: Diagnostic, artifact: Artifact = ARTIFACT) -> Callable[[Report], tuple[Artifact, ...]]:
    def make(report: Report) -> tuple[Artifact, ...]:
        for finding in findings:
            report(finding)
        return (artifact,)

    return make


def refuse(_: Report) -> tuple[Artifact, ...]:
    raise AssertionError("it is made again")


def test_a_result_is_found_again_whole(store: Store) -> None:
    """All fields of its files are as they were, and the findings are told again."""
    told: list[Diagnostic] = []
    again: list[Diagnostic] = []
    findings = (warning("w", "One.", file="a.md", line=3, hint="Do."), note("n", "Two."))
    defaults = {f.name: f.default for f in dataclasses.fields(Artifact)}

    made = remembered(making(*findings), store, "ab12", told.append)
    found = remembered(refuse, store, "ab12", again.append)

    assert made == found
    assert all(getattr(ARTIFACT, name) != default for name, default in defaults.items())
    assert [*findings] == told == again


def test_a_result_with_an_error_is_not_kept(store: Store) -> None:
    """What is not published is made again, and fails again."""
    remembered(making(error("e", "One.")), store, "ab12", lambda _: None)
    made = remembered(making(artifact=replace(ARTIFACT, data=b"new")), store, "ab12", lambda _: None)

    assert [b"new"] == [artifact.data for artifact in made]


def files(store: Store, kind: str) -> list[Path]:
    return [path for path in (store.folder / kind).rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", ["blobs", "results"])
@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:-1], lambda data: data[:-1] + b"?", lambda _: b""],
    ids=("short", "other", "empty"),
)
def test_damage_is_noticed_and_made_good(store: Store, kind: str, damage: Callable[[bytes], bytes]) -> None:
    """A damaged file is told, removed and made anew."""
    told: list[Diagnostic] = []
    remembered(making(), store, "ab12", told.append)
    (file,) = files(store, kind)
    file.write_bytes(damage(file.read_bytes()))

    made = remembered(making(), store, "ab12", told.append)
    again = remembered(refuse, store, "ab12", told.append)

    assert ((ARTIFACT,), (ARTIFACT,)) == (made, again)
    assert ["cache-damaged"] == [finding.code for finding in told]


@pytest.mark.parametrize("kind", ["blobs", "results"])
def test_what_vanishes_is_made_again(store: Store, kind: str) -> None:
    """Another build may clear the cache at any time; that is no fault."""
    told: list[Diagnostic] = []
    remembered(making(), store, "ab12", told.append)
    for file in files(store, kind):
        file.unlink()

    assert (ARTIFACT,) == remembered(making(), store, "ab12", told.append)
    assert [] == told


def test_where_nothing_can_be_written_nothing_fails(tmp_path: Path) -> None:
    """It is told once, and the results are there all the same."""
    (tmp_path / "file").write_bytes(b"")
    told: list[Diagnostic] = []
    store = Store(tmp_path / "file" / "cache", 10**9)

    made = [remembered(making(), store, name, told.append) for name in ("ab12", "cd34")]

    assert [(ARTIFACT,), (ARTIFACT,)] == made
    assert ["cache-unwritable"] == [finding.code for finding in told]


def test_the_store_is_bounded_and_keeps_what_is_used(store: Store) -> None:
    """The longest unused goes first, while things are kept and not only at the end."""
    store.limit = 10_000
    first = store.keep_blob(b"0" * 500, print)
    for number in range(1, 100):
        store.keep_blob(bytes([number]) * 500, print)
        assert store.blob(first, print) is not None
        assert len(files(store, "blobs")) < 30
    store.trim()

    assert store.info().size <= store.limit
    assert store.blob(first, print) is not None


def test_what_a_killed_build_left_goes_in_time(store: Store) -> None:
    """A file that is being written stays; one that nobody writes any more does not."""
    store.keep_blob(b"1", print)
    new, old = (files(store, "blobs")[0].with_name(f".x.{name}.part") for name in ("new", "old"))
    for path in (new, old):
        path.write_bytes(b"")
    os.utime(old, (0, 0))

    store.trim()

    assert (True, False) == (new.exists(), old.exists())


def test_clearing_takes_only_what_is_the_caches(store: Store) -> None:
    """A folder of the user's, named by mistake, is safe."""
    remembered(making(), store, "ab12", print)
    (store.folder / "mine.txt").write_text("mine")

    store.clear()

    assert ["mine.txt"] == [path.name for path in store.folder.iterdir()]
    assert (0, 0, None) == (store.info().results, store.info().size, store.info().oldest)


def _builds(folder: str, seed: int) -> int:
    """Make, find, damage and clear results for a while; return how many came out wrong."""
    store = Store(Path(folder), 20_000)
    wrong = 0
    for turn in range(150):
        number = (turn * 7 + seed) % 10
        data = bytes([number]) * (1000 + number)
        artifact = replace(ARTIFACT, data=data)
        name = hashlib.sha256(bytes([number])).hexdigest()
        wrong += (artifact,) != remembered(making(artifact=artifact), store, name, lambda _: None)
        if turn % 50 == seed * 10:
            store.clear()
        if turn % 20 == seed:
            store.trim()
    return wrong


def test_builds_share_a_cache_without_locks(store: Store) -> None:
    """Processes that keep, find, trim and clear at once never get a wrong result."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        wrong = pool.starmap(_builds, [(str(store.folder), seed) for seed in range(3)])

    assert [0, 0, 0] == wrong


def test_a_size_is_read_as_people_write_it() -> None:
    """Units are thousands; what is no size is refused."""
    assert [500, 2000, 500 * 10**6, 15 * 10**8] == [
        store_in("x", text).limit for text in ("500", "2k", "500 MB", "1.5GB")
    ]
    with pytest.raises(UsageError):
        store_in("x", "much")


@pytest.fixture
def surroundings_of(store: Store) -> Callable[[], str]:
    def digest() -> str:
        surroundings._code.clear()  # as another process
        return surroundings.digest(store, print)

    return digest


def test_recto_s_own_files_count(
    tmp_path: Path, surroundings_of: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A developer's change is never answered with old results, and a touch costs none."""
    (tmp_path / "recto" / "__pycache__").mkdir(parents=True)
    module = tmp_path / "recto" / "a.py"
    module.write_text("one")
    monkeypatch.setattr(surroundings, "_PACKAGE", tmp_path / "recto")
    before = surroundings_of()
    (tmp_path / "recto" / "__pycache__" / "a.pyc").write_bytes(b"")
    os.utime(module, (1, 1))
    touched = surroundings_of()
    os.utime(module, (1, 1))
    module.write_text("two")
    os.utime(module, (1, 1))

    assert before == touched
    assert before != surroundings_of()


def test_installed_packages_count(
    tmp_path: Path, surroundings_of: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version of anything installed may write other bytes."""
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "thing-1.0.dist-info").mkdir()
    before = surroundings_of()
    (tmp_path / "thing-1.0.dist-info").rename(tmp_path / "thing-1.1.dist-info")

    assert before != surroundings_of()


@pytest.mark.parametrize(
    ("name", "value"),
    [("SOURCE_DATE_EPOCH", "1"), ("LANG", "xx_XX"), ("FONTCONFIG_FILE", "/nowhere/fonts.conf")],
)
def test_the_environment_that_libraries_read_counts(
    surroundings_of: Callable[[], str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """What SOURCE_DATE_EPOCH dates, and where fonts are looked for."""
    before = surroundings_of()
    monkeypatch.setenv(name, value)

    assert before != surroundings_of()


def test_the_system_s_fonts_count(
    tmp_path: Path, surroundings_of: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those in the folders that fontconfig's files name, and the files that these include."""
    (tmp_path / "fonts.conf").write_text("<fontconfig><include>more</include></fontconfig>")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "10.conf").write_text(f"<fontconfig><dir>{tmp_path}/fonts</dir></fontconfig>")
    (tmp_path / "fonts" / "deep").mkdir(parents=True)
    (tmp_path / "fonts" / "loop").symlink_to(tmp_path / "fonts")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    before = surroundings_of()
    (tmp_path / "fonts" / "deep" / "new.ttf").write_bytes(b"")

    assert before != surroundings_of()


def test_each_package_that_shapes_editions_is_seen() -> None:
    """The names of the installed packages hold those whose versions an edition names."""
    installed = {name.partition("-")[0].replace("_", "-").lower() for name in surroundings._packages()}

    assert set(versions()) <= installed


def test_pango_is_seen() -> None:
    """The library that sets the type is found without loading it."""
    pytest.importorskip("weasyprint")

    assert any("pango" in line for line in surroundings._libraries({}))


def test_a_certified_book_is_examined_each_time(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What validators say is not Recto's to remember."""
    from recto import certification

    asked: list[str] = []

    def certified(edition: Any, write: Any, **_: Any) -> Any:
        asked.append("asked")
        return write(edition)

    monkeypatch.setattr(certification, "certified", certified)
    (tmp_path / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\nOne.\n", "utf-8")
    given: dict[str, Any] = {"output": tmp_path / "build", "to": ["epub"], "cache": cache}
    given |= {"settings": {"certifier": "Ada"}}
    recto.build(tmp_path / "a.md", **given)
    for _ in range(2):
        recto.build(tmp_path / "a.md", **given, certify=True)

    assert ["asked", "asked"] == asked
