"""A theme is a folder: theme.toml, style sheets, page templates and fonts; no code.

    theme.toml      name, what it extends and which families it does without, defaults for settings,
                    [[face]] tables
    base.css        read by all three formats, so without variables, grid or media queries
    <format>.css    html.css, pdf.css, epub.css: read after base.css
    *.html          Jinja templates, sandboxed
    fonts/          whole static TTF for print and woff2 for the screen, with their licences

A theme that extends another has its files read after (CSS) or instead of (templates) the other's.
"""

from __future__ import annotations

import hashlib
import tomllib
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from recto.diagnostics import error
from recto.errors import ConfigError
from recto.files import listing, reason

BUILT_IN = Path(__file__).with_name("themes")


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of a theme."""

    family: str
    """As the style sheets name it."""
    weight: int
    style: str
    """`normal` or `italic`."""
    ttf: Path
    woff2: Path
    ranges: tuple[tuple[int, int], ...] = ()
    """The characters the face is brought along for; empty: those of every article."""
    code: bool = False
    """Brought along only for articles with code."""
    screen: bool = True
    """Brought along on screens; print takes of a face what it needs, for drawings that ask for it too."""

    def serves(self, text: str) -> bool:
        """Say whether a character of `text` is among those the face is for."""
        points = sorted(map(ord, set(text)))
        at_least = ((bisect_left(points, first), last) for first, last in self.ranges)
        return not self.ranges or any(at < len(points) and points[at] <= last for at, last in at_least)


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """A theme that was read whole; compared and hashed by identity, so that writers can cache by it."""

    name: str
    css: Mapping[str, str] = field(repr=False)
    """Format → style sheet, base.css included."""
    templates: Mapping[str, str] = field(repr=False)
    faces: tuple[Face, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Settings the theme proposes, weaker than the project's."""
    shipped: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Template that is Recto's own, as it came with it → the theme it came with."""
    is_ours: bool = False
    """All of it came with Recto."""

    def faces_for(self, text: str, *, code: bool) -> tuple[Face, ...]:
        """Return the faces that an article with these characters needs, in the theme's order."""
        return tuple(face for face in self.faces if (code or not face.code) and face.serves(text))


@cache
def digest_of(theme: Theme) -> str:
    """Return the SHA-256, in hex, of all that `theme` brings: style sheets, templates and fonts."""
    whole = hashlib.sha256()
    for name, text in sorted({**theme.css, **theme.templates}.items()):
        whole.update(f"{name}\0{text}\0".encode())
    for face in theme.faces:
        whole.update(f"{face.family}\0{face.weight}\0{face.style}\0".encode() + face.ttf.read_bytes())
    return whole.hexdigest()


def names(folders: Iterable[Path] = ()) -> list[str]:
    """Return the names of the themes that `load` would find."""
    found = {place.parent.name for folder in (BUILT_IN, *folders) for place in folder.glob("*/theme.toml")}
    return sorted(found)


def load(name: str, folders: tuple[Path, ...] = ()) -> Theme:
    """Return the theme `name`, looked up in `folders` first and among the built-in ones last.

    It is read once, and again when something in `folders` was changed.
    Raises `ConfigError` when there is none of that name or when it is not whole.
    """
    files = (each for folder in folders for each in listing(folder))
    stamp = tuple((path, s.st_mtime_ns, s.st_ctime_ns, s.st_size, s.st_ino) for path, s in files)
    return _load(name, folders, stamp)


@lru_cache(maxsize=32)
def _load(name: str, folders: tuple[Path, ...], _stamp: Hashable) -> Theme:
    folder = next((f / name for f in (*folders, BUILT_IN) if (f / name / "theme.toml").is_file()), None)
    if folder is None or not name.replace("-", "").replace("_", "").isalnum():
        from recto.settings import near

        known = names(folders)
        raise ConfigError(
            error(
                "theme-unknown",
                f"There is no theme called {name!r}.",
                hint=near(name, known) or f"Themes: {', '.join(known)}.",
            )
        )
    try:
        return _read(folder, folders)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ConfigError(
            error(
                "theme-broken",
                f"The theme {name!r} cannot be read: {reason(problem)}.",
                file=f"{name}/theme.toml",
            )
        ) from problem


def _read(folder: Path, folders: tuple[Path, ...]) -> Theme:
    table = tomllib.loads((folder / "theme.toml").read_text("utf-8"))
    parent = load(table["extends"], folders) if "extends" in table else None
    sheets = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.css"))}
    base = sheets.pop("base", "")
    formats = sorted({*sheets, *(parent.css if parent else ())})
    css = {
        name: "\n".join(filter(None, (parent.css.get(name) if parent else None, base, sheets.get(name))))
        for name in formats
    }
    own = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.html"))}
    shipped = {name: home for name, home in (parent.shipped if parent else {}).items() if name not in own}
    if folder.parent == BUILT_IN:
        shipped |= dict.fromkeys(own, folder.name)
    faces = tuple(_face(folder, face) for face in table.get("face", ()))
    without = table.get("without", ())
    inherited = (
        replace(face, screen=face.screen and face.family not in without)
        for face in (parent.faces if parent else ())
    )
    return Theme(
        name=folder.name,
        css=MappingProxyType(css),
        templates=MappingProxyType({**(parent.templates if parent else {}), **own}),
        faces=(*faces, *inherited),
        defaults=MappingProxyType({**(parent.defaults if parent else {}), **table.get("defaults", {})}),
        shipped=MappingProxyType(shipped),
        is_ours=folder.parent == BUILT_IN and (parent is None or parent.is_ours),
    )


def _face(folder: Path, table: Mapping[str, Any]) -> Face:
    """Make a face from its table: file (no ending), family, weight, style, ranges (`0590-05FF`), code."""
    ttf, woff2 = (folder / "fonts" / f"{table['file']}.{ending}" for ending in ("ttf", "woff2"))
    for path in (ttf, woff2):
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            raise ValueError(f"there is no font {path.name}")
    ranges = tuple(
        (int(first, 16), int(last or first, 16))
        for first, _, last in (text.partition("-") for text in table.get("ranges", ()))
    )
    return Face(
        family=table["family"],
        weight=int(table.get("weight", 400)),
        style=table.get("style", "normal"),
        ttf=ttf,
        woff2=woff2,
        ranges=ranges,
        code=bool(table.get("code", False)),
    )
